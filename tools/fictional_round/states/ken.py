"""Kenya: one sheet for each fiscal year, two tables below each other on each, totals below."""

from datetime import date

from draw import about, by_sex, by_weight
from grid import File, Return, Sheet
from truth import Observation, fiscal

from .common import FICTIONAL

YEARS = {"2021-22": 2021, "2022-23": 2022, "2023-24": 2023}

CITIZENSHIP = [
    ("Kenya", "KEN", 14_200),
    ("Uganda", "UGA", 6_100),
    ("Tanzania", "TZA", 4_700),
    ("Ethiopia", "ETH", 3_900),
    ("Somalia", "SOM", 3_300),
    ("South Sudan", "SSD", 2_800),
    ("Rwanda", "RWA", 1_700),
    ("Burundi", "BDI", 1_100),
    ("D.R. Congo", "COD", 1_900),
    ("Other Africa", "577", 2_200),
    ("India", "IND", 3_600),
    ("China", "CHN", 2_500),
    ("United Kingdom", "GBR", 1_300),
    ("Other countries", "896", 2_700),
]
# Weights among Kenyan citizens and among foreign citizens.
REASONS = [
    ("Employment", "EMP", {"KEN": 8, "FOR": 43}),
    ("Education", "EDUC", {"KEN": 6, "FOR": 19}),
    ("Family", "FAM", {"KEN": 20, "FOR": 28}),
    ("Return", "RET", {"KEN": 60, "FOR": 0}),
    ("Other reasons", "OTH", {"KEN": 4, "FOR": 8}),
    ("Not stated", "_U", {"KEN": 2, "FOR": 2}),
]


def year_sheet(name: str, first: int) -> Sheet:
    """The sheet of one fiscal year."""
    period = fiscal(date(first, 7, 1))
    last = first == 2023
    status = "P" if last else "A"
    sheet = Sheet(name, widths={0: 30}, hidden_columns={5})
    sheet.merge(0, 0, 0, 4, "MADE-UP STATISTICS OFFICE OF KENYA (EXAMPLE)", "title")
    sheet.merge(1, 0, 1, 4, FICTIONAL["en"], "warning")
    shown = f"{first}/{(first + 1) % 100:02}" + ("*" if last else "")
    sheet.merge(3, 0, 3, 4, f"Table A: Immigrants by country of citizenship and sex, financial year {shown}", "title")
    sheet.line(5, 0, ["Country of citizenship", "Female", "Male", "Total"], "head")
    sums = {"M": 0, "F": 0, "_T": 0}
    row = 6
    kenyan = {}
    for label, code, size in [*CITIZENSHIP, ("Total", "_T", 0)]:
        key = f"KEN/IMM1/{code}/{name}"
        persons = dict(sums) if code == "_T" else by_sex(key, about(key, size, 10), 53)
        if code == "KEN":
            kenyan = persons
        sheet.put(row, 0, label, "total" if code == "_T" else "body")
        for column, sex in enumerate(["F", "M", "_T"], start=1):
            sheet.figure(row, column, Observation("IMM1", period, {"citizenship": code}, persons[sex], sex=sex, status=status))
            if code != "_T":
                sums[sex] += persons[sex]
        # A column the office works with and hides.
        sheet.put(row, 5, f"row {row - 5}", "note")
        row += 1
    sheet.put(row + 1, 0, f"Table B: Immigrants by reason for arrival, citizenship and sex, financial year {shown}", "title")
    row += 3
    sheet.merge(row, 0, row + 1, 0, "Reason for arrival")
    sheet.merge(row, 1, row, 2, "Kenyan citizens")
    sheet.merge(row, 3, row, 4, "Foreign citizens")
    sheet.line(row + 1, 1, ["Female", "Male", "Female", "Male"], "head")
    row += 2
    groups = [("KEN", "F"), ("KEN", "M"), ("FOR", "F"), ("FOR", "M")]
    figures = {}
    for group, sex in groups:
        whole = kenyan[sex] if group == "KEN" else sums[sex] - kenyan[sex]
        parts = by_weight(f"KEN/IMM4/{group}/{sex}/{name}", whole, {code: weights[group] for _, code, weights in REASONS})
        figures |= {(code, group, sex): value for code, value in (parts | {"_T": whole}).items()}
    for label, code, _ in [*REASONS, ("Total", "_T", {})]:
        sheet.put(row, 0, label, "total" if code == "_T" else "body")
        for column, (group, sex) in enumerate(groups, start=1):
            dimensions = {"reason_arrival": code, "citizenship": group}
            # Foreigners can't return to Kenya: the sheet says "n/a"; that it is provisional as a whole holds for these cells too.
            without_value = "M;P" if last else "M"
            never = (code, group) == ("RET", "FOR")
            observation = Observation(
                "IMM4",
                period,
                dimensions,
                None if never else figures[code, group, sex],
                sex=sex,
                status=without_value if never else status,
            )
            sheet.figure(row, column, observation, "n/a" if never else None)
        row += 1
    notes = [
        "Definition: persons, whatever their citizenship, who entered to stay at least twelve months; refugees are published apart.",
        "The financial year runs from 1 July to 30 June.",
        "n/a: can not occur. Source: made-up border management system.",
    ]
    sheet.notes(row + 1, 0, (["* Provisional"] if last else []) + notes)
    return sheet


def notes_sheet() -> Sheet:
    """A sheet of explanations without figures."""
    sheet = Sheet("Notes", widths={0: 90})
    sheet.notes(0, 0, ["Notes to the tables"], "title")
    sheet.notes(1, 0, [FICTIONAL["en"]], "warning")
    sheet.notes(3, 0, ["Each sheet holds one financial year.", "Returning Kenyans are in row Kenya.", "Made-up contact: none."])
    return sheet


def make() -> Return:
    """The return."""
    return Return(
        "KEN", [File("ken_immigration_2021_2024.xlsx", [*(year_sheet(*item) for item in YEARS.items()), notes_sheet()])]
    )
