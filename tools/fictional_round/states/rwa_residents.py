"""Rwanda, a second file: residents on two first days of January and immigrants of four years, delimited text."""

from datetime import date

from draw import about
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import living, with_rest, with_sexes

from .common import FICTIONAL

SEXES = [("Male", "M"), ("Female", "F"), ("Total", "_T")]
PLACES = [
    ("Rwanda", "RWA"),
    ("Burundi", "BDI"),
    ("DR Congo", "COD"),
    ("Uganda", "UGA"),
    ("Kenya", "KEN"),
    ("Other countries", "896"),
    ("Total", "_T"),
]
TOTALS = {2024: 13_890_400, 2025: 14_176_900}
IMMIGRANTS = {2021: 14_610, 2022: 14_190, 2023: 14_480, 2024: 14_930}


def make() -> Return:
    """The return."""
    residents = {}
    for number, total in TOTALS.items():
        known = {code: living(code, "RWA", number, "RWA") for code in ("BDI", "COD", "UGA", "KEN")}
        known["896"] = about(f"RWA/POP1/896/{number}", 3_300, 2)
        parts = with_rest("RWA/POP1", total, known, {"RWA": 1})
        residents |= {(code, (number, sex)): value for (code, sex), value in with_sexes("RWA/POP1", parts, 49).items()}
    arrived = {}
    for number, total in IMMIGRANTS.items():
        parts = with_rest("RWA/IMM1", total, {}, {"RWA": 19, "BDI": 15, "COD": 22, "UGA": 14, "KEN": 12, "896": 18})
        arrived |= {(code, (number, sex)): value for (code, sex), value in with_sexes(f"RWA/IMM1/{number}", parts, 54).items()}
    sheet = Sheet("residents")
    row = sheet.notes(0, 0, ["Made-up statistics office of Rwanda (example), residents and immigrants", FICTIONAL["en"], ""])
    sheet.put(row, 0, "Table 3: Resident population by citizenship and sex, 1 January")
    row = cross(
        sheet,
        row + 2,
        "Citizenship",
        PLACES,
        [(str(number), [(label, (number, sex)) for label, sex in SEXES]) for number in TOTALS],
        lambda code, of: Observation("POP1", stock(date(of[0], 1, 1)), {"citizenship": code}, residents[code, of], sex=of[1]),
    )
    sheet.put(row + 1, 0, "Table 4: Immigrants by citizenship and sex")
    row = cross(
        sheet,
        row + 3,
        "Citizenship",
        PLACES,
        [(str(number), [(label, (number, sex)) for label, sex in SEXES]) for number in IMMIGRANTS],
        lambda code, of: Observation("IMM1", year(of[0]), {"citizenship": code}, arrived[code, of], sex=of[1]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: persons resident for twelve months, actual or intended; legal citizenship; refugees are counted.",
            "Source: made-up population register.",
        ],
    )
    return Return("RWA", [File("rwa_residents_2025.csv", [sheet], delimiter=";", line_end="\n")])
