"""Ethiopia: years of the Ethiopian calendar, fiscal ones and calendar ones, said to be E.C. on each sheet."""

from datetime import date

from draw import about, by_sex
from grid import File, Return, Sheet
from truth import Observation, Period, days, stock

from .common import FICTIONAL

# First days, read off a table of both calendars: 1 Hamle is 8 July; 1 Meskerem is 11 September, and 12 September after a
# sixth day of Pagume. The fiscal year 2016 begins on 1 Hamle 2015.
FISCAL: dict[int, Period] = {number: days(date(number + 7, 7, 8), date(number + 8, 7, 7)) for number in (2014, 2015, 2016)}
CALENDAR: dict[int, Period] = {
    2014: days(date(2021, 9, 11), date(2022, 9, 10)),
    2015: days(date(2022, 9, 11), date(2023, 9, 11)),
    2016: days(date(2023, 9, 12), date(2024, 9, 10)),
}
END_OF_SENE: dict[int, Period] = {number: stock(date(number + 8, 7, 7)) for number in (2015, 2016)}

DESTINATIONS = [
    ("Saudi Arabia", "ሳውድአረቢያ", "SAU", 64_000, 22),
    ("Kuwait", "ኩዌት", "KWT", 9_400, 18),
    ("United Arab Emirates", "የተባበሩት ዓረብ ኤምሬትስ", "ARE", 7_800, 24),
    ("Jordan", "ጆርዳን", "JOR", 6_100, 20),
    ("Lebanon", "ሊባኖስ", "LBN", 2_300, 21),
    ("South Africa", "ደቡብ አፍሪካ", "ZAF", 1_900, 83),
    ("Other countries", "ሌሎች አገሮች", "896", 3_200, 55),
]
ORIGINS = [
    ("South Sudan", "SSD", 411_000),
    ("Somalia", "SOM", 308_000),
    ("Eritrea", "ERI", 172_000),
    ("Sudan¹", "SDN", 52_000),
    ("Yemen", "YEM", 2_600),
    ("Other", "896", 1_400),
]
APPLICANTS = [
    ("Eritrea", "ERI", 9_800),
    ("Sudan", "SDN", 14_300),
    ("Burundi", "BDI", 260),
    ("DR Congo", "COD", 190),
    ("Others", "896", 410),
]


def head(name: str) -> Sheet:
    """A sheet with its letterhead."""
    sheet = Sheet(name, widths={0: 26, 1: 22})
    sheet.put(0, 0, "Made-up Statistical Service of Ethiopia (example)", "title")
    sheet.put(1, 0, FICTIONAL["en"], "warning")
    return sheet


def departures() -> Sheet:
    """Workers who left, by fiscal year, in bands of sexes."""
    sheet = head("Table 5.1")
    sheet.put(
        3,
        0,
        "Table 5.1: Ethiopian workers who departed under an overseas employment contract, by country of destination and sex, EFY 2014 - 2016",
        "title",
    )
    sheet.put(4, 0, "Years are Ethiopian fiscal years (E.C.): Hamle 1 to Sene 30", "note")
    sheet.merge(6, 0, 7, 0, "Country of destination")
    sheet.merge(6, 1, 7, 1, "መድረሻ አገር")
    for band, number in enumerate(FISCAL):
        sheet.merge(6, 2 + band * 3, 6, 4 + band * 3, f"{number} E.C.")
        sheet.line(7, 2 + band * 3, ["Male", "Female", "Total"], "head")
    sums = {(number, sex): 0 for number in FISCAL for sex in ("M", "F", "_T")}
    rows = [*DESTINATIONS, ("Total", "ድምር", "_T", 0, 0)]
    for row, (english, amharic, code, size, male) in enumerate(rows, start=8):
        look = "total" if code == "_T" else "body"
        sheet.put(row, 0, english, look)
        sheet.put(row, 1, amharic, look)
        for band, (number, period) in enumerate(FISCAL.items()):
            key = f"ETH/EMI2/{code}/{number}"
            persons = (
                {sex: sums[number, sex] for sex in ("M", "F", "_T")}
                if code == "_T"
                else by_sex(key, about(key, size, 25), max(male, 10))
            )
            for offset, sex in enumerate(["M", "F", "_T"]):
                sheet.figure(
                    row,
                    2 + band * 3 + offset,
                    Observation("EMI2", period, {"country_next_residence": code}, persons[sex], sex=sex),
                )
                if code != "_T":
                    sums[number, sex] += persons[sex]
    sheet.notes(
        17,
        0,
        [
            "Definition: persons cleared to leave under a contract of at least 24 months; other emigrants are not counted.",
            "Source: made-up overseas employment register. E.C. = Ethiopian calendar; EFY 2016 = 8 July 2023 to 7 July 2024.",
        ],
    )
    return sheet


def refugees() -> Sheet:
    """Refugees at the end of two fiscal years; the total stands above its parts."""
    sheet = head("Table 5.2")
    sheet.put(
        3,
        0,
        "Table 5.2: Refugees registered in Ethiopia by country of origin and sex, at the end of Sene 2015 and 2016 (E.C.)",
        "title",
    )
    sheet.merge(5, 0, 6, 0, "Country of origin")
    for band, number in enumerate(END_OF_SENE):
        sheet.merge(5, 1 + band * 3, 5, 3 + band * 3, f"30 Sene {number} E.C.")
        sheet.line(6, 1 + band * 3, ["Female", "Male", "Both sexes"], "head")
    figures = {}
    for number in END_OF_SENE:
        for _, code, size in ORIGINS:
            key = f"ETH/REF1/{code}/{number}"
            figures[number, code] = by_sex(key, about(key, size, 6), 48)
        figures[number, "_T"] = {sex: sum(figures[number, code][sex] for _, code, _ in ORIGINS) for sex in ("M", "F", "_T")}
    for row, (label, code, _) in enumerate([("All countries", "_T", 0), *ORIGINS], start=7):
        look = "total" if code == "_T" else "body"
        sheet.put(row, 0, label, look)
        for band, (number, period) in enumerate(END_OF_SENE.items()):
            for offset, sex in enumerate(["F", "M", "_T"]):
                dimensions = {"country_of_origin": code, "protection_status": "REF"}
                sheet.figure(
                    row, 1 + band * 3 + offset, Observation("REF1", period, dimensions, figures[number, code][sex], sex=sex)
                )
    sheet.notes(
        15,
        0,
        [
            "¹ Arrivals since April 2023 are recognised prima facie.",
            "Definition: persons registered as refugees and living in a settlement or, with permission, in a town; asylum seekers are left out.",
            "Source: made-up registration system.",
        ],
    )
    return sheet


def applications() -> Sheet:
    """Applications by calendar year, one column a year."""
    sheet = head("Table 5.3")
    sheet.put(
        3, 0, "Table 5.3: Asylum applications lodged, by citizenship, Ethiopian calendar years (Meskerem to Pagume)", "title"
    )
    sheet.put(4, 3, "Years in E.C.", "note")
    sheet.put(5, 0, "Citizenship of applicant", "head")
    for column, number in enumerate(CALENDAR, start=1):
        sheet.put(5, column, f"{number}*" if number == 2016 else number, "head", "0")
    sums = dict.fromkeys(CALENDAR, 0)
    for row, (label, code, size) in enumerate([*APPLICANTS, ("Total", "_T", 0)], start=6):
        sheet.put(row, 0, label, "total" if code == "_T" else "body")
        for column, (number, period) in enumerate(CALENDAR.items(), start=1):
            value = sums[number] if code == "_T" else about(f"ETH/REF3/{code}/{number}", size, 15)
            status = "P" if number == 2016 else "A"
            dimensions = {"citizenship": code, "applicant_type": "_T"}
            sheet.figure(row, column, Observation("REF3", period, dimensions, value, status=status))
            if code != "_T":
                sums[number] += value
    sheet.notes(
        13,
        0,
        [
            "* Provisional.",
            "Definition: every application is counted, first or repeated; a family is as many applicants as it has members.",
            "Source: made-up register of applications.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("ETH", [File("eth_migration_2016_ec.xlsx", [departures(), refugees(), applications()])])
