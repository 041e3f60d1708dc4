"""Puts a table of figures on a sheet: a stub at the left, one or two rows of headings, figures where they cross.

In go labels with a key each and a function that says which observation stands where two keys cross; out come cells on
the sheet. It draws no figure and knows no state.
"""

from collections.abc import Callable

from grid import Sheet, Value
from truth import Observation

Label = tuple[str, object]
Band = tuple[str, list[Label]]


def cross(
    sheet: Sheet,
    top: int,
    heading: str,
    rows: list[Label],
    columns: list[Label] | list[Band],
    observe: Callable[[object, object], Observation],
    shown: Callable[[Observation], Value | Callable[[int], Value] | None] | None = None,
    left: int = 0,
) -> int:
    """One table; columns in bands have two rows of headings. Gives the row below the last one."""
    if isinstance(columns[0][1], list):
        sheet.merge(top, left, top + 1, left, heading)
        column = left + 1
        keys = []
        for band, under in columns:
            if len(under) > 1:
                sheet.merge(top, column, top, column + len(under) - 1, band)
            else:
                sheet.put(top, column, band, "head")
            sheet.line(top + 1, column, [label for label, _ in under], "head")
            column += len(under)
            keys += [key for _, key in under]
        row = top + 2
    else:
        sheet.line(top, left, [heading, *(label for label, _ in columns)], "head")
        keys = [key for _, key in columns]
        row = top + 1
    for label, row_key in rows:
        sheet.put(row, left, label, "total" if row_key == "_T" else "body")
        for column, column_key in enumerate(keys, start=left + 1):
            observation = observe(row_key, column_key)
            sheet.figure(row, column, observation, shown(observation) if shown else None)
        row += 1
    return row


def records(
    sheet: Sheet,
    top: int,
    headings: list[str],
    lines: list[tuple[list[Value], Observation]],
    shown: Callable[[Observation], Value | None] | None = None,
) -> int:
    """A long table: the labels of a figure in one line, the figure last. Gives the row below the last one."""
    sheet.line(top, 0, headings, "head")
    for row, (labels, observation) in enumerate(lines, start=top + 1):
        sheet.line(row, 0, labels)
        sheet.figure(row, len(labels), observation, shown(observation) if shown else None)
    return top + 1 + len(lines)


def hides_one_to_four(text: str) -> Callable[[Observation], Value | None]:
    """How a figure is shown whose small counts are hidden."""
    return lambda observation: text if observation.hidden else None
