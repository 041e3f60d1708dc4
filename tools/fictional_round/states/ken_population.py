"""Kenya, a second file: residents, the balance of the year, and movers of six years by the country they come from or go to."""

from datetime import date

from draw import by_sex
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import AGES, at_new_year, balance, living, moved, series, with_ages, with_rest

from .common import titled

OFFICE = "MADE-UP STATISTICS OFFICE OF KENYA (EXAMPLE)"
YEARS = [2018, 2019, 2020, 2021, 2022, 2023]
FLOWS = {"IMM2": series("KEN/IMM2", 46_300, YEARS), "EMI2": series("KEN/EMI2", 29_700, YEARS)}
BALANCE = balance(
    "KEN/balance",
    48_120_000,
    {number: FLOWS["IMM2"][number] for number in YEARS[2:]},
    {number: FLOWS["EMI2"][number] for number in YEARS[2:]},
)
PARTNERS = {
    "IMM2": ["UGA", "ETH", "SOM", "COD", "RWA", "BDI", "ZWE", "ZMB", "MWI", "SYC"],
    "EMI2": ["UGA", "ZMB", "ZWE", "MWI", "SYC", "DJI"],
}
OTHERS = {"TZA": 24, "SSD": 19, "IND": 17, "GBR": 11, "896": 29}
NAMES = {
    "KEN": "Kenya",
    "UGA": "Uganda",
    "ETH": "Ethiopia",
    "SOM": "Somalia",
    "COD": "D.R. Congo",
    "RWA": "Rwanda",
    "BDI": "Burundi",
    "ZWE": "Zimbabwe",
    "ZMB": "Zambia",
    "MWI": "Malawi",
    "SYC": "Seychelles",
    "DJI": "Djibouti",
    "TZA": "Tanzania",
    "SSD": "South Sudan",
    "IND": "India",
    "GBR": "United Kingdom",
    "896": "Other countries",
    "_T": "Total",
}
COMPONENTS = [
    ("Population, 1 January", "POP_START"),
    ("Live births", "BIRTHS"),
    ("Deaths", "DEATHS"),
    ("Immigrants", "IMM"),
    ("Emigrants", "EMI"),
    ("Statistical adjustment", "ADJ"),
    ("Population, 31 December", "POP_END"),
]
SEXES = [("Male", "M"), ("Female", "F"), ("Both", "_T")]


def residents() -> Sheet:
    """Residents by citizenship on five first days of January."""
    sheet, row = titled("Citizenship", OFFICE, "en", ["Table C: Resident population by citizenship, 1 January"])
    totals = at_new_year(BALANCE)
    foreign = ["UGA", "SOM", "ETH", "RWA", "BDI"]
    figures = {}
    for number, total in totals.items():
        known = {code: living(code, "KEN", number, "KEN") for code in foreign}
        known |= {"IND": 27_900 + 410 * (number - 2020), "896": 61_300 + 930 * (number - 2020)}
        figures |= {(code, number): value for code, value in with_rest("KEN/POP1", total, known, {"KEN": 1}).items()}
    row = cross(
        sheet,
        row,
        "Citizenship",
        [(NAMES[code], code) for code in ("KEN", *foreign, "IND", "896", "_T")],
        [(str(number), number) for number in totals],
        lambda code, number: Observation("POP1", stock(date(number, 1, 1)), {"citizenship": code}, figures[code, number]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: usual residents for twelve months, actual or intended; refugees in camps are left out; own citizenship first.",
            "Source: made-up estimate on a made-up census of 2019.",
        ],
    )
    return sheet


def ages() -> Sheet:
    """Residents by place of birth, age and sex; the total stands above."""
    sheet, row = titled("Age", OFFICE, "en", ["Table D: Resident population by place of birth, age and sex, 1 January 2024"])
    total = at_new_year(BALANCE)[2024]
    everyone = by_sex("KEN/population", total, 49)
    foreign = {"M": 118_300, "F": 101_700}
    figures = {}
    for birth, persons in (("KEN", {sex: everyone[sex] - foreign[sex] for sex in ("M", "F")}), ("FOR", foreign)):
        figures |= {(age, birth, sex): value for (age, sex), value in with_ages(f"KEN/POP2/{birth}", persons).items()}
    for age in ("_T", *AGES):
        for sex in ("M", "F", "_T"):
            figures[age, "_T", sex] = figures[age, "KEN", sex] + figures[age, "FOR", sex]
    bands = [
        (label, [(shown, (birth, sex)) for shown, sex in SEXES])
        for label, birth in (("All", "_T"), ("Born in Kenya", "KEN"), ("Born elsewhere", "FOR"))
    ]
    labels = {"_T": "All ages", "Y_GE70": "70 and over"}
    row = cross(
        sheet,
        row,
        "Age",
        [(labels.get(age, age[1:].replace("T", " - ")), age) for age in ("_T", *AGES)],
        bands,
        lambda age, of: Observation(
            "POP2", stock(date(2024, 1, 1)), {"country_of_birth": of[0]}, figures[age, *of], sex=of[1], age=age
        ),
    )
    sheet.notes(row + 1, 0, ["Definition: as in table C; place of birth in present boundaries. Source: as in table C."])
    return sheet


def components() -> Sheet:
    """The demographic balance of four years."""
    sheet, row = titled("Balance", OFFICE, "en", ["Table E: Demographic balance"])
    row = cross(
        sheet,
        row,
        "Component",
        COMPONENTS,
        [(str(number), number) for number in BALANCE],
        lambda name, number: Observation("BAL1", year(number), {"balance_component": name}, BALANCE[number][name]),
    )
    sheet.notes(row + 1, 0, ["Immigrants and emigrants are those of tables F and G. Source: made-up civil registration."])
    return sheet


def movers(name: str, table: str, dimension: str, title: str, heading: str) -> Sheet:
    """Six years by partner."""
    sheet, row = titled(name, OFFICE, "en", [title])
    figures = {}
    for number, total in FLOWS[table].items():
        pairs = {code: (code, "KEN") if table == "IMM2" else ("KEN", code) for code in PARTNERS[table]}
        known = {code: moved(*pair, number, "KEN") for code, pair in pairs.items()}
        figures |= {(code, number): value for code, value in with_rest(f"KEN/{table}", total, known, OTHERS).items()}
    row = cross(
        sheet,
        row,
        heading,
        [(NAMES[code], code) for code in (*PARTNERS[table], *OTHERS, "_T")],
        [(str(number), number) for number in YEARS],
        lambda code, number: Observation(table, year(number), {dimension: code}, figures[code, number]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: persons who entered or left and meant to stay for twelve months, by calendar year; refugees are left out.",
            "Source: made-up border management system, entries and exits matched.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    sheets = [
        residents(),
        ages(),
        components(),
        movers("Arrivals", "IMM2", "country_prev_residence", "Table F: Immigrants by country of previous residence", "Came from"),
        movers("Departures", "EMI2", "country_next_residence", "Table G: Emigrants by country of next residence", "Left for"),
    ]
    return Return("KEN", [File("ken_population_and_movers_2024.xlsx", sheets)])
