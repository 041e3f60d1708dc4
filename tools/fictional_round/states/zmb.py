"""Zambia: immigration told four ways with one total, emigration told three ways, residents and permits, in two files."""

from datetime import date

from draw import about
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import living, moved, series, with_rest, with_sexes

from .common import titled

OFFICE = "Made-up statistics agency of Zambia (example)"
YEARS = [2019, 2020, 2021, 2022, 2023]
IMMIGRANTS = series("ZMB/immigrants", 15_600, YEARS, 28)
EMIGRANTS = series("ZMB/emigrants", 9_900, YEARS)
SEXES = [("Male", "M"), ("Female", "F"), ("Both sexes", "_T")]
NAMES = {
    "ZMB": "Zambia",
    "ZWE": "Zimbabwe",
    "COD": "DR Congo",
    "MWI": "Malawi",
    "KEN": "Kenya",
    "ZAF": "South Africa",
    "CHN": "China",
    "IND": "India",
    "GBR": "United Kingdom",
    "171": "COMESA member states",
    "577": "Other Africa",
    "896": "Other countries",
    "_T": "Total",
}
REASONS = [("Work", "EMP", 41), ("Study", "EDUC", 11), ("Family", "FAM", 24), ("Return", "RET", 18), ("Other", "OTH", 6)]
WHY_LEFT = [("Work", "EMP", 57), ("Study", "EDUC", 16), ("Family", "FAM", 21), ("Other", "OTH", 6)]
PERMITS = [("Employment", "EMP", 7_300), ("Study", "EDUC", 1_450), ("Family", "FAM", 2_350), ("Other", "OTH", 800)]
VALID = [("Employment", "EMP", 39_800), ("Study", "EDUC", 6_100), ("Family", "FAM", 22_700), ("Other", "OTH", 4_100)]
DEFINITION = "Definition: persons whatever their citizenship who moved for at least twelve months, actual or intended; refugees are counted."


def names(codes: list[str]) -> list[tuple[str, str]]:
    """Labels with their codes."""
    return [(NAMES[code], code) for code in codes]


def same_people(key: str, sexes: dict[str, int], known: dict[str, int], rest: dict[str, int]) -> dict[tuple[str, str], int]:
    """Men and women of a total over parts, so that every table of a year has the same total by sex."""
    figures = with_sexes(key, known)
    for sex in ("M", "F"):
        left = with_rest(f"{key}/{sex}", sexes[sex] - sum(figures[code, sex] for code in known), {}, rest)
        figures |= {(code, sex): value for code, value in left.items()}
        figures["_T", sex] = sexes[sex]
    for code in (*rest, "_T"):
        figures[code, "_T"] = figures[code, "M"] + figures[code, "F"]
    return figures


def sheet_of(
    name: str, title: str, heading: str, table: str, dimension: str, figures: dict, codes: list[str], more: dict
) -> Sheet:
    """A sheet with one table of 2023 by one dimension and sex."""
    sheet, row = titled(name, OFFICE, "en", [title])
    labels = {code: label for reasons in (REASONS, WHY_LEFT) for label, code, _ in reasons} if "reason" in dimension else {}
    row = cross(
        sheet,
        row,
        heading,
        [(labels.get(code) or NAMES[code], code) for code in codes],
        SEXES,
        lambda code, sex: Observation(table, year(2023), {dimension: code} | more, figures[code, sex], sex=sex),
    )
    sheet.notes(row + 1, 0, [DEFINITION, "Source: made-up entry and exit records, matched by person."])
    return sheet


def immigration() -> list[Sheet]:
    """Immigrants of 2023 by citizenship, previous residence, birth and reason."""
    sexes = {"M": IMMIGRANTS[2023] * 54 // 100}
    sexes["F"] = IMMIGRANTS[2023] - sexes["M"]
    partners = ["ZWE", "COD", "MWI", "KEN"]
    rest = {"ZAF": 21, "CHN": 34, "IND": 18, "GBR": 7, "577": 9, "896": 11}
    came = {code: moved(code, "ZMB", 2023, "ZMB") for code in partners}
    citizens = {code: value * 88 // 100 for code, value in came.items()}
    born = {code: value * 91 // 100 for code, value in came.items()}
    why = {code: weight for _, code, weight in REASONS}
    codes = [*partners, *rest, "_T"]
    tables = [
        (
            "IMM1",
            "Immigrants by country of citizenship and sex, 2023",
            "Citizenship",
            "citizenship",
            citizens,
            {"ZMB": 26} | rest,
            {},
        ),
        (
            "IMM2",
            "Immigrants by country of previous residence and sex, 2023",
            "Previous residence",
            "country_prev_residence",
            came,
            rest,
            {},
        ),
        (
            "IMM3",
            "Immigrants by country of birth and sex, 2023",
            "Country of birth",
            "country_of_birth",
            born,
            {"ZMB": 24} | rest,
            {},
        ),
        ("IMM4", "Immigrants by reason for arrival and sex, 2023", "Reason", "reason_arrival", {}, why, {"citizenship": "_T"}),
    ]
    sheets = []
    for number, (table, title, heading, dimension, known, parts, more) in enumerate(tables, start=1):
        figures = same_people(f"ZMB/{table}", sexes, known, parts)
        shown = [*why, "_T"] if table == "IMM4" else (["ZMB"] if "ZMB" in parts else []) + codes
        sheets.append(sheet_of(table, f"Table {number}: {title}", heading, table, dimension, figures, shown, more))
    return sheets


def totals() -> Sheet:
    """Immigrants and emigrants of five years in all."""
    sheet, row = titled("Series", OFFICE, "en", ["Table 5: Immigrants and emigrants, 2019 to 2023"])
    both = {"IMM1": IMMIGRANTS, "EMI1": EMIGRANTS}
    row = cross(
        sheet,
        row,
        "Movement",
        [("Immigrants", "IMM1"), ("Emigrants", "EMI1")],
        [(str(number), number) for number in YEARS[:-1]],
        lambda table, number: Observation(table, year(number), {"citizenship": "_T"}, both[table][number]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            f"In 2023 there were {IMMIGRANTS[2023]} immigrants and {EMIGRANTS[2023]} emigrants: see the tables by country.",
            "Source: made-up entry and exit records, matched by person.",
        ],
    )
    return sheet


def emigration() -> list[Sheet]:
    """Emigrants of 2023 by citizenship, destination (member states with a subtotal) and reason."""
    sexes = {"M": EMIGRANTS[2023] * 56 // 100}
    sexes["F"] = EMIGRANTS[2023] - sexes["M"]
    members = ["ZWE", "MWI", "COD", "KEN"]
    rest = {"ZAF": 46, "GBR": 21, "577": 14, "896": 19}
    went = same_people("ZMB/EMI2", sexes, {code: moved("ZMB", code, 2023, "ZMB") for code in members}, rest)
    for sex in ("M", "F", "_T"):
        went["171", sex] = sum(went[code, sex] for code in members)
    citizens = {"ZMB": 83, "ZWE": 5, "COD": 4, "896": 8}
    why = {code: weight for _, code, weight in WHY_LEFT}
    return [
        sheet_of(
            "EMI1",
            "Table 6: Emigrants by country of citizenship and sex, 2023",
            "Citizenship",
            "EMI1",
            "citizenship",
            same_people("ZMB/EMI1", sexes, {}, citizens),
            [*citizens, "_T"],
            {},
        ),
        sheet_of(
            "EMI2",
            "Table 7: Emigrants by country of next residence and sex, 2023",
            "Next residence",
            "EMI2",
            "country_next_residence",
            went,
            ["171", *members, *rest, "_T"],
            {},
        ),
        sheet_of(
            "EMI4",
            "Table 8: Emigrants by reason for departure and sex, 2023",
            "Reason",
            "EMI4",
            "reason_departure",
            same_people("ZMB/EMI4", sexes, {}, why),
            [*why, "_T"],
            {"citizenship": "_T"},
        ),
    ]


def residents() -> Sheet:
    """Residents on two first days of January: foreigners one by one."""
    sheet, row = titled("Residents", OFFICE, "en", ["Table 1: Resident population by citizenship, 1 January"])
    totals = {2023: 20_013_400, 2024: 20_549_800}
    figures = {}
    for number, total in totals.items():
        known = {code: living(code, "ZMB", number, "ZMB") for code in ("ZWE", "COD", "MWI")}
        known |= {
            code: about(f"ZMB/POP1/{code}/{number}", size, 2) for code, size in (("CHN", 16_400), ("IND", 13_100), ("896", 9_700))
        }
        figures |= {(code, number): value for code, value in with_rest("ZMB/POP1", total, known, {"ZMB": 1}).items()}
    row = cross(
        sheet,
        row,
        "Citizenship",
        names(["ZMB", "ZWE", "COD", "MWI", "CHN", "IND", "896", "_T"]),
        [("2023", 2023), ("2024", 2024)],
        lambda code, number: Observation("POP1", stock(date(number, 1, 1)), {"citizenship": code}, figures[code, number]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: persons resident for twelve months, actual or intended; legal citizenship; refugees are counted.",
            "Source: made-up estimate on a made-up census of 2022.",
        ],
    )
    return sheet


def permits() -> Sheet:
    """First permits of a year and permits valid at its end, side by side in one table each."""
    sheet, row = titled("Permits", OFFICE, "en", ["Table 2: First residence permits issued by reason"])
    for table, sizes, numbers in (("RES1", PERMITS, (2022, 2023)), ("RES3", VALID, (2022, 2023))):
        if table == "RES3":
            sheet.put(row + 1, 0, "Table 3: Valid residence permits by reason, 31 December", "title")
            row += 3
        figures = {}
        for number in numbers:
            values = {code: about(f"ZMB/{table}/{code}/{number}", size, 4) for _, code, size in sizes}
            figures |= {(code, number): value for code, value in (values | {"_T": sum(values.values())}).items()}
        row = cross(
            sheet,
            row,
            "Reason of the permit" if table == "RES1" else "Reason of a valid permit",
            [*((label, code) for label, code, _ in sizes), ("Total", "_T")],
            [(str(number), number) for number in numbers],
            lambda code, number, table=table, figures=figures: Observation(
                table,
                year(number) if table == "RES1" else stock(date(number, 12, 31)),
                {"reason_permit": code, "duration": "_T", "citizenship": "_T"},
                figures[code, number],
            ),
        )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: permits of three months and over, dependants with a permit of their own; a renewal is no first permit.",
            "Source: made-up register of permits.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    flows = File("zmb_migration_2023.xlsx", [*immigration(), totals(), *emigration()])
    return Return("ZMB", [flows, File("zmb_residents_and_permits_2024.xls", [residents(), permits()])])
