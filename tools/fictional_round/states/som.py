"""Somalia: immigrants and returning nationals in delimited text parted by bars, small counts hidden, nationals abroad."""

from datetime import date

from draw import about
from grid import File, Return, Sheet
from layout import cross, hides_one_to_four
from truth import Observation, stock, year
from world import living, series, with_rest, with_sexes

from .common import FICTIONAL

YEARS = [2021, 2022, 2023]
TOTALS = series("SOM/immigrants", 34_200, YEARS, -24)
CITIZENSHIP = [
    ("Somalia", "SOM", 8_200),
    ("Ethiopia", "ETH", 1_060),
    ("Yemen", "YEM", 480),
    ("Kenya", "KEN", 170),
    ("Comoros", "COM", 0),
    ("Other countries", "896", 90),
]
RETURNS = [
    ("Kenya", "KEN", 44),
    ("Yemen", "YEM", 21),
    ("Saudi Arabia", "SAU", 17),
    ("Ethiopia", "ETH", 11),
    ("Other countries", "896", 7),
]
ABROAD = [
    ("Kenya", "KEN", 0),
    ("Uganda", "UGA", 0),
    ("Egypt", "EGY", 0),
    ("Ethiopia", "ETH", 214_000),
    ("United States", "USA", 121_000),
    ("Other countries", "896", 88_000),
]
SEXES = [("Men", "M"), ("Women", "F"), ("Both sexes", "_T")]


def told(table: str, number: int, dimension: str, code: str, sex: str, value: int) -> Observation:
    """An observation; one to four persons are hidden."""
    hidden = 0 < value < 5
    return Observation(
        table,
        year(number),
        {dimension: code},
        None if hidden else value,
        sex=sex,
        status="Q" if hidden else "A",
        hidden=(1, 4) if hidden else None,
    )


def flows(sheet: Sheet, row: int) -> int:
    """Immigrants by citizenship and nationals who came back; the second are among the first."""
    arrived = {}
    returned = {}
    for number, total in TOTALS.items():
        parts = with_rest(f"SOM/IMM1/{number}", total - 3, {}, {code: weight for _, code, weight in CITIZENSHIP if weight})
        # A handful of people: the sheet shows that there are some, not how many.
        parts |= {"COM": 3, "_T": total}
        arrived |= {(number, *key): value for key, value in with_sexes(f"SOM/IMM1/{number}", parts, 55).items()}
        back = arrived[number, "SOM", "_T"] * 71 // 100
        parts = with_rest(f"SOM/IMM5/{number}", back, {}, {code: weight for _, code, weight in RETURNS})
        returned |= {(number, *key): value for key, value in with_sexes(f"SOM/IMM5/{number}", parts, 57).items()}
    bands = [(str(number), [(shown, (number, sex)) for shown, sex in SEXES]) for number in YEARS]
    sheet.put(row, 0, "Table 1: Immigrants by citizenship and sex")
    row = cross(
        sheet,
        row + 2,
        "Citizenship",
        [*((label, code) for label, code, _ in CITIZENSHIP), ("Total", "_T")],
        bands,
        lambda code, of: told("IMM1", of[0], "citizenship", code, of[1], arrived[of[0], code, of[1]]),
        hides_one_to_four("1-4"),
    )
    sheet.put(row + 1, 0, "Table 2: Returning nationals by country of previous residence and sex")
    return cross(
        sheet,
        row + 3,
        "Previous residence",
        [*((label, code) for label, code, _ in RETURNS), ("Total", "_T")],
        bands,
        lambda code, of: told("IMM5", of[0], "country_prev_residence", code, of[1], returned[of[0], code, of[1]]),
    )


def abroad(sheet: Sheet, row: int) -> int:
    """Nationals abroad, and a table that does not apply."""
    figures = {}
    for number in (2022, 2023):
        for _, code, size in ABROAD:
            figures[code, number] = about(f"SOM/NAB1/{code}/{number}", size, 2) or living("SOM", code, number + 1, "SOM")
        figures["_T", number] = sum(figures[code, number] for _, code, _ in ABROAD)
    sheet.put(row, 0, "Table 3: Somali nationals abroad by country of residence, 31 December")
    row = cross(
        sheet,
        row + 2,
        "Country of residence",
        [*((label, code) for label, code, _ in ABROAD), ("Total", "_T")],
        [("2022", 2022), ("2023", 2023)],
        lambda code, number: Observation("NAB1", stock(date(number, 12, 31)), {"country_residence": code}, figures[code, number]),
    )
    sheet.put(row + 1, 0, "Table 4: Valid residence permits by reason, 31 December")
    return cross(
        sheet,
        row + 3,
        "Reason",
        [("Total", "_T")],
        [("2022", 2022), ("2023", 2023)],
        lambda code, number: Observation(
            "RES3",
            stock(date(number, 12, 31)),
            {"reason_permit": code, "duration": "_T", "citizenship": "_T"},
            None,
            status="M",
        ),
        lambda _: "not applicable",
    )


def make() -> Return:
    """The return."""
    sheet = Sheet("returns")
    row = sheet.notes(0, 0, ["Made-up statistics office of Somalia (example)", FICTIONAL["en"], ""])
    row = flows(sheet, row)
    row = abroad(sheet, row + 1)
    sheet.notes(
        row + 1,
        0,
        [
            "1-4: one to four persons; hidden. not applicable: no residence permits are issued.",
            "Definition: persons who came to stay for at least twelve months; refugees are counted.",
            "Nationals abroad are those the embassies know of, born in Somalia or not; no length of stay is asked for.",
            "Source: made-up arrival monitoring and made-up embassy lists.",
        ],
    )
    return Return("SOM", [File("som_arrivals_and_nationals_2023.csv", [sheet], delimiter="|", line_end="\n")])
