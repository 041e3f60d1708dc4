"""Eritrea: a long table of emigrants in delimited text, one line a year, basis, place and sex."""

from grid import File, Return, Sheet
from layout import records
from truth import Observation, year
from world import moved, series, with_rest, with_sexes

from .common import FICTIONAL

YEARS = [2020, 2021, 2022, 2023]
TOTALS = series("ERI/emigrants", 13_900, YEARS, 15)
DESTINATIONS = {"ETH": "Ethiopia", "SDN": "Sudan", "EGY": "Egypt", "DJI": "Djibouti", "KEN": "Kenya"}
OTHERS = {"SAU": 55, "896": 45}
CITIZENS = {"ERI": 96, "896": 4}
LABELS = DESTINATIONS | {"SAU": "Saudi Arabia", "896": "Other countries", "ERI": "Eritrea", "_T": "Total"}
SEXES = {"M": "male", "F": "female", "_T": "total"}


def make() -> Return:
    """The return."""
    sheet = Sheet("emigrants")
    row = sheet.notes(
        0,
        0,
        [
            "Made-up statistics office of Eritrea (example)",
            FICTIONAL["en"],
            "Emigrants by country of destination and by citizenship",
            "Definition: persons who left with an exit clearance for twelve months or more; others are not counted.",
            "Source: made-up register of exit clearances.",
            "",
        ],
    )
    lines = []
    for number, total in TOTALS.items():
        known = {code: moved("ERI", code, number, "ERI") for code in DESTINATIONS}
        # Destinations first, then citizenships, which are the same people.
        destinations = with_sexes(f"ERI/EMI2/{number}", with_rest("ERI/EMI2", total, known, OTHERS), 61)
        both = {
            "EMI2": destinations,
            "EMI1": {
                (code, sex): value
                for sex in ("M", "F")
                for code, value in with_rest(f"ERI/EMI1/{sex}", destinations["_T", sex], {}, CITIZENS).items()
            },
        }
        both["EMI1"] |= {(code, "_T"): both["EMI1"][code, "M"] + both["EMI1"][code, "F"] for code in (*CITIZENS, "_T")}
        for table, dimension, basis, codes in (
            ("EMI2", "country_next_residence", "destination", [*DESTINATIONS, *OTHERS, "_T"]),
            ("EMI1", "citizenship", "citizenship", [*CITIZENS, "_T"]),
        ):
            for code in codes:
                for sex, word in SEXES.items():
                    observation = Observation(table, year(number), {dimension: code}, both[table][code, sex], sex=sex)
                    lines.append(([str(number), basis, LABELS[code], word], observation))
    records(sheet, row, ["year", "by", "country", "sex", "emigrants"], lines)
    return Return("ERI", [File("eri_emigrants_2020_2023.csv", [sheet])])
