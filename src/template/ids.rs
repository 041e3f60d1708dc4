//! The ids of a template: what stands in its hidden row, in its hidden columns, and in the first cell of each sheet.
//!
//! ```text
//! concord-template:1:IMM1:KEN:2025:comesa-migration-exchange:0.1.0     the marker of a sheet
//! concord:key:citizenship | concord:label:citizenship | concord:status | concord:value:sex=M:age=Y0T4 | concord:check
//! ```

use std::fmt;

use crate::model::{Code, DimensionId};

/// The version of the layout; a later program reads earlier ones.
pub const VERSION: u32 = 1;

const MARKER: &str = "concord-template";
const ID: &str = "concord";

/// What a sheet of a template is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Instructions and the cells about the sender.
    Cover,
    /// The questions about definitions.
    Definitions,
    /// Lists for drop-downs, and ids.
    Machine,
    /// A table, by its id; whether the standard knows it is for the reader to say.
    Table(String),
}

impl Kind {
    fn as_str(&self) -> &str {
        match self {
            Self::Cover => "cover",
            Self::Definitions => "definitions",
            Self::Machine => "machine",
            Self::Table(table) => table,
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "cover" => Self::Cover,
            "definitions" => Self::Definitions,
            "machine" => Self::Machine,
            table => Self::Table(table.to_owned()),
        }
    }
}

/// What the first cell of a sheet says.
///
/// ```
/// use concord::template::Marker;
///
/// let marker = Marker::parse("concord-template:1:IMM1:KEN:2025:comesa:0.1.0").unwrap();
/// assert_eq!((marker.country.as_str(), marker.year), ("KEN", 2025));
/// assert_eq!(marker.to_string(), "concord-template:1:IMM1:KEN:2025:comesa:0.1.0");
/// assert!(Marker::parse("Table 1").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marker {
    /// Version of the layout.
    pub version: u32,
    /// What the sheet is.
    pub kind: Kind,
    /// The state.
    pub country: String,
    /// The year.
    pub year: i16,
    /// The id of the standard.
    pub standard: String,
    /// Its version.
    pub standard_version: String,
}

impl Marker {
    /// Reads a marker; none where the text is something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().strip_prefix(MARKER)?.strip_prefix(':')?.split(':');
        let mut next = || parts.next();
        Some(Self {
            version: next()?.parse().ok()?,
            kind: Kind::parse(next()?),
            country: next()?.to_owned(),
            year: next()?.parse().ok()?,
            standard: next().unwrap_or_default().to_owned(),
            standard_version: next().unwrap_or_default().to_owned(),
        })
    }

    /// The same for another sheet.
    #[must_use]
    pub fn of(&self, kind: Kind) -> Self {
        Self { kind, ..self.clone() }
    }
}

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version, kind, country, year, standard, standard_version } = self;
        write!(f, "{MARKER}:{version}:{}:{country}:{year}:{standard}:{standard_version}", kind.as_str())
    }
}

/// What a column of a sheet is about, or a cell of the sheet's head.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColumnId {
    /// Codes of a dimension, in a hidden column.
    Key(DimensionId),
    /// Labels of a dimension; free rows choose their code here.
    Label(DimensionId),
    /// The status of a row.
    Status,
    /// Notes.
    Note,
    /// Figures, by the code of each dimension of the columns.
    Value(Vec<(DimensionId, Code)>),
    /// Last year's figures or words, shown and not read.
    Last,
    /// Formulas that compare.
    Check,
    /// Any other named cell or column: `office`, `source-name`, `answer`.
    Named(String),
}

impl ColumnId {
    /// Reads an id; none where the text is something else.
    ///
    /// ```
    /// use concord::template::ColumnId;
    ///
    /// let id = ColumnId::parse("concord:value:sex=M:age=Y0T4").unwrap();
    /// assert!(matches!(&id, ColumnId::Value(codes) if codes.len() == 2));
    /// assert_eq!(id.to_string(), "concord:value:sex=M:age=Y0T4");
    /// assert!(ColumnId::parse("Kenya").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.trim().strip_prefix(ID)?.strip_prefix(':')?;
        let (word, more) = rest.split_once(':').unwrap_or((rest, ""));
        Some(match word {
            "key" => Self::Key(DimensionId::new(more).ok()?),
            "label" => Self::Label(DimensionId::new(more).ok()?),
            "status" => Self::Status,
            "note" => Self::Note,
            "value" => Self::Value(more.split(':').filter(|part| !part.is_empty()).map(coded).collect::<Option<Vec<_>>>()?),
            "last" => Self::Last,
            "check" => Self::Check,
            named => Self::Named(named.to_owned()),
        })
    }

    /// What stands before the codes of every column of figures.
    #[must_use]
    pub fn value_prefix() -> String {
        format!("{ID}:value")
    }
}

impl fmt::Display for ColumnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(dimension) => write!(f, "{ID}:key:{dimension}"),
            Self::Label(dimension) => write!(f, "{ID}:label:{dimension}"),
            Self::Status => write!(f, "{ID}:status"),
            Self::Note => write!(f, "{ID}:note"),
            Self::Value(codes) => {
                f.write_str(&Self::value_prefix())?;
                codes.iter().try_for_each(|(dimension, code)| write!(f, ":{dimension}={code}"))
            }
            Self::Last => write!(f, "{ID}:last"),
            Self::Check => write!(f, "{ID}:check"),
            Self::Named(name) => write!(f, "{ID}:{name}"),
        }
    }
}

/// A dimension and a code, as `sex=M`.
fn coded(text: &str) -> Option<(DimensionId, Code)> {
    let (dimension, code) = text.split_once('=')?;
    Some((DimensionId::new(dimension).ok()?, Code::new(code).ok()?))
}
