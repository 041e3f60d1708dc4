#!/usr/bin/env python3
"""Reads the output of a run with pandas, Polars and DuckDB and compares what they see.

    python interop/check.py out/samples path/to/concord [out/comesa-2024]

Three independent readers must agree on rows, sums and types of every file, and with `concord trace` on twenty figures; and
the code of docs/analysts.md must run, on the shipped samples or, where it names `out/comesa-2024`, on the fictional round; without
that folder such code is left out, and said to be. Ends with exit code 1 and a list of what differs.
"""

import re
import subprocess
import sys
import tempfile
from glob import glob
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

PAGE = Path(__file__).resolve().parent.parent / "docs" / "analysts.md"
TRACED = 20

# What a column of the contract is in each reader. A dictionary is text to DuckDB, and a categorical to the other two.
# pandas reads whole numbers with gaps as float64; dates, lists and truth values with gaps as Python objects: known, and told on the page.
EXPECTED = {
    "string": ("String", "str", "VARCHAR"),
    "dict": ("Categorical", "category", "VARCHAR"),
    "date32": ("Date", "object", "DATE"),
    "int64": ("Int64", "int64|float64", "BIGINT"),
    "int32": ("Int32", "int32|float64", "INTEGER"),
    "int16": ("Int16", "int16|float64", "SMALLINT"),
    "double": ("Float64", "float64", "DOUBLE"),
    "bool": ("Boolean", "bool|object", "BOOLEAN"),
    "list<string>": ("List(String)", "object", "VARCHAR[]"),
    "list<dict>": ("List(Categorical)", "object", "VARCHAR[]"),
}

failures = []


def check(holds, message):
    if not holds:
        failures.append(message)
        print(f"FAILED  {message}")


def stored_type(field):
    """The type of a column as the file states it, in the words of EXPECTED."""
    kind = field.type
    if pa.types.is_dictionary(kind):
        return "dict"
    if pa.types.is_list(kind):
        return f"list<{stored_type(kind.value_field)}>"
    return {"date32[day]": "date32"}.get(str(kind), str(kind))


def compare_file(path):
    """Rows, columns, types and the sum of each column of whole numbers of one file; returns the rows and the sum of `value`."""
    polars, pandas = pl.read_parquet(path), pd.read_parquet(path)
    duck = duckdb.read_parquet(str(path))
    name = f"{path.parent.name}/{path.name}"
    rows = duck.aggregate("count(*)").fetchall()[0][0]
    check(polars.height == len(pandas) == rows, f"{name}: rows {polars.height}, {len(pandas)}, {rows}")

    described = {row[0]: row[1] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{path}'").fetchall()}
    schema = pq.read_schema(path)
    check(list(polars.columns) == list(pandas.columns) == list(described) == schema.names, f"{name}: the columns differ")
    for field in schema:
        expected = EXPECTED.get(stored_type(field))
        if expected is None:
            check(False, f"{name}: column {field.name} has the unknown type {field.type}")
            continue
        seen_polars = str(polars.schema[field.name])
        seen_pandas = str(pandas[field.name].dtype)
        # A text column in which everything is empty has no type of its own in pandas.
        empty = pandas[field.name].isna().all()
        check(seen_polars == expected[0], f"{name}: Polars sees {field.name} as {seen_polars}, expected {expected[0]}")
        check(empty or seen_pandas in expected[1].split("|"), f"{name}: pandas sees {field.name} as {seen_pandas}, expected {expected[1]}")
        check(described[field.name] == expected[2], f"{name}: DuckDB sees {field.name} as {described[field.name]}, expected {expected[2]}")
        gaps = (
            polars[field.name].null_count(),
            int(pandas[field.name].isna().sum()),
            duck.aggregate(f'count(*) - count("{field.name}")').fetchall()[0][0],
        )
        check(len(set(gaps)) == 1, f"{name}: empty cells of {field.name}: {gaps}")

    total = None
    for column in (field.name for field in schema if pa.types.is_integer(field.type)):
        in_duck = duck.aggregate(f'sum("{column}")').fetchall()[0][0]
        sums = (int(polars[column].cast(pl.Int64).sum()), int(pandas[column].sum()), int(in_duck or 0))
        check(len(set(sums)) == 1, f"{name}: sums of {column} {sums}")
        if column == "value":
            total = sums[0]
    return rows, total


def compare_folder(folder):
    files = sorted(folder.rglob("*.parquet"))
    observations = [path for path in files if path.parent.name == "observations"]
    check(bool(observations), f"{folder} holds no observations")
    print(f"{'file':<46} {'rows':>8}  sum of value")
    count = total = 0
    for path in files:
        rows, value = compare_file(path)
        if path.parent.name != "codelists":
            print(f"{path.relative_to(folder).as_posix():<46} {rows:>8}  {value if value is not None else '-'}")
        if path in observations:
            count, total = count + rows, total + value
    print(f"{len(files)} files, {sum(path.parent.name == 'codelists' for path in files)} of them code lists")
    return observations, count, total


def compare_together(folder, count, total):
    """All observations read at once, as the page for analysts says."""
    pattern = f"{folder}/observations/*.parquet"
    duck = duckdb.sql(f"SELECT count(*), sum(value) FROM read_parquet('{pattern}', union_by_name = true)").fetchall()[0]
    polars = pl.concat([pl.read_parquet(f) for f in sorted(glob(pattern))], how="diagonal_relaxed")
    pandas = pd.concat(map(pd.read_parquet, sorted(glob(pattern))), ignore_index=True)
    seen = {(duck[0], int(duck[1])), (polars.height, polars["value"].sum()), (len(pandas), int(pandas["value"].sum()))}
    check(seen == {(count, total)}, f"all observations together: {seen}, expected {(count, total)}")
    check(polars["observation_id"].n_unique() == count, "an observation id stands in two tables")
    print(f"all observations together: {count} rows, sum {total}, in each reader")


def trace_some(folder, concord, observations):
    """Figures spread evenly over the tables, looked up with the program and with each reader."""
    ids = []
    for path in observations:
        ids += [(path, id) for id in pl.read_parquet(path)["observation_id"].sort()]
    step = max(1, len(ids) // TRACED)
    chosen = ids[::step][:TRACED]
    for path, id in chosen:
        by_polars = pl.read_parquet(path).filter(pl.col("observation_id") == id)["value"].item()
        frame = pd.read_parquet(path, dtype_backend="numpy_nullable")
        by_pandas = frame.loc[frame["observation_id"] == id, "value"].item()
        by_pandas = None if by_pandas is pd.NA else int(by_pandas)
        by_duck = duckdb.execute(f"SELECT value FROM '{path}' WHERE observation_id = ?", [id]).fetchall()[0][0]
        answer = subprocess.run([concord, "trace", str(folder), id], capture_output=True, text=True, encoding="utf-8")
        third = answer.stdout.splitlines()[2].strip() if answer.returncode == 0 else answer.stderr.strip()
        stated = re.match(r"(-?\d+) ", third)
        by_trace = int(stated[1]) if stated else None
        agree = by_polars == by_pandas == by_duck == by_trace and (stated or third.startswith("no value"))
        check(agree, f"{id} of {path.name}: Polars {by_polars}, pandas {by_pandas}, DuckDB {by_duck}, trace `{third}`")
    print(f"{len(chosen)} figures traced with `concord trace`")


def run_page(folder, concord, fictional, exports):
    """Every block of code of the page for analysts; commands of a `console` are shown, not run."""
    for name, options in (("csv", ["--format", "csv"]), ("store", ["--partitioned"])):
        subprocess.run([concord, "export", str(folder), "--out", f"{exports}/{name}", "--quiet", *options], check=True)
    ran = {"sql": 0, "python": 0, "sh": 0}
    left_out = 0
    for language, code in re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        if language not in ran:
            continue
        if "out/comesa-2024" in code and fictional is None:
            left_out += 1
            continue
        code = code.replace("out/samples", folder.as_posix()).replace("out/csv", f"{exports}/csv").replace("out/store", f"{exports}/store")
        if fictional is not None:
            code = code.replace("out/comesa-2024", fictional.as_posix())
        first = code.strip().splitlines()[-1]
        try:
            if language == "sql":
                check(bool(duckdb.sql(code).fetchall()), f"docs/analysts.md: no row from `{first}`")
            elif language == "python":
                names = {}
                exec(compile(code, str(PAGE), "exec"), names)
                frames = [value for value in names.values() if isinstance(value, (pl.DataFrame, pd.DataFrame))]
                check(bool(frames) and all(len(frame) for frame in frames), f"docs/analysts.md: no row from `{first}`")
            elif language == "sh":
                program, *arguments = code.split()
                answer = subprocess.run([concord, *arguments], capture_output=True, text=True, encoding="utf-8")
                check(program == "concord" and answer.returncode == 0 and "!" in answer.stdout, f"docs/analysts.md: {first}: {answer.stderr}")
            ran[language] += 1
        except Exception as error:
            check(False, f"docs/analysts.md: `{first}`: {type(error).__name__}: {error}")
    print("docs/analysts.md: " + ", ".join(f"{count} blocks of {language}" for language, count in ran.items()) + f" run, {left_out} left out")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    folder, concord = Path(sys.argv[1]), sys.argv[2]
    fictional = Path(sys.argv[3]) if len(sys.argv) == 4 else None
    print(f"pandas {pd.__version__}, Polars {pl.__version__}, DuckDB {duckdb.__version__}, pyarrow {pa.__version__}")
    observations, count, total = compare_folder(folder)
    compare_together(folder, count, total)
    trace_some(folder, concord, observations)
    if fictional is not None:
        compare_together(fictional, *compare_folder(fictional)[1:])
    with tempfile.TemporaryDirectory() as exports:
        run_page(folder, concord, fictional, exports)
    if failures:
        print(f"\n{len(failures)} differences:\n" + "\n".join(failures))
        sys.exit(1)
    print("pandas, Polars and DuckDB agree")


if __name__ == "__main__":
    main()
