"""Libya: delimited text in Windows-1256, Arabic, a full stop between the thousands."""

from datetime import date

from draw import about, by_sex
from grid import File, Return, Sheet
from truth import Observation, stock

from .common import FICTIONAL

CITIZENS = [
    ("ليبيا", "LBY", 6_640_000, 51),
    ("مصر", "EGY", 71_000, 79),
    ("السودان", "SDN", 58_000, 69),
    ("تشاد", "TCD", 31_000, 72),
    ("النيجر", "NER", 44_000, 80),
    ("تونس", "TUN", 12_000, 61),
    ("سوريا", "SYR", 17_000, 57),
    ("دول أخرى", "896", 49_000, 74),
    ("غير مبين", "_U", 5_200, 66),
]


def grouped(value: int) -> str:
    """`12345` as `12.345`."""
    return f"{value:,}".replace(",", ".")


def make() -> Return:
    """The return."""
    sheet = Sheet("residents")
    row = sheet.notes(
        0,
        0,
        [
            "مصلحة إحصاء مختلقة لليبيا (مثال) - Made-up statistics office of Libya (example)",
            FICTIONAL["ar"],
            FICTIONAL["en"],
            "",
            "السكان المقيمون حسب الجنسية والنوع في 31 ديسمبر 2023",
        ],
    )
    sheet.line(row, 0, ["الجنسية", "ذكور", "إناث", "المجموع"])
    row += 1
    sums = {"M": 0, "F": 0, "_T": 0}
    for label, code, size, male in [*CITIZENS, ("المجموع", "_T", 0, 0)]:
        key = f"LBY/POP1/{code}"
        persons = sums if code == "_T" else by_sex(key, about(key, size, 8), male)
        sheet.put(row, 0, label)
        for column, sex in enumerate(["M", "F", "_T"], start=1):
            observation = Observation("POP1", stock(date(2023, 12, 31)), {"citizenship": code}, persons[sex], sex=sex)
            sheet.figure(row, column, observation, grouped)
            if code != "_T":
                sums[sex] += persons[sex]
        row += 1
    sheet.notes(
        row + 1,
        0,
        [
            "التعريف: المسجلون في السجل المدني وحاملو إقامة سارية؛ لا يشمل من دخل دون إقامة ولا اللاجئين.",
            "المصدر: سجل مدني مختلق.",
        ],
    )
    return Return("LBY", [File("lby_residents_2023_ar.csv", [sheet], encoding="cp1256", delimiter=";")])
