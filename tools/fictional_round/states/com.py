"""Comoros: residents, the balance of the population and nationals abroad, years across, in French."""

from datetime import date

from draw import about
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import at_new_year, balance, living, series, with_rest

from .common import titled

OFFICE = "Institut statistique inventé des Comores (exemple)"
YEARS = [2020, 2021, 2022, 2023]
IMMIGRANTS = series("COM/immigrants", 2_450, YEARS, -31)
EMIGRANTS = series("COM/emigrants", 5_100, YEARS)
BALANCE = balance("COM/balance", 846_300, IMMIGRANTS, EMIGRANTS)
NATIONALITIES = [
    ("Comores", "COM"),
    ("Étrangers", "FOR"),
    ("Madagascar", "MDG"),
    ("Tanzanie", "TZA"),
    ("France", "FRA"),
    ("Autres pays", "896"),
    ("Non déclaré", "_U"),
    ("Total", "_T"),
]
ABROAD = [
    ("France", "FRA", 118_000),
    ("Madagascar", "MDG", 0),
    ("Maurice", "MUS", 0),
    ("Tanzanie", "TZA", 3_900),
    ("Arabie saoudite", "SAU", 2_700),
    ("Autres pays", "896", 6_200),
]
FLOWS = {
    "IMM1": (
        "Immigrants",
        IMMIGRANTS,
        [("Comores", "COM", 61), ("Madagascar", "MDG", 18), ("France", "FRA", 9), ("Autres pays", "896", 12)],
    ),
    "EMI1": ("Émigrants", EMIGRANTS, [("Comores", "COM", 94), ("France", "FRA", 2), ("Autres pays", "896", 4)]),
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


def residents() -> Sheet:
    """Residents by nationality on four first days of January."""
    sheet, row = titled(
        "Population", OFFICE, "fr", ["Tableau 1 : Population résidente selon la nationalité, au 1er janvier de chaque année"]
    )
    figures = {}
    for number, total in at_new_year(BALANCE).items():
        known = {"MDG": living("MDG", "COM", number, "COM")}
        foreign = {"TZA": 1_450, "FRA": 2_150, "896": 1_700, "_U": 310}
        known |= {code: size * (1000 + 18 * (number - 2020)) // 1000 for code, size in foreign.items()}
        for code, value in with_rest(f"COM/POP1/{number}", total, known, {"COM": 1}).items():
            figures[code, number] = value
        figures["FOR", number] = sum(value for code, value in known.items() if code != "_U")
    row = cross(
        sheet,
        row,
        "Nationalité",
        NATIONALITIES,
        [(str(number), number) for number in at_new_year(BALANCE)],
        lambda code, number: Observation("POP1", stock(date(number, 1, 1)), {"citizenship": code}, figures[code, number]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Définition : population résidente depuis douze mois ou qui en a l'intention, nationalité juridique ; réfugiés compris.",
            "Source : estimation inventée à partir d'un recensement inventé de 2017.",
        ],
    )
    return sheet


def components() -> Sheet:
    """The demographic balance of four years."""
    sheet, row = titled("Bilan", OFFICE, "fr", ["Tableau 2 : Bilan démographique"])
    row = cross(
        sheet,
        row,
        "Composante",
        COMPONENTS,
        [(str(number), number) for number in YEARS],
        lambda name, number: Observation("BAL1", year(number), {"balance_component": name}, BALANCE[number][name]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Population au 31 décembre = population au 1er janvier + naissances - décès + immigrants - émigrants + ajustement.",
            "Source : état civil inventé et cartes de débarquement inventées.",
        ],
    )
    return sheet


def flows() -> Sheet:
    """Immigrants and emigrants of the balance by nationality, below each other."""
    sheet, row = titled("Flux", OFFICE, "fr", ["Immigrants et émigrants, 2020 à 2023"])
    for position, (table, (title, totals, parts)) in enumerate(FLOWS.items(), start=4):
        sheet.put(row, 0, f"Tableau {position} : {title} selon la nationalité", "title")
        figures = {}
        for number, total in totals.items():
            told = with_rest(f"COM/{table}", total, {}, {code: weight for _, code, weight in parts})
            figures |= {(code, number): value for code, value in told.items()}
        row = cross(
            sheet,
            row + 2,
            f"Nationalité des {title.lower()}",
            [*((label, code) for label, code, _ in parts), ("Total", "_T")],
            [(str(number), number) for number in YEARS],
            lambda code, number, table=table, figures=figures: Observation(
                table, year(number), {"citizenship": code}, figures[code, number]
            ),
        )
        row += 1
    sheet.notes(
        row,
        0,
        [
            "Définition : personnes qui entrent ou sortent pour douze mois, durée réelle ou prévue ; réfugiés compris.",
            "Source : cartes de débarquement et d'embarquement inventées, rapprochées par personne.",
        ],
    )
    return sheet


def abroad() -> Sheet:
    """Nationals abroad on two last days of December."""
    sheet, row = titled(
        "Ressortissants",
        OFFICE,
        "fr",
        ["Tableau 3 : Comoriens résidant à l'étranger selon le pays de résidence, au 31 décembre"],
    )
    figures = {}
    for number in (2021, 2022, 2023):
        for _, code, size in ABROAD:
            base = about(f"COM/NAB1/{code}", size, 4) * (1000 + 15 * (number - 2021)) // 1000
            figures[code, number] = base or living("COM", code, number + 1, "COM")
        figures["_T", number] = sum(figures[code, number] for _, code, _ in ABROAD)
    row = cross(
        sheet,
        row,
        "Pays de résidence",
        [*((label, code) for label, code, _ in ABROAD), ("Total", "_T")],
        [(str(number), number) for number in (2021, 2022, 2023)],
        lambda code, number: Observation("NAB1", stock(date(number, 12, 31)), {"country_residence": code}, figures[code, number]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            f"Fin 2023, {figures['FRA', 2023]} Comoriens vivent en France.",
            "Définition : personnes inscrites auprès d'un consulat ; aucune durée de séjour n'est exigée.",
            "Source : registre consulaire inventé.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("COM", [File("com_population_et_bilan_2024.xlsx", [residents(), components(), flows(), abroad()])])
