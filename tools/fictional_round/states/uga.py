"""Uganda: a matrix of settlements and countries of origin, two tables side by side under one heading, fiscal years."""

from datetime import date

from draw import about, by_sex, draw
from grid import File, Return, Sheet
from truth import Observation, fiscal, stock, year

from .common import FICTIONAL

SETTLEMENTS = ["Adjumani", "Bidibidi", "Kyangwali", "Nakivale", "Rwamwanja", "Kampala (urban)"]
ORIGINS = [
    ("South Sudan", "SSD"),
    ("D.R. Congo", "COD"),
    ("Burundi", "BDI"),
    ("Somalia", "SOM"),
    ("Eritrea", "ERI"),
    ("Rwanda", "RWA"),
    ("Other", "896"),
]
# About how many people of an origin in a settlement; nobody where it is not named.
SIZES = {
    "SSD": {"Adjumani": 210_000, "Bidibidi": 190_000, "Kyangwali": 4_100, "Kampala (urban)": 14_000},
    "COD": {"Kyangwali": 121_000, "Nakivale": 97_000, "Rwamwanja": 83_000, "Kampala (urban)": 29_000, "Adjumani": 310},
    "BDI": {"Nakivale": 36_000, "Kampala (urban)": 2_700, "Kyangwali": 140},
    "SOM": {"Nakivale": 13_000, "Kampala (urban)": 24_000},
    "ERI": {"Kampala (urban)": 41_000, "Nakivale": 900},
    "RWA": {"Nakivale": 12_000, "Rwamwanja": 1_900, "Kyangwali": 400},
    "896": {"Kampala (urban)": 6_400, "Nakivale": 210, "Bidibidi": 60},
}
CLAIMS = [
    ("Eritrea", "ERI", 16_000, 9_100),
    ("Ethiopia", "ETH", 3_900, 2_600),
    ("D.R. Congo", "COD", 7_800, 21_000),
    ("Sudan", "SDN", 9_900, 24_000),
    ("Other countries", "896", 1_300, 1_800),
]
REASONS = [("Employment", "EMP", 11_300), ("Study", "EDUC", 2_400), ("Dependants", "FAM", 3_700), ("Other", "OTH", 1_600)]


def head(name: str) -> Sheet:
    """A sheet with its letterhead."""
    sheet = Sheet(name, widths={0: 30})
    sheet.put(0, 0, "MADE-UP BUREAU OF STATISTICS OF UGANDA (EXAMPLE)", "title")
    sheet.put(1, 0, FICTIONAL["en"], "warning")
    return sheet


def matrix() -> Sheet:
    """Refugees by settlement and origin: only the settlements are shown, so that a country is their sum."""
    sheet = head("Refugees")
    sheet.put(3, 0, "Table 4.1: Refugees by settlement (rows) and country of origin (columns), 31 December 2024", "title")
    sheet.put(5, 0, "Settlement \\ Country of origin", "head")
    for column, (label, _) in enumerate(ORIGINS, start=1):
        sheet.put(5, column, label, "head")
    end = stock(date(2024, 12, 31))
    for row, settlement in enumerate(SETTLEMENTS, start=6):
        sheet.put(row, 0, settlement)
        for column, (_, code) in enumerate(ORIGINS, start=1):
            size = SIZES[code].get(settlement)
            if size is not None:
                value = about(f"UGA/REF1/{code}/{settlement}", size, 7)
                sheet.figure(
                    row, column, Observation("REF1", end, {"country_of_origin": code, "protection_status": "REF"}, value)
                )
    sheet.notes(
        13,
        0,
        [
            "A blank cell means that nobody of the origin was registered in the settlement.",
            "Definition: persons granted refugee status, individually or as a group; children born in Uganda are included; asylum seekers are not.",
            "Source: made-up refugee registration.",
        ],
    )
    return sheet


def claims() -> Sheet:
    """Pending claims at the left, applications of the year at the right, under the same headings."""
    sheet = head("Asylum")
    sheet.merge(3, 0, 3, 3, "Table 4.2 (left): Asylum seekers with a pending claim, 31 December 2024", "title")
    sheet.merge(3, 5, 3, 8, "Table 4.3 (right): Asylum applications lodged in 2024", "title")
    for table, first, heading in (("REF2", 0, "country_of_origin"), ("REF3", 5, "citizenship")):
        sheet.line(5, first, ["Country", "Female", "Male", "Total"], "head")
        sums = {"M": 0, "F": 0, "_T": 0}
        for row, (label, code, pending, lodged) in enumerate([*CLAIMS, ("Total", "_T", 0, 0)], start=6):
            key = f"UGA/{table}/{code}"
            persons = sums if code == "_T" else by_sex(key, about(key, pending if table == "REF2" else lodged, 10), 55)
            sheet.put(row, first, label, "total" if code == "_T" else "body")
            for offset, sex in enumerate(["F", "M", "_T"], start=1):
                dimensions = {heading: code} | ({"applicant_type": "_T"} if table == "REF3" else {})
                period = stock(date(2024, 12, 31)) if table == "REF2" else year(2024)
                sheet.figure(row, first + offset, Observation(table, period, dimensions, persons[sex], sex=sex))
                if code != "_T":
                    sums[sex] += persons[sex]
    sheet.notes(
        13,
        0,
        [
            "Definition: persons in a claim, dependants included; a claim is pending until the last appeal is decided.",
            "Nationals of South Sudan are recognised as a group and lodge no claim. Source: made-up register of claims.",
        ],
    )
    return sheet


def permits() -> Sheet:
    """First permits by fiscal year; a footnote mark stands behind a heading and a label, and a row says "of which"."""
    sheet = head("Permits")
    sheet.put(3, 0, "Table 6.1: First entry and residence permits issued by reason, fiscal years", "title")
    years = {"2021/22": 2021, "2022/23": 2022, "2023/24 (p)": 2023}
    sheet.line(5, 0, ["Reason", *years], "head")
    figures = {}
    for first in years.values():
        for _, code, size in REASONS:
            figures[code, first] = about(f"UGA/RES1/{code}/{first}", size, 12)
        figures["EMP_INV", first] = figures["EMP", first] * draw(f"UGA/RES1/EMP_INV/{first}", 11, 17) // 100
        figures["_T", first] = sum(figures[code, first] for _, code, _ in REASONS)
    rows = [
        ("Employment (a)", "EMP"),
        ("  of which investors", "EMP_INV"),
        ("Study", "EDUC"),
        ("Dependants", "FAM"),
        ("Other", "OTH"),
        ("TOTAL", "_T"),
    ]
    for row, (label, code) in enumerate(rows, start=6):
        sheet.put(row, 0, label, "total" if code == "_T" else "body")
        for column, (shown, first) in enumerate(years.items(), start=1):
            dimensions = {"reason_permit": code, "duration": "_T", "citizenship": "_T"}
            observation = Observation(
                "RES1", fiscal(date(first, 7, 1)), dimensions, figures[code, first], status="P" if "p" in shown else "A"
            )
            sheet.figure(row, column, observation)
    sheet.notes(
        13,
        0,
        [
            "(a) Special passes of less than six months are left out.",
            "(p) provisional",
            "Definition: permits of six months or more, issued for the first time; the fiscal year runs from July to June.",
            "Source: made-up register of permits.",
        ],
    )
    return sheet


def make() -> Return:
    """The return."""
    return Return("UGA", [File("uga_refugees_and_permits_2024.xlsx", [matrix(), claims(), permits()])])
