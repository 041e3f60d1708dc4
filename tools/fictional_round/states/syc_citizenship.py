"""Seychelles, a second file: acquisitions of citizenship told two ways in a long table parted by tabs."""

from draw import about
from grid import File, Return, Sheet
from layout import records
from truth import Observation, year
from world import with_rest, with_sexes

from .common import FICTIONAL

FORMER = {
    "MDG": ("Madagascar", 62),
    "IND": ("India", 71),
    "KEN": ("Kenya", 24),
    "LKA": ("Sri Lanka", 19),
    "896": ("Other countries", 31),
}
SEXES = {"M": "male", "F": "female", "_T": "total"}


def make() -> Return:
    """The return."""
    sheet = Sheet("citizenship")
    notes = [
        "# Made-up statistics office of Seychelles (example), acquisitions of citizenship",
        f"# {FICTIONAL['en']}",
        "# Definition: naturalisations and registrations of residents; births are left out; place of birth in present boundaries",
    ]
    row = sheet.notes(0, 0, notes)
    lines = []
    for number in (2022, 2023, 2024):
        sizes = {code: about(f"SYC/ACQ1/{code}/{number}", size, 6) for code, (_, size) in FORMER.items()}
        former = with_sexes(f"SYC/ACQ1/{number}", sizes, 44)
        former |= {("_T", sex): sum(former[code, sex] for code in FORMER) for sex in SEXES}
        born = {}
        for sex in ("M", "F"):
            parts = with_rest(
                f"SYC/ACQ2/{number}/{sex}", former["_T", sex], {}, {code: size for code, (_, size) in FORMER.items()}
            )
            born |= {(code, sex): value for code, value in parts.items()}
        born |= {(code, "_T"): born[code, "M"] + born[code, "F"] for code in (*FORMER, "_T")}
        for table, dimension, basis, told in (
            ("ACQ1", "former_citizenship", "former citizenship", former),
            ("ACQ2", "country_of_birth", "birth", born),
        ):
            for code in (*FORMER, "_T"):
                label = "TOTAL" if code == "_T" else FORMER[code][0]
                for sex, word in SEXES.items():
                    observation = Observation(table, year(number), {dimension: code}, told[code, sex], sex=sex)
                    lines.append(([number, basis, label, word], observation))
    records(sheet, row, ["year", "by", "country", "sex", "persons"], lines)
    return Return("SYC", [File("syc_citizenship_2022_2024.tsv", [sheet], delimiter="\t", line_end="\n")])
