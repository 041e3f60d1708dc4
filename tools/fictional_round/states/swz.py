"""Eswatini: an OpenDocument sheet with two tables below each other, fiscal years from April to March."""

from datetime import date

from draw import about, by_sex, by_weight
from grid import File, Return, Sheet
from truth import Observation, fiscal

from .common import FICTIONAL

YEARS = {"2021/22": 2021, "2022/23": 2022, "2023/24": 2023}
CITIZENS = [
    ("Eswatini", "SWZ", 2_300, 2_900),
    ("South Africa", "ZAF", 1_250, 980),
    ("Mozambique", "MOZ", 640, 410),
    ("Zimbabwe", "ZWE", 390, 220),
    ("Malawi", "MWI", 95, 70),
    ("Other Africa", "577", 180, 140),
    ("Rest of the world", "896", 260, 190),
]
REASONS = [("Work", "EMP", 41), ("Study", "EDUC", 14), ("Family", "FAM", 33), ("Medical", "HEALTH", 3), ("Other", "OTH", 9)]


def head(name: str) -> Sheet:
    """A sheet with its letterhead."""
    sheet = Sheet(name)
    sheet.merge(0, 0, 0, 6, "Made-up Statistics Office of Eswatini (example)", "title")
    sheet.merge(1, 0, 1, 6, FICTIONAL["en"], "warning")
    return sheet


def total(table: str, code: str, label: str) -> int:
    """Persons of a citizenship in a year."""
    sizes = {name: (arrivals, departures) for _, name, arrivals, departures in CITIZENS}
    return about(f"SWZ/{table}/{code}/{label}", sizes[code][0 if table == "IMM1" else 1], 11)


def movements() -> Sheet:
    """Immigrants above, emigrants below, under the same headings; totals above their parts."""
    sheet = head("Movements")
    row = 3
    for table, title in (("IMM1", "Table 7(a): Immigrants by citizenship"), ("EMI1", "Table 7(b): Emigrants by citizenship")):
        sheet.put(row, 0, f"{title}, fiscal years April to March", "title")
        sheet.line(row + 2, 0, ["Citizenship", *YEARS], "head")
        row += 3
        for label, code, *_ in [("All citizenships", "_T"), *CITIZENS]:
            sheet.put(row, 0, label, "total" if code == "_T" else "body")
            for column, (shown, first) in enumerate(YEARS.items(), start=1):
                value = sum(total(table, part, shown) for _, part, *_ in CITIZENS) if code == "_T" else total(table, code, shown)
                sheet.figure(row, column, Observation(table, fiscal(date(first, 4, 1)), {"citizenship": code}, value))
            row += 1
        row += 1
    sheet.notes(
        row,
        0,
        [
            "Definition: persons who entered or left and stayed, or meant to stay, in the country or out of it for at least six months.",
            "2023/24 means 1 April 2023 to 31 March 2024. Source: made-up entry and exit cards.",
        ],
    )
    return sheet


def reasons() -> Sheet:
    """Immigrants and emigrants by reason and sex, both directions side by side in bands."""
    sheet = head("Reasons")
    sheet.put(3, 0, "Table 8: Immigrants and emigrants by reason and sex, fiscal year 2023/24", "title")
    sheet.merge(5, 0, 6, 0, "Main reason")
    sheet.merge(5, 1, 5, 3, "Immigrants")
    sheet.merge(5, 4, 5, 6, "Emigrants")
    sheet.line(6, 1, ["Male", "Female", "Both sexes"] * 2, "head")
    figures = {}
    for table, source in (("IMM4", "IMM1"), ("EMI4", "EMI1")):
        persons = by_sex(f"SWZ/{table}", sum(total(source, code, "2023/24") for _, code, *_ in CITIZENS), 54)
        for sex in ("M", "F"):
            parts = by_weight(f"SWZ/{table}/{sex}", persons[sex], {code: part for _, code, part in REASONS})
            figures |= {(table, code, sex): value for code, value in (parts | {"_T": persons[sex]}).items()}
        for _, code, _ in [*REASONS, ("", "_T", 0)]:
            figures[table, code, "_T"] = figures[table, code, "M"] + figures[table, code, "F"]
    for row, (label, code, _) in enumerate([*REASONS, ("Total", "_T", 0)], start=7):
        sheet.put(row, 0, label, "total" if code == "_T" else "body")
        columns = [(table, sex) for table in ("IMM4", "EMI4") for sex in ("M", "F", "_T")]
        for column, (table, sex) in enumerate(columns, start=1):
            reason = "reason_arrival" if table == "IMM4" else "reason_departure"
            dimensions = {reason: code, "citizenship": "_T"}
            sheet.figure(
                row, column, Observation(table, fiscal(date(2023, 4, 1)), dimensions, figures[table, code, sex], sex=sex)
            )
    sheet.notes(
        14,
        0,
        [
            "The reason is the one the traveller ticked on the card; it is not a legal ground.",
            "Source: made-up entry and exit cards.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("SWZ", [File("swz_migration_2023_24.ods", [movements(), reasons()])])
