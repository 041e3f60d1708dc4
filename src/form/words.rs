//! Texts of the workbook, in the language of the reader.

use super::Order;
use crate::diag::Word;
use crate::model::{Code, DimensionId};
use crate::spec::{Attribute, TableSpec};
use crate::template::DASH;
use crate::texts::phrase;

impl Order<'_> {
    /// A text of the program.
    pub(super) fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// A text of the program with words in it.
    pub(super) fn say_with(&self, id: &str, words: &[(&str, &str)]) -> String {
        let words: Vec<(&str, Word)> = words.iter().map(|(name, text)| (*name, Word::Text((*text).to_owned()))).collect();
        phrase(id, &words, self.language).unwrap_or_default()
    }

    /// A text of the standard.
    pub(super) fn text(&self, key: &str, english: &str) -> String {
        self.standard.text(key, english, self.language).to_owned()
    }

    pub(super) fn title(&self, table: &TableSpec) -> String {
        self.text(&format!("table/{}/title", table.id), &table.title)
    }

    pub(super) fn dimension(&self, dimension: &DimensionId) -> String {
        let known = self.standard.dimensions.get(dimension);
        let english = known.map_or(dimension.as_str(), |known| known.label.as_str());
        self.text(&format!("dimension/{dimension}/label"), english)
    }

    /// The label of a code.
    pub(super) fn code(&self, dimension: &DimensionId, code: &Code) -> String {
        if code.as_str() == Code::NATIONALS {
            return self.say_with("form-nationals", &[("state", &self.state_name())]);
        }
        let Some(list) = self.standard.list_of(dimension) else { return code.to_string() };
        let english = list.get(code.as_str()).map_or(code.as_str(), |entry| entry.label(self.language));
        self.text(&format!("code/{}/{code}/label", list.id()), english)
    }

    /// The name of the state.
    pub(super) fn state_name(&self) -> String {
        self.standard.area_name(self.state.as_str(), self.language).to_owned()
    }

    /// Code and label as an entry of a drop-down.
    pub(super) fn entry(&self, dimension: &DimensionId, code: &Code) -> String {
        format!("{code}{DASH}{}", self.code(dimension, code))
    }

    /// The label of a value of an attribute.
    pub(super) fn choice(&self, attribute: &Attribute, code: &str) -> String {
        self.text(&format!("attribute/{}/value/{code}", attribute.id), attribute.words(code))
    }
}
