//! How the sheets of a workbook look, on the screen and on paper.
//!
//! In: the language. Out: formats of cells, the set-up of a page, and how much room a text takes.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline, Worksheet};

use super::model::{Publication, Row, RowKind};
use crate::diag::Word;
use crate::report::{cut, sentence};
use crate::spec::Language;
use crate::texts::phrase;

/// A message without words.
pub(super) fn plain(language: Language, id: &str) -> String {
    phrase(id, &[], language).unwrap_or_else(|| id.to_owned())
}

/// How cells look.
pub(super) struct Styles {
    pub(super) language: Language,
}

impl Styles {
    pub(super) fn base(&self) -> Format {
        let format = Format::new();
        if self.language.is_right_to_left() { format.set_reading_direction(2) } else { format }
    }

    pub(super) fn title(&self) -> Format {
        self.base().set_bold().set_font_size(14)
    }

    pub(super) fn soft(&self) -> Format {
        self.base().set_font_color("55606B")
    }

    pub(super) fn wrapped(&self) -> Format {
        self.soft().set_text_wrap().set_align(FormatAlign::Top).set_font_size(9)
    }

    pub(super) fn link(&self) -> Format {
        self.base().set_font_color("15507C").set_underline(FormatUnderline::Single)
    }

    pub(super) fn head(&self) -> Format {
        let head = self.base().set_bold().set_text_wrap().set_background_color("E4ECF4").set_border_bottom(FormatBorder::Thin);
        head.set_align(FormatAlign::VerticalCenter)
    }

    pub(super) fn of_row(&self, row: &Row) -> Format {
        let format = self.base();
        match row.kind {
            RowKind::Plain => format,
            RowKind::Group => format.set_italic(),
            RowKind::Total => format.set_bold().set_border_top(FormatBorder::Thin),
            RowKind::Coverage => format.set_font_color("55606B").set_font_size(9),
            RowKind::Identifiers => format.set_font_color("55606B").set_font_size(7),
        }
    }

    /// What is said of something named.
    pub(super) fn named(&self, name: &str, text: &str) -> String {
        let words = [("state", Word::Text(name.to_owned())), ("text", Word::Text(text.to_owned()))];
        phrase("outputs-note", &words, self.language).unwrap_or_else(|| format!("{name}: {text}"))
    }

    /// Digits in groups of three, parted as the language does.
    pub(super) fn whole(&self) -> &'static str {
        if self.language == Language::EN { "#,##0" } else { "[>=1000000]#\"\u{202f}\"###\"\u{202f}\"##0;[>=1000]#\"\u{202f}\"##0;0" }
    }
}

/// Paper: A4 across, as wide as the table, a title above and page numbers below.
pub(super) fn page(sheet: &mut Worksheet, publication: &Publication, title: &str, language: Language) {
    // An ampersand begins a command there.
    let told = |text: &str| cut(&sentence(text), 105).replace('&', "&&");
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_header(format!("&L&8{}&R&8{}", told(&format!("{} · {}", publication.name, publication.collection)), told(title)));
    sheet.set_footer(format!("&L&8{}&R&8{} &P / &N", told(&publication.made_by), told(&plain(language, "outputs-page"))));
}

/// How high a row must be for a text in so many characters of room.
pub(super) fn height(text: &str, room: f64, line: f64) -> f64 {
    let lines = text.lines().map(|line| (characters(line) / room).floor() + 1.0).sum::<f64>();
    // A spreadsheet allows 409 points.
    (lines.max(1.0) * line).min(405.0)
}

pub(super) fn characters(text: &str) -> f64 {
    f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
}

#[expect(clippy::cast_precision_loss, reason = "a spreadsheet stores doubles; counts of people lie far below their limit")]
pub(super) const fn double(value: i64) -> f64 {
    value as f64
}
