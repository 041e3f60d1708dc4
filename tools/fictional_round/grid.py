"""A sheet while it is being made: cells, merges and how they look, with the observation behind each figure.

Rows and columns count from zero here and appear as `B7` in the truth. No file format is known here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from truth import Observation

Value = int | Decimal | str


@dataclass(frozen=True)
class Cell:
    """What a cell stores and how it looks."""

    value: Value
    look: str = "body"
    number_format: str = "#,##0"


def address(row: int, column: int) -> str:
    """The address of a cell, as `B7`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def line_and_field(row: int, column: int) -> str:
    """The address of a cell of delimited text."""
    return f"line {row + 1}, field {column + 1}"


@dataclass
class Sheet:
    """One sheet."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: dict[int, int] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    right_to_left: bool = False
    observations: list[tuple[int, int, Observation]] = field(default_factory=list)
    shown: dict[tuple[int, int], Callable[[int], Value] | Value | None] = field(default_factory=dict)

    def put(self, row: int, column: int, value: Value, look: str = "body", number_format: str = "#,##0") -> None:
        """Writes a cell; nothing is written twice."""
        if (row, column) in self.cells:
            raise ValueError(f"{self.name}: {address(row, column)} is taken")
        self.cells[row, column] = Cell(value, look, number_format)

    def merge(self, row: int, column: int, last_row: int, last_column: int, value: Value, look: str = "head") -> None:
        """Writes one value over several cells."""
        self.put(row, column, value, look)
        self.merges.append((row, column, last_row, last_column))

    def line(self, row: int, column: int, values: list[Value], look: str = "body") -> None:
        """Writes values side by side."""
        for offset, value in enumerate(values):
            self.put(row, column + offset, value, look)

    def notes(self, row: int, column: int, texts: list[str], look: str = "note") -> int:
        """Writes texts below each other; gives the next free row."""
        for offset, text in enumerate(texts):
            self.put(row + offset, column, text, look)
        return row + len(texts)

    def figure(
        self,
        row: int,
        column: int,
        observation: Observation,
        shown: Callable[[int], Value] | Value | None = None,
        look: str = "figure",
        number_format: str = "#,##0",
    ) -> None:
        """Writes a figure and notes what it says; `shown` is what stands in the cell, or makes it of the value."""
        stored = observation.value if shown is None else shown(observation.value) if callable(shown) else shown
        if stored != "":
            self.put(row, column, stored, look, number_format)
        self.observations.append((row, column, observation))
        self.shown[row, column] = shown

    def overwrite(self, row: int, column: int, observation: Observation) -> None:
        """Lets a figure's cell say something else, shown the way it was; a figure without a value leaves the cell empty."""
        shown = self.shown[row, column]
        old = self.cells.pop((row, column), Cell(""))
        if observation.value is not None:
            stored = shown(observation.value) if callable(shown) else observation.value
            self.cells[row, column] = replace(old, value=stored)
        self.observations = [(r, c, observation if (r, c) == (row, column) else told) for r, c, told in self.observations]

    def without_column(self, column: int) -> None:
        """Takes a column out; what stood to its right moves to the left, and a band over it becomes narrower."""

        def left(at: int) -> int:
            return at - 1 if at > column else at

        self.cells = {(r, left(c)): cell for (r, c), cell in self.cells.items() if c != column}
        self.merges = [(r, left(c), s, d - 1 if d >= column else d) for r, c, s, d in self.merges]
        self.merges = [(r, c, s, d) for r, c, s, d in self.merges if (r, c) != (s, d)]
        self.observations = [(r, left(c), told) for r, c, told in self.observations if c != column]
        self.shown = {(r, left(c)): how for (r, c), how in self.shown.items() if c != column}

    def without_rows(self, rows: set[int]) -> None:
        """Takes rows out, in which nothing is merged; what stood below moves up."""

        def up(at: int) -> int:
            return at - sum(row < at for row in rows)

        self.cells = {(up(r), c): cell for (r, c), cell in self.cells.items() if r not in rows}
        self.merges = [(up(r), c, up(s), d) for r, c, s, d in self.merges if r not in rows]
        self.observations = [(up(r), c, told) for r, c, told in self.observations if r not in rows]
        self.shown = {(up(r), c): how for (r, c), how in self.shown.items() if r not in rows}

    @property
    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The last cell of each merge by its first one."""
        return {(row, column): (last_row, last_column) for row, column, last_row, last_column in self.merges}

    @property
    def covered(self) -> set[tuple[int, int]]:
        """Cells that a merge covers, its first one left out."""
        spans = self.spans.items()
        cells = {
            (r, c)
            for (row, column), (last_row, last_column) in spans
            for r in range(row, last_row + 1)
            for c in range(column, last_column + 1)
        }
        return cells - set(self.spans)

    @property
    def size(self) -> tuple[int, int]:
        """Number of rows and of columns."""
        spans = [(row, column) for *_, row, column in self.merges] + list(self.cells)
        return max(row for row, _ in spans) + 1, max(column for _, column in spans) + 1


@dataclass
class File:
    """One file of a return; its format is the one its name says, unless it says otherwise."""

    name: str
    sheets: list[Sheet]
    format: str = ""
    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\r\n"

    def __post_init__(self) -> None:
        self.format = self.format or self.name.rsplit(".", 1)[1]


@dataclass
class Return:
    """What one member state sends."""

    reporter: str
    files: list[File]
