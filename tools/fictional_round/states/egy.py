"""Egypt: sheets from right to left, Arabic stub on the right and English on the left, Arabic-Indic digits in part."""

from datetime import date

from draw import about, by_sex
from grid import File, Return, Sheet
from truth import Observation, stock, year

from .common import FICTIONAL

OFFICE = ["جهاز إحصاء مختلق لمصر (مثال)", "Made-up statistics office of Egypt (example)"]

ABROAD = [
    ("السعودية", "Saudi Arabia", "SAU", 980_000),
    ("الكويت", "Kuwait", "KWT", 410_000),
    ("الإمارات", "United Arab Emirates", "ARE", 350_000),
    ("الأردن", "Jordan", "JOR", 310_000),
    ("ليبيا", "Libya", "LBY", 190_000),
]
OTHERS = [
    ("إيطاليا", "Italy", "ITA", 240_000),
    ("الولايات المتحدة", "United States", "USA", 290_000),
    ("دول أخرى", "Other countries", "896", 420_000),
]
FORMER = [
    ("السودان", "Sudan", "SDN", 190),
    ("سوريا", "Syria", "SYR", 410),
    ("فلسطين", "Palestine", "PSE", 520),
    ("اليمن", "Yemen", "YEM", 60),
    ("إريتريا", "Eritrea", "ERI", 0),
    ("عديمو الجنسية", "Stateless", "STLS", 35),
]
REASONS = [
    ("العمل", "Work", "EMP", 31_000),
    ("الدراسة", "Study", "EDUC", 46_000),
    ("لم شمل الأسرة", "Family", "FAM", 27_000),
    ("أسباب أخرى", "Other reasons", "OTH", 88_000),
]
CITIZENS = [
    ("عرب", "Arab countries", "ARB", 60),
    ("أفارقة آخرون", "Other Africa", "577", 22),
    ("جنسيات أخرى", "Other nationalities", "896", 18),
]


def indic(number: int) -> str:
    """A whole number in Arabic-Indic digits, in groups of three."""
    return f"{number:,}".replace(",", "٬").translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


def new_sheet(name: str, titles: list[str], width: int) -> tuple[Sheet, int]:
    """A sheet with its letterhead and title over the whole width; gives the next free row."""
    sheet = Sheet(name, right_to_left=True, widths={0: 24, width - 1: 24})
    for row, text in enumerate(OFFICE):
        sheet.put(row, 0, text, "title")
    sheet.put(2, 0, FICTIONAL["ar"], "warning")
    sheet.put(3, 0, FICTIONAL["en"], "warning")
    for offset, text in enumerate(titles):
        sheet.merge(5 + offset, 0, 5 + offset, width - 1, text, "title")
    return sheet, 6 + len(titles)


def abroad() -> Sheet:
    """Nationals abroad by two sources that are not to be merged."""
    titles = [
        "جدول 1: المصريون المقيمون بالخارج حسب دولة الإقامة ومصدر التقدير في 31 ديسمبر",
        "Table 1: Egyptians residing abroad by country of residence and source of the estimate, 31 December",
    ]
    sheet, row = new_sheet("جدول 1", titles, 6)
    sheet.merge(row, 0, row + 2, 0, "دولة الإقامة")
    sheet.merge(row, 1, row, 2, "التسجيل القنصلي")
    sheet.merge(row + 1, 1, row + 1, 2, "Consular registration")
    sheet.merge(row, 3, row, 4, "تقدير الوزارة")
    sheet.merge(row + 1, 3, row + 1, 4, "Estimate of the ministry")
    sheet.merge(row, 5, row + 2, 5, "Country of residence")
    for column, text in enumerate(["2022", "2023", "2022", "2023"], start=1):
        sheet.put(row + 2, column, int(text), "head", "0")
    row += 3
    columns = [("CONSULAR", 2022), ("CONSULAR", 2023), ("EXPERT", 2022), ("EXPERT", 2023)]
    figures = {}
    for position, (source, number) in enumerate(columns):
        for _, _, code, size in ABROAD + OTHERS:
            base = about(f"EGY/NAB2/{code}/{source}", size * (3 if source == "EXPERT" else 1), 12)
            figures[code, position] = about(f"EGY/NAB2/{code}/{source}/{number}", base, 3)
        figures["ARB", position] = sum(figures[code, position] for *_, code, _ in ABROAD)
        figures["_T", position] = figures["ARB", position] + sum(figures[code, position] for *_, code, _ in OTHERS)
    # The group stands above its members, the grand total below everything.
    rows = [("الدول العربية", "Arab countries", "ARB", 0), *ABROAD, *OTHERS, ("الإجمالي", "Total", "_T", 0)]
    for arabic, english, code, _ in rows:
        look = "total" if code in ("ARB", "_T") else "body"
        sheet.put(row, 0, arabic, look)
        for position, (source, number) in enumerate(columns):
            dimensions = {"country_residence": code, "estimate_source": source}
            status = "E" if source == "EXPERT" else "A"
            observation = Observation("NAB2", stock(date(number, 12, 31)), dimensions, figures[code, position], status=status)
            sheet.figure(
                row, position + 1, observation, indic if source == "EXPERT" else None, "total" if look == "total" else "figure"
            )
        sheet.put(row, 5, english, look)
        row += 1
    sheet.notes(
        row + 1,
        0,
        [
            "التعريف: حاملو الجنسية المصرية المقيمون بالخارج بما في ذلك المولودون بالخارج؛ التسجيل القنصلي اختياري ولا يشترط مدة إقامة.",
            "Definition: holders of Egyptian citizenship who live abroad, born there or not; consular registration is voluntary and asks for no length of stay.",
            "المصدر: سجل قنصلي مختلق وتقدير وزاري مختلق. Source: made-up register and made-up estimate of a ministry.",
        ],
    )
    return sheet


def acquisitions() -> Sheet:
    """Acquisitions of citizenship, every digit Arabic-Indic and a dash for none."""
    titles = [
        "جدول 2: مكتسبو الجنسية المصرية حسب الجنسية السابقة والنوع خلال عام 2023",
        "Table 2: Acquisitions of Egyptian citizenship by former citizenship and sex, 2023",
    ]
    sheet, row = new_sheet("جدول 2", titles, 5)
    sheet.merge(row, 0, row + 1, 0, "الجنسية السابقة")
    for column, (arabic, english) in enumerate([("ذكور", "Males"), ("إناث", "Females"), ("جملة", "Total")], start=1):
        sheet.put(row, column, arabic, "head")
        sheet.put(row + 1, column, english, "head")
    sheet.merge(row, 4, row + 1, 4, "Former citizenship")
    row += 2
    totals = {"M": 0, "F": 0, "_T": 0}
    for arabic, english, code, size in [*FORMER, ("الإجمالي", "Total", "_T", 0)]:
        persons = totals if code == "_T" else by_sex(f"EGY/ACQ1/{code}", about(f"EGY/ACQ1/{code}", size, 20), 38)
        sheet.put(row, 0, arabic)
        sheet.put(row, 4, english)
        for column, sex in enumerate(["M", "F", "_T"], start=1):
            observation = Observation("ACQ1", year(2023), {"former_citizenship": code}, persons[sex], sex=sex)
            sheet.figure(row, column, observation, lambda value: indic(value) if value else "-")
            if code != "_T":
                totals[sex] += persons[sex]
        row += 1
    sheet.notes(
        row + 1,
        0,
        [
            "(-) لا يوجد. التعريف: قرارات منح الجنسية المنشورة خلال السنة، ولا تشمل الأبناء القصر.",
            "(-) none. Definition: decrees granting citizenship published in the year; children who follow a parent are left out.",
        ],
    )
    return sheet


def permits() -> Sheet:
    """Valid permits by reason and group of citizenship."""
    titles = [
        "جدول 3: تصاريح الإقامة السارية حسب السبب ومجموعة الجنسية في 31 ديسمبر 2023",
        "Table 3: Valid residence permits by reason and group of citizenship, 31 December 2023",
    ]
    sheet, row = new_sheet("جدول 3", titles, 6)
    sheet.merge(row, 0, row + 1, 0, "سبب منح التصريح")
    columns = [*CITIZENS, ("الإجمالي", "Total", "_T", 0)]
    for column, (arabic, english, *_) in enumerate(columns, start=1):
        sheet.put(row, column, arabic, "head")
        sheet.put(row + 1, column, english, "head")
    sheet.merge(row, 5, row + 1, 5, "Reason for the permit")
    row += 2
    sums = dict.fromkeys([code for *_, code, _ in columns], 0)
    for arabic, english, code, size in [*REASONS, ("الإجمالي", "Total", "_T", 0)]:
        if code == "_T":
            persons = sums
        else:
            persons = {group: about(f"EGY/RES3/{code}/{group}", size * part // 100, 10) for *_, group, part in CITIZENS}
            persons["_T"] = sum(persons.values())
        sheet.put(row, 0, arabic)
        sheet.put(row, 5, english)
        for column, (*_, group, _) in enumerate(columns, start=1):
            dimensions = {"reason_permit": code, "duration": "_T", "citizenship": group}
            sheet.figure(row, column, Observation("RES3", stock(date(2023, 12, 31)), dimensions, persons[group]))
            if code != "_T":
                sums[group] += persons[group]
        row += 1
    sheet.notes(
        row + 1,
        0,
        [
            "التعريف: الأشخاص الحاصلون على تصريح ساري مدته ثلاثة أشهر على الأقل؛ لا يشمل اللاجئين المسجلين.",
            "Definition: persons who hold a valid permit of at least three months; registered refugees are left out.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("EGY", [File("egy_migration_2023_ar_en.xlsx", [abroad(), acquisitions(), permits()])])
