"""Uganda, a second file: how refugees and claims became those of the first file, and residents with the refugees among them."""

from datetime import date

from draw import about, draw
from grid import File, Return, Sheet
from layout import cross
from truth import Observation, stock, year
from world import living, with_rest

from .common import titled
from .uga import CLAIMS, ORIGINS, SETTLEMENTS, SIZES

OFFICE = "MADE-UP BUREAU OF STATISTICS OF UGANDA (EXAMPLE)"
CHANGES = [
    ("Refugees, 1 January", "STOCK_START", 0),
    ("New arrivals", "ARRIVALS", 410),
    ("Births", "BIRTHS", 230),
    ("Recognised individually", "RECOGNISED", 60),
    ("Voluntary returns", "RETURN", 90),
    ("Resettled", "RESETTLED", 25),
    ("Deaths", "DEATHS", 40),
    ("Refugees, 31 December", "STOCK_END", 0),
]
LESS = ("RETURN", "RESETTLED", "DEATHS")
OUTCOMES = [("Refugee status", "REF_IND", 61), ("Rejected", "REJ", 27), ("Closed", "CLOSED", 12)]
CITIZENS = [
    ("Uganda", "UGA"),
    ("South Sudan", "SSD"),
    ("D.R. Congo", "COD"),
    ("Burundi", "BDI"),
    ("Somalia", "SOM"),
    ("Eritrea", "ERI"),
    ("Rwanda", "RWA"),
    ("Kenya", "KEN"),
    ("Other countries", "896"),
    ("Total", "_T"),
]


def change(code: str) -> dict[str, int]:
    """The components of 2024 that end with the refugees of the first file."""
    end = sum(about(f"UGA/REF1/{code}/{name}", size, 7) for name, size in SIZES[code].items() if name in SETTLEMENTS)
    told = {name: about(f"UGA/REF5/{code}/{name}", end * part // 10_000, 8) for _, name, part in CHANGES if part}
    moves = sum(-value if name in LESS else value for name, value in told.items())
    return {"STOCK_START": end - moves, **told, "STOCK_END": end}


def refugees() -> Sheet:
    """Components of the refugee stock by origin."""
    sheet, row = titled("Change", OFFICE, "en", ["Table 4.4: Change of the number of refugees by country of origin, 2024"])
    changes = {code: change(code) for _, code in ORIGINS}
    changes["_T"] = {name: sum(told[name] for told in changes.values()) for _, name, _ in CHANGES}
    row = cross(
        sheet,
        row,
        "Component",
        [(label, name) for label, name, _ in CHANGES],
        [*ORIGINS, ("Total", "_T")],
        lambda name, code: Observation(
            "REF5", year(2024), {"refugee_stock_component": name, "country_of_origin": code}, changes[code][name]
        ),
    )
    sheet.notes(row + 1, 0, ["Refugees on 31 December are those of table 4.1. Source: made-up refugee registration."])
    return sheet


def claims() -> Sheet:
    """Claims pending at the start of the year, and final decisions of the year."""
    sheet, row = titled("Claims", OFFICE, "en", ["Table 4.5: Asylum seekers with a pending claim, 31 December 2023"])
    pending = {}
    decided = {}
    for _, code, size, lodged in CLAIMS:
        end, applied = about(f"UGA/REF2/{code}", size, 10), about(f"UGA/REF3/{code}", lodged, 10)
        # So many that most of those who were pending or applied were decided on.
        pending[code] = end * draw(f"UGA/REF2/{code}/2023", 92, 118) // 100
        whole = pending[code] + applied - end
        parts = with_rest(f"UGA/REF4/{code}", whole, {}, {outcome: weight for _, outcome, weight in OUTCOMES})
        decided |= {(code, outcome): value for outcome, value in parts.items()}
    pending["_T"] = sum(pending.values())
    for _, outcome, _ in [*OUTCOMES, ("", "_T", 0)]:
        decided["_T", outcome] = sum(decided[code, outcome] for _, code, *_ in CLAIMS)
    places = [*((label, code) for label, code, *_ in CLAIMS), ("Total", "_T")]
    row = cross(
        sheet,
        row,
        "Country",
        places,
        [("Persons", 2023)],
        lambda code, number: Observation("REF2", stock(date(number, 12, 31)), {"country_of_origin": code}, pending[code]),
    )
    sheet.put(row + 1, 0, "Table 4.6: Final decisions on asylum claims by outcome, 2024", "title")
    row = cross(
        sheet,
        row + 3,
        "Citizenship",
        places,
        [*((label, outcome) for label, outcome, _ in OUTCOMES), ("All decisions", "_T")],
        lambda code, outcome: Observation(
            "REF4",
            year(2024),
            {"decision_stage": "FINAL", "decision_outcome": outcome, "citizenship": code},
            decided[code, outcome],
        ),
    )
    sheet.notes(
        row + 1,
        0,
        [
            f"At the end of 2023, {pending['_T']} persons waited for a decision.",
            "Pending at the start + applications (table 4.3) - final decisions = pending at the end (table 4.2).",
            "Definition: every person in a claim has a decision; a claim is decided with the last appeal. Source: made-up register of claims.",
        ],
    )
    return sheet


def residents() -> Sheet:
    """Residents, refugees among them."""
    sheet, row = titled("Residents", OFFICE, "en", ["Table 2.1: Resident population by citizenship, 1 January 2025"])
    known = {code: living(code, "UGA", 2025, "UGA") for _, code in CITIZENS if code not in ("UGA", "896", "_T")}
    known["896"] = 88_400
    figures = with_rest("UGA/POP1", 50_015_000, known, {"UGA": 1})
    row = cross(
        sheet,
        row,
        "Citizenship",
        CITIZENS,
        [("2025", 2025)],
        lambda code, number: Observation("POP1", stock(date(number, 1, 1)), {"citizenship": code}, figures[code]),
    )
    sheet.notes(
        row + 1,
        0,
        [
            "Definition: persons resident for twelve months, actual or intended; refugees are counted, in settlements too.",
            "Source: made-up estimate on a made-up census of 2024.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("UGA", [File("uga_claims_and_residents_2024.xlsx", [refugees(), claims(), residents()])])
