"""The papers beside the returns: the day on which each file came, and which sources the states have. All made up.

In go the paths of the files; out come `receipts.csv` and `sources.csv`. The round is due on 30 September 2024. Neither file
holds a figure of a table.
"""

import csv
import io
from datetime import date, timedelta

from draw import draw

DUE = date(2024, 9, 30)
# Files that come after the day: reporter, tables, periods, how many days after.
LATE_FILES = {
    "rwa/rwa_residents_2025.csv": ("RWA", "POP1;IMM1", "2021;2022;2023;2024;2025", 18),
    "sdn/sdn_refugees_2023_ar_en.xlsx": ("SDN", "REF1;REF5;REF3", "2022;2023", 35),
    "mus/mus_population_2025.csv": ("MUS", "POP1;POP2;BAL1", "2021;2022;2023;2024;2025", 2),
}
LATE = [(reporter, tables, periods, DUE + timedelta(days=days)) for reporter, tables, periods, days in LATE_FILES.values()]

# Which sources a state has: axis, name, type, since, whether it is used and shared, how reliable it is. An axis that is not
# named has none.
POPULATION = ("population", "Population census", "census")
BALANCE = ("balance", "Civil registration and census", "civil_registration")
BORDER = ("immigration", "Border management system", "border_records")
EXIT = ("emigration", "Border management system", "border_records")
CONSULAR = ("nationals-abroad", "Consular register", "consular_register")
PERMITS = ("residence-permits", "Register of permits", "permit_register")
CITIZENSHIP = ("acquisition", "Register of citizenship decisions", "civil_registration")
REFUGEES = ("refugees", "Register of refugees", "refugee_register")
SOURCES = {
    "BDI": [(POPULATION, "yes", "yes", "high"), (REFUGEES, "yes", "no", "medium"), (BORDER, "no", "no", "low")],
    "COM": [(POPULATION, "yes", "yes", "high"), (BALANCE, "yes", "yes", "medium"), (CONSULAR, "yes", "yes", "low")],
    "COD": [(BORDER, "yes", "yes", "medium"), (REFUGEES, "yes", "yes", "high"), (PERMITS, "no", "no", "medium")],
    "DJI": [(BORDER, "yes", "yes", "medium"), (EXIT, "yes", "yes", "low"), (PERMITS, "yes", "yes", "high"), (REFUGEES, "yes", "no", "high")],
    "EGY": [(POPULATION, "yes", "yes", "high"), (BORDER, "yes", "yes", "medium"), (PERMITS, "yes", "no", "high"), (CONSULAR, "yes", "yes", "low"), (CITIZENSHIP, "yes", "yes", "high"), (REFUGEES, "no", "no", "medium")],
    "ERI": [(EXIT, "yes", "yes", "low"), (POPULATION, "no", "no", "low")],
    "SWZ": [(BORDER, "yes", "yes", "medium"), (EXIT, "yes", "yes", "medium"), (POPULATION, "yes", "no", "high")],
    "ETH": [(EXIT, "yes", "yes", "medium"), (REFUGEES, "yes", "yes", "high"), (POPULATION, "no", "no", "low")],
    "KEN": [(POPULATION, "yes", "yes", "high"), (BALANCE, "yes", "yes", "medium"), (BORDER, "yes", "yes", "high"), (EXIT, "yes", "yes", "medium"), (PERMITS, "no", "no", "high"), (REFUGEES, "yes", "no", "high")],
    "LBY": [(POPULATION, "yes", "yes", "low"), (PERMITS, "no", "no", "medium")],
    "MDG": [(POPULATION, "yes", "yes", "medium"), (CONSULAR, "yes", "yes", "low"), (CITIZENSHIP, "yes", "yes", "high")],
    "MWI": [(POPULATION, "yes", "yes", "high"), (BALANCE, "yes", "yes", "medium"), (BORDER, "yes", "yes", "medium"), (REFUGEES, "yes", "no", "high")],
    "MUS": [(POPULATION, "yes", "yes", "high"), (BALANCE, "yes", "yes", "high"), (PERMITS, "yes", "yes", "high"), (CITIZENSHIP, "yes", "yes", "high"), (BORDER, "no", "no", "high")],
    "RWA": [(POPULATION, "yes", "yes", "high"), (BORDER, "yes", "yes", "high"), (PERMITS, "yes", "yes", "high"), (REFUGEES, "yes", "no", "high")],
    "SYC": [(BORDER, "yes", "yes", "high"), (EXIT, "yes", "yes", "high"), (CITIZENSHIP, "yes", "yes", "high"), (POPULATION, "yes", "no", "high")],
    "SOM": [(BORDER, "yes", "yes", "low"), (CONSULAR, "yes", "yes", "low")],
    "SDN": [(REFUGEES, "yes", "yes", "medium"), (CITIZENSHIP, "no", "no", "low")],
    "TUN": [(POPULATION, "yes", "yes", "high"), (BORDER, "yes", "yes", "medium"), (EXIT, "yes", "yes", "medium"), (CONSULAR, "yes", "yes", "medium"), (PERMITS, "no", "no", "medium")],
    "UGA": [(POPULATION, "yes", "yes", "high"), (REFUGEES, "yes", "yes", "high"), (PERMITS, "yes", "yes", "medium"), (BORDER, "no", "no", "high")],
    "ZMB": [(POPULATION, "yes", "yes", "high"), (BORDER, "yes", "yes", "high"), (EXIT, "yes", "yes", "high"), (PERMITS, "yes", "yes", "high")],
    "ZWE": [(POPULATION, "yes", "no", "high"), (BORDER, "yes", "yes", "high"), (EXIT, "yes", "yes", "medium"), (CITIZENSHIP, "no", "no", "medium")],
}  # fmt: skip
# Where the source of an axis is another one than the usual.
OTHERWISE = {
    ("ERI", "emigration"): ("Register of exit clearances", "exit_clearance"),
    ("ETH", "emigration"): ("Overseas employment register", "exit_clearance"),
    ("LBY", "population"): ("Civil register", "population_register"),
    ("MDG", "population"): ("Household survey", "household_survey"),
    ("RWA", "population"): ("Population register", "population_register"),
    ("RWA", "immigration"): ("Population register", "population_register"),
    ("SOM", "immigration"): ("Arrival monitoring", "border_records"),
    ("TUN", "immigration"): ("Household survey", "household_survey"),
    ("TUN", "emigration"): ("Household survey", "household_survey"),
    ("ZWE", "emigration"): ("Labour force survey, emigration module", "household_survey"),
}
NOTES = {
    ("no", "no"): "exists and is not used",
    ("yes", "no"): "used by the office and not shared",
    ("yes", "yes"): "",
}


def _text(columns: list[str], rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def receipts(paths: list[str], planted: bool) -> bytes:
    """The day on which each file came; without faults every one came in time."""
    rows = []
    for path in paths:
        day = DUE - timedelta(days=draw(f"receipt/{path}", 0, 75))
        if planted and path in LATE_FILES:
            day = DUE + timedelta(days=LATE_FILES[path][3])
        rows.append([path, day.isoformat()])
    return _text(["file", "received_on"], rows)


def sources() -> bytes:
    """The made-up inventory of sources."""
    rows = []
    for area, lines in SOURCES.items():
        for (axis, name, kind), used, shared, reliability in lines:
            name, kind = OTHERWISE.get((area, axis), (name, kind))
            since = draw(f"source/{area}/{axis}", 1998, 2022)
            note = "; ".join(part for part in ("made up", NOTES[used, shared]) if part)
            rows.append([area, name, kind, str(since), axis, used, shared, reliability, note])
    return _text(["area", "source", "type", "since", "axis", "used", "shared", "reliability", "note"], rows)
