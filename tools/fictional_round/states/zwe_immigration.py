"""Zimbabwe, a second file: six years of immigrants by citizenship and by previous residence, and residents."""

from datetime import date

from draw import about
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import living, moved, series, with_rest, with_sexes

from .common import titled

OFFICE = "Made-up statistics agency of Zimbabwe (example)"
YEARS = [2018, 2019, 2020, 2021, 2022, 2023]
TOTALS = series("ZWE/immigrants", 12_600, YEARS, 24)
PARTNERS = ["ZMB", "MWI", "KEN"]
OTHERS = {"ZAF": 44, "MOZ": 21, "BWA": 12, "GBR": 9, "896": 14}
NAMES = {
    "ZWE": "Zimbabwe",
    "ZMB": "Zambia",
    "MWI": "Malawi",
    "KEN": "Kenya",
    "ZAF": "South Africa",
    "MOZ": "Mozambique",
    "BWA": "Botswana",
    "GBR": "United Kingdom",
    "896": "Other countries",
    "_T": "Total",
}


def flows(name: str, title: str, heading: str, table: str, dimension: str) -> Sheet:
    """Six years across; both tables count the same people."""
    sheet, row = titled(name, OFFICE, "en", [title])
    figures = {}
    for number, total in TOTALS.items():
        known = {code: moved(code, "ZWE", number, "ZWE") for code in PARTNERS}
        if table == "IMM1":
            # Citizens of Zimbabwe who come back come from everywhere.
            known = {code: value * 83 // 100 for code, value in known.items()} | {"ZWE": total * 38 // 100}
        figures |= {(code, number): value for code, value in with_rest(f"ZWE/{table}", total, known, OTHERS).items()}
    codes = [*(["ZWE"] if table == "IMM1" else []), *PARTNERS, *OTHERS, "_T"]
    row = cross(
        sheet,
        row,
        heading,
        [(NAMES[code], code) for code in codes],
        [(str(number), number) for number in YEARS],
        lambda code, number: Observation(table, year(number), {dimension: code}, figures[code, number]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: persons who came to stay for twelve months, actual or intended; citizens who return are counted; refugees are not.",
            "Source: made-up border records, entries and exits matched.",
        ],
    )
    return sheet


def residents() -> Sheet:
    """Residents by citizenship and sex."""
    sheet, row = titled("Residents", OFFICE, "en", ["Table 5: Resident population by citizenship and sex, 1 January 2024"])
    known = {code: living(code, "ZWE", 2024, "ZWE") for code in ("ZMB", "MWI")}
    known |= {code: about(f"ZWE/POP1/{code}", size, 4) for code, size in (("MOZ", 19_800), ("ZAF", 8_300), ("896", 6_600))}
    figures = with_sexes("ZWE/POP1", with_rest("ZWE/POP1", 15_604_200, known, {"ZWE": 1}), 48)
    row = cross(
        sheet,
        row,
        "Citizenship",
        [(NAMES[code], code) for code in ("ZWE", "ZMB", "MWI", "MOZ", "ZAF", "896", "_T")],
        [("Male", "M"), ("Female", "F"), ("Total", "_T")],
        lambda code, sex: Observation("POP1", stock(date(2024, 1, 1)), {"citizenship": code}, figures[code, sex], sex=sex),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: persons resident for six months, actual or intended; the citizenship is the one the person tells.",
            "Source: made-up census of 2022, carried forward.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    sheets = [
        flows("Citizenship", "Table 3: Immigrants by citizenship, 2018 to 2023", "Citizenship", "IMM1", "citizenship"),
        flows(
            "Previous residence",
            "Table 4: Immigrants by previous residence, 2018 to 2023",
            "Previous residence",
            "IMM2",
            "country_prev_residence",
        ),
        residents(),
    ]
    return Return("ZWE", [File("zwe_immigration_2018_2023.xlsx", sheets)])
