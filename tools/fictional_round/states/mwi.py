"""Malawi: population by citizenship, birth, age and sex with the balance of the year; immigrants rounded to fives."""

from datetime import date

from draw import by_sex, rounded
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import AGES, at_new_year, balance, living, moved, series, with_ages, with_rest, with_sexes

from .common import titled

OFFICE = "Made-up statistics office of Malawi (example)"
YEARS = [2020, 2021, 2022, 2023]
IMMIGRANTS = series("MWI/immigrants", 8_400, YEARS, 9)
EMIGRANTS = series("MWI/emigrants", 11_700, YEARS)
BALANCE = balance("MWI/balance", 18_870_000, IMMIGRANTS, EMIGRANTS)
CITIZENSHIP = [
    ("Malawi", "MWI"),
    ("Mozambique", "MOZ"),
    ("Zambia", "ZMB"),
    ("Zimbabwe", "ZWE"),
    ("India", "IND"),
    ("Other countries", "896"),
    ("Not stated", "_U"),
    ("Total", "_T"),
]
PREVIOUS = [
    ("Mozambique", "MOZ"),
    ("South Africa", "ZAF"),
    ("Zambia", "ZMB"),
    ("Zimbabwe", "ZWE"),
    ("Kenya", "KEN"),
    ("Other countries", "896"),
    ("Total", "_T"),
]
ARRIVED = [
    ("Malawi", "MWI", 38),
    ("Mozambique", "MOZ", 21),
    ("Zambia", "ZMB", 14),
    ("Zimbabwe", "ZWE", 9),
    ("Other countries", "896", 18),
]
COMPONENTS = [
    ("Population on 1 January", "POP_START"),
    ("Births", "BIRTHS"),
    ("Deaths", "DEATHS"),
    ("Immigrants", "IMM"),
    ("Emigrants", "EMI"),
    ("Adjustment", "ADJ"),
    ("Population on 31 December", "POP_END"),
]
SEXES = [("Male", "M"), ("Female", "F"), ("Total", "_T")]
TOTAL = at_new_year(BALANCE)[2024]
PERSONS = by_sex("MWI/population", TOTAL, 49)


def age_label(age: str) -> str:
    """`0-4`, `70+` or `All ages`."""
    return {"_T": "All ages", "Y_GE70": "70+"}.get(age, age[1:].replace("T", "-"))


def by_citizenship() -> Sheet:
    """Residents by citizenship and sex."""
    sheet, row = titled("Table 1", OFFICE, "en", ["Table 1: Resident population by citizenship and sex, 1 January 2024"])
    known = {code: living(code, "MWI", 2024, "MWI") for code in ("ZMB", "ZWE")}
    known |= {"MOZ": 31_200, "IND": 6_480, "896": 9_730, "_U": 2_110}
    figures = with_sexes("MWI/POP1", known, 53)
    for sex in ("M", "F", "_T"):
        figures["MWI", sex] = PERSONS[sex] - sum(figures[code, sex] for code in known)
        figures["_T", sex] = PERSONS[sex]
    row = cross(
        sheet,
        row,
        "Citizenship",
        CITIZENSHIP,
        SEXES,
        lambda code, sex: Observation("POP1", stock(date(2024, 1, 1)), {"citizenship": code}, figures[code, sex], sex=sex),
    )
    sheet.notes(
        row + 1,
        0,
        [
            f"The resident population of 1 January 2024 was {TOTAL}.",
            "Definition: persons who have lived, or mean to live, in the country for at least six months; refugees in camps are left out.",
            "Source: made-up estimate on a made-up census of 2018.",
        ],
    )
    return sheet


def by_birth() -> Sheet:
    """Residents by place of birth, age and sex."""
    sheet, row = titled("Table 2", OFFICE, "en", ["Table 2: Resident population by place of birth, age and sex, 1 January 2024"])
    figures = {}
    foreign = {"M": 37_460, "F": 34_190}
    native = {sex: PERSONS[sex] - foreign[sex] for sex in ("M", "F")}
    for birth, persons in (("MWI", native), ("FOR", foreign)):
        for (age, sex), value in with_ages(f"MWI/POP2/{birth}", persons).items():
            figures[age, birth, sex] = value
    for age in ("_T", *AGES):
        for sex in ("M", "F", "_T"):
            figures[age, "_T", sex] = figures[age, "MWI", sex] + figures[age, "FOR", sex]
    bands = [
        (label, [(shown, (birth, sex)) for shown, sex in SEXES])
        for label, birth in (("Born in Malawi", "MWI"), ("Born abroad", "FOR"), ("All", "_T"))
    ]
    row = cross(
        sheet,
        row,
        "Age group",
        [(age_label(age), age) for age in (*AGES, "_T")],
        bands,
        lambda age, of: Observation(
            "POP2", stock(date(2024, 1, 1)), {"country_of_birth": of[0]}, figures[age, *of], sex=of[1], age=age
        ),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: as in table 1; the place of birth is that of the mother's residence, in present boundaries.",
            "Source: made-up estimate on a made-up census of 2018.",
        ],
    )
    return sheet


def components() -> Sheet:
    """The demographic balance, and immigrants of the same years by previous residence, rounded to fives."""
    sheet, row = titled("Table 3", OFFICE, "en", ["Table 3: Demographic balance"])
    row = cross(
        sheet,
        row,
        "Component",
        COMPONENTS,
        [(str(number), number) for number in YEARS],
        lambda name, number: Observation("BAL1", year(number), {"balance_component": name}, BALANCE[number][name]),
    )
    sheet.put(row + 1, 0, "Table 4: Immigrants by country of previous residence, rounded to the nearest five", "title")
    figures = {}
    for number, total in IMMIGRANTS.items():
        known = {code: moved(code, "MWI", number, "MWI") for code in ("ZMB", "ZWE", "KEN")}
        parts = with_rest("MWI/IMM2", total, known, {"MOZ": 56, "ZAF": 27, "896": 17})
        figures |= {(code, number): rounded(value, 5) for code, value in parts.items()}
    row = cross(
        sheet,
        row + 3,
        "Previous residence",
        PREVIOUS,
        [(str(number), number) for number in YEARS],
        lambda code, number: Observation("IMM2", year(number), {"country_prev_residence": code}, figures[code, number], step=5),
    )
    sheet.put(row + 1, 0, "Table 5: Immigrants by citizenship, rounded to the nearest five", "title")
    for number, total in IMMIGRANTS.items():
        parts = with_rest("MWI/IMM1", total, {}, {code: weight for _, code, weight in ARRIVED})
        figures |= {(f"citizens of {code}", number): rounded(value, 5) for code, value in parts.items()}
    row = cross(
        sheet,
        row + 3,
        "Citizenship of immigrants",
        [*((label, code) for label, code, _ in ARRIVED), ("Total", "_T")],
        [(str(number), number) for number in YEARS],
        lambda code, number: Observation(
            "IMM1", year(number), {"citizenship": code}, figures[f"citizens of {code}", number], step=5
        ),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: persons who entered to stay for at least six months; refugees are left out.",
            "Parts may differ from totals by rounding. Source: made-up border records.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("MWI", [File("mwi_population_2024.xlsx", [by_citizenship(), by_birth(), components()])])
