"""Burundi: delimited text in Windows-1252, two tables below each other, thousands with a decimal comma."""

from datetime import date

from draw import about, by_sex, rounded
from grid import File, Return, Sheet
from truth import Observation, stock

from .common import FICTIONAL

SEXES = ["M", "F", "_T"]
CENSUS = stock(date(2024, 8, 16))
STEP = 100

# Natives and nationals are what the others leave of the population, so that both tables have one total.
POPULATION = by_sex("BDI/population", 12_572_300, 49)
BIRTH = [
    ("Burundi", "BDI", 0),
    ("RD Congo", "COD", 96_400),
    ("Rwanda", "RWA", 81_300),
    ("Tanzanie", "TZA", 58_700),
    ("Ouganda", "UGA", 6_900),
    ("Kenya", "KEN", 2_800),
    ("Autres pays (1)", "896", 4_300),
    ("Non déclaré", "_U", 1_700),
]
NATIONALITY = [
    ("Burundaise", "BDI", 0),
    ("Congolaise (RDC)", "COD", 88_900),
    ("Rwandaise", "RWA", 41_200),
    ("Tanzanienne", "TZA", 22_400),
    ("Autres nationalités", "896", 9_100),
    ("Apatrides", "STLS", 1_200),
    ("Non déclarée", "_U", 3_300),
]


def thousands(value: int) -> str:
    """`12322600` as `12 322,6`, with a no-break space."""
    whole, tenth = divmod(value // STEP, 10)
    return f"{whole:,}".replace(",", "\u00a0") + f",{tenth}"


def table(sheet: Sheet, row: int, title: str, heading: str, name: str, dimension: str, areas: list[tuple[str, str, int]]) -> int:
    """One table; gives the next free row."""
    sheet.put(row, 0, title)
    sheet.line(row + 2, 0, [heading, "Hommes", "Femmes", "Ensemble"])
    row += 3
    figures = {
        code: by_sex(f"BDI/{name}/{code}", about(f"BDI/{name}/{code}", size, 3), 49) for _, code, size in areas if code != "BDI"
    }
    figures["BDI"] = {sex: POPULATION[sex] - sum(persons[sex] for persons in figures.values()) for sex in SEXES}
    figures["_T"] = POPULATION
    for label, code, _ in [*areas, ("Total", "_T", 0)]:
        sheet.put(row, 0, label)
        for column, sex in enumerate(SEXES, start=1):
            # Every cell is rounded for itself, as in a publication: totals hold within rounding.
            value = rounded(figures[code][sex], STEP)
            sheet.figure(row, column, Observation(name, CENSUS, {dimension: code}, value, sex=sex, step=STEP), thousands)
        row += 1
    return row


def make() -> Return:
    """The return."""
    sheet = Sheet("residents")
    row = sheet.notes(0, 0, ["Office statistique inventé du Burundi (exemple)", FICTIONAL["fr"], ""])
    title = "Tableau {}. Population résidente selon {} et le sexe, au 16 août 2024 (en milliers)"
    row = table(sheet, row, title.format(1, "le pays de naissance"), "Pays de naissance", "POP2", "country_of_birth", BIRTH)
    row = sheet.notes(row, 0, ["(1) Y compris les pays limitrophes non cités.", ""])
    row = table(sheet, row, title.format(2, "la nationalité"), "Nationalité", "POP1", "citizenship", NATIONALITY)
    sheet.notes(
        row + 1,
        0,
        [
            "Définition : population de droit ; est résidente la personne présente depuis six mois ou qui a l'intention de le rester.",
            "La nationalité est celle que la personne déclare ; les réfugiés des camps sont comptés.",
            "Source : recensement fictif. Les totaux peuvent différer de la somme des arrondis.",
        ],
    )
    return Return("BDI", [File("bdi_population_residente_2024.csv", [sheet], encoding="cp1252", delimiter=";")])
