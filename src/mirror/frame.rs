//! Mirrors as columns.

use polars::prelude::{Column as Series, DataFrame, NamedFrom, PolarsResult, Series as Values};

use super::lines::subject;
use super::pair::{Mirror, Side};
use crate::harmonise::series::{lists, owned, text, truth_or_none};
use crate::harmonise::{Column, ColumnKind, date_column};
use crate::model::{AttributeId, Code, MappingId, TableId};
use crate::spec::{Language, Standard};
use crate::texts::say;

/// The two sides, as the columns name them, and what each is.
const SIDES: [(&str, &str); 2] = [
    ("first", "the state's own figure; between sources, that of the source that comes first in the order of sources"),
    ("second", "the partner's figure; between sources, the other one"),
];

/// The columns of `mirror.parquet`, in order.
#[must_use]
pub fn mirror_columns() -> Vec<Column> {
    use ColumnKind::{Boolean, Date, Dictionary, Float64, Int32, Int64, Text, TextList};
    let mut columns = vec![
        Column::new("mirror_id", Dictionary, "mirror of the standard, such as departures or citizens abroad"),
        Column::new("comparison", Dictionary, "`states`: a state with its partner; `sources`: two sources about one end"),
        Column::new("subject", Dictionary, "what is compared, in English"),
        Column::new("state", Dictionary, "the state whose citizens, emigrants or native-born are counted"),
        Column::new("partner", Dictionary, "the partner"),
        Column::new("freq", Dictionary, "frequency of the figures"),
        Column::new("year", Text, "year compared, by the days that the table of the state asks for: 31 December and 1 January meet"),
        Column::new("sex", Dictionary, "code of the sex; ages are always the total"),
    ];
    for (side, about) in SIDES {
        let name = |column: &str| format!("{side}_{column}");
        columns.extend([
            Column::maybe(name("table"), Dictionary, format!("exchange table of {about}")),
            Column::maybe(name("reporter"), Dictionary, "state it describes"),
            Column::maybe(name("value"), Int64, "its value; null where there is none, which is never 0"),
            Column::maybe(name("low"), Int32, "smallest value a hidden figure is declared to have"),
            Column::maybe(name("high"), Int32, "largest value a hidden figure is declared to have"),
            Column::maybe(name("status"), Dictionary, "the status that speaks"),
            Column::maybe(name("grade"), Dictionary, "its grade"),
            Column::maybe(name("period_start"), Date, "its first day; the day of a stock"),
            Column::maybe(name("period_end"), Date, "its last day; the day of a stock"),
            Column::maybe(name("source_id"), Dictionary, "its source"),
            Column::maybe(name("vintage"), Text, "edition of the source"),
            Column::maybe(name("own_return"), Boolean, "whether the state described sent it"),
            Column::maybe(name("observation_id"), Text, "the observation, to be traced to its cells"),
            Column::maybe(name("place"), Text, "file, sheet and cell; of a sum those of its first part"),
            Column::maybe(name("not_stated"), TextList, "attributes of the definition that matter for it and that nobody stated"),
        ]);
    }
    columns.extend([
        Column::maybe("difference", Int64, "first less second; null unless both have a value"),
        Column::maybe("ratio", Float64, "first by second; null where the second is 0"),
        Column::maybe("symmetric_index", Float64, "difference by the mean of both, from -2 to 2; null where both are 0"),
        Column::maybe("days_apart", Int32, "days between the days of two stocks, or between the ends of two flows"),
        Column::new("explained_by", TextList, "what definitions, days and sources explain, and what nobody stated, in English"),
        Column::maybe("view_table", Dictionary, "derived table in which the second figure stands, seen from the state"),
    ]);
    columns
}

/// Mirrors as columns, in their order.
///
/// # Errors
/// Only when polars refuses columns of equal length, which would be a fault of this program.
pub fn mirror_frame(standard: &Standard, mirrors: &[Mirror]) -> PolarsResult<DataFrame> {
    let floats = |name: &str, values: Vec<Option<f64>>| Series::from(Values::new(name.into(), values));
    let measures = || mirrors.iter().map(|mirror| mirror.measures);
    let mut columns = vec![
        text("mirror_id", mirrors.iter().map(|mirror| Some(MappingId::as_str(&mirror.mirror)))),
        text("comparison", mirrors.iter().map(|mirror| Some(mirror.comparison.as_str()))),
        owned("subject", mirrors.iter().map(|mirror| Some(say(&subject(mirror, standard), Language::EN, standard)))),
        text("state", mirrors.iter().map(|mirror| Some(Code::as_str(&mirror.state)))),
        text("partner", mirrors.iter().map(|mirror| Some(Code::as_str(&mirror.partner)))),
        text("freq", mirrors.iter().map(|mirror| Some(mirror.freq.as_str()))),
        text("year", mirrors.iter().map(|mirror| Some(mirror.year.as_str()))),
        text("sex", mirrors.iter().map(|mirror| Some(Code::as_str(&mirror.sex)))),
    ];
    for (position, (side, _)) in SIDES.iter().enumerate() {
        let sides: Vec<Option<&Side>> =
            mirrors.iter().map(|mirror| if position == 0 { mirror.first.as_ref() } else { mirror.second.as_ref() }).collect();
        columns.extend(side_columns(side, &sides)?);
    }
    columns.extend([
        Series::from(Values::new("difference".into(), measures().map(|one| one.difference).collect::<Vec<_>>())),
        floats("ratio", measures().map(|one| one.ratio).collect()),
        floats("symmetric_index", measures().map(|one| one.symmetric_index).collect()),
        Series::from(Values::new("days_apart".into(), mirrors.iter().map(|mirror| mirror.days_apart).collect::<Vec<_>>())),
        lists("explained_by", mirrors.iter().map(|mirror| mirror.explained.iter().map(|said| say(said, Language::EN, standard)).collect())),
        text("view_table", mirrors.iter().map(|mirror| mirror.view.as_ref().map(TableId::as_str))),
    ]);
    DataFrame::new(mirrors.len(), columns)
}

fn side_columns(side: &str, sides: &[Option<&Side>]) -> PolarsResult<Vec<Series>> {
    let name = |column: &str| format!("{side}_{column}");
    let figures = || sides.iter().map(|side| side.map(|side| &side.figure));
    let wholes = |column: &str, values: Vec<Option<i32>>| Series::from(Values::new(name(column).as_str().into(), values));
    Ok(vec![
        text(&name("table"), sides.iter().map(|side| side.map(|side| side.table.as_str()))),
        text(&name("reporter"), figures().map(|one| one.map(|one| one.reporter.as_str()))),
        Series::from(Values::new(name("value").as_str().into(), figures().map(|one| one?.value).collect::<Vec<_>>())),
        wholes("low", figures().map(|one| one?.range.map(|(low, _)| low)).collect()),
        wholes("high", figures().map(|one| one?.range.map(|(_, high)| high)).collect()),
        text(&name("status"), figures().map(|one| one.map(|one| one.status.speaking().as_str()))),
        text(&name("grade"), figures().map(|one| one.map(|one| one.graded.grade.as_str()))),
        date_column(&name("period_start"), figures().map(|one| one.map(|one| one.period.start())))?,
        date_column(&name("period_end"), figures().map(|one| one.map(|one| one.period.end())))?,
        text(&name("source_id"), figures().map(|one| one.map(|one| one.mapping.source_id.as_str()))),
        text(&name("vintage"), figures().map(|one| one.map(|one| one.mapping.vintage.as_str()))),
        truth_or_none(&name("own_return"), figures().map(|one| one.map(crate::harmonise::Published::is_own))),
        owned(&name("observation_id"), figures().map(|one| one.map(|one| format!("{:016x}", one.observation)))),
        owned(&name("place"), figures().map(|one| one.map(|one| one.place.to_string()))),
        lists(
            &name("not_stated"),
            sides.iter().map(|side| side.map(|side| side.open.iter().map(AttributeId::as_str).collect()).unwrap_or_default()),
        ),
    ])
}
