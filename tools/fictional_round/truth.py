"""The truth a file is made from: one observation for each figure, told apart from how the figure is shown.

In go a table of the exchange, a period, codes and a value, with the cell the figure was written to; out comes
`truth.csv`. Dimensions, their order and units are those of `standards/tables`. This module knows no mapping and reads
no file it has made.
"""

import csv
import io
import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

STANDARDS = Path(__file__).resolve().parents[2] / "standards"

COLUMNS = [
    "file", "sheet", "cell", "table_id", "reporter", "freq", "time_period", "period_start", "period_end", "dimensions",
    "sex", "age", "value", "obs_status_all", "suppressed_low", "suppressed_high", "unit", "value_step",
]  # fmt: skip


@dataclass(frozen=True)
class Period:
    """A span or a date; both ends are included and are equal for a stock."""

    freq: str
    time_period: str
    start: date
    end: date


def year(number: int) -> Period:
    """Events of a calendar year."""
    return Period("A", f"{number}", date(number, 1, 1), date(number, 12, 31))


def quarter(number: int, part: int) -> Period:
    """Events of a quarter."""
    last = part * 3
    return Period("Q", f"{number}-Q{part}", date(number, last - 2, 1), date(number, last, monthrange(number, last)[1]))


def month(number: int, part: int) -> Period:
    """Events of a month."""
    return Period("M", f"{number}-{part:02}", date(number, part, 1), date(number, part, monthrange(number, part)[1]))


def fiscal(first: date) -> Period:
    """Events of twelve months that begin on a first day of a month."""
    end = date(first.year + 1, first.month, first.day) - timedelta(days=1)
    return Period("A", f"{first}/P1Y", first, end)


def days(first: date, last: date) -> Period:
    """Events of a year of another calendar, told by its first and last day."""
    return Period("A", f"{first}/P{(last - first).days + 1}D", first, last)


def stock(at: date) -> Period:
    """A stock at a date."""
    return Period("A", f"{at.year}", at, at)


@dataclass(frozen=True)
class Observation:
    """What one figure says, whatever it looks like; `hidden` is the range that a hidden figure is said to lie in."""

    table: str
    period: Period
    dimensions: dict[str, str]
    value: int | None
    sex: str = "_T"
    age: str = "_T"
    status: str = "A"
    step: int = 1
    hidden: tuple[int, int] | None = None


class Truth:
    """Every observation of the round, each with the cells it was written to."""

    def __init__(self) -> None:
        self._tables: dict[str, dict] = {}
        self._rows: dict[tuple, dict] = {}

    def _table(self, name: str) -> dict:
        if name not in self._tables:
            self._tables[name] = tomllib.loads((STANDARDS / "tables" / f"{name}.toml").read_text(encoding="utf-8"))
        return self._tables[name]

    def add(self, file: str, sheet: str, cell: str, reporter: str, observation: Observation) -> None:
        """Notes an observation; a second cell with the same key adds to the first and makes one merged figure."""
        table = self._table(observation.table)
        order = table["dimensions"]
        if sorted(order) != sorted(observation.dimensions):
            raise ValueError(f"{observation.table} has {order}, not {sorted(observation.dimensions)}")
        if (observation.sex != "_T" and not table["sex"]) or (observation.age != "_T" and "age" not in table):
            raise ValueError(f"{observation.table} has no sex or no age")
        if (observation.period.start == observation.period.end) != (table["stat-type"] == "stock"):
            raise ValueError(f"{observation.table} is a {table['stat-type']}")
        row = {
            "file": file,
            "sheet": sheet,
            "cell": cell,
            "table_id": observation.table,
            "reporter": reporter,
            "freq": observation.period.freq,
            "time_period": observation.period.time_period,
            "period_start": observation.period.start.isoformat(),
            "period_end": observation.period.end.isoformat(),
            "dimensions": ";".join(f"{name}={observation.dimensions[name]}" for name in order),
            "sex": observation.sex,
            "age": observation.age,
            "value": observation.value,
            "obs_status_all": observation.status,
            "suppressed_low": observation.hidden[0] if observation.hidden else None,
            "suppressed_high": observation.hidden[1] if observation.hidden else None,
            "unit": table["unit"],
            "value_step": observation.step,
        }
        key = tuple(row[name] for name in COLUMNS[3:12]) + (file,)
        known = self._rows.setdefault(key, row)
        if known is not row:
            known["cell"] += f";{cell}"
            known["value"] += observation.value

    def csv(self) -> bytes:
        """The whole truth as delimited text."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in self._rows.values():
            writer.writerow({name: "" if value is None else value for name, value in row.items()})
        return text.getvalue().encode("utf-8")

    def __len__(self) -> int:
        return len(self._rows)
