"""Madagascar: flag columns beside the values, zeros that the number format hides, ages of a survey rounded to hundreds."""

from datetime import date

from draw import about, by_sex, by_weight, draw, rounded
from grid import File, Return, Sheet
from truth import Observation, stock, year

from .common import FICTIONAL

ABROAD = [
    ("France", "FRA", 141_000),
    ("La Réunion", "REU", 38_000),
    ("Comores", "COM", 9_700),
    ("Maurice", "MUS", 6_200),
    ("Canada", "CAN", 5_100),
    ("Italie", "ITA", 4_400),
    ("Autres pays", "896", 11_600),
]
FLAGS = {("FRA", 2023): "p", ("COM", 2022): "e", ("COM", 2023): "p e", ("CAN", 2023): "b", ("896", 2022): "e", ("_T", 2023): "p"}
FORMER = [
    ("Comores", "COM", 64),
    ("France", "FRA", 41),
    ("Inde", "IND", 23),
    ("Chine", "CHN", 0),
    ("Pakistan", "PAK", 12),
    ("Maurice", "MUS", 0),
    ("Apatrides", "STLS", 19),
]
AGES = {
    "Y0T4": 13,
    "Y5T9": 13,
    "Y10T14": 12,
    "Y15T19": 11,
    "Y20T24": 10,
    "Y25T29": 9,
    "Y30T34": 8,
    "Y35T39": 6,
    "Y40T44": 5,
    "Y45T49": 4,
    "Y50T54": 3,
    "Y55T59": 2,
    "Y60T64": 2,
    "Y65T69": 1,
    "Y_GE70": 1,
}
AGE_LABELS = {"Y_GE70": "70 ans et plus"}
ZERO_SHOWN = '#,##0;-#,##0;"–"'
ZERO_MISSING = '#,##0;-#,##0;"x"'


def head(name: str, title: str, width: int) -> Sheet:
    """A sheet with its letterhead."""
    sheet = Sheet(name, widths={0: 22})
    sheet.put(0, 0, "Institut statistique inventé de Madagascar (exemple)", "title")
    sheet.put(1, 0, FICTIONAL["fr"], "warning")
    sheet.merge(3, 0, 3, width - 1, title, "title")
    return sheet


def abroad() -> Sheet:
    """Nationals abroad, each value with its flags in the column at its right."""
    sheet = head("T1", "Tableau 1 : Malgaches résidant à l'étranger selon le pays de résidence, au 31 décembre", 7)
    sheet.put(5, 0, "Pays de résidence", "head")
    for band, number in enumerate((2021, 2022, 2023)):
        sheet.put(5, 1 + band * 2, number, "head", "0")
        sheet.put(5, 2 + band * 2, "Obs.", "head")
    sums = {2021: 0, 2022: 0, 2023: 0}
    for row, (label, code, size) in enumerate([*ABROAD, ("Total", "_T", 0)], start=6):
        sheet.put(row, 0, label, "total" if code == "_T" else "body")
        base = about(f"MDG/NAB1/{code}", size, 8)
        for band, number in enumerate(sums):
            value = sums[number] if code == "_T" else about(f"MDG/NAB1/{code}/{number}", base, 3)
            flags = FLAGS.get((code, number), "")
            status = ";".join(mark for mark in "EBP" if mark.lower() in flags.split()) or "A"
            sheet.figure(
                row,
                1 + band * 2,
                Observation("NAB1", stock(date(number, 12, 31)), {"country_residence": code}, value, status=status),
            )
            if flags:
                sheet.put(row, 2 + band * 2, flags, "note")
            if code != "_T":
                sums[number] += value
    sheet.notes(
        15,
        0,
        [
            "p : provisoire ; e : estimé ; b : rupture de série (nouvelle source)",
            "Définition : personnes de nationalité malgache inscrites auprès d'un consulat, nées ou non à Madagascar ; aucune durée de séjour n'est exigée.",
            "Source : registre consulaire inventé.",
        ],
    )
    return sheet


def acquisitions() -> Sheet:
    """Acquisitions by two criteria; a zero is a dash in one column, and "not available" in another."""
    sheet = head("T2", "Tableau 2 : Acquisitions de la nationalité malgache selon la nationalité antérieure et le sexe", 7)
    sheet.merge(5, 0, 6, 0, "Nationalité antérieure")
    for band, number in enumerate((2022, 2023)):
        sheet.merge(5, 1 + band * 3, 5, 3 + band * 3, str(number))
        sheet.line(6, 1 + band * 3, ["Hommes", "Femmes", "Ensemble"], "head")
    sums = {(number, sex): 0 for number in (2022, 2023) for sex in ("M", "F", "_T")}
    for row, (label, code, size) in enumerate([*FORMER, ("Total", "_T", 0)], start=7):
        sheet.put(row, 0, label, "total" if code == "_T" else "body")
        for band, number in enumerate((2022, 2023)):
            key = f"MDG/ACQ1/{code}/{number}"
            persons = (
                {sex: sums[number, sex] for sex in ("M", "F", "_T")} if code == "_T" else by_sex(key, about(key, size, 30), 40)
            )
            # In 2022 the register did not know stateless persons: the file stores a zero and shows an x.
            unknown = code == "STLS" and number == 2022
            for offset, sex in enumerate(["M", "F", "_T"]):
                observation = Observation(
                    "ACQ1",
                    year(number),
                    {"former_citizenship": code},
                    None if unknown else persons[sex],
                    sex=sex,
                    status="O" if unknown else "A",
                )
                sheet.figure(
                    row,
                    1 + band * 3 + offset,
                    observation,
                    0 if unknown else None,
                    number_format=ZERO_MISSING if unknown else ZERO_SHOWN,
                )
                if code != "_T" and not unknown:
                    sums[number, sex] += persons[sex]
    sheet.notes(
        16,
        0,
        [
            "– : néant ; x : non disponible",
            "Définition : décrets de naturalisation et déclarations enregistrées dans l'année ; les enfants mineurs sont comptés avec le parent.",
            "Source : registre inventé du ministère.",
        ],
    )
    return sheet


def ages() -> Sheet:
    """Population by place of birth, age and sex from a survey, rounded to hundreds; totals above."""
    sheet = head(
        "T3",
        "Tableau 3 : Population résidente selon le lieu de naissance, l'âge et le sexe, au 1er janvier 2024 (arrondie à la centaine)",
        7,
    )
    sheet.merge(5, 0, 6, 0, "Groupe d'âges")
    sheet.merge(5, 1, 5, 3, "Nés à Madagascar")
    sheet.merge(5, 4, 5, 6, "Nés à l'étranger")
    sheet.line(6, 1, ["Hommes", "Femmes", "Ensemble"] * 2, "head")
    figures: dict[tuple[str, str, str], int] = {}
    for birth, size in (("MDG", 30_600_000), ("FOR", 41_500)):
        for sex in ("M", "F"):
            parts = by_weight(
                f"MDG/POP2/{birth}/{sex}", draw(f"MDG/POP2/{birth}/{sex}", size * 49 // 100, size * 51 // 100), AGES
            )
            figures |= {(birth, age, sex): value for age, value in parts.items()}
            figures[birth, "_T", sex] = sum(parts.values())
        for age in ("_T", *AGES):
            figures[birth, age, "_T"] = figures[birth, age, "M"] + figures[birth, age, "F"]
    for row, age in enumerate(("_T", *AGES), start=7):
        label = "Ensemble" if age == "_T" else AGE_LABELS.get(age, f"{age[1:].replace('T', '-')} ans")
        sheet.put(row, 0, label, "total" if age == "_T" else "body")
        for column, (birth, sex) in enumerate([(birth, sex) for birth in ("MDG", "FOR") for sex in ("M", "F", "_T")], start=1):
            value = rounded(figures[birth, age, sex], 100)
            sheet.figure(
                row,
                column,
                Observation("POP2", stock(date(2024, 1, 1)), {"country_of_birth": birth}, value, sex=sex, age=age, step=100),
            )
    sheet.notes(
        24,
        0,
        [
            "Définition : population de fait des ménages ordinaires ; les ménages collectifs et les camps sont exclus ; séjour de trois mois ou plus.",
            "Source : enquête inventée auprès des ménages. Les totaux peuvent différer de la somme des arrondis.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("MDG", [File("mdg_migration_2024.xlsx", [abroad(), acquisitions(), ages()])])
