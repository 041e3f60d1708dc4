"""Tunisia: men and women in rows whose citizenship is told only by the row above, in French."""

from datetime import date

from draw import about, by_sex, by_weight
from grid import File, Return, Sheet
from truth import Observation, stock

from .common import FICTIONAL

CITIZENS = [
    ("Tunisienne", "TUN", 11_870_000, 49),
    ("Libyenne", "LBY", 9_600, 51),
    ("Algérienne", "DZA", 8_300, 47),
    ("Française", "FRA", 7_100, 49),
    ("Ivoirienne", "CIV", 7_900, 52),
    ("Marocaine", "MAR", 6_200, 48),
    ("Malienne", "MLI", 2_700, 66),
    ("Autres nationalités", "896", 16_900, 55),
]
AGES = {"Y0T14": 24, "Y15T64": 67, "Y_GE65": 9}
ABROAD = [
    ("France", "FRA", 812_000),
    ("Italie", "ITA", 214_000),
    ("Allemagne", "DEU", 131_000),
    ("Libye", "LBY", 62_000),
    ("Canada", "CAN", 41_000),
    ("Pays du Golfe", "GCC", 88_000),
    ("Autres pays", "896", 136_000),
]


def head(name: str) -> Sheet:
    """A sheet with its letterhead."""
    sheet = Sheet(name, widths={0: 26})
    sheet.put(0, 0, "Institut statistique inventé de Tunisie (exemple)", "title")
    sheet.put(1, 0, FICTIONAL["fr"], "warning")
    return sheet


def residents() -> Sheet:
    """Residents: the citizenship, then its men and its women; the whole country stands first."""
    sheet = head("Population")
    sheet.put(
        3, 0, "Tableau 1. Population résidente selon la nationalité, le sexe et le groupe d'âges au 6 novembre 2024", "title"
    )
    sheet.line(5, 0, ["Nationalité et sexe", "code", "Total", "0-14 ans", "15-64 ans", "65 ans et plus"], "head")
    sheet.hidden_columns.add(1)
    figures: dict[tuple[str, str, str], int] = {}
    for _, code, size, male in CITIZENS:
        persons = by_sex(f"TUN/POP1/{code}", about(f"TUN/POP1/{code}", size, 4), male)
        for sex in ("M", "F"):
            parts = by_weight(f"TUN/POP1/{code}/{sex}", persons[sex], AGES)
            figures |= {(code, sex, age): value for age, value in (parts | {"_T": persons[sex]}).items()}
        for age in ("_T", *AGES):
            figures[code, "_T", age] = figures[code, "M", age] + figures[code, "F", age]
    for sex in ("M", "F", "_T"):
        for age in ("_T", *AGES):
            figures["_T", sex, age] = sum(figures[code, sex, age] for _, code, *_ in CITIZENS)
    row = 6
    census = stock(date(2024, 11, 6))
    for label, code, *_ in [("Ensemble", "_T"), *CITIZENS]:
        for sex, shown in (("_T", label), ("M", "   Hommes"), ("F", "   Femmes")):
            sheet.put(row, 0, shown, "total" if sex == "_T" else "body")
            sheet.put(row, 1, f"n{row:02}")
            for column, age in enumerate(("_T", *AGES), start=2):
                sheet.figure(
                    row, column, Observation("POP1", census, {"citizenship": code}, figures[code, sex, age], sex=sex, age=age)
                )
            row += 1
    sheet.notes(
        row + 1,
        0,
        [
            "Définition : population de droit ; est résidente la personne présente depuis au moins douze mois ou qui en a l'intention ; nationalité juridique.",
            "Les étudiants étrangers sont comptés ; les demandeurs d'asile ne le sont pas. Source : recensement inventé.",
        ],
    )
    return sheet


def abroad() -> Sheet:
    """Nationals abroad in thousands of persons with one decimal; the total stands first."""
    sheet = head("Tunisiens à l'étranger")
    sheet.put(3, 0, "Tableau 2. Tunisiens résidant à l'étranger selon le pays de résidence, au 31 décembre", "title")
    sheet.put(4, 4, "en milliers", "note")
    sheet.line(5, 0, ["Pays de résidence", "2021", "2022", "2023 (e)"], "head")
    years = {2021: "A", 2022: "A", 2023: "E"}
    sums = {number: sum(hundreds(code, size, number) for _, code, size in ABROAD) for number in years}
    for row, (label, code, size) in enumerate([("Total", "_T", 0), *ABROAD], start=6):
        sheet.put(row, 0, label, "total" if code == "_T" else "body")
        for column, (number, status) in enumerate(years.items(), start=1):
            value = sums[number] if code == "_T" else hundreds(code, size, number)
            observation = Observation(
                "NAB1", stock(date(number, 12, 31)), {"country_residence": code}, value, status=status, step=100
            )
            sheet.figure(row, column, observation, lambda persons: f"{persons // 1000},{persons % 1000 // 100}")
    sheet.notes(
        15,
        0,
        [
            "(e) estimation",
            "Définition : personnes de nationalité tunisienne, y compris les doubles nationaux, inscrites ou estimées par les consulats ; séjour d'au moins trois mois.",
            "Source : registre consulaire inventé.",
        ],
    )
    return sheet


def hundreds(code: str, size: int, number: int) -> int:
    """Nationals in a country, whole hundreds."""
    return about(f"TUN/NAB1/{code}/{number}", size, 3) // 100 * 100


def make() -> Return:
    """The return."""
    return Return("TUN", [File("tun_population_2024.xlsx", [residents(), abroad()])])
