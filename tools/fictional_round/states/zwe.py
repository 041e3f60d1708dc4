"""Zimbabwe: two tables of an HTML page that was saved under the name of a workbook, in Windows-1252."""

from draw import about, by_sex, by_weight
from grid import File, Return, Sheet
from truth import Observation, year

from .common import FICTIONAL

DESTINATIONS = [
    ("South Africa", "ZAF", 61_000),
    ("Botswana", "BWA", 6_900),
    ("United Kingdom", "GBR", 9_800),
    ("Mozambique", "MOZ", 1_400),
    ("Zambia", "ZMB", 1_150),
    ("Australia", "AUS", 820),
    ("Other countries", "896", 4_100),
    ("Not stated", "_U", 610),
]
REASONS = [
    ("Employment / seeking work", "EMP", 77),
    ("Family", "FAM", 10),
    ("Education", "EDUC", 8),
    ("Medical treatment", "HEALTH", 1),
    ("Other", "OTH", 3),
    ("Not stated", "_U", 1),
]
YEARS = (2022, 2023)


def grouped(value: int) -> str:
    """A number as a page shows it."""
    return f"{value:,}"


def emigrants(figures: dict) -> Sheet:
    """Emigrants by destination, in bands of years over sexes."""
    sheet = Sheet("Table 1")
    sheet.merge(0, 0, 0, 6, "Made-up statistics agency of Zimbabwe (example)", "title")
    sheet.merge(1, 0, 1, 6, FICTIONAL["en"], "warning")
    sheet.merge(2, 0, 2, 6, "Table 1 – Emigrants by country of destination, year of departure and sex", "title")
    sheet.merge(3, 0, 4, 0, "Destination")
    for band, number in enumerate(YEARS):
        sheet.merge(3, 1 + band * 3, 3, 3 + band * 3, str(number))
        sheet.line(4, 1 + band * 3, ["Male", "Female", "Total"], "head")
    for row, (label, code, _) in enumerate([*DESTINATIONS, ("Total", "_T", 0)], start=5):
        sheet.put(row, 0, label)
        for band, number in enumerate(YEARS):
            for offset, sex in enumerate(["M", "F", "_T"]):
                observation = Observation(
                    "EMI2", year(number), {"country_next_residence": code}, figures[number, code][sex], sex=sex
                )
                sheet.figure(row, 1 + band * 3 + offset, observation, grouped)
    return sheet


def reasons(figures: dict) -> Sheet:
    """Emigrants of the last year by reason; men and women of the table above."""
    sheet = Sheet("Table 2")
    sheet.merge(0, 0, 0, 3, "Table 2 – Emigrants by main reason for departure and sex, 2023", "title")
    sheet.line(1, 0, ["Main reason", "Male", "Female", "Total"], "head")
    parts = {}
    for sex in ("M", "F"):
        whole = figures[2023, "_T"][sex]
        parts[sex] = by_weight(f"ZWE/EMI4/{sex}", whole, {code: weight for _, code, weight in REASONS}) | {"_T": whole}
    parts["_T"] = {code: parts["M"][code] + parts["F"][code] for code in parts["M"]}
    row = 2
    for label, code, _ in [*REASONS, ("Total", "_T", 0)]:
        sheet.put(row, 0, label)
        for column, sex in enumerate(["M", "F", "_T"], start=1):
            dimensions = {"reason_departure": code, "citizenship": "_T"}
            sheet.figure(row, column, Observation("EMI4", year(2023), dimensions, parts[sex][code], sex=sex), grouped)
        row += 1
    notes = [
        "Definition: former members of a household who left within the year and are expected to stay away for twelve months,",
        "as told by those who stayed; households that left as a whole are missed. FICTIONAL: every figure is made up.",
        "Source: made-up labour force survey, emigration module.",
    ]
    for offset, text in enumerate(notes):
        sheet.merge(row + offset, 0, row + offset, 3, text, "note")
    return sheet


def make() -> Return:
    """The return."""
    figures: dict = {}
    for number in YEARS:
        sums = {"M": 0, "F": 0, "_T": 0}
        for _, code, size in DESTINATIONS:
            key = f"ZWE/EMI2/{code}/{number}"
            figures[number, code] = by_sex(key, about(key, size, 12), 54)
            sums = {sex: sums[sex] + figures[number, code][sex] for sex in sums}
        figures[number, "_T"] = sums
    file = File("zwe_emigration_2023.xls", [emigrants(figures), reasons(figures)], encoding="cp1252", format="html")
    return Return("ZWE", [file])
