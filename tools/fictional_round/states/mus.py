"""Mauritius: an old binary workbook in French, quarters with a total of the year between them, two tables side by side."""

from draw import about, by_sex, by_weight
from grid import File, Return, Sheet
from truth import Observation, quarter, year

from .common import FICTIONAL

REASONS = [
    ("Travail", "EMP", 21_400),
    ("Études", "EDUC", 1_900),
    ("Famille", "FAM", 1_350),
    ("Retraite et autres motifs", "OTH", 780),
]
CITIZENS = [("Bangladesh", "BGD", 42), ("Inde", "IND", 31), ("Madagascar", "MDG", 14), ("Autres nationalités", "896", 13)]
FORMER = [
    ("Inde", "IND", 88),
    ("Royaume-Uni", "GBR", 26),
    ("Afrique du Sud", "ZAF", 17),
    ("Comores", "COM", 4),
    ("Éthiopie", "ETH", 2),
    ("Autres", "896", 31),
]
BIRTH = [
    ("Inde", "IND", 92),
    ("Royaume-Uni", "GBR", 21),
    ("La Réunion", "REU", 9),
    ("Seychelles", "SYC", 3),
    ("Comores", "COM", 1),
    ("Autres", "896", 0),
]
YEARS = (2023, 2024)


def head(name: str) -> Sheet:
    """A sheet with its letterhead."""
    sheet = Sheet(name, widths={0: 30})
    sheet.put(0, 0, "Bureau statistique inventé de Maurice (exemple)", "title")
    sheet.put(1, 0, FICTIONAL["fr"], "warning")
    return sheet


def permits() -> Sheet:
    """First permits: citizenships under each reason, four quarters and the year, for two years."""
    sheet = head("Titres de séjour")
    sheet.put(3, 0, "Tableau 1 - Premiers titres de séjour délivrés, par motif et nationalité, par trimestre", "title")
    sheet.merge(5, 0, 6, 0, "Motif")
    sheet.merge(5, 1, 6, 1, "Nationalité")
    for band, number in enumerate(YEARS):
        sheet.merge(5, 2 + band * 5, 5, 6 + band * 5, f"{number} (p)" if number == 2024 else number)
        sheet.line(6, 2 + band * 5, ["T1", "T2", "T3", "T4", "Année"], "head")
    row = 7
    sums: dict = {}
    for reason_label, reason, size in [*REASONS, ("Total", "_T", 0)]:
        for citizen_label, citizen, part in [*CITIZENS, ("Ensemble", "_T", 0)]:
            # The reason stands once, beside the first citizenship.
            if citizen == CITIZENS[0][1]:
                sheet.put(row, 0, reason_label)
            sheet.put(row, 1, citizen_label, "total" if citizen == "_T" else "body")
            for band, number in enumerate(YEARS):
                whole = about(f"MUS/RES1/{reason}/{citizen}/{number}", size * part // 100, 10)
                quarters = by_weight(f"MUS/RES1/{reason}/{citizen}/{number}", whole, {"1": 5, "2": 5, "3": 6, "4": 4})
                for offset, name in enumerate([*quarters, "A"]):
                    if "_T" in (reason, citizen):
                        value = sums[reason, citizen, number, name]
                    else:
                        value = whole if name == "A" else quarters[name]
                        for key in ((reason, "_T"), ("_T", citizen), ("_T", "_T")):
                            sums[*key, number, name] = sums.get((*key, number, name), 0) + value
                    period = year(number) if name == "A" else quarter(number, int(name))
                    dimensions = {"reason_permit": reason, "duration": "_T", "citizenship": citizen}
                    observation = Observation("RES1", period, dimensions, value, status="P" if number == 2024 else "A")
                    sheet.figure(row, 2 + band * 5 + offset, observation)
            row += 1
    sheet.notes(
        row + 1,
        0,
        [
            "(p) provisoire",
            "Définition : premiers titres d'une durée de plus de trois mois ; les renouvellements et les conjoints inscrits sur le titre principal sont exclus.",
            "Source : registre inventé des titres.",
        ],
    )
    return sheet


def drawn(table: str, areas: list[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    """Persons by area and sex. Both tables count the same people, so other countries of birth are what is left of them."""
    figures = {code: by_sex(f"MUS/{table}/{code}", about(f"MUS/{table}/{code}", size, 12), 45) for _, code, size in areas if size}
    sums = {sex: sum(persons[sex] for persons in figures.values()) for sex in ("M", "F", "_T")}
    if "896" in figures:
        return figures | {"_T": sums}
    total = drawn("ACQ1", FORMER)["_T"]
    return figures | {"896": {sex: total[sex] - sums[sex] for sex in sums}, "_T": total}


def one_side(sheet: Sheet, column: int, heading: str, table: str, dimension: str, areas: list[tuple[str, str, int]]) -> None:
    """One of the two tables; counts from one to four are hidden."""
    sheet.line(5, column, [heading, "Hommes", "Femmes", "Total"], "head")
    figures = drawn(table, areas)
    for row, (label, code, _) in enumerate([*areas, ("Total", "_T", 0)], start=6):
        sheet.put(row, column, label, "total" if code == "_T" else "body")
        for offset, sex in enumerate(["M", "F", "_T"], start=1):
            value = figures[code][sex]
            hidden = 0 < value < 5
            observation = Observation(
                table,
                year(2024),
                {dimension: code},
                None if hidden else value,
                sex=sex,
                status="Q" if hidden else "A",
                hidden=(1, 4) if hidden else None,
            )
            sheet.figure(row, column + offset, observation, "<5" if hidden else None)


def acquisitions() -> Sheet:
    """Acquisitions by former citizenship at the left, by country of birth at the right."""
    sheet = head("Nationalité")
    sheet.put(3, 0, "Tableau 2a - Acquisitions de la nationalité selon la nationalité antérieure, 2024", "title")
    sheet.put(3, 5, "Tableau 2b - Acquisitions de la nationalité selon le pays de naissance, 2024", "title")
    one_side(sheet, 0, "Nationalité antérieure", "ACQ1", "former_citizenship", FORMER)
    one_side(sheet, 5, "Pays de naissance", "ACQ2", "country_of_birth", BIRTH)
    sheet.notes(
        14,
        0,
        [
            "<5 : de 1 à 4, non publié",
            "Définition : naturalisations et enregistrements de conjoints ; résidence de cinq ans ; le pays de naissance est celui des frontières actuelles.",
            "Source : registre inventé du ministère.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("MUS", [File("mus_titres_et_nationalite_2024.xls", [permits(), acquisitions()])])
