"""Egypt, a second file: residents, immigrants and first permits in Arabic, an old binary workbook."""

from datetime import date

from draw import about
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import living, series, with_rest, with_sexes

from .common import titled

OFFICE = "جهاز إحصاء مختلق لمصر (مثال)"
CITIZENS = [
    ("مصر", "EGY"),
    ("السودان", "SDN"),
    ("سوريا", "SYR"),
    ("فلسطين", "PSE"),
    ("الصومال", "SOM"),
    ("دول أخرى", "896"),
    ("الإجمالي", "_T"),
]
REASONS = [
    ("العمل", "EMP", 14_600),
    ("الدراسة", "EDUC", 21_300),
    ("لم شمل الأسرة", "FAM", 11_900),
    ("أسباب أخرى", "OTH", 9_700),
]
IMMIGRANTS = series("EGY/immigrants", 103_900, [2020, 2021, 2022, 2023], 11)
SEXES = [("ذكور", "M"), ("إناث", "F"), ("جملة", "_T")]
NOTES = [
    "التعريف: المقيمون اثني عشر شهرا فأكثر فعلا أو نية، والجنسية هي الجنسية القانونية، واللاجئون مشمولون.",
    "المصدر: تقدير مختلق وسجل مختلق.",
]


def residents() -> Sheet:
    """Residents by citizenship and sex."""
    sheet, row = titled("POP1", OFFICE, "ar", ["جدول 4: السكان المقيمون حسب الجنسية والنوع في 1 يناير 2024"])
    known = {code: living(code, "EGY", 2024, "EGY") for code in ("SDN", "SYR", "SOM")} | {"PSE": 41_300, "896": 57_200}
    figures = with_sexes("EGY/POP1", with_rest("EGY/POP1", 105_880_000, known, {"EGY": 1}), 51)
    row = cross(
        sheet,
        row,
        "الجنسية",
        CITIZENS,
        SEXES,
        lambda code, sex: Observation("POP1", stock(date(2024, 1, 1)), {"citizenship": code}, figures[code, sex], sex=sex),
    )
    sheet.notes(row + 1, 0, NOTES)
    return sheet


def flows() -> Sheet:
    """Immigrants by citizenship and sex; those of the years before in all."""
    sheet, row = titled("IMM1", OFFICE, "ar", ["جدول 5: المهاجرون الوافدون حسب الجنسية والنوع خلال عام 2023"])
    weights = {"EGY": 39, "SDN": 19, "SYR": 11, "PSE": 6, "SOM": 2, "896": 23}
    figures = with_sexes("EGY/IMM1", with_rest("EGY/IMM1", IMMIGRANTS[2023], {}, weights), 57)
    row = cross(
        sheet,
        row,
        "الجنسية",
        CITIZENS,
        SEXES,
        lambda code, sex: Observation("IMM1", year(2023), {"citizenship": code}, figures[code, sex], sex=sex),
    )
    sheet.put(row + 1, 0, "جدول 7: إجمالي المهاجرين الوافدين", "title")
    row = cross(
        sheet,
        row + 3,
        "البيان",
        [("الإجمالي", "_T")],
        [(str(number), number) for number in IMMIGRANTS if number != 2023],
        lambda code, number: Observation("IMM1", year(number), {"citizenship": code}, IMMIGRANTS[number]),
    )
    sheet.notes(row + 1, 0, NOTES)
    return sheet


def permits() -> Sheet:
    """First permits by reason in two years."""
    sheet, row = titled("RES1", OFFICE, "ar", ["جدول 6: تصاريح الإقامة الأولى حسب السبب"])
    figures = {}
    for number in (2022, 2023):
        values = {code: about(f"EGY/RES1/{code}/{number}", size, 4) for _, code, size in REASONS}
        figures |= {(code, number): value for code, value in (values | {"_T": sum(values.values())}).items()}
    row = cross(
        sheet,
        row,
        "السبب",
        [*((label, code) for label, code, _ in REASONS), ("الإجمالي", "_T")],
        [("2022", 2022), ("2023", 2023)],
        lambda code, number: Observation(
            "RES1",
            year(number),
            {"reason_permit": code, "duration": "_T", "citizenship": "_T"},
            figures[code, number],
        ),
    )
    sheet.notes(
        row + 1,
        0,
        ["التعريف: تصاريح تصدر لأول مرة لمدة ثلاثة أشهر على الأقل، ولا يشمل التجديد.", "المصدر: سجل مختلق للتصاريح."],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("EGY", [File("egy_residents_2024_ar.xls", [residents(), flows(), permits()])])
