#!/usr/bin/env python3
"""Exports two finished runs in every layout and reads them with other programs.

    python interop/exports.py out/comesa-2024 out/samples path/to/concord

The data dictionary of the CSV files must hold for every value (types, codes, keys, foreign keys, bytes and digests, by `frictionless`);
Arrow and CSV must give the sums of Parquet; a store of both rounds must read as one table in DuckDB, Polars and pyarrow, without a
figure twice. Ends with exit code 1 and a list of what differs.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import frictionless
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

failures = []


def check(holds, message):
    if not holds:
        failures.append(message)
        print(f"FAILED  {message}")


def descriptions(folder):
    """What Parquet files say of themselves, as pyarrow and DuckDB see it, against the dictionary beside them."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    count = 0
    for resource in package["resources"]:
        path = folder / resource["path"]
        schema = pq.read_schema(path)
        pairs = duckdb.execute("SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(path)]).fetchall()
        columns = json.loads(dict(pairs)["concord.columns"])
        for field, stored, said in zip(resource["schema"]["fields"], schema, columns, strict=True):
            texts = {field["description"], stored.metadata[b"description"].decode(), said["description"]}
            lists = {field.get("codeList"), stored.metadata.get(b"code_list", b"").decode() or None, said.get("code_list")}
            check(len(texts) == len(lists) == 1 and field["name"] == stored.name == said["name"], f"{path.name} {stored.name}: {texts} {lists}")
            count += 1
    print(f"{len(package['resources'])} tables and {count} columns described alike in the files and beside them")


def packages(folders):
    for folder in folders:
        report = frictionless.Package.validate_descriptor(str(folder / "datapackage.json"))
        check(report.valid, f"{folder.name}: {[error.message for error in report.errors][:3]}")


def dictionary(folder):
    report = frictionless.validate(str(folder / "datapackage.json"))
    errors = [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors] + [error.message for error in report.errors]
    check(report.valid and report.stats["tasks"] > 70, f"frictionless: {errors[:5]}")
    print(f"frictionless {frictionless.__version__}: {report.stats['tasks']} tables of CSV hold what the dictionary says")


def formats(parquet, arrow, csv):
    count = 0
    for path in sorted((parquet / "observations").glob("*.parquet")):
        expected = pl.read_parquet(path)
        ipc = pl.read_ipc(arrow / "observations" / f"{path.stem}.arrow")
        check(ipc.equals(expected), f"{path.stem}: Arrow differs from Parquet")
        mapped = pa.ipc.open_file(pa.memory_map(str(arrow / "observations" / f"{path.stem}.arrow"))).read_all()
        texts = pd.read_csv(csv / "observations" / f"{path.stem}.csv", dtype="string", keep_default_na=False, na_values=[""])
        raw = texts["raw"].str.removeprefix("'")
        wanted = expected["raw"].to_list()
        check(mapped.num_rows == len(texts) == expected.height, f"{path.stem}: rows differ")
        check([None if pd.isna(text) else text for text in raw] == wanted, f"{path.stem}: texts of cells differ in CSV")
        value = texts["value"].astype("Int64")
        check(int(value.sum()) == expected["value"].sum() and int(value.isna().sum()) == expected["value"].null_count(), f"{path.stem}: values differ in CSV")
        check([json.loads(text) for text in texts["obs_status_all"]] == expected["obs_status_all"].to_list(), f"{path.stem}: statuses differ in CSV")
        count += expected.height
    print(f"{count} figures alike in Parquet, Arrow and CSV")


def store(folder, rounds):
    pattern = f"{folder}/observations/**/*.parquet"
    everything = f"read_parquet('{pattern}', hive_partitioning = true, union_by_name = true)"
    rows, ids, total, of_rounds = duckdb.sql(f"SELECT count(*), count(DISTINCT observation_id), sum(value), count(DISTINCT round) FROM {everything}").fetchall()[0]
    check(rows == ids and of_rounds >= 1, f"the store has {rows} rows of {ids} figures")
    index = json.loads((folder / "store.json").read_text(encoding="utf-8"))
    check(sorted(index["rounds"]) == sorted(rounds) and sum(one["observations"] for one in index["rounds"].values()) == rows, "store.json counts other rows")
    latest = duckdb.sql(f"SELECT count(*) FROM {everything} WHERE is_latest").fetchall()[0][0]
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    observations = [one for one in package["resources"] if one["name"].startswith("observations-")]
    keys = sorted({name for one in observations for name in one["schema"]["primaryKey"]} - {"vintage"})
    figures = duckdb.sql(f"SELECT count(*) FROM (SELECT DISTINCT {', '.join(keys)} FROM {everything})").fetchall()[0][0]
    check(latest == figures < rows, f"{latest} rows are the latest, of {figures} figures in {rows} rows")
    later = duckdb.sql(f"SELECT count(*) - count(DISTINCT (source_id, vintage)) FROM (SELECT DISTINCT source_id, vintage, round FROM {everything})").fetchall()[0][0]
    check(later == 0, "an edition belongs to two rounds")
    by_table = {}
    for place in sorted((folder / "observations").iterdir()):
        # A pattern that names the table keeps it as a column in Polars.
        frame = pl.scan_parquet(f"{folder}/observations/table_id={place.name.split('=')[1]}/**/*.parquet", hive_partitioning=True).collect()
        arrow = ds.dataset(place, partitioning="hive", format="parquet").to_table()
        check({"year", "round", "reporter"} <= set(frame.columns) and arrow.num_rows == frame.height, f"{place.name}: columns {frame.columns[:3]}")
        by_table[place.name] = (frame.height, frame["value"].sum())
    check(sum(one[0] for one in by_table.values()) == rows and sum(one[1] for one in by_table.values()) == total, "Polars and DuckDB see other stores")
    print(f"store of {len(rounds)} rounds: {rows} figures, each once, {latest} of the latest edition, in {len(by_table)} tables")


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    first, second, concord = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    with tempfile.TemporaryDirectory() as place:
        out = {name: Path(place) / name for name in ("parquet", "arrow", "csv", "store")}
        for name in ("parquet", "arrow", "csv"):
            subprocess.run([concord, "export", str(first), "--out", str(out[name]), "--format", name, "--quiet"], check=True)
        rounds = []
        for folder in (second, first):
            subprocess.run([concord, "export", str(folder), "--out", str(out["store"]), "--partitioned", "--quiet"], check=True, stdout=subprocess.DEVNULL)
            rounds.append(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["pipeline"])
        descriptions(first)
        packages([first, *out.values()])
        dictionary(out["csv"])
        formats(out["parquet"], out["arrow"], out["csv"])
        store(out["store"], rounds)
    if failures:
        print(f"\n{len(failures)} differences:\n" + "\n".join(failures))
        sys.exit(1)
    print("the exports agree")


if __name__ == "__main__":
    main()
