"""Rwanda: months with totals of quarters and of the year between them, headings in three rows and two languages."""

from datetime import date

from draw import about, by_weight
from grid import File, Return, Sheet
from truth import Observation, month, quarter, stock, year

from .common import FICTIONAL

MONTHS = [
    "Jan./janv.",
    "Feb./févr.",
    "Mar./mars",
    "Apr./avr.",
    "May/mai",
    "Jun./juin",
    "Jul./juil.",
    "Aug./août",
    "Sep./sept.",
    "Oct./oct.",
    "Nov./nov.",
    "Dec./déc.",
]
CITIZENS = [
    ("Burundi", "Burundi", "BDI", 1_900),
    ("DR Congo", "RD Congo", "COD", 2_700),
    ("Uganda", "Ouganda", "UGA", 1_450),
    ("Kenya", "Kenya", "KEN", 1_120),
    ("Tanzania", "Tanzanie", "TZA", 640),
    ("India", "Inde", "IND", 1_030),
    ("China", "Chine", "CHN", 560),
    ("Other countries", "Autres pays", "896", 1_800),
]
REASONS = [
    ("Work", "Travail", "EMP", 9_900),
    ("Study", "Études", "EDUC", 4_100),
    ("Family", "Famille", "FAM", 3_300),
    ("Other", "Autres", "OTH", 1_250),
]
DURATIONS = [
    ("3-5 months", "3-5 mois", "M3T5", 9),
    ("6-11 months", "6-11 mois", "M6T11", 23),
    ("12 months +", "12 mois +", "M_GE12", 68),
]


def head(name: str, english: str, french: str) -> Sheet:
    """A sheet with its letterhead and its title in both languages."""
    sheet = Sheet(name, widths={0: 20, 1: 20})
    sheet.put(0, 0, "Made-up statistics office of Rwanda (example) / Office statistique inventé du Rwanda (exemple)", "title")
    sheet.put(1, 0, FICTIONAL["en"], "warning")
    sheet.put(2, 0, FICTIONAL["fr"], "warning")
    sheet.put(4, 0, english, "title")
    sheet.put(5, 0, french, "title")
    return sheet


def permits() -> Sheet:
    """First permits by citizenship and month."""
    sheet = head(
        "RES1",
        "Table 1: First residence permits issued by citizenship and month, 2024",
        "Tableau 1 : Premiers titres de séjour délivrés par nationalité et mois, 2024",
    )
    sheet.merge(7, 0, 9, 0, "Citizenship")
    sheet.merge(7, 1, 9, 1, "Nationalité")
    sheet.merge(7, 2, 7, 18, 2024)
    columns: list[tuple[str, int]] = []
    for part in range(1, 5):
        first = 2 + (part - 1) * 4
        sheet.merge(8, first, 8, first + 2, f"Quarter {part} / Trimestre {part}")
        sheet.merge(8, first + 3, 9, first + 3, f"Q{part} total / Total T{part}")
        for offset in range(3):
            sheet.put(9, first + offset, MONTHS[(part - 1) * 3 + offset], "head")
        columns += [("M", (part - 1) * 3 + offset + 1) for offset in range(3)] + [("Q", part)]
    sheet.merge(8, 18, 9, 18, "Year / Année")
    columns.append(("A", 0))
    sums = dict.fromkeys(columns, 0)
    for row, (english, french, code, size) in enumerate([*CITIZENS, ("Total", "Total", "_T", 0)], start=10):
        sheet.put(row, 0, english, "total" if code == "_T" else "body")
        sheet.put(row, 1, french, "total" if code == "_T" else "body")
        months = by_weight(f"RWA/RES1/{code}", about(f"RWA/RES1/{code}", size, 10), {str(number): 4 for number in range(1, 13)})
        for column, (freq, part) in enumerate(columns, start=2):
            if code == "_T":
                value = sums[freq, part]
            elif freq == "M":
                value = months[str(part)]
            else:
                parts = range(part * 3 - 2, part * 3 + 1) if freq == "Q" else range(1, 13)
                value = sum(months[str(number)] for number in parts)
            period = {"M": month, "Q": quarter}[freq](2024, part) if freq != "A" else year(2024)
            dimensions = {"reason_permit": "_T", "duration": "_T", "citizenship": code}
            sheet.figure(row, column, Observation("RES1", period, dimensions, value), look="figure" if freq == "M" else "total")
            if code != "_T":
                sums[freq, part] += value
    sheet.notes(
        20,
        0,
        [
            "Definition: first permits of more than 90 days; a renewal or a change of employer is not a first permit. / Définition : premiers titres de plus de 90 jours.",
            "Citizens of partner states of the East African Community receive a free permit and are counted. / Source: made-up register, registre inventé.",
        ],
    )
    return sheet


def valid() -> Sheet:
    """Valid permits by reason and length of validity."""
    sheet = head(
        "RES3",
        "Table 2: Valid residence permits by reason and length of validity, 31 December 2024",
        "Tableau 2 : Titres de séjour valides par motif et durée de validité, 31 décembre 2024",
    )
    sheet.merge(7, 0, 8, 0, "Reason")
    sheet.merge(7, 1, 8, 1, "Motif")
    columns = [*DURATIONS, ("Total", "Total", "_T", 0)]
    for column, (english, french, *_) in enumerate(columns, start=2):
        sheet.put(7, column, english, "head")
        sheet.put(8, column, french, "head")
    sums = {code: 0 for *_, code, _ in columns}
    for row, (english, french, reason, size) in enumerate([*REASONS, ("Total", "Total", "_T", 0)], start=9):
        sheet.put(row, 0, english, "total" if reason == "_T" else "body")
        sheet.put(row, 1, french, "total" if reason == "_T" else "body")
        if reason == "_T":
            persons = sums
        else:
            whole = about(f"RWA/RES3/{reason}", size, 10)
            persons = by_weight(f"RWA/RES3/{reason}", whole, {code: part for *_, code, part in DURATIONS}) | {"_T": whole}
        for column, (*_, duration, _) in enumerate(columns, start=2):
            dimensions = {"reason_permit": reason, "duration": duration, "citizenship": "_T"}
            sheet.figure(row, column, Observation("RES3", stock(date(2024, 12, 31)), dimensions, persons[duration]))
            if reason != "_T":
                sums[duration] += persons[duration]
    sheet.notes(
        15,
        0,
        [
            "Definition: holders, dependants with their own permit included. / Définition : titulaires, y compris les personnes à charge munies d'un titre.",
            "Source: made-up register / registre inventé",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("RWA", [File("rwa_permits_2024_en_fr.xlsx", [permits(), valid()])])
