"""DR Congo: immigrants by nationality and reason, refugees and how their number changed, in French."""

from datetime import date

from draw import about
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import with_rest, with_sexes

from .common import titled

OFFICE = "Institut statistique inventé de la RD Congo (exemple)"
IMMIGRANTS = 21_840
NATIONALITIES = [
    ("RD Congo", "COD", 31),
    ("Angola", "AGO", 17),
    ("Zambie", "ZMB", 7),
    ("Burundi", "BDI", 9),
    ("Rwanda", "RWA", 8),
    ("Ouganda", "UGA", 6),
    ("Chine", "CHN", 9),
    ("Inde", "IND", 4),
    ("Autres pays", "896", 9),
]
REASONS = [
    ("Travail", "EMP", 38),
    ("Études", "EDUC", 9),
    ("Famille", "FAM", 26),
    ("Retour au pays", "RET", 21),
    ("Autres motifs", "OTH", 6),
]
ORIGINS = [
    ("République centrafricaine", "CAF", 206_000),
    ("Rwanda", "RWA", 203_000),
    ("Soudan du Sud", "SSD", 54_000),
    ("Burundi", "BDI", 41_000),
    ("Autres pays", "896", 3_100),
]
CHANGES = [
    ("Réfugiés au début de l'année", "STOCK_START"),
    ("Nouvelles arrivées", "ARRIVALS"),
    ("Naissances", "BIRTHS"),
    ("Reconnaissances individuelles", "RECOGNISED"),
    ("Retours volontaires", "RETURN"),
    ("Réinstallés", "RESETTLED"),
    ("Naturalisés", "NATURALISED"),
    ("Décès", "DEATHS"),
    ("Autres changements", "OTHER"),
    ("Réfugiés à la fin de l'année", "STOCK_END"),
]
CLAIMS = [
    ("Burundi", "BDI", 4_100, 2_600),
    ("Soudan", "SDN", 900, 1_300),
    ("Ouganda", "UGA", 640, 410),
    ("Autres pays", "896", 380, 290),
]
OUTCOMES = [("Statut de réfugié", "REF_IND", 58), ("Rejet", "REJ", 31), ("Clôture sans décision", "CLOSED", 11)]
SEXES = [("Hommes", "M"), ("Femmes", "F"), ("Total", "_T")]


def immigrants() -> Sheet:
    """Two tables below each other, with one grand total."""
    sheet, row = titled("Immigration", OFFICE, "fr", ["Tableau 1 : Immigrants selon la nationalité et le sexe, 2023"])
    weights = {code: weight for _, code, weight in NATIONALITIES}
    by_citizenship = with_sexes("COD/IMM1", with_rest("COD/IMM1", IMMIGRANTS, {}, weights), 58)
    row = cross(
        sheet,
        row,
        "Nationalité",
        [*((label, code) for label, code, _ in NATIONALITIES), ("Total", "_T")],
        SEXES,
        lambda code, sex: Observation("IMM1", year(2023), {"citizenship": code}, by_citizenship[code, sex], sex=sex),
    )
    sheet.put(row + 1, 0, "Tableau 2 : Immigrants selon le motif de l'arrivée et le sexe, 2023", "title")
    by_reason = {}
    for sex in ("M", "F"):
        whole = by_citizenship["_T", sex]
        parts = with_rest(f"COD/IMM4/{sex}", whole, {}, {code: weight for _, code, weight in REASONS})
        by_reason |= {(code, sex): value for code, value in parts.items()}
    for code in (*(code for _, code, _ in REASONS), "_T"):
        by_reason[code, "_T"] = by_reason[code, "M"] + by_reason[code, "F"]
    row = cross(
        sheet,
        row + 3,
        "Motif",
        [*((label, code) for label, code, _ in REASONS), ("Total", "_T")],
        SEXES,
        lambda code, sex: Observation(
            "IMM4", year(2023), {"reason_arrival": code, "citizenship": "_T"}, by_reason[code, sex], sex=sex
        ),
    )
    sheet.notes(
        row + 1,
        0,
        [
            f"En 2023, {IMMIGRANTS} immigrants ont été enregistrés.",
            "Définition : personnes entrées pour un séjour d'au moins six mois, réfugiés non compris ; le motif est celui que la personne déclare.",
            "Source : registre inventé des entrées.",
        ],
    )
    return sheet


def change(origin: str, size: int) -> dict[str, int]:
    """How the number of refugees of an origin changed in 2023."""
    start = about(f"COD/REF5/{origin}", size, 4)
    told = {
        name: about(f"COD/REF5/{origin}/{name}", start * part // 10_000, 12)
        for name, part in (
            ("ARRIVALS", 310),
            ("BIRTHS", 190),
            ("RECOGNISED", 14),
            ("RETURN", 260),
            ("RESETTLED", 31),
            ("NATURALISED", 3),
            ("DEATHS", 42),
        )
    }
    more = told["ARRIVALS"] + told["BIRTHS"] + told["RECOGNISED"]
    less = told["RETURN"] + told["RESETTLED"] + told["NATURALISED"] + told["DEATHS"]
    return {"STOCK_START": start, **told, "OTHER": 0, "STOCK_END": start + more - less}


def refugees() -> list[Sheet]:
    """Refugees at two ends of a year, and the components that lead from one to the other."""
    changes = {code: change(code, size) for _, code, size in ORIGINS}
    changes["_T"] = {name: sum(told[name] for told in changes.values()) for _, name in CHANGES}
    places = [*((label, code) for label, code, _ in ORIGINS), ("Total", "_T")]
    stocks, row = titled(
        "Réfugiés", OFFICE, "fr", ["Tableau 3 : Réfugiés selon le pays d'origine, au 31 décembre 2022 et au 31 décembre 2023"]
    )
    row = cross(
        stocks,
        row,
        "Pays d'origine",
        places,
        [("2022", 2022), ("2023", 2023)],
        lambda code, number: Observation(
            "REF1",
            stock(date(number, 12, 31)),
            {"country_of_origin": code, "protection_status": "REF"},
            changes[code]["STOCK_START" if number == 2022 else "STOCK_END"],
        ),
    )
    stocks.notes(
        row + 1,
        0,
        [
            "Définition : personnes reconnues réfugiées, individuellement ou en groupe ; demandeurs d'asile non compris.",
            "Source : registre inventé des réfugiés.",
        ],
    )
    flows, row = titled("Variation", OFFICE, "fr", ["Tableau 4 : Variation du nombre de réfugiés selon le pays d'origine, 2023"])
    row = cross(
        flows,
        row,
        "Composante",
        CHANGES,
        places,
        lambda name, code: Observation(
            "REF5", year(2023), {"refugee_stock_component": name, "country_of_origin": code}, changes[code][name]
        ),
    )
    flows.notes(row + 1, 0, ["Effectif de fin = effectif de début + entrées - sorties. Source : registre inventé des réfugiés."])
    return [stocks, flows]


def claims() -> Sheet:
    """Claims pending at two ends of a year, applications between them, and decisions of first instance."""
    sheet, row = titled(
        "Asile", OFFICE, "fr", ["Tableau 5 : Demandes d'asile en instance selon le pays d'origine, au 31 décembre"]
    )
    told: dict[tuple[str, str], int] = {}
    for _, code, size, lodged in CLAIMS:
        told[code, "2022"] = about(f"COD/REF2/{code}", size, 5)
        told[code, "REF3"] = about(f"COD/REF3/{code}", lodged, 5)
        decided = (told[code, "2022"] + told[code, "REF3"]) * 44 // 100
        parts = with_rest(f"COD/REF4/{code}", decided, {}, {outcome: weight for _, outcome, weight in OUTCOMES})
        told |= {(code, outcome): value for outcome, value in parts.items()}
        told[code, "2023"] = told[code, "2022"] + told[code, "REF3"] - decided
    for _, name in [key for key in told if key[0] == "BDI"]:
        told["_T", name] = sum(told[code, name] for _, code, *_ in CLAIMS)
    places = [*((label, code) for label, code, *_ in CLAIMS), ("Total", "_T")]
    row = cross(
        sheet,
        row,
        "Pays d'origine",
        places,
        [("2022", "2022"), ("2023", "2023")],
        lambda code, number: Observation(
            "REF2", stock(date(int(number), 12, 31)), {"country_of_origin": code}, told[code, number]
        ),
    )
    sheet.put(row + 1, 0, "Tableau 6 : Demandes d'asile déposées selon la nationalité", "title")
    row = cross(
        sheet,
        row + 3,
        "Nationalité du demandeur",
        places,
        [("2023", "REF3")],
        lambda code, name: Observation("REF3", year(2023), {"citizenship": code, "applicant_type": "_T"}, told[code, name]),
    )
    sheet.put(row + 1, 0, "Tableau 7 : Décisions de première instance selon l'issue, 2023", "title")
    row = cross(
        sheet,
        row + 3,
        "Nationalité",
        places,
        [*((label, outcome) for label, outcome, _ in OUTCOMES), ("Total", "_T")],
        lambda code, outcome: Observation(
            "REF4",
            year(2023),
            {"decision_stage": "FIRST", "decision_outcome": outcome, "citizenship": code},
            told[code, outcome],
        ),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Définition : chaque personne d'une demande est comptée ; une demande est en instance jusqu'à la décision de première instance.",
            "Source : registre inventé des demandes.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("COD", [File("cod_migration_et_refugies_2023.xlsx", [immigrants(), *refugees(), claims()])])
