"""Sudan: refugees and how their number changed, in Arabic and English; a table that the office keeps to itself."""

from datetime import date

from draw import about
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year

from .common import FICTIONAL

OFFICE = ["جهاز إحصاء مختلق للسودان (مثال)", "Made-up statistics office of Sudan (example)"]
ORIGINS = [
    ("إريتريا", "Eritrea", "ERI", 126_000),
    ("جنوب السودان", "South Sudan", "SSD", 612_000),
    ("إثيوبيا", "Ethiopia", "ETH", 71_000),
    ("تشاد", "Chad", "TCD", 3_900),
    ("دول أخرى", "Other countries", "896", 5_200),
]
CHANGES = [
    ("في بداية السنة", "At the start of the year", "STOCK_START"),
    ("وافدون جدد", "New arrivals", "ARRIVALS"),
    ("مواليد", "Births", "BIRTHS"),
    ("عودة طوعية", "Voluntary returns", "RETURN"),
    ("إعادة توطين", "Resettled", "RESETTLED"),
    ("وفيات", "Deaths", "DEATHS"),
    ("في نهاية السنة", "At the end of the year", "STOCK_END"),
]
SIGNS = {"ARRIVALS": 1, "BIRTHS": 1, "RETURN": -1, "RESETTLED": -1, "DEATHS": -1}
PARTS = {"ARRIVALS": 410, "BIRTHS": 220, "RETURN": 380, "RESETTLED": 28, "DEATHS": 51}


def change(origin: str, start: int, number: int) -> dict[str, int]:
    """The components of a year."""
    told = {name: about(f"SDN/REF5/{origin}/{number}/{name}", start * part // 10_000, 9) for name, part in PARTS.items()}
    end = start + sum(told[name] * sign for name, sign in SIGNS.items())
    return {"STOCK_START": start, **told, "STOCK_END": end}


def all_changes() -> dict[int, dict[str, dict[str, int]]]:
    """The components of two years that follow each other by origin, the total among them."""
    years: dict[int, dict[str, dict[str, int]]] = {}
    for number in (2022, 2023):
        before = years.get(number - 1)
        years[number] = {
            code: change(code, before[code]["STOCK_END"] if before else about(f"SDN/REF1/{code}", size, 5), number)
            for *_, code, size in ORIGINS
        }
        years[number]["_T"] = {name: sum(told[name] for told in years[number].values()) for *_, name in CHANGES}
    return years


def new_sheet(name: str, titles: list[str]) -> tuple[Sheet, int]:
    """A sheet from right to left with its head in both languages."""
    sheet = Sheet(name, right_to_left=True, widths={0: 26})
    row = sheet.notes(0, 0, OFFICE, "title")
    row = sheet.notes(row, 0, [FICTIONAL["ar"], FICTIONAL["en"]], "warning")
    return sheet, sheet.notes(row + 1, 0, titles, "title") + 1


def make() -> Return:
    """The return."""
    changes = all_changes()
    places = [*((f"{arabic} / {english}", code) for arabic, english, code, _ in ORIGINS), ("الإجمالي / Total", "_T")]
    stocks, row = new_sheet(
        "اللاجئون",
        ["جدول 1: اللاجئون حسب بلد الأصل في 31 ديسمبر", "Table 1: Refugees by country of origin, 31 December"],
    )
    row = cross(
        stocks,
        row,
        "بلد الأصل / Country of origin",
        places,
        [("2022", 2022), ("2023", 2023)],
        lambda code, number: Observation(
            "REF1",
            stock(date(number, 12, 31)),
            {"country_of_origin": code, "protection_status": "REF"},
            changes[number][code]["STOCK_END"],
        ),
    )
    stocks.notes(
        row + 1,
        0,
        [
            f"عدد اللاجئين في نهاية 2023 / Refugees at the end of 2023: {changes[2023]['_T']['STOCK_END']}",
            "Definition: refugees registered as a group or one by one; children born in Sudan are included.",
            "Source: made-up register of refugees. المصدر: سجل مختلق.",
        ],
    )
    flows, row = new_sheet(
        "التغير",
        [
            "جدول 2: التغير في عدد اللاجئين حسب بلد الأصل",
            "Table 2: Change of the number of refugees by country of origin, 2023",
        ],
    )
    row = cross(
        flows,
        row,
        "العنصر / Component",
        [(f"{arabic} / {english}", name) for arabic, english, name in CHANGES],
        places,
        lambda name, code: Observation(
            "REF5", year(2023), {"refugee_stock_component": name, "country_of_origin": code}, changes[2023][code][name]
        ),
    )
    flows.put(row + 1, 0, "جدول 3: طلبات اللجوء / Table 3: Asylum applications by citizenship", "title")
    row = cross(
        flows,
        row + 3,
        "الجنسية / Citizenship",
        [("الإجمالي / Total", "_T")],
        [("2023", 2023)],
        lambda code, number: Observation("REF3", year(number), {"citizenship": code, "applicant_type": "_T"}, None, status="Q"),
        lambda _: "سري / confidential",
    )
    flows.notes(row + 1, 0, ["سري / confidential: not published. Source: made-up register of refugees."])
    return Return("SDN", [File("sdn_refugees_2023_ar_en.xlsx", [stocks, flows])])
