"""Djibouti: an OpenDocument workbook in French with series of six years, and a table that was not collected."""

from datetime import date

from draw import about
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import moved, series, with_rest

from .common import titled

OFFICE = "Institut statistique inventé de Djibouti (exemple)"
YEARS = [2018, 2019, 2020, 2021, 2022, 2023]
TOTALS = {"IMM2": series("DJI/IMM2", 10_450, YEARS), "EMI2": series("DJI/EMI2", 4_900, YEARS)}
# Partners that are member states, and what the others are of the rest.
PARTNERS = {"IMM2": ["ETH", "SOM", "ERI", "KEN"], "EMI2": ["ETH", "SOM", "KEN", "EGY"]}
OTHERS = {"YEM": 34, "FRA": 21, "896": 45}
LABELS = {
    "ETH": "Éthiopie",
    "SOM": "Somalie",
    "ERI": "Érythrée",
    "KEN": "Kenya",
    "EGY": "Égypte",
    "YEM": "Yémen",
    "FRA": "France",
    "896": "Autres pays",
    "_T": "Total",
}
REASONS = [("Travail", "EMP", 3_900), ("Études", "EDUC", 640), ("Famille", "FAM", 1_850), ("Autres motifs", "OTH", 410)]


def series_sheet(name: str, table: str, dimension: str, title: str, heading: str) -> Sheet:
    """One table of six years by partner."""
    sheet, row = titled(name, OFFICE, "fr", [title])
    figures = {}
    for number, total in TOTALS[table].items():
        pairs = {code: (code, "DJI") if table == "IMM2" else ("DJI", code) for code in PARTNERS[table]}
        known = {code: moved(*pair, number, "DJI") for code, pair in pairs.items()}
        # The smaller partners grow with the whole; their weights are those of one year.
        parts = with_rest(f"DJI/{table}", total, known, OTHERS)
        figures |= {(code, number): value for code, value in parts.items()}
    row = cross(
        sheet,
        row,
        heading,
        [(LABELS[code], code) for code in (*PARTNERS[table], *OTHERS, "_T")],
        [(str(number), number) for number in YEARS],
        lambda code, number: Observation(table, year(number), {dimension: code}, figures[code, number]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Définition : personnes qui entrent ou sortent pour douze mois ou plus, d'après le titre de voyage ; réfugiés non compris.",
            "Source : registre inventé de la police des frontières.",
        ],
    )
    return sheet


def permits() -> Sheet:
    """Valid permits by reason; below them a table that the office says it does not collect."""
    sheet, row = titled("Titres", OFFICE, "fr", ["Tableau 3 : Titres de séjour valides par motif, au 31 décembre"])
    figures = {}
    for number in (2022, 2023):
        values = {code: about(f"DJI/RES3/{code}/{number}", size, 5) for _, code, size in REASONS}
        figures |= {(code, number): value for code, value in (values | {"_T": sum(values.values())}).items()}
    row = cross(
        sheet,
        row,
        "Motif du titre",
        [*((label, code) for label, code, _ in REASONS), ("Total", "_T")],
        [("2022", 2022), ("2023", 2023)],
        lambda code, number: Observation(
            "RES3",
            stock(date(number, 12, 31)),
            {"reason_permit": code, "duration": "_T", "citizenship": "_T"},
            figures[code, number],
        ),
    )
    sheet.put(row + 1, 0, "Tableau 4 : Émigrants selon le motif du départ", "title")
    row = cross(
        sheet,
        row + 3,
        "Motif du départ",
        [("Total", "_T")],
        [("2022", 2022), ("2023", 2023)],
        lambda code, number: Observation("EMI4", year(number), {"reason_departure": code, "citizenship": "_T"}, None, status="L"),
        lambda _: "non collecté",
    )
    sheet.notes(
        row + 1,
        0,
        [
            "non collecté : le motif du départ n'est pas demandé.",
            "Définition : titulaires d'un titre valide de trois mois et plus, personnes à charge comprises.",
            "Source : registre inventé des titres.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    sheets = [
        series_sheet(
            "Entrées",
            "IMM2",
            "country_prev_residence",
            "Tableau 1 : Immigrants selon le pays de résidence antérieure, 2018 à 2023",
            "Pays de résidence antérieure",
        ),
        series_sheet(
            "Sorties",
            "EMI2",
            "country_next_residence",
            "Tableau 2 : Émigrants selon le pays de résidence future, 2018 à 2023",
            "Pays de résidence future",
        ),
        permits(),
    ]
    return Return("DJI", [File("dji_entrees_sorties_titres_2023.ods", sheets)])
