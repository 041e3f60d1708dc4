"""Tunisia, a second file: immigrants of six years, returning nationals among them, and emigrants told two ways."""

from grid import File, Return, Sheet
from layout import cross
from truth import Observation, year
from world import moved, series, with_rest, with_sexes

from .common import titled

OFFICE = "Institut statistique inventé de Tunisie (exemple)"
YEARS = [2018, 2019, 2020, 2021, 2022, 2023]
IMMIGRANTS = series("TUN/immigrants", 14_300, YEARS, 21)
EMIGRANTS = series("TUN/emigrants", 31_900, YEARS)
CITIZENS = {"TUN": 0, "LBY": 0, "DZA": 11, "FRA": 9, "CIV": 13, "896": 17}
RETURNED_FROM = {"FRA": 41, "ITA": 27, "DEU": 9, "LBY": 13, "896": 10}
WENT_TO = {"FRA": 38, "ITA": 24, "DEU": 15, "CAN": 6, "LBY": 0, "896": 17}
LEFT = {"TUN": 93, "LBY": 2, "896": 5}
NATIONALITIES = {
    "TUN": "Tunisienne",
    "LBY": "Libyenne",
    "DZA": "Algérienne",
    "FRA": "Française",
    "CIV": "Ivoirienne",
    "896": "Autres nationalités",
    "_T": "Total",
}
COUNTRIES = {
    "FRA": "France",
    "ITA": "Italie",
    "DEU": "Allemagne",
    "CAN": "Canada",
    "LBY": "Libye",
    "896": "Autres pays",
    "_T": "Total",
}
SEXES = [("Hommes", "M"), ("Femmes", "F"), ("Ensemble", "_T")]
NOTES = [
    "Définition : personnes qui ont changé de pays pour douze mois ou plus, durée réelle ou prévue ; les Tunisiens de retour sont comptés.",
    "Source : enquête inventée auprès des ménages, nationalité juridique.",
]


def immigrants() -> Sheet:
    """Immigrants by nationality, and the returning nationals by where they come from."""
    sheet, row = titled("Immigration", OFFICE, "fr", ["Tableau 3. Immigrants selon la nationalité, 2018 à 2023"])
    arrived = {}
    returned = {}
    for number, total in IMMIGRANTS.items():
        known = {"TUN": total * 57 // 100, "LBY": moved("LBY", "TUN", number, "TUN")}
        rest = {code: weight for code, weight in CITIZENS.items() if weight}
        parts = with_rest("TUN/IMM1", total, known, rest)
        arrived |= {(code, number): value for code, value in parts.items()}
        # Nationals born abroad come for the first time: not all who immigrate return.
        back = with_rest("TUN/IMM5", known["TUN"] * 86 // 100, {}, RETURNED_FROM)
        returned |= {(code, number): value for code, value in back.items()}
    row = cross(
        sheet,
        row,
        "Nationalité",
        [(NATIONALITIES[code], code) for code in (*CITIZENS, "_T")],
        [(str(number), number) for number in YEARS],
        lambda code, number: Observation("IMM1", year(number), {"citizenship": code}, arrived[code, number]),
    )
    sheet.put(row + 1, 0, "Tableau 4. Tunisiens de retour selon le pays de résidence antérieure, 2018 à 2023", "title")
    row = cross(
        sheet,
        row + 3,
        "Pays de résidence antérieure",
        [(COUNTRIES[code], code) for code in (*RETURNED_FROM, "_T")],
        [(str(number), number) for number in YEARS],
        lambda code, number: Observation("IMM5", year(number), {"country_prev_residence": code}, returned[code, number]),
    )
    sheet.notes(row + 1, 0, NOTES)
    return sheet


def emigrants() -> Sheet:
    """Emigrants of 2023 by nationality at the top, by destination below."""
    sheet, row = titled("Émigration", OFFICE, "fr", ["Tableau 5. Émigrants selon la nationalité et le sexe, 2023"])
    total = EMIGRANTS[2023]
    parts = with_rest("TUN/EMI2", total, {"LBY": moved("TUN", "LBY", 2023, "TUN")}, {c: w for c, w in WENT_TO.items() if w})
    went = with_sexes("TUN/EMI2", parts, 68)
    left = {}
    for sex in ("M", "F"):
        shares = with_rest(f"TUN/EMI1/{sex}", went["_T", sex], {}, LEFT)
        left |= {(code, sex): value for code, value in shares.items()}
    for code in (*LEFT, "_T"):
        left[code, "_T"] = left[code, "M"] + left[code, "F"]
    row = cross(
        sheet,
        row,
        "Nationalité",
        [(NATIONALITIES[code], code) for code in (*LEFT, "_T")],
        SEXES,
        lambda code, sex: Observation("EMI1", year(2023), {"citizenship": code}, left[code, sex], sex=sex),
    )
    sheet.put(row + 1, 0, "Tableau 6. Émigrants selon le pays de destination et le sexe, 2023", "title")
    row = cross(
        sheet,
        row + 3,
        "Pays de destination",
        [(COUNTRIES[code], code) for code in (*WENT_TO, "_T")],
        SEXES,
        lambda code, sex: Observation("EMI2", year(2023), {"country_next_residence": code}, went[code, sex], sex=sex),
    )
    sheet.notes(row + 1, 0, [f"En 2023, {total} personnes ont émigré.", *NOTES])
    return sheet


def make() -> Return:
    """The return."""
    return Return("TUN", [File("tun_flux_2018_2023.xlsx", [immigrants(), emigrants()])])
