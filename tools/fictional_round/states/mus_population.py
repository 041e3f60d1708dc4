"""Mauritius, a second file: residents in thousands with a decimal comma, and the balance of the year in persons."""

from datetime import date

from draw import about, rounded
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import at_new_year, balance, living, series, with_rest

from .common import FICTIONAL

YEARS = [2021, 2022, 2023, 2024]
BALANCE = balance(
    "MUS/balance", 1_266_300, series("MUS/immigrants", 24_100, YEARS), series("MUS/emigrants", 20_600, YEARS), 11, 9
)
STEP = 100
NAMES = {
    "MUS": "Maurice",
    "MDG": "Madagascar",
    "COM": "Comores",
    "IND": "Inde",
    "BGD": "Bangladesh",
    "FRA": "France",
    "896": "Autres pays",
    "_T": "Total",
}
COMPONENTS = [
    ("Population au 1er janvier", "POP_START"),
    ("Naissances", "BIRTHS"),
    ("Décès", "DEATHS"),
    ("Immigrants", "IMM"),
    ("Émigrants", "EMI"),
    ("Ajustement statistique", "ADJ"),
    ("Population au 31 décembre", "POP_END"),
]


def thousands(value: int) -> str:
    """`1266300` as `1266,3`."""
    return f"{value // 1000},{value % 1000 // 100}"


def stocks(sheet: Sheet, row: int, title: str, heading: str, table: str, dimension: str, per_cent: int) -> int:
    """Residents on first days of January in thousands; every cell is rounded for itself."""
    figures = {}
    for number, total in at_new_year(BALANCE).items():
        known = {code: living(code, "MUS", number, "MUS") for code in ("MDG", "COM")}
        known |= {
            code: about(f"MUS/{table}/{code}", size, 3)
            for code, size in (("IND", 21_700), ("BGD", 19_300), ("FRA", 7_400), ("896", 8_900))
        }
        known = {code: value * per_cent * (1000 + 24 * (number - 2021)) // 100_000 for code, value in known.items()}
        figures |= {(code, number): rounded(value, STEP) for code, value in with_rest("MUS", total, known, {"MUS": 1}).items()}
    sheet.put(row, 0, title)
    return cross(
        sheet,
        row + 2,
        heading,
        [(label, code) for code, label in NAMES.items()],
        [(str(number), number) for number in at_new_year(BALANCE)],
        lambda code, number: Observation(table, stock(date(number, 1, 1)), {dimension: code}, figures[code, number], step=STEP),
        lambda _: thousands,
    )


def make() -> Return:
    """The return."""
    sheet = Sheet("population")
    row = sheet.notes(0, 0, ["Bureau statistique inventé de Maurice (exemple)", FICTIONAL["fr"], ""])
    title = "Tableau {} - Population résidente selon {}, au 1er janvier (en milliers)"
    row = stocks(sheet, row, title.format(3, "la nationalité"), "Nationalité", "POP1", "citizenship", 100)
    row = stocks(sheet, row + 1, title.format(4, "le pays de naissance"), "Pays de naissance", "POP2", "country_of_birth", 108)
    sheet.put(row + 1, 0, "Tableau 5 - Bilan démographique (en personnes)")
    row = cross(
        sheet,
        row + 3,
        "Composante",
        COMPONENTS,
        [(str(number), number) for number in YEARS],
        lambda name, number: Observation("BAL1", year(number), {"balance_component": name}, BALANCE[number][name]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Définition : population résidente depuis douze mois ou qui en a l'intention ; les travailleurs logés en foyer sont comptés.",
            "Les totaux peuvent différer de la somme des arrondis. Source : estimation inventée à partir d'un recensement inventé de 2022.",
        ],
    )
    return Return("MUS", [File("mus_population_2025.csv", [sheet], encoding="cp1252", delimiter=";")])
