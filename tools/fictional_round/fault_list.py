"""What is planted where: each fault of the fictional round in one call, those that take something out first.

In goes a planter with the returns; it leaves them changed. Late tables are known from the days on which files came, which
`papers.py` tells. Burundi, Eswatini, Ethiopia, Libya and Madagascar send what they meant to send.
"""

from decimal import Decimal

from faults import Place, Planter, amount, swapped
from papers import LATE


def left_out(planter: Planter) -> None:
    """Tables and years that are not sent, without a word; tables that come late."""
    planter.without_sheet("residents by citizenship (core) are not sent, and nothing says so", planter.places("ZWE", "POP1")[0])
    planter.without_sheet("first residence permits (core) are not sent, and nothing says so", planter.places("EGY", "RES1")[0])
    planter.without_period("the year before the last is left out of a series of six years", "KEN", "EMI2", 2022)
    planter.without_period("residents of 1 January 2023 are left out, those of 2024 are sent", "ZMB", "POP1", 2023)
    planter.without_lines("nothing at all is sent for 2023, only older years", "ERI", ["EMI1", "EMI2"], 2023)
    for reporter, tables, periods, day in LATE:
        planter.note("table-late", f"came on {day}, after the day it was due on", reporter, tables, periods)


def sums(planter: Planter) -> None:
    """Totals that are not those of their parts."""
    place = planter.place("ZWE", "EMI2", 2022, country_next_residence="BWA", sex="M")
    planter.add("total-differs", "one part was changed and the total was not", amount(place.cell, place.value), [place])
    place = planter.place("EGY", "POP1", 2024, citizenship="PSE", sex="M")
    both = planter.place("EGY", "POP1", 2024, citizenship="PSE", sex="_T")
    planter.add("total-differs", "men and both sexes of one row were changed, the totals below were not", 4_070, [place, both])
    sexes = "men and women do not add up to both: the figure for both was changed"
    place = planter.place("COD", "IMM1", 2023, citizenship="CHN", sex="_T")
    planter.add("sexes-differ", sexes, amount(place.cell, place.value), [place])
    place = planter.place("RWA", "POP1", 2024, citizenship="COD", sex="F")
    planter.add("sexes-differ", "men and women do not add up to both: women were changed", 310, [place])
    ages = "the ages do not add up to all ages: one group was changed, for {} and for both sexes"
    for reporter, age, sex, word in (("MWI", "Y25T29", "F", "women"), ("KEN", "Y40T44", "M", "men")):
        first = planter.place(reporter, "POP2", 2024, country_of_birth="FOR", age=age, sex=sex)
        second = planter.place(reporter, "POP2", 2024, country_of_birth="FOR", age=age, sex="_T")
        planter.add("ages-differ", ages.format(word), amount(first.cell, first.value, 20, 30), [first, second])
    for reporter, table, dimension, low, parts in (
        ("ZMB", "EMI2", "country_next_residence", "171", "the member states were added to the total again with their subtotal"),
        ("EGY", "NAB2", "country_residence", "ARB", "the Arab countries were added to the total again with their subtotal"),
    ):
        values = {}
        for total in planter.places(reporter, table, 2023, **{dimension: "_T"}):
            same = {"sex": total.said.sex} | {key: code for key, code in total.said.dimensions.items() if key != dimension}
            values[total] = total.value + planter.place(reporter, table, 2023, **{dimension: low}, **same).value
        planter.change("aggregate-added", parts, values)


def single_cells(planter: Planter) -> None:
    """One cell that can't be, or that somebody typed wrong."""
    place = planter.place("RWA", "IMM1", 2023, citizenship="KEN", sex="M")
    planter.change("negative-count", "a minus sign before a count", {place: -place.value})
    place = planter.place("SOM", "NAB1", 2023, country_residence="UGA")
    planter.change("negative-count", "a minus sign before a count", {place: -place.value})
    place = planter.place("DJI", "RES3", 2022, reason_permit="FAM")
    planter.change("fraction", "half a person", {place: Decimal(place.value) + Decimal("0.5")})
    place = planter.place("UGA", "REF5", 2024, refugee_stock_component="RESETTLED", country_of_origin="SOM")
    planter.change("fraction", "a quarter of a person", {place: Decimal(place.value) + Decimal("0.25")})
    place = planter.place("TUN", "IMM1", 2019, citizenship="FRA")
    planter.swap_digits("digits-swapped", "two digits beside each other are swapped", place)
    place = planter.place("DJI", "IMM2", 2021, country_prev_residence="ETH")
    planter.times("unit-slip", "one cell is ten times too large; the total is right", [place], 10)
    column = planter.places("MUS", "POP1", 2023)
    planter.times("unit-slip", "a column in thousands is ten times too large", column, 10)
    year = planter.places("KEN", "EMI2", 2020)
    parts = {place: place.value // 100 for place in year if place.said.dimensions["country_next_residence"] != "_T"}
    (total,) = (place for place in year if place not in parts)
    planter.change(
        "unit-slip",
        "a year is a hundred times too small, as if told in hundreds; it adds up",
        parts | {total: sum(parts.values())},
    )


def between_tables(planter: Planter) -> None:
    """Tables of one state that tell the same thing in two ways."""
    grand = "the table adds up, but its grand total is not that of the table beside it ({})"
    for reporter, table, year, code, other, men, women in (
        ("ZMB", "IMM3", 2023, "CHN", "IMM1, IMM2, IMM4", 260, 180),
        ("MUS", "ACQ2", 2024, "IND", "ACQ1", 9, 12),
        ("SYC", "ACQ2", 2023, "KEN", "ACQ1", 9, 12),
    ):
        raised = [place for one in (code, "_T") for place in planter.places(reporter, table, year, country_of_birth=one)]
        more = {"M": men, "F": women, "_T": men + women}
        planter.change(
            "grand-totals-differ", grand.format(other), {place: place.value + more[place.said.sex] for place in raised}
        )
    end, other = (planter.place("KEN", "BAL1", 2022, balance_component=name) for name in ("POP_END", "ADJ"))
    planter.add("stock-not-carried", "the year closes, but its end is not the start of the next year", 18_400, [end, other])
    start, other = (planter.place("MUS", "BAL1", 2023, balance_component=name) for name in ("POP_START", "ADJ"))
    planter.change(
        "stock-not-carried",
        "the year closes, but its start is not the end of the year before",
        {start: start.value - 2_300, other: other.value + 2_300},
    )
    place = planter.place("MWI", "BAL1", 2021, balance_component="DEATHS")
    planter.add("balance-open", "the components do not lead to the population at the end", 6_150, [place])
    place = planter.place("COM", "BAL1", 2022, balance_component="BIRTHS")
    planter.change(
        "balance-open",
        "two digits of the births are swapped, so that the balance does not close",
        {place: swapped(place.value)},
    )
    own, total = (planter.place("COM", "POP1", 2023, citizenship=code) for code in ("COM", "_T"))
    planter.add(
        "tables-differ", "the table adds up, but its total is not the population in the balance (BAL1)", 3_900, [own, total]
    )
    told, other = (planter.place("COM", "BAL1", 2021, balance_component=name) for name in ("EMI", "ADJ"))
    planter.add(
        "tables-differ",
        "the balance closes, but its emigrants are not those of the table by nationality (EMI1)",
        640,
        [told, other],
    )
    for reporter, numerator in (("ZMB", 4), ("RWA", 5)):
        planter.times(
            "permits-above-foreigners",
            "valid permits are far more than the foreigners who live there the day after (POP1)",
            planter.places(reporter, "RES3"),
            numerator,
        )
    less, more = (planter.place("UGA", "POP1", 2025, citizenship=code) for code in ("COD", "896"))
    planter.change(
        "refugees-above-residents",
        "residents of a citizenship, refugees among them, are fewer than its refugees (REF1)",
        {less: less.value - 160_000, more: more.value + 160_000},
    )
    for reporter, year, numerator in (("TUN", 2020, 14), ("SOM", 2022, 16)):
        places = planter.places(reporter, "IMM5", year)
        parts = {
            place: place.value * numerator // 10
            for place in places
            if place.said.dimensions["country_prev_residence"] != "_T" and (place.said.sex != "_T" or reporter == "TUN")
        }
        planter.change(
            "returning-above-nationals", "more nationals return than nationals immigrate (IMM1)", summed_up(places, parts)
        )


def summed_up(places: list[Place], parts: dict[Place, int]) -> dict[Place, int]:
    """The parts, with both sexes of each row and the totals below made of them."""
    told = dict(parts)
    for place in places:
        if place in parts:
            continue
        said = place.said
        total = said.dimensions["country_prev_residence"] == "_T"
        told[place] = sum(
            value
            for part, value in parts.items()
            if (said.sex in ("_T", part.said.sex)) and (total or part.said.dimensions == said.dimensions)
        )
    return told


def stocks_of_refugees(planter: Planter) -> None:
    """Refugees and claims whose flows do not lead from one stock to the other."""
    for reporter, year, origin, component in (("COD", 2023, "RWA", "ARRIVALS"), ("SDN", 2023, "ETH", "RETURN")):
        places = [
            planter.place(reporter, "REF5", year, refugee_stock_component=component, country_of_origin=code)
            for code in (origin, "_T")
        ]
        planter.add(
            "refugees-do-not-close",
            "the start with what came and less what went is not the end; each row adds up",
            amount(f"{reporter}/REF5", places[0].value, 30, 60),
            places,
        )
    places = [
        planter.place("UGA", "REF4", 2024, decision_outcome=outcome, citizenship=code)
        for code in ("SDN", "_T")
        for outcome in ("REJ", "_T")
    ]
    planter.add(
        "claims-do-not-close",
        "pending claims and applications less decisions are not the claims pending at the end",
        1_840,
        places,
    )


def shapes(planter: Planter) -> None:
    """Columns, rows and series of a shape that no count has."""
    codes = ("CHN", "IND", "GBR")
    values: dict[Place, int] = {}
    for sex in ("M", "F"):
        places = [planter.place("ZMB", "IMM2", 2023, country_prev_residence=code, sex=sex) for code in (*codes, "ZAF")]
        each = sum(place.value for place in places[:3]) // 3
        rest = sum(place.value for place in places[:3]) - each * 3
        values |= dict.fromkeys(places[:3], each) | {places[3]: places[3].value + rest}
    for code in (*codes, "ZAF"):
        both = planter.place("ZMB", "IMM2", 2023, country_prev_residence=code, sex="_T")
        values[both] = sum(value for place, value in values.items() if place.row == both.row)
    planter.change("even-split", "a group was known in all and split evenly over three rows; it adds up", values)
    places = [planter.place("SDN", "REF1", 2022, country_of_origin=code) for code in ("ERI", "SSD", "ETH", "TCD")]
    each = sum(place.value for place in places) // 4
    rest = sum(place.value for place in places) - each * 4
    other = planter.place("SDN", "REF1", 2022, country_of_origin="896")
    planter.change(
        "even-split",
        "the total was split evenly over four rows; it adds up",
        dict.fromkeys(places, each) | {other: other.value + rest},
    )
    planter.copy(
        "last-year-repeated",
        "the figures of 2022 stand under 2023",
        planter.places("DJI", "EMI2", 2022),
        planter.places("DJI", "EMI2", 2023),
    )
    planter.copy(
        "last-year-repeated",
        "the figures of 2021 stand under 2022",
        planter.places("TUN", "IMM5", 2021),
        planter.places("TUN", "IMM5", 2022),
    )
    for reporter, table, year, code, men in (("RWA", "POP1", 2025, "KEN", 3), ("EGY", "IMM1", 2023, "SDN", 98)):
        places = {sex: planter.place(reporter, table, year, citizenship=code, sex=sex) for sex in ("M", "F", "_T")}
        totals = {sex: planter.place(reporter, table, year, citizenship="_T", sex=sex) for sex in ("M", "F")}
        moved = places["M"].value - places["_T"].value * men // 100
        planter.change(
            "sex-ratio",
            f"{men} men among a hundred persons; rows and columns add up",
            {
                places["M"]: places["M"].value - moved,
                places["F"]: places["F"].value + moved,
                totals["M"]: totals["M"].value - moved,
                totals["F"]: totals["F"].value + moved,
            },
        )
    for reporter, table, year, code in (("ZWE", "IMM2", 2021, "MOZ"), ("KEN", "IMM2", 2021, "IND")):
        part, total = (planter.place(reporter, table, year, country_prev_residence=one) for one in (code, "_T"))
        planter.add("jump", "one year of a series leaps without a mark; it adds up", part.value * 3, [part, total])
    for reporter, table, years, per_cent, step in (
        ("TUN", "IMM1", (2021, 2022, 2023), 170, 1),
        ("MWI", "IMM2", (2022, 2023), 180, 5),
    ):
        places = [place for year in years for place in planter.places(reporter, table, year)]
        grown = {}
        for place in places:
            total = "_T" in place.said.dimensions.values()
            grown[place] = 0 if total else place.value * per_cent // 100 // step * step
        for place in places:
            if "_T" in place.said.dimensions.values():
                grown[place] = sum(value for other, value in grown.items() if other.column == place.column)
        planter.change(
            "level-shift", f"from {years[0]} on all figures are {per_cent} per cent of what they were, without a mark", grown
        )
    places = planter.places("COD", "REF5", 2023, country_of_origin="896")
    planter.change(
        "only-zeros",
        "a column holds a zero and nothing else",
        {place: 0 if place.said.dimensions["refugee_stock_component"] == "OTHER" else None for place in places},
    )


def told_elsewhere(planter: Planter) -> None:
    """Notes, labels and mirrors."""
    for place in (
        planter.place("COD", "IMM1", 2023, citizenship="_T", sex="_T"),
        planter.place("UGA", "REF2", 2023, country_of_origin="_T"),
    ):
        planter.retell(
            "told-twice",
            "a note beside the table tells another number than its total",
            place,
            place.value,
            swapped(place.value),
        )
    planter.rename(
        "reporter-as-partner",
        "the row of a partner bears the name of the reporting state",
        planter.places("COM", "NAB1", country_residence="TZA"),
        0,
        "Comores",
        "country_residence",
        "COM",
    )
    less, more = (planter.place("ZWE", "IMM2", 2023, country_prev_residence=code) for code in ("ZMB", "896"))
    planter.change(
        "mirror-differs",
        "a tenth of the movers whom Zambia counts (EMI2); the rest stands under other countries",
        {less: less.value // 10, more: more.value + less.value - less.value // 10},
    )
    part, total = (planter.place("COM", "NAB1", 2023, country_residence=code) for code in ("MUS", "_T"))
    planter.add(
        "mirror-differs", "twelve times the citizens whom Mauritius counts (POP1); it adds up", part.value * 11, [part, total]
    )


def plant(planter: Planter) -> None:
    """All of them."""
    for step in (left_out, sums, single_cells, between_tables, stocks_of_refugees, shapes, told_elsewhere):
        step(planter)
