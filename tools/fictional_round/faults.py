"""Plants faults in sheets that were made without any, and keeps a ledger of what was planted.

In go the returns as they were made; out come the same returns with other figures in some cells, less a few sheets, columns
and rows, and the rows of `ledger.csv`. The program that plants knows the arithmetic of what it made and nothing of the
rules by which anybody may look for it: what is wrong is said by the kind of the fault, and what would be right by the
figure that stood there before. What is planted where stands in `fault_list.py`.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

from draw import draw
from grid import Return, Sheet, Value, address, line_and_field
from truth import Observation

COLUMNS = [
    "fault_id", "kind", "reporter", "file", "sheet", "cell", "table_id", "time_period", "planted", "should_be", "what",
]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A cell with a figure."""

    reporter: str
    path: str
    sheet_name: str
    is_text: bool
    above: int
    sheet: Sheet
    row: int
    column: int

    @property
    def cell(self) -> str:
        """Its address, as the truth writes it."""
        return self.address_of(self.row, self.column)

    def address_of(self, row: int, column: int) -> str:
        """The address of another cell of the same sheet."""
        return line_and_field(row, column) if self.is_text else address(row + self.above, column)

    @property
    def said(self) -> Observation:
        """What the figure says now."""
        return next(told for row, column, told in self.sheet.observations if (row, column) == (self.row, self.column))

    @property
    def value(self) -> int:
        """The figure."""
        return self.said.value

    def __hash__(self) -> int:
        return hash((self.path, self.sheet_name, self.row, self.column))

    def __eq__(self, other: object) -> bool:
        return hash(self) == hash(other)


class Planter:
    """Changes what was made, and writes down each change."""

    def __init__(self, returns: list[Return]) -> None:
        self.returns = returns
        self.ledger: list[dict[str, str]] = []

    def _sheets(self, reporter: str) -> Iterable[tuple[str, Sheet, bool, int, str]]:
        for sent in self.returns:
            for file in sent.files if sent.reporter == reporter else []:
                is_text = file.format in ("csv", "tsv")
                for position, sheet in enumerate(file.sheets):
                    above = 1 if file.format == "html" and position == 0 else 0
                    name = file.name.rsplit(".", 1)[0] if is_text else sheet.name
                    yield f"{reporter.lower()}/{file.name}", sheet, is_text, above, name

    def places(self, reporter: str, table: str, period: int | str | None = None, **wanted: str) -> list[Place]:
        """Cells of a table, of one period if it is given, whose sex, age or dimensions are those wanted."""
        found = []
        for path, sheet, is_text, above, name in self._sheets(reporter):
            for row, column, told in sheet.observations:
                labels = told.dimensions | {"sex": told.sex, "age": told.age}
                if told.table != table or (period is not None and told.period.time_period != str(period)):
                    continue
                if all(labels[key] == value for key, value in wanted.items()) and told.value is not None:
                    found.append(Place(reporter, path, name, is_text, above, sheet, row, column))
        if not found:
            raise ValueError(f"{reporter} {table} {period} {wanted}: no such figure")
        return found

    def place(self, reporter: str, table: str, period: int | str | None = None, **wanted: str) -> Place:
        """The one cell that is meant."""
        found = self.places(reporter, table, period, **wanted)
        if len(found) != 1:
            raise ValueError(f"{reporter} {table} {period} {wanted}: {len(found)} figures")
        return found[0]

    def note(self, kind: str, what: str, reporter: str, table: str, period: str, **told: str) -> str:
        """Writes a line of the ledger; gives its number."""
        fault = f"F{len(self.ledger) + 1:02}"
        row = dict.fromkeys(COLUMNS, "") | {"fault_id": fault, "kind": kind, "reporter": reporter, "table_id": table}
        self.ledger.append(row | {"time_period": period, "what": what} | told)
        return fault

    def change(self, kind: str, what: str, values: dict[Place, Value | None]) -> None:
        """Gives cells of one sheet other figures; a cell without one becomes empty."""
        changed = {place: value for place, value in values.items() if value != place.value}
        places = list(changed)
        if not places:
            raise ValueError(f"{kind}: nothing would change")
        before = [place.said for place in places]
        for place, value in changed.items():
            said = place.said
            status = "O" if value is None else said.status
            place.sheet.overwrite(place.row, place.column, replace(said, value=value, status=status))
        self.note(
            kind,
            what,
            places[0].reporter,
            ";".join(dict.fromkeys(said.table for said in before)),
            ";".join(dict.fromkeys(said.period.time_period for said in before)),
            file=places[0].path,
            sheet=places[0].sheet_name,
            cell=";".join(place.cell for place in places),
            planted=";".join("" if value is None else str(value) for value in changed.values()),
            should_be=";".join(str(said.value) for said in before),
        )

    def times(self, kind: str, what: str, places: list[Place], numerator: int, denominator: int = 1, step: int = 1) -> None:
        """Makes every figure that many times larger, or smaller, to whole steps."""
        self.change(kind, what, {place: place.value * numerator // denominator // step * step for place in places})

    def add(self, kind: str, what: str, amount: int, places: list[Place]) -> None:
        """Adds the same amount to every figure."""
        self.change(kind, what, {place: place.value + amount for place in places})

    def swap_digits(self, kind: str, what: str, place: Place) -> None:
        """Swaps the first two digits beside each other that differ, the leading one left alone."""
        self.change(kind, what, {place: swapped(place.value)})

    def copy(self, kind: str, what: str, olds: list[Place], news: list[Place]) -> None:
        """Repeats the figures of one period under the heading of another."""
        labels = {(tuple(old.said.dimensions.values()), old.said.sex): old.value for old in olds}
        self.change(kind, what, {new: labels[tuple(new.said.dimensions.values()), new.said.sex] for new in news})

    def retell(self, kind: str, what: str, place: Place, told: int, other: int) -> None:
        """Lets a note on the sheet of a figure tell another number; the note told the one given."""
        for (row, column), cell in place.sheet.cells.items():
            text = str(cell.value)
            if str(told) in text and len(text) > len(str(told)):
                place.sheet.cells[row, column] = replace(cell, value=text.replace(str(told), str(other)))
                self.note(
                    kind,
                    what,
                    place.reporter,
                    place.said.table,
                    place.said.period.time_period,
                    file=place.path,
                    sheet=place.sheet_name,
                    cell=place.address_of(row, column),
                    planted=str(other),
                    should_be=str(told),
                )
                return
        raise ValueError(f"{place.sheet_name}: no note tells {told}")

    def rename(self, kind: str, what: str, places: list[Place], column: int, label: str, dimension: str, code: str) -> None:
        """Gives the row of the figures another label, and so another code."""
        first = places[0]
        cell = first.sheet.cells[first.row, column]
        first.sheet.cells[first.row, column] = replace(cell, value=label)
        for place in places:
            said = place.said
            told = replace(said, dimensions=said.dimensions | {dimension: code})
            place.sheet.observations = [
                (r, c, told if (r, c) == (place.row, place.column) else o) for r, c, o in place.sheet.observations
            ]
        self.note(
            kind,
            what,
            first.reporter,
            first.said.table,
            ";".join(dict.fromkeys(place.said.period.time_period for place in places)),
            file=first.path,
            sheet=first.sheet_name,
            cell=first.address_of(first.row, column),
            planted=label,
            should_be=str(cell.value),
        )

    def without_sheet(self, what: str, place: Place) -> None:
        """Takes a sheet out of its file: its table is not sent, and nothing says so."""
        period = ";".join(dict.fromkeys(told.period.time_period for *_, told in place.sheet.observations))
        self.note("table-missing", what, place.reporter, place.said.table, period)
        for sent in self.returns:
            for file in sent.files:
                file.sheets = [sheet for sheet in file.sheets if sheet is not place.sheet]

    def without_period(self, what: str, reporter: str, table: str, period: int) -> None:
        """Takes the column of a year out of the one table of a sheet."""
        place = self.places(reporter, table, period)[0]
        place.sheet.without_column(place.column)
        self.note("year-missing", what, reporter, table, str(period))

    def without_lines(self, what: str, reporter: str, tables: list[str], period: int) -> None:
        """Takes the lines of a year out of a long table."""
        found = [place for table in tables for place in self.places(reporter, table, period)]
        found[0].sheet.without_rows({place.row for place in found})
        self.note("year-missing", what, reporter, ";".join(tables), str(period))

    def csv(self) -> bytes:
        """The ledger as delimited text."""
        text = io.StringIO()
        writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.ledger)
        return text.getvalue().encode("utf-8")


def swapped(value: int) -> int:
    """A number with two digits beside each other swapped, the last such pair but never the first digit."""
    digits = list(str(value))
    for at in range(1, len(digits) - 1):
        if digits[at] != digits[at + 1]:
            digits[at], digits[at + 1] = digits[at + 1], digits[at]
            return int("".join(digits))
    raise ValueError(f"{value} has no two digits to swap")


def amount(key: str, value: int, low: int = 4, high: int = 9) -> int:
    """Some per cent of a figure, at least seven: what a fault adds or takes off."""
    return max(7, value * draw(f"fault/{key}", low * 10, high * 10) // 1000)
