//! A file of data in our own structures as a return: recognised by its structure, and read with a mapping made from it.
//!
//! In: a file of SDMX-CSV 2.0 (or 1.0) that was read into cells, and the standard. Out: the mapping, which stages then use as
//! they use any other, or the reason why the file can't be taken, with line and column. A file of another agency is left to
//! the mappings that people write. No figure is read here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::mapping_text::{Stock, mapping_text};
use super::structures::{Component, Definition, Place, Structures};
use super::text::NO_VALUE;
use crate::model::{CellRange, CellRef, Period, Sender, SourceId, StatType};
use crate::read::{Format, Sheet, Workbook};
use crate::spec::{Mapping, SdmxColumn, Standard, TableSpec, load_mapping, nearest_name};

/// Why a file in our own structures can't be taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{file}`, {place}: {message}\n  hint: {hint}")]
pub struct Refusal {
    file: String,
    place: String,
    message: String,
    hint: String,
}

/// The mapping of a file in our own structures; none for any other file.
///
/// # Errors
/// The file is one of ours and can't be taken.
pub fn returned(workbook: &Workbook, standard: &Standard) -> Result<Option<Mapping>, Refusal> {
    let Some((text, name)) = returned_text(workbook, standard)? else { return Ok(None) };
    load_mapping(&name, &text, standard).map(Some).map_err(|error| Refusal {
        file: workbook.identity.name.to_string(),
        place: "line 1".to_owned(),
        message: format!("no mapping can be made from the structure: {error}"),
        hint: "see whether the file says what its structure asks for".to_owned(),
    })
}

/// The text of that mapping, and its name in findings and lineage.
///
/// # Errors
/// The file is one of ours and can't be taken.
pub fn returned_text(workbook: &Workbook, standard: &Standard) -> Result<Option<(String, String)>, Refusal> {
    let Some(sheet) = workbook.sheets.first().filter(|_| workbook.format == Format::Csv) else { return Ok(None) };
    let header = sheet.row(0);
    let named = |name: &str| header.iter().find(|cell| cell.text().trim() == name).map(|cell| cell.at.column);
    // In 1.0 the first column names the dataflow.
    let Some(id_column) = named("STRUCTURE_ID").or_else(|| named("DATAFLOW").filter(|column| *column == 0)) else { return Ok(None) };
    let Ok(structures) = Structures::of(standard) else { return Ok(None) };
    let Some(first) = sheet.rows().map(|(row, _)| row).find(|row| *row > 0) else { return Ok(None) };
    let reading = Reading { workbook, sheet, standard, structures: &structures, id_column };
    let Some(definition) = reading.definition(first)? else { return Ok(None) };
    let name = format!("made from {}", structures.reference(&definition.id));
    let Some(spec) = standard.table(definition.table.as_str()) else { return Ok(None) };
    let facts = reading.facts(definition, spec)?;
    Ok(Some((mapping_text(&facts, definition, spec, standard), name)))
}

/// What the rows of a file say together.
pub(super) struct Facts {
    pub(super) sender: Sender,
    pub(super) source: String,
    pub(super) vintage: String,
    /// The power of ten of the figures.
    pub(super) power: u32,
    pub(super) stock: Option<Stock>,
    /// Columns that the file has, by id.
    pub(super) columns: BTreeMap<String, u32>,
    /// Codes that stand in each column of codes.
    pub(super) codes: BTreeMap<String, Vec<String>>,
    /// Whether a figure is said not to be there.
    pub(super) has_no_value: bool,
    /// Statuses of confidentiality other than free.
    pub(super) confidential: Vec<String>,
}

struct Reading<'a> {
    workbook: &'a Workbook,
    sheet: &'a Sheet,
    standard: &'a Standard,
    structures: &'a Structures,
    id_column: u32,
}

impl<'a> Reading<'a> {
    fn refuse(&self, at: CellRef, message: impl Into<String>, hint: impl Into<String>) -> Refusal {
        let cell = CellRange::single(at).show(self.workbook.addressing);
        let heading = self.text(CellRef::new(0, at.column)).filter(|_| at.row > 0);
        let place = heading.map_or_else(|| cell.clone(), |heading| format!("{cell} (`{heading}`)"));
        Refusal { file: self.workbook.identity.name.to_string(), place, message: message.into(), hint: hint.into() }
    }

    /// The text of a cell; none where it is empty.
    fn text(&self, at: CellRef) -> Option<Cow<'a, str>> {
        let cell = self.sheet.cell(at).filter(|cell| !cell.is_blank())?;
        Some(match cell.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        })
    }

    /// Rows of data.
    fn rows(&self) -> impl Iterator<Item = u32> {
        self.sheet.rows().map(|(row, _)| row).filter(|row| *row > 0)
    }

    /// The definition that the first row names; none where the structure is another agency's.
    fn definition(&self, row: u32) -> Result<Option<&'a Definition>, Refusal> {
        let at = CellRef::new(row, self.id_column);
        let Some(stated) = self.text(at) else { return Ok(None) };
        let reference = bare(&stated);
        let Some((agency, rest)) = reference.split_once(':') else { return Ok(None) };
        let own = self.structures.agency.as_str();
        if agency != own {
            if nearest_name(agency, [own]).is_none() {
                return Ok(None);
            }
            return Err(self.refuse(at, format!("the structure is one of `{agency}`"), format!("did you mean `{own}:{rest}`?")));
        }
        let (id, version) = rest.strip_suffix(')').and_then(|rest| rest.split_once('(')).unwrap_or((rest, ""));
        let all = &self.structures.definitions;
        let Some(definition) = all.iter().find(|one| one.id == id || one.flow == id) else {
            let ids: Vec<&str> = all.iter().flat_map(|one| [one.flow.as_str(), one.id.as_str()]).collect();
            let hint = nearest_name(id, ids).map_or_else(
                || "`concord sdmx --structures` writes every structure of the standard".to_owned(),
                |near| format!("did you mean `{}`?", self.structures.reference(near)),
            );
            return Err(self.refuse(at, format!("the standard has no structure `{id}`"), hint));
        };
        if version != self.structures.version {
            let message = format!("the structure has the version `{version}`, and the standard has {}", self.structures.version);
            return Err(self.refuse(at, message, "write the file again with the structures of this version"));
        }
        Ok(Some(definition))
    }

    fn facts(&self, definition: &Definition, spec: &TableSpec) -> Result<Facts, Refusal> {
        let columns = self.columns(definition)?;
        self.heads(&columns)?;
        let find = |column: SdmxColumn| {
            let id = definition.components.iter().find(|component| component.column == column.as_str()).map(|component| &component.id);
            id.and_then(|id| columns.get(id.as_str())).copied()
        };
        let place = |column: SdmxColumn| find(column).unwrap_or_default();
        let (source, source_at) = self.same(place(SdmxColumn::SourceId), "source")?;
        let (vintage, vintage_at) = self.same(place(SdmxColumn::Vintage), "edition")?;
        if !(4..=10).contains(&vintage.len()) {
            return Err(self.refuse(
                vintage_at,
                format!("`{vintage}` is no edition"),
                "write a year or a day, as in `2024` or `2024-06-30`",
            ));
        }
        let (sender, source) = self.sender(&source, source_at, place(SdmxColumn::Reporter))?;
        let (unit, unit_at) = self.same(place(SdmxColumn::Unit), "unit")?;
        if unit != spec.unit.as_str() {
            let message = format!("the figures are `{unit}`, and {} counts {}", spec.id, spec.unit);
            return Err(self.refuse(unit_at, message, "figures of one unit never enter a table of another"));
        }
        let power = match find(SdmxColumn::UnitMult).map(|column| self.same(column, "power of ten")).transpose()? {
            None => 0,
            Some((text, at)) => match text.parse::<u32>() {
                Ok(power @ 0..=6) => power,
                _ => return Err(self.refuse(at, format!("`{text}` is no power of ten that counts are shown in"), "write 0 to 6")),
            },
        };
        self.frequencies(place(SdmxColumn::Freq), place(SdmxColumn::TimePeriod))?;
        let stock = match spec.stat_type {
            StatType::Stock => Some(self.stock(place(SdmxColumn::TimePeriod), place(SdmxColumn::PeriodEnd))?),
            _ => None,
        };
        let confidential = find(SdmxColumn::ConfStatus).map_or_else(Vec::new, |column| self.distinct(column));
        let codes = definition.dimensions().filter_map(|dimension| {
            let column = columns.get(&dimension.id)?;
            Some((dimension.id.clone(), self.distinct(*column)))
        });
        Ok(Facts {
            sender,
            source,
            vintage,
            power,
            stock,
            codes: codes.collect(),
            has_no_value: self
                .rows()
                .any(|row| self.text(CellRef::new(row, place(SdmxColumn::Value))).is_some_and(|text| text == NO_VALUE)),
            confidential: confidential.into_iter().filter(|status| status != "F").collect(),
            columns,
        })
    }

    /// The columns by id: each known, none twice, none missing.
    fn columns(&self, definition: &Definition) -> Result<BTreeMap<String, u32>, Refusal> {
        const OWN: [&str; 7] = ["STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "DATAFLOW", "SERIES_KEY", "OBS_KEY"];
        let mut columns: BTreeMap<String, u32> = BTreeMap::new();
        let ids = || definition.components.iter().map(|component| component.id.as_str());
        for cell in self.sheet.row(0).iter().filter(|cell| !cell.is_blank()) {
            let name = cell.text().trim().to_owned();
            if !OWN.contains(&name.as_str()) && !ids().any(|id| id == name) {
                let hint = nearest_name(bare(&name), ids().chain(OWN)).map_or_else(
                    || format!("the columns are {}", ids().collect::<Vec<_>>().join(", ")),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(self.refuse(cell.at, format!("`{}` has no component `{name}`", definition.id), hint));
            }
            if columns.insert(name.clone(), cell.at.column).is_some() {
                return Err(self.refuse(cell.at, format!("the column `{name}` stands twice"), "keep one of them"));
            }
        }
        let asked = |component: &&Component| {
            let can_lack = [SdmxColumn::UnitMult, SdmxColumn::Decimals].iter().any(|column| component.column == column.as_str());
            component.place != Place::Attribute(false) && !can_lack
        };
        match definition.components.iter().filter(asked).find(|component| !columns.contains_key(&component.id)) {
            Some(lacking) => {
                let what = if lacking.place == Place::Dimension { "dimension" } else { "component" };
                let message = format!("the column of the {what} `{}` is missing", lacking.id);
                Err(self.refuse(CellRef::new(0, 0), message, format!("`{}` has it for every observation", definition.id)))
            }
            None => Ok(columns),
        }
    }

    /// One structure in the whole file, and nothing to delete.
    fn heads(&self, columns: &BTreeMap<String, u32>) -> Result<(), Refusal> {
        self.same(self.id_column, "structure")?;
        for row in self.rows() {
            if let Some(at) = columns.get("STRUCTURE").map(|column| CellRef::new(row, *column)) {
                let kind = self.text(at).unwrap_or_default().to_lowercase();
                if !["dataflow", "datastructure"].contains(&kind.as_str()) {
                    let message = format!("`{kind}` is no kind of structure that a return can have");
                    return Err(self.refuse(at, message, "write `dataflow` or `datastructure`"));
                }
            }
            if let Some(at) = columns.get("ACTION").map(|column| CellRef::new(row, *column)) {
                let action = self.text(at).unwrap_or_default();
                if !["I", "A", "R", "M", ""].contains(&action.as_ref()) {
                    let message = format!("the action `{action}` can't be followed: a return states figures, it deletes none");
                    return Err(self.refuse(at, message, "leave the row out, or write `I`"));
                }
            }
        }
        Ok(())
    }

    /// The text that stands in every row of a column, with its first cell.
    fn same(&self, column: u32, what: &str) -> Result<(String, CellRef), Refusal> {
        let mut found: Option<(String, CellRef)> = None;
        for row in self.rows() {
            let at = CellRef::new(row, column);
            let Some(text) = self.text(at) else {
                return Err(self.refuse(at, format!("the {what} is not stated"), "a return states it in every row"));
            };
            match &found {
                None => found = Some((text.into_owned(), at)),
                Some((first, _)) if *first == text => {}
                Some((first, before)) => {
                    let before = CellRange::single(*before).show(self.workbook.addressing);
                    let message = format!("the {what} is `{text}` here and `{first}` on {before}");
                    return Err(self.refuse(at, message, format!("write one file for each {what}, as `concord sdmx --by-source` does")));
                }
            }
        }
        found.ok_or_else(|| self.refuse(CellRef::new(0, 0), "the file holds no row", "a return has at least one observation"))
    }

    /// The different texts of a column, in order.
    fn distinct(&self, column: u32) -> Vec<String> {
        let texts = self.rows().filter_map(|row| self.text(CellRef::new(row, column)));
        let mut found: Vec<String> = texts.map(Cow::into_owned).collect();
        found.sort();
        found.dedup();
        found
    }

    /// Who sent the figures: as the source says, or the one state that they are about.
    fn sender(&self, source: &str, at: CellRef, reporter: u32) -> Result<(Sender, String), Refusal> {
        let parts = source.split_once(['@', ':']);
        let states = self.distinct(reporter);
        let (sender, name) = match (parts, states.as_slice()) {
            (Some(parts), _) => parts,
            (None, [state]) => (state.as_str(), source),
            (None, _) => {
                let message = format!("`{source}` does not say who sends the figures, and they are about {} states", states.len());
                return Err(self.refuse(at, message, "write sender and source, parted by `@`, as in `KEN@CENSUS`"));
            }
        };
        let told = |error: String| self.refuse(at, error, "write sender and source, parted by `@`, as in `KEN@CENSUS`");
        SourceId::new(&format!("{sender}:{name}")).map_err(|error| told(error.to_string()))?;
        let sender = Sender::new(sender).map_err(|error| told(error.to_string()))?;
        // Three letters that are no state are a slip of the pen for one, unless the standard knows an agency by them.
        let is_state = self.standard.is_country(sender.as_str());
        if !is_state && sender.as_str().len() == 3 {
            let codes = self.standard.area_list().into_iter().flat_map(crate::spec::CodeList::entries).map(|entry| entry.code.as_str());
            if let Some(near) = nearest_name(sender.as_str(), codes).filter(|near| states.iter().any(|state| state == near)) {
                return Err(self.refuse(at, format!("no state has the code `{sender}`"), format!("did you mean `{near}@{name}`?")));
            }
        }
        Ok((sender, name.to_owned()))
    }

    /// Each period is one of the frequency beside it.
    fn frequencies(&self, frequency: u32, time: u32) -> Result<(), Refusal> {
        for row in self.rows() {
            let at = CellRef::new(row, frequency);
            let stated = self.text(at).unwrap_or_default();
            let Some(period) = self.text(CellRef::new(row, time)) else { continue };
            // What is no period is a finding of its own.
            let Ok(period) = Period::parse_sdmx(&period) else { continue };
            let own = period.frequency().as_str();
            if stated != own {
                let message = format!("the frequency is `{stated}`, and `{}` is a period of the frequency `{own}`", period.time_period());
                return Err(self.refuse(at, message, format!("write `{own}`, or a period of that frequency")));
            }
        }
        Ok(())
    }

    /// Where the day of a stock comes from.
    fn stock(&self, time: u32, day: u32) -> Result<Stock, Refusal> {
        let mut possible = vec![Stock::Day, Stock::Last, Stock::First];
        for row in self.rows() {
            let (at, of) = (CellRef::new(row, day), CellRef::new(row, time));
            let Some(counted) = self.text(at) else {
                return Err(self.refuse(
                    at,
                    "the day of the stock is not stated",
                    "write the day on which it was counted, as in `2024-01-01`",
                ));
            };
            let Ok(counted) = counted.parse::<jiff::civil::Date>() else {
                return Err(self.refuse(at, format!("`{counted}` is no day"), "write year, month and day, as in `2024-01-01`"));
            };
            let Some(period) = self.text(of).and_then(|text| Period::parse_sdmx(&text).ok()) else { continue };
            possible.retain(|one| match one {
                Stock::Day => period.time_period() == format!("{:04}", counted.year()),
                Stock::First => period.start() == counted,
                Stock::Last => period.end() == counted,
            });
            if possible.is_empty() {
                let message = format!("the stock of {counted} is filed under `{}`, otherwise than the rows above", period.time_period());
                let hint = "file a stock under the year of its day, or every one under the period of which it is the first or the last day";
                return Err(self.refuse(at, message, hint));
            }
        }
        Ok(possible[0])
    }
}

/// An id without the name that a file with labels puts behind it.
fn bare(text: &str) -> &str {
    text.split(": ").next().unwrap_or(text).trim()
}
