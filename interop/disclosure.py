"""Tries to work out what a public edition leaves out, by linear programmes, knowing nothing of the program that wrote it.

    python interop/disclosure.py EDITION --truth INTERNAL [--threshold 5] [--width 4]
    python interop/disclosure.py INTERNAL --primary-only

The first form reads every Parquet file of observations and sums of an edition, builds each sum that a reader can use (sexes, groups of
ages, countries, codes and their parents, quarters, the same figure in several tables or editions, sums over the region), and asks for
each left-out figure how small and how large it can be. With `--truth` only sums that hold in the internal edition are used, and every
bound must hold the true value. Exit code 1 where a figure is recovered, or narrowed down to less than the width.

The second form leaves out small figures alone, and must recover some: it shows that the check finds what there is. Exit code 1 where
it finds nothing.

Needs pandas, pyarrow and scipy.
"""

import argparse
import collections
import pathlib
import sys

import numpy
import pandas
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

NEVER = {"observation_id", "table_id", "reporter", "sender", "freq", "time_period", "period_start", "period_end", "reference"}
NOTHING = {"M", "K"}
# Codes of what is no count of persons, which may be small: as the policy has them.
NO_COUNTS = {"ADJ", "OTHER"}


class Edition:
    """The numbers of an edition: figures by their ids, sums by id and column."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.tables = {path.stem: pandas.read_parquet(path) for path in sorted(self.folder.glob("observations/*.parquet"))}
        self.derived = {path.stem: pandas.read_parquet(path) for path in sorted(self.folder.glob("derived/*.parquet")) if path.stem != "parts"}
        self.parts = pandas.read_parquet(self.folder / "derived/parts.parquet")
        self.value, self.status, self.no_counts = {}, {}, set()
        for frame in self.tables.values():
            self.no_counts.update(frame.observation_id[frame[dimensions(frame)].astype(str).isin(NO_COUNTS).any(axis=1)])
            for key, value, status in zip(frame.observation_id, frame.value, frame.obs_status.astype(str)):
                known = not pandas.isna(value)
                self.value[key] = int(value) if known else (0 if status in NOTHING else None)
                self.status[key] = status
        for frame in self.derived.values():
            other = frame.select_dtypes(["object", "category", "string"]).astype(str).isin(NO_COUNTS).any(axis=1)
            self.no_counts.update((key, column) for key in frame.sum_id[other] for column in ("comparable_value", "reported_value"))
            for column in ("comparable_value", "reported_value"):
                for key, value in zip(frame.sum_id, frame[column]):
                    self.value[key, column] = None if pandas.isna(value) else int(value)

    def parents(self, name):
        path = self.folder / f"codelists/{name}.parquet"
        if not path.is_file():
            return {}
        frame = pandas.read_parquet(path)
        return {code: parent for code, parent in zip(frame.code, frame.parent) if isinstance(parent, str)}


def dimensions(frame):
    """The columns between `reference` and `age_from`: dimensions, sex and age, without the kinds of areas."""
    columns = list(frame.columns)
    between = columns[columns.index("reference") + 1 : columns.index("age_from")]
    return [name for name in between if not (name.endswith("_kind") and name[: -len("_kind")] in between)]


def tilings(pieces, start, end, enough=12):
    """Ways to fill a span with pieces (from, to, key)."""
    found = []

    def fill(at, taken):
        if len(found) >= enough:
            return
        if at > end:
            found.append(list(taken))
            return
        for first, last, key in pieces:
            if first == at and last <= end:
                fill(last + 1, taken + [key])

    fill(start, [])
    return found


def sums_of_line(name, line, edition, lists):
    """Totals with their parts, along one dimension."""
    by_code = {row[name]: row["observation_id"] for row in line}
    total = by_code.get("_T")
    rest = [key for code, key in by_code.items() if code != "_T"]
    if name == "age":
        bands = [(int(row["age_from"]), 999 if pandas.isna(row["age_to"]) else int(row["age_to"]), row["observation_id"]) for row in line if not pandas.isna(row["age_from"])]
        unknown = [by_code["_U"]] if "_U" in by_code else []
        whole = bands + ([(0, 999, total)] if total else [])
        for start, end, key in whole:
            inside = [band for band in bands if band[0] >= start and band[1] <= end and band[2] != key and band[:2] != (start, end)]
            for tiling in tilings(inside, start, end):
                yield key, tiling + (unknown if key == total else [])
    elif f"{name}_kind" in line[0]:
        single = [row for row in line if row[f"{name}_kind"] not in ("aggregate", "total")]
        groups = [row for row in line if row[f"{name}_kind"] == "aggregate"]
        if total:
            yield total, [row["observation_id"] for row in single]
        for group in groups:
            foreign = [row for row in single if row[name] != row["reporter"] and row[f"{name}_kind"] in ("country", "residual")]
            countries = [row for row in foreign if row[f"{name}_kind"] == "country"]
            below = [row for row in single if group[name] in ancestors(row[name], lists["area"])]
            for parts in (foreign, countries, below):
                yield group["observation_id"], [row["observation_id"] for row in parts]
            if total:
                others = [row for row in single if row not in countries]
                yield total, [row["observation_id"] for row in others] + [group["observation_id"]]
                named = [row for row in single if row not in foreign]
                yield total, [row["observation_id"] for row in named] + [group["observation_id"]]
    elif total and name not in lists["of"]:
        yield total, rest
    else:
        parents = lists["of"].get(name, {})
        below = collections.defaultdict(list)
        for code, key in by_code.items():
            if code == "_T":
                continue
            above = next((by_code[one] for one in ancestors(code, parents) if one in by_code), total)
            if above:
                below[above].append(key)
        yield from below.items()


def ancestors(code, parents):
    found = []
    while code in parents and parents[code] not in found:
        code = parents[code]
        found.append(code)
    return found


def candidates(edition):
    """Every total with its parts that may be of use, as (total, parts)."""
    lists = {"area": edition.parents("area"), "of": {}}
    for path in edition.folder.glob("codelists/*.parquet"):
        lists["of"][path.stem] = edition.parents(path.stem)
    for alias, name in (("reason_arrival", "reason_migration"), ("reason_departure", "reason_migration"), ("duration", "permit_duration")):
        lists["of"][alias] = edition.parents(name)
    told = collections.defaultdict(list)
    series = collections.defaultdict(list)
    for table, frame in edition.tables.items():
        names = dimensions(frame)
        rows = frame.to_dict("records")
        for position, name in enumerate(names):
            lines = collections.defaultdict(list)
            for row in rows:
                key = tuple(row[one] for one in names if one != name)
                lines[key + tuple(str(row[one]) for one in ("reporter", "freq", "time_period", "period_end", "source_id", "vintage"))].append(row)
            for line in lines.values():
                if len(line) > 1:
                    yield from sums_of_line(name, line, edition, lists)
        for row in rows:
            where = tuple((name, row[name]) for name in names if row[name] != "_T")
            moment = (row["reporter"], row["freq"], row["time_period"], str(row["period_end"]), row["unit"])
            told[moment + (table.rstrip("0123456789"), where)].append(row["observation_id"])
            if row["reference"] == "sum":
                days = tuple(pandas.Timestamp(row[one]).toordinal() for one in ("period_start", "period_end"))
                series[table, row["reporter"], row["source_id"], tuple(row[name] for name in names)].append((*days, row["observation_id"], row["vintage"]))
    for keys in told.values():
        for key in keys[1:]:
            yield keys[0], [key]
    for spans in series.values():
        for start, end, key, _ in spans:
            inside = [span for span in spans if span[0] >= start and span[1] <= end and span[2] != key and span[:2] != (start, end)]
            # Each edition by itself, then mixtures, of which only a few are looked at.
            for vintage in [*sorted({span[3] for span in inside}), None]:
                for tiling in tilings([span[:3] for span in inside if vintage in (None, span[3])], start, end):
                    yield key, tiling
    states = {}
    for frame in edition.derived.values():
        for key, comparable, reported in zip(frame.sum_id, frame.comparable_states, frame.reported_states):
            states[key] = {"comparable_value": set(comparable), "reported_value": set(reported)}
    parts = collections.defaultdict(list)
    for key, reporter, figure in zip(edition.parts.sum_id, edition.parts.reporter, edition.parts.observation_id):
        for column in ("comparable_value", "reported_value"):
            if reporter in states.get(key, {}).get(column, ()):
                parts[key, column].append(figure)
    yield from parts.items()


def relations(edition, truth):
    """Sums that a reader can use: as equations where they hold, or else with the parts at most as much as the total."""
    seen = set()
    for total, parts in candidates(edition):
        mark = (total, tuple(sorted(map(str, parts))))
        if not parts or total in parts or mark in seen:
            continue
        seen.add(mark)
        values = [truth.value.get(key) for key in (total, *parts)]
        known = sum(value for value in values[1:] if value is not None)
        if None not in values:
            if values[0] == known:
                yield total, parts, True
            elif known < values[0] and len(parts) > 1:
                yield total, parts, False
        elif values[0] is None or known <= values[0]:
            yield total, parts, None


def components(found, open_numbers):
    """Open numbers that hang together, with the relations between them."""
    above = {}

    def root(key):
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    for total, parts, _ in found:
        keys = [key for key in (total, *parts) if key in open_numbers]
        for key in keys[1:]:
            above[root(key)] = root(keys[0])
    groups = collections.defaultdict(lambda: ([], []))
    for key in sorted(open_numbers, key=str):
        groups[root(key)][0].append(key)
    for relation in found:
        keys = [key for key in (relation[0], *relation[1]) if key in open_numbers]
        if keys:
            groups[root(keys[0])][1].append(relation)
    return groups.values()


def bounds(members, found, values, wanted):
    """The smallest and largest value of each wanted number; none where the assumed sums contradict each other."""
    place = {key: position for position, key in enumerate(members)}
    exact, most = ([], []), ([], [])
    for total, parts, holds in found:
        row, left = numpy.zeros(len(members)), 0
        for key, factor in [(part, 1) for part in parts] + [(total, -1)]:
            if key in place:
                row[place[key]] += factor
            else:
                left -= factor * values[key]
        side = most if holds is False else exact
        side[0].append(row)
        side[1].append(left)
    matrix = lambda side: (csr_matrix(numpy.array(side[0])), side[1]) if side[0] else (None, None)
    (equal, equals), (upper, uppers) = matrix(exact), matrix(most)
    result = {}
    for key in wanted:
        ends = []
        for sign in (1, -1):
            cost = numpy.zeros(len(members))
            cost[place[key]] = sign
            solved = linprog(cost, A_ub=upper, b_ub=uppers, A_eq=equal, b_eq=equals, bounds=(0, None), method="highs")
            if solved.status == 2:
                return None
            ends.append(sign * solved.fun if solved.status == 0 else (0 if sign == 1 else numpy.inf))
        low, high = numpy.ceil(ends[0] - 1e-6), numpy.floor(ends[1] + 1e-6)
        result[key] = (low, high)
    return result


def attack(edition, truth, hidden):
    """The interval of every hidden number."""
    values = {key: None if key in hidden else value for key, value in edition.value.items()}
    open_numbers = {key for key, value in values.items() if value is None and (not isinstance(key, tuple) or truth.value.get(key) is not None)}
    found = [one for one in relations(edition, truth) if any(key in open_numbers for key in (one[0], *one[1]))]
    found = [one for one in found if all(key in open_numbers or values.get(key) is not None for key in (one[0], *one[1]))]
    result = {}
    for members, own in components(found, open_numbers):
        wanted = [key for key in members if key in hidden]
        if not wanted:
            continue
        told = bounds(members, own, values, wanted)
        # What senders leave out need not fit together: then only sums that hold are of use, and each of the others by itself.
        result.update(told if told is not None else bounds(members, [one for one in own if one[2] is not None], values, wanted))
    return result, len(found)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("edition")
    arguments.add_argument("--truth")
    arguments.add_argument("--threshold", type=int, default=5)
    arguments.add_argument("--width", type=int, default=4)
    arguments.add_argument("--primary-only", action="store_true")
    asked = arguments.parse_args()
    edition = Edition(asked.edition)
    truth = Edition(asked.truth) if asked.truth else edition
    left_out = {key for key, status in edition.status.items() if status == "Q" and edition.value[key] is None}
    if asked.primary_only:
        small = {key for key, value in edition.value.items() if not isinstance(key, tuple) and value is not None and 0 < value < asked.threshold}
        left_out |= small
    else:
        # A sum without a value is left out where the internal edition has one.
        left_out |= {key for key, value in edition.value.items() if isinstance(key, tuple) and value is None and truth.value.get(key) is not None}
    intervals, used = attack(edition, truth, left_out)
    exact = [key for key, (low, high) in intervals.items() if low == high]
    narrow = [key for key, (low, high) in intervals.items() if 0 < high - low < asked.width]
    wrong = [key for key, (low, high) in intervals.items() if truth.value.get(key) is not None and not low <= truth.value[key] <= high]
    shown = sum(value is not None for value in edition.value.values())
    print(f"{shown} numbers shown, {len(left_out)} left out, {used} sums that hold a left-out number")
    print(f"recovered exactly: {len(exact)}; narrowed down to less than {asked.width}: {len(narrow)}; bounds that miss the truth: {len(wrong)}")
    for key in (exact + narrow + wrong)[:10]:
        print(f"  {key}: {intervals[key][0]:.0f} to {intervals[key][1]:.0f}")
    if asked.primary_only:
        return 0 if exact else 1
    small = [key for key, value in edition.value.items() if value is not None and 0 < value < asked.threshold and key not in edition.no_counts]
    print(f"smaller than {asked.threshold} and shown: {len(small)}")
    # An edition that hides nothing shows nothing about how it hides.
    return 1 if exact or narrow or wrong or small or not left_out else 0


if __name__ == "__main__":
    sys.exit(main())
