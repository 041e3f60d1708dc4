"""The made-up world behind the returns: who lives where, who moves where, in figures that belong together.

In go a state, a partner and a year; out come whole persons. Two states that count the same people count them out of the
same figure here, each in its own way, so that mirrors come near each other without being equal. Nothing is a statistic
of anything: sizes are of the order that makes a sheet look plausible. No layout and no fault is known here.
"""

from draw import about, by_sex, by_weight, draw

# Movers of a year 2018 from the first state to the second; pairs that are not named are drawn.
MOVES = {
    ("ZWE", "ZMB"): 1_050, ("ZMB", "ZWE"): 1_240, ("ZMB", "MWI"): 880, ("MWI", "ZMB"): 1_910, ("COD", "ZMB"): 2_350,
    ("ZMB", "COD"): 640, ("ZWE", "MWI"): 520, ("MWI", "ZWE"): 760, ("KEN", "UGA"): 3_850, ("UGA", "KEN"): 4_200,
    ("ETH", "KEN"): 3_250, ("SOM", "KEN"): 3_400, ("RWA", "KEN"): 1_150, ("BDI", "KEN"): 840, ("KEN", "ZMB"): 410,
    ("KEN", "ZWE"): 290, ("KEN", "MWI"): 330, ("ZMB", "KEN"): 350, ("ZWE", "KEN"): 380, ("MWI", "KEN"): 240,
    ("SYC", "KEN"): 240, ("KEN", "SYC"): 290, ("ETH", "DJI"): 5_150, ("DJI", "ETH"): 1_450, ("SOM", "DJI"): 2_800,
    ("DJI", "SOM"): 620, ("ERI", "DJI"): 540, ("ERI", "SDN"): 4_600, ("ERI", "ETH"): 6_900, ("ERI", "KEN"): 310,
    ("ERI", "EGY"): 870, ("DJI", "KEN"): 180, ("DJI", "EGY"): 260, ("LBY", "TUN"): 1_900, ("TUN", "LBY"): 2_300,
    ("EGY", "LBY"): 9_800, ("KEN", "DJI"): 210, ("SDN", "EGY"): 9_900, ("COD", "KEN"): 1_700,
}  # fmt: skip
# Citizens of the first state who live in the second on 1 January 2022.
LIVING = {
    ("COM", "MDG"): 9_400, ("MDG", "COM"): 3_300, ("MDG", "MUS"): 6_300, ("COM", "MUS"): 420, ("SOM", "KEN"): 31_000,
    ("SOM", "UGA"): 46_000, ("ETH", "KEN"): 22_500, ("UGA", "KEN"): 34_800, ("RWA", "KEN"): 9_200, ("BDI", "KEN"): 8_100,
    ("KEN", "UGA"): 29_400, ("RWA", "UGA"): 38_000, ("COD", "UGA"): 398_000, ("SSD", "UGA"): 476_000, ("BDI", "UGA"): 52_000,
    ("ZWE", "ZMB"): 18_700, ("COD", "ZMB"): 44_000, ("MWI", "ZMB"): 21_300, ("ZMB", "ZWE"): 9_700, ("MWI", "ZWE"): 12_900,
    ("ZMB", "MWI"): 7_600, ("ZWE", "MWI"): 6_100, ("BDI", "RWA"): 9_200, ("COD", "RWA"): 9_600, ("UGA", "RWA"): 4_900,
    ("KEN", "RWA"): 3_100, ("SOM", "EGY"): 3_700, ("SDN", "EGY"): 120_000, ("SYR", "EGY"): 96_000,
    ("ERI", "UGA"): 43_000,
}  # fmt: skip
# Per cent of the people who are there that a state sees, because it counts by another rule; the others see all.
SEEN = {"DJI": 82, "MWI": 118, "ZWE": 93, "ERI": 74, "TUN": 105, "KEN": 96}


def series(key: str, size: int, years: list[int], per_mille: int | None = None) -> dict[int, int]:
    """Counts of years that follow each other: steady growth, or loss, with a wobble of one per cent."""
    growth = draw(f"{key}/growth", -25, 75) if per_mille is None else per_mille
    result = {}
    for number in years:
        grown = size * (1000 + growth * (number - years[0])) // 1000
        result[number] = grown * draw(f"{key}/{number}", 990, 1010) // 1000
    return result


def _seen(reporter: str, persons: int, key: str) -> int:
    return persons * SEEN.get(reporter, 100) * draw(f"{key}/{reporter}", 960, 1040) // 100_000


def moved(origin: str, destination: str, number: int, reporter: str) -> int:
    """Movers of a year as one of the two states sees them."""
    key = f"moved/{origin}/{destination}"
    base = MOVES.get((origin, destination)) or draw(key, 90, 480)
    return _seen(reporter, base * (1000 + 24 * (number - 2018)) // 1000, f"{key}/{number}")


def living(citizen: str, residence: str, number: int, reporter: str) -> int:
    """Citizens of a state in another one on 1 January of a year as one of the two sees them."""
    key = f"living/{citizen}/{residence}"
    base = LIVING.get((citizen, residence)) or draw(key, 300, 2_600)
    return _seen(reporter, base * (1000 + 22 * (number - 2022)) // 1000, key)


def with_rest(key: str, total: int, known: dict[str, int], rest: dict[str, int]) -> dict[str, int]:
    """Parts of a total: some are known, the others share what is left by weight; the total stands under `_T`."""
    left = total - sum(known.values())
    if left < 0:
        raise ValueError(f"{key}: the known parts are more than {total}")
    return known | by_weight(key, left, rest) | {"_T": total}


def with_sexes(key: str, persons: dict[str, int], male: int = 53) -> dict[tuple[str, str], int]:
    """Men, women and both of each part; the total is that of its parts."""
    told = {(code, sex): value for code, whole in persons.items() for sex, value in by_sex(f"{key}/{code}", whole, male).items()}
    for sex in ("M", "F", "_T"):
        told["_T", sex] = sum(told[code, sex] for code in persons if code != "_T")
    return told


AGES = {
    "Y0T4": 15, "Y5T9": 14, "Y10T14": 13, "Y15T19": 11, "Y20T24": 9, "Y25T29": 8, "Y30T34": 7, "Y35T39": 6, "Y40T44": 5,
    "Y45T49": 4, "Y50T54": 3, "Y55T59": 2, "Y60T64": 1, "Y65T69": 1, "Y_GE70": 1,
}  # fmt: skip


def with_ages(key: str, persons: dict[str, int]) -> dict[tuple[str, str], int]:
    """Persons by five-year age and sex that add up to men and women given."""
    told = {(age, sex): value for sex in ("M", "F") for age, value in by_weight(f"{key}/{sex}", persons[sex], AGES).items()}
    told |= {("_T", sex): persons[sex] for sex in ("M", "F")}
    return told | {(age, "_T"): told[age, "M"] + told[age, "F"] for age in ("_T", *AGES)}


def balance(
    key: str,
    start: int,
    immigrants: dict[int, int],
    emigrants: dict[int, int],
    births_per_mille: int = 31,
    deaths_per_mille: int = 8,
) -> dict[int, dict[str, int]]:
    """Components of each year: the population at the end of a year is the one at the start of the next."""
    years = {}
    for number, arrived in immigrants.items():
        births = about(f"{key}/births/{number}", start * births_per_mille // 1000, 2)
        deaths = about(f"{key}/deaths/{number}", start * deaths_per_mille // 1000, 2)
        adjustment = draw(f"{key}/adjustment/{number}", 0, start // 600_000)
        end = start + births - deaths + arrived - emigrants[number] + adjustment
        years[number] = {
            "POP_START": start,
            "BIRTHS": births,
            "DEATHS": deaths,
            "IMM": arrived,
            "EMI": emigrants[number],
            "ADJ": adjustment,
            "POP_END": end,
        }
        start = end
    return years


def at_new_year(years: dict[int, dict[str, int]]) -> dict[int, int]:
    """Population on 1 January of each year, and of the year after the last one."""
    last = max(years)
    return {number: told["POP_START"] for number, told in years.items()} | {last + 1: years[last]["POP_END"]}
