//! Concepts, code lists, data structures and dataflows of a standard, before they are written in a version of SDMX.
//!
//! In: a checked standard, and codes that the data use beyond its lists. Out: [`Structures`]. It knows no XML.

use std::collections::{BTreeMap, BTreeSet};

use super::SdmxError;
use crate::model::{DimensionId, StatType, TableId};
use crate::spec::{CodeList, DimensionKind, Entry, Language, SdmxColumn, SdmxNames, Standard, TableSpec};

/// A name in every language that has one, English first.
pub type Names = Vec<(Language, String)>;

/// Something said of a code beside its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annotation {
    /// What is said: `KIND`, `VALID_FROM`, `ISO2` ...
    pub kind: String,
    /// The words.
    pub text: String,
}

/// A code or a concept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// The code it is a part of.
    pub parent: Option<String>,
    /// What else is said of it.
    pub annotations: Vec<Annotation>,
}

/// A code list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemList {
    /// Its id.
    pub id: String,
    /// Its names.
    pub names: Names,
    /// Who keeps it and in which version, where that is another than the standard.
    pub annotations: Vec<Annotation>,
    /// Its codes, in the order of the standard.
    pub items: Vec<Item>,
}

/// What the values of a component are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Representation {
    /// Codes of a list.
    List(String),
    /// Any text.
    Text,
    /// A code that no common list settles.
    OpenCode,
    /// A day.
    Day,
    /// A period.
    Period,
    /// A whole number.
    Whole,
    /// A figure. It is whole too, but only a floating number can be `NaN`, as SDMX writes a figure that is not there.
    Figure,
}

/// Where a component stands in the data of a structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A part of the key.
    Dimension,
    /// The figure.
    Measure,
    /// Something said of the figure; `true` where it must always be said.
    Attribute(bool),
}

/// A component of a data structure: a column of a file of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// The id, which is also the id of its concept.
    pub id: String,
    /// The column of the observations of a run that it carries.
    pub column: String,
    /// What its values are.
    pub values: Representation,
    /// Where it stands.
    pub place: Place,
}

/// The data structure of one exchange table, and its dataflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The exchange table.
    pub table: TableId,
    /// The id of the structure.
    pub id: String,
    /// The id of the dataflow.
    pub flow: String,
    /// Names of both.
    pub names: Names,
    /// Its components: dimensions in the order of the contract, the measure, attributes.
    pub components: Vec<Component>,
}

impl Definition {
    /// Its components of a place.
    pub fn dimensions(&self) -> impl Iterator<Item = &Component> {
        self.components.iter().filter(|component| component.place == Place::Dimension)
    }
}

/// Everything SDMX needs to know of a standard.
///
/// ```
/// use concord::sdmx::Structures;
/// use concord::spec::Standard;
///
/// let structures = Structures::of(&Standard::shipped().unwrap()).unwrap();
/// let pop2 = structures.definitions.iter().find(|definition| definition.id == "DSD_POP2").unwrap();
/// let ids: Vec<&str> = pop2.dimensions().map(|dimension| dimension.id.as_str()).collect();
/// assert_eq!(ids[..5], ["REF_AREA", "FREQ", "TIME_PERIOD", "REFERENCE_DAY", "COUNTRY_OF_BIRTH"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structures {
    /// The maintenance agency.
    pub agency: String,
    /// The version of every structure.
    pub version: String,
    /// The day of the standard, which stands in messages as the day on which they were prepared.
    pub day: String,
    /// The concept scheme.
    pub scheme: String,
    /// Its names.
    pub scheme_names: Names,
    /// Its concepts, by id.
    pub concepts: Vec<Item>,
    /// The code lists, by id.
    pub lists: Vec<ItemList>,
    /// The data structures, by table.
    pub definitions: Vec<Definition>,
}

impl Structures {
    /// The structures of a standard.
    ///
    /// # Errors
    /// The standard does not say how it is named in SDMX.
    pub fn of(standard: &Standard) -> Result<Self, SdmxError> {
        let names = standard.sdmx.as_ref().ok_or_else(|| SdmxError::NoNames(standard.id.clone()))?;
        let making = Making { standard, names };
        Ok(Self {
            agency: names.agency.clone(),
            version: standard.version.clone(),
            day: standard.date.to_string(),
            scheme: names.concept_scheme.clone(),
            scheme_names: making.say("standard/title", &standard.title),
            concepts: making.concepts(),
            lists: making.lists(),
            definitions: standard.tables.values().map(|table| making.definition(table)).collect(),
        })
    }

    /// The data structure of a table.
    #[must_use]
    pub fn definition(&self, table: &str) -> Option<&Definition> {
        self.definitions.iter().find(|definition| definition.table.as_str() == table)
    }

    /// Adds codes that the data use and a list does not have, such as ages that the grammar builds: they belong to the same list.
    pub fn extend(&mut self, list: &str, codes: &BTreeSet<String>) {
        let Some(list) = self.lists.iter_mut().find(|known| known.id == list) else { return };
        let known: BTreeSet<String> = list.items.iter().map(|item| item.id.clone()).collect();
        for code in codes.iter().filter(|code| !known.contains(*code)) {
            let annotations = vec![Annotation { kind: "ORIGIN".to_owned(), text: "built by the grammar of the list".to_owned() }];
            list.items.push(Item { id: code.clone(), names: vec![(Language::EN, code.clone())], parent: None, annotations });
        }
    }

    /// A structure as data name it: `COMESA:DSD_POP2(0.3.0)`.
    #[must_use]
    pub fn reference(&self, id: &str) -> String {
        format!("{}:{id}({})", self.agency, self.version)
    }
}

/// A source as an id of SDMX: `KEN:CENSUS` is `KEN@CENSUS`. Neither part can hold an `@`, so it leads back.
#[must_use]
pub fn source_code(source: &str) -> String {
    source.replacen(':', "@", 1)
}

struct Making<'a> {
    standard: &'a Standard,
    names: &'a SdmxNames,
}

impl Making<'_> {
    fn say(&self, key: &str, english: &str) -> Names {
        let further = self.standard.languages.of_texts.iter().filter(|language| **language != Language::EN);
        let translated = further.filter_map(|language| {
            let text = self.standard.translations.get(key, *language)?;
            Some((*language, text.text.clone()))
        });
        std::iter::once((Language::EN, english.to_owned())).chain(translated).collect()
    }

    fn concepts(&self) -> Vec<Item> {
        let mut items: BTreeMap<String, Item> = BTreeMap::new();
        let mut add = |id: String, names: Names| {
            items.insert(id.clone(), Item { id, names, parent: None, annotations: Vec::new() });
        };
        for column in SdmxColumn::ALL {
            add(self.names.concept(*column).to_owned(), self.say(&format!("sdmx/concept/{column}"), self.names.name(*column)));
        }
        for dimension in self.used_dimensions() {
            if let Some(known) = self.standard.dimensions.get(&dimension) {
                add(self.names.dimension(&dimension), self.say(&format!("dimension/{dimension}/label"), &known.label));
            }
        }
        items.into_values().collect()
    }

    /// Dimensions that a table has.
    fn used_dimensions(&self) -> BTreeSet<DimensionId> {
        self.standard.tables.values().flat_map(TableSpec::all_dimensions).collect()
    }

    fn lists(&self) -> Vec<ItemList> {
        let own = self.standard.lists.values().map(|list| self.list(list));
        let closed = self.names.lists.iter().map(|(id, list)| ItemList {
            id: self.names.code_list(id),
            names: self.say(&format!("sdmx/list/{id}/title"), &list.title),
            annotations: Vec::new(),
            items: list.codes.iter().map(|(code, name)| self.closed_code(id, code, name)).collect(),
        });
        let mut lists: Vec<ItemList> = own.chain(closed).collect();
        lists.sort_by(|one, other| one.id.cmp(&other.id));
        lists
    }

    fn closed_code(&self, list: &str, code: &str, name: &str) -> Item {
        let names = self.say(&format!("sdmx/list/{list}/code/{code}"), name);
        Item { id: code.to_owned(), names, parent: None, annotations: Vec::new() }
    }

    fn list(&self, list: &CodeList) -> ItemList {
        let head = self.standard.list_heads.get(list.id());
        let title = head.map_or_else(|| list.id().to_owned(), |head| head.title.clone());
        let annotations = head.map_or_else(Vec::new, |head| {
            [("KEPT_BY", &head.agency), ("LIST_VERSION", &head.version), ("SOURCE", &head.source)]
                .into_iter()
                .filter(|(_, text)| !text.is_empty())
                .map(|(kind, text)| Annotation { kind: kind.to_owned(), text: text.clone() })
                .collect()
        });
        ItemList {
            id: self.names.code_list(list.id()),
            names: self.say(&format!("list/{}/title", list.id()), &title),
            annotations,
            items: list.entries().iter().map(|entry| self.code(list.id(), entry)).collect(),
        }
    }

    fn code(&self, list: &str, entry: &Entry) -> Item {
        let mut annotations = Vec::new();
        let mut say = |kind: &str, text: String| annotations.push(Annotation { kind: kind.to_owned(), text });
        if let Some(kind) = entry.kind {
            say("KIND", kind.to_string());
        }
        for (kind, day) in [("VALID_FROM", entry.validity.from), ("VALID_TO", entry.validity.to)] {
            if let Some(day) = day {
                say(kind, day.to_string());
            }
        }
        for (system, codes) in &entry.systems {
            say(&system.as_str().to_uppercase(), codes.join(";"));
        }
        for member in self.standard.dated_members(entry.code.as_str()) {
            say("MEMBER", member);
        }
        if let Some(note) = &entry.note {
            say("NOTE", note.clone());
        }
        Item {
            id: entry.code.to_string(),
            names: self.say(&format!("code/{list}/{}/label", entry.code), entry.label(Language::EN)),
            parent: entry.parent.as_ref().map(ToString::to_string),
            annotations,
        }
    }

    fn definition(&self, table: &TableSpec) -> Definition {
        let list = |id: &str| Representation::List(self.names.code_list(id));
        let own = |column: SdmxColumn, values: Representation, place: Place| Component {
            id: self.names.concept(column).to_owned(),
            column: column.to_string(),
            values,
            place,
        };
        let mut components = vec![
            own(SdmxColumn::Reporter, list("area"), Place::Dimension),
            own(SdmxColumn::Freq, list("freq"), Place::Dimension),
            own(SdmxColumn::TimePeriod, Representation::Period, Place::Dimension),
        ];
        // The last day of events follows from their period; the day of a stock does not.
        if table.stat_type == StatType::Stock {
            components.push(own(SdmxColumn::PeriodEnd, Representation::Day, Place::Dimension));
        }
        components.extend(table.all_dimensions().iter().map(|dimension| self.dimension(dimension)));
        let said = Place::Attribute(false);
        let always = Place::Attribute(true);
        components.extend([
            own(SdmxColumn::SourceId, Representation::Text, Place::Dimension),
            own(SdmxColumn::Vintage, Representation::Text, Place::Dimension),
            own(SdmxColumn::Value, Representation::Figure, Place::Measure),
            own(SdmxColumn::ObsStatus, list("obs_status"), always),
            own(SdmxColumn::ObsStatusAll, Representation::Text, said),
            own(SdmxColumn::ConfStatus, list("conf_status"), said),
            own(SdmxColumn::Unit, list("unit"), always),
            own(SdmxColumn::UnitMult, list("unit_mult"), always),
            own(SdmxColumn::Decimals, Representation::Whole, always),
            own(SdmxColumn::ValueStep, Representation::Whole, said),
            own(SdmxColumn::SuppressedLow, Representation::Whole, said),
            own(SdmxColumn::SuppressedHigh, Representation::Whole, said),
            own(SdmxColumn::Grade, list("grade"), said),
            own(SdmxColumn::GradeCauses, Representation::Text, said),
            own(SdmxColumn::Note, Representation::Text, said),
            own(SdmxColumn::Sender, Representation::Text, said),
            own(SdmxColumn::Origin, list("origin"), said),
            own(SdmxColumn::ObservationId, Representation::Text, said),
        ]);
        Definition {
            table: table.id.clone(),
            id: format!("{}{}", self.names.structure_prefix, table.id),
            flow: format!("{}{}", self.names.dataflow_prefix, table.id),
            names: self.say(&format!("table/{}/title", table.id), &table.title),
            components,
        }
    }

    fn dimension(&self, dimension: &DimensionId) -> Component {
        let known = self.standard.dimensions.get(dimension);
        let values = match known.and_then(|known| known.list.as_deref()) {
            Some(list) => Representation::List(self.names.code_list(list)),
            None if known.is_some_and(|known| known.kind == DimensionKind::Open) => Representation::OpenCode,
            None => Representation::Text,
        };
        Component { id: self.names.dimension(dimension), column: dimension.to_string(), values, place: Place::Dimension }
    }
}
