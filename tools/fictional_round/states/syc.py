"""Seychelles: a long table parted by tabs, UTF-8 with a byte order mark, flags in a column of their own."""

from draw import about, by_sex
from grid import File, Return, Sheet
from truth import Observation, year

from .common import FICTIONAL

PARTNERS = [
    ("India", "IND", 1_150, 980),
    ("Madagascar", "MDG", 420, 360),
    ("Kenya", "KEN", 310, 255),
    ("Mauritius", "MUS", 96, 121),
    ("Sri Lanka", "LKA", 240, 190),
    ("Comoros", "COM", 7, 5),
    ("Other countries", "896", 690, 610),
]
FLOWS = {"arrival": ("IMM2", "country_prev_residence"), "departure": ("EMI2", "country_next_residence")}


def make() -> Return:
    """The return."""
    sheet = Sheet("flows")
    notes = [
        "# Made-up statistics office of Seychelles (example)",
        f"# {FICTIONAL['en']}",
        "# Definition: residents arriving or leaving for three months or more, by country of embarkation or disembarkation",
        "# flag: p provisional, e estimated, c suppressed (1 to 4)",
    ]
    row = sheet.notes(0, 0, notes)
    sheet.line(row, 0, ["ref_year", "movement", "country", "sex", "persons", "flag"])
    row += 1
    sexes = {"M": "male", "F": "female", "_T": "total"}
    for number in (2022, 2023, 2024):
        for movement, (table, dimension) in FLOWS.items():
            sums = {"M": 0, "F": 0, "_T": 0}
            for label, code, arrivals, departures in [*PARTNERS, ("TOTAL", "_T", 0, 0)]:
                key = f"SYC/{table}/{code}/{number}"
                size = arrivals if movement == "arrival" else departures
                persons = sums if code == "_T" else by_sex(key, about(key, size, 14), 61)
                for sex, word in sexes.items():
                    value = persons[sex]
                    if code != "_T":
                        sums[sex] += value
                    hidden = 0 < value < 5
                    marks = (
                        ("c" if hidden else "") + ("e" if code == "896" and not hidden else "") + ("p" if number == 2024 else "")
                    )
                    status = ";".join(mark for mark in "QEP" if mark.replace("Q", "c").lower() in marks) or "A"
                    sheet.line(row, 0, [number, movement, label, word])
                    dimensions = {dimension: code}
                    observation = Observation(
                        table,
                        year(number),
                        dimensions,
                        None if hidden else value,
                        sex=sex,
                        status=status,
                        hidden=(1, 4) if hidden else None,
                    )
                    sheet.figure(row, 4, observation, "--" if hidden else None)
                    if marks:
                        sheet.put(row, 5, marks)
                    row += 1
    return Return("SYC", [File("syc_flows_2022_2024.tsv", [sheet], encoding="utf-8-sig", delimiter="\t", line_end="\n")])
