"""Reads the output of a run with pandas, polars and DuckDB and fails where they disagree.

In: the folder of a run and the program. Checks row counts, types, the sum of `value` for each table, twenty traced keys,
and every block of code in docs/analysts.md. Prints what it compared; any disagreement ends it with exit code 1.
"""

import glob
import os
import re
import subprocess
import sys

import duckdb
import pandas
import polars

KINDS = {
    "text": ("str", "string", "object", "category", "String", "Categorical", "VARCHAR", "Enum"),
    "whole": ("int64", "int32", "int16", "Int64", "Int32", "Int16", "float64", "float32", "BIGINT", "INTEGER", "SMALLINT"),
    "date": ("object", "date32[day][pyarrow]", "Date", "DATE", "datetime64[ms]", "datetime64[ns]"),
    "truth": ("bool", "boolean", "Boolean", "BOOLEAN"),
    "list": ("object", "List(String)", "List(Categorical)", "VARCHAR[]"),
}
EXPECTED = {
    "value": "whole", "value_step": "whole", "age_from": "whole", "age_to": "whole", "suppressed_low": "whole", "suppressed_high": "whole",
    "period_start": "date", "period_end": "date", "is_latest": "truth", "obs_status_all": "list", "grade_causes": "list",
}


def fail(message):
    print(f"FAILED: {message}")
    sys.exit(1)


def same(what, *values):
    if any(value != values[0] for value in values[1:]):
        fail(f"{what}: {values}")


def kind_of(name, shown, column):
    allowed = KINDS[EXPECTED.get(column, "text")]
    shown = re.sub(r"\(.*\)$", "", shown) if shown.startswith(("Categorical", "Enum")) else shown
    if not any(shown == one or shown.startswith(one) for one in allowed):
        fail(f"{name} reads column {column} as {shown}, expected {EXPECTED.get(column, 'text')}")


def tables(folder):
    for path in sorted(glob.glob(f"{folder}/observations/*.parquet")):
        table = os.path.basename(path).removesuffix(".parquet")
        in_pandas, in_polars, in_duckdb = pandas.read_parquet(path), polars.read_parquet(path), duckdb.read_parquet(path)
        rows = (len(in_pandas), in_polars.height, duckdb.sql(f"select count(*) from '{path}'").fetchall()[0][0])
        same(f"rows of {table}", *rows)
        sums = (int(in_pandas["value"].sum()), in_polars["value"].sum(), int(duckdb.sql(f"select sum(value) from '{path}'").fetchall()[0][0]))
        same(f"sum of value in {table}", *sums)
        same(f"columns of {table}", list(in_pandas.columns), in_polars.columns, in_duckdb.columns)
        for column, shown in zip(in_duckdb.columns, map(str, in_duckdb.types)):
            kind_of("DuckDB", shown, column)
            kind_of("polars", str(in_polars.schema[column]), column)
            kind_of("pandas", str(in_pandas.dtypes[column]), column)
        first = in_polars.sort("observation_id").row(0, named=True)
        other = in_pandas[in_pandas["observation_id"] == first["observation_id"]].iloc[0]
        same(f"statuses of {first['observation_id']}", list(first["obs_status_all"]), list(other["obs_status_all"]))
        print(f"{table}: {rows[0]} rows, value adds to {sums[0]}, {len(in_polars.columns)} columns alike in all three")
        yield path


def others(folder):
    for path in sorted(glob.glob(f"{folder}/*.parquet") + glob.glob(f"{folder}/codelists/*.parquet") + glob.glob(f"{folder}/conflicts/*.parquet")):
        rows = (len(pandas.read_parquet(path)), polars.read_parquet(path).height, duckdb.sql(f"select count(*) from '{path}'").fetchall()[0][0])
        same(f"rows of {path}", *rows)
    print("lineage, findings, submissions, conflicts and code lists read alike in all three")


def traces(paths, folder, program):
    ids = [(path, one) for path in paths for one in polars.read_parquet(path, columns=["observation_id"])["observation_id"].sort().to_list()]
    # Spread evenly over all tables, and the first one of each so that none is left out.
    firsts = [next(key for key in ids if key[0] == path) for path in paths]
    spread = [key for key in ids[:: max(1, len(ids) // 24)] if key not in firsts]
    keys = (firsts + spread)[:20]
    if len(keys) < 20:
        fail(f"only {len(keys)} observations to trace")
    for path, one in keys:
        in_polars = polars.read_parquet(path).filter(polars.col("observation_id") == one)["value"][0]
        in_pandas = pandas.read_parquet(path).set_index("observation_id")["value"][one]
        in_duckdb = duckdb.sql(f"select value from '{path}' where observation_id = '{one}'").fetchall()[0][0]
        in_pandas = None if pandas.isna(in_pandas) else int(in_pandas)
        same(f"value of {one}", in_polars, in_pandas, in_duckdb)
        said = subprocess.run([program, "trace", folder, one], capture_output=True, text=True, check=True).stdout
        expected = "no value" if in_polars is None else f"\n  {in_polars} "
        if expected not in said or one not in said or "   value " not in said:
            fail(f"trace of {one} does not tell {in_polars}:\n{said}")
    print(f"{len(keys)} keys traced; each value is the same in pandas, polars, DuckDB and concord trace")


def page(folder):
    text = open("docs/analysts.md", encoding="utf-8").read().replace("out/samples", folder)
    blocks = re.findall(r"```python (\w+)\n(.*?)```", text, re.S)
    heights = {}
    for name, code in blocks:
        scope = {}
        exec(compile(code, f"docs/analysts.md ({name})", "exec"), scope)
        if "observations" in scope:
            loaded = scope["observations"]
            heights[name] = loaded.height if name == "polars" else len(loaded)
        for result in ("stock", "cells"):
            if result in scope and len(scope[result]) == 0:
                fail(f"`{result}` of docs/analysts.md is empty")
    if sorted(heights) != ["duckdb", "pandas", "polars"]:
        fail(f"docs/analysts.md does not load everything in all three: {heights}")
    same("rows of all tables together", *heights.values())
    print(f"{len(blocks)} blocks of docs/analysts.md ran; all tables together have {heights['polars']} rows in all three")


def main():
    folder, program = sys.argv[1:3]
    paths = list(tables(folder))
    if not paths:
        fail(f"{folder} holds no observations")
    others(folder)
    traces(paths, folder, os.path.abspath(program))
    page(folder)


if __name__ == "__main__":
    main()
