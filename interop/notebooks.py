#!/usr/bin/env python3
"""Runs the notebooks on the fictional round and compares what they find with each other and with the truth of the round.

    python interop/notebooks.py out/comesa-2024 path/to/concord [Rscript]

The notebooks of Polars, pandas and DuckDB must find the same figures; each must stand in `samples/comesa_2024_fictional/truth.csv`, which
was written before any file was; the number that is traced must end at the cell and the text of the sample file. With a third argument
`arrow.Rmd` is run too, by that program, on the export as CSV and without the package `arrow`. Ends with exit code 1 and a list of what
differs.
"""

import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"
SAMPLES = ROOT / "samples" / "comesa_2024_fictional"
TOOLS = ("polars", "pandas", "duckdb")

failures = []


def check(holds, message):
    if not holds:
        failures.append(message)
        print(f"FAILED  {message}")


def run(tool):
    """The names that a notebook leaves behind; it must be kept without outputs."""
    notebook = json.loads((NOTEBOOKS / f"{tool}.ipynb").read_text(encoding="utf-8"))
    check(notebook["nbformat"] == 4 and len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"]), f"{tool}: not a notebook of format 4")
    names = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        check(not cell["outputs"] and cell["execution_count"] is None, f"{tool}: {cell['id']} is kept with what it printed")
        code = "".join(cell["source"])
        try:
            exec(compile(code, f"{tool}.ipynb {cell['id']}", "exec"), names)
        except Exception:
            check(False, f"{tool}.ipynb {cell['id']}: {traceback.format_exc(limit=1)}")
            return None
    return names


def seen(names):
    """What a notebook found, in plain values."""
    figures = {str(code): (int(value), str(grade)) for code, (value, grade) in names["figures"].items()}
    numbers = {name: int(names[name]) for name in ("everything", "comparable_sum", "low", "high")}
    traced = {name: str(names["traced"][name]) for name in ("observation_id", "reporter", "value", "file", "sheet", "cell", "raw")}
    return numbers | {"figures": figures, "traced": traced, "in_the_file": str(names["in_the_file"])}


def truth():
    with open(SAMPLES / "truth.csv", encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["table_id"] == "IMM1" and row["freq"] == "A"]


def compare_with_truth(found):
    """The figures as the round was meant, added up by this program alone."""
    rows = truth()
    total = [row for row in rows if row["dimensions"] == "citizenship=_T" and row["sex"] == row["age"] == "_T"]
    values = {}
    for row in total:
        values.setdefault(row["reporter"], set()).add(int(row["value"]))
    for code, (value, _) in found["figures"].items():
        check(value in values.get(code, ()), f"{code} {value} does not stand in truth.csv")
    of_year = {row["reporter"]: int(row["value"]) for row in total if row["time_period"] == "2023"}
    comparable = sum(of_year[code] for code, (_, grade) in found["figures"].items() if grade in "AB")
    check(comparable == found["comparable_sum"] > 0, f"comparable sum {found['comparable_sum']}, by truth.csv {comparable}")

    somalia = [row for row in rows if (row["reporter"], row["time_period"], row["sex"], row["age"]) == ("SOM", "2023", "_T", "_T")]
    # Codes of three letters are countries; totals, residuals and groups have others.
    countries = [row for row in somalia if re.fullmatch(r"citizenship=[A-Z]{3}", row["dimensions"])]
    low = sum(int(row["value"] or row["suppressed_low"]) for row in countries)
    high = sum(int(row["value"] or row["suppressed_high"]) for row in countries)
    check((low, high) == (found["low"], found["high"]) and low < high, f"limits {found['low']} {found['high']}, by truth.csv {low} {high}")

    traced = found["traced"]
    place = (traced["file"].removeprefix("samples/comesa_2024_fictional/"), traced["sheet"], traced["cell"])
    meant = [row["value"] for row in rows if (row["file"], row["sheet"], row["cell"]) == place]
    check(meant == [traced["value"]], f"{place} holds {meant} by truth.csv, and {traced['value']} by the notebook")
    check(found["in_the_file"] == traced["raw"], f"{place} holds {found['in_the_file']}, the notebook says {traced['raw']}")
    print(f"{len(found['figures'])} figures, the comparable sum {comparable} and the limits {low} to {high} stand in truth.csv; traced to {' '.join(place)}")


def compare_with_trace(folder, concord, traced):
    answer = subprocess.run([concord, "trace", str(folder), traced["observation_id"]], capture_output=True, text=True, encoding="utf-8")
    for text in (traced["file"], traced["cell"], traced["raw"]):
        check(answer.returncode == 0 and text in answer.stdout, f"`concord trace {traced['observation_id']}` does not name {text}")


def run_r(rscript, export, found):
    """The code of arrow.Rmd, by base R on the CSV files."""
    text = (NOTEBOOKS / "arrow.Rmd").read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```\{r\}\n(.*?)```", text, re.DOTALL))
    ask = 'cat("RESULT", everything, comparable_sum, low, high, traced$observation_id, "\\n")'
    with tempfile.TemporaryDirectory() as place:
        script = Path(place) / "arrow.R"
        script.write_text(f'pdf("{place}/pictures.pdf")\n{code}\n{ask}\n', encoding="utf-8")
        environment = os.environ | {"CONCORD_CSV": str(export), "LC_ALL": "C.UTF-8"}
        answer = subprocess.run([rscript, "--vanilla", str(script)], capture_output=True, text=True, encoding="utf-8", cwd=NOTEBOOKS, env=environment)
        drawn = (Path(place) / "pictures.pdf").is_file()
    result = answer.stdout.strip().splitlines()[-1:] or [""]
    expected = [found[name] for name in ("everything", "comparable_sum", "low", "high")] + [found["traced"]["observation_id"]]
    check(answer.returncode == 0 and result[0].split() == ["RESULT", *map(str, expected)], f"arrow.Rmd: {result[0]}, expected {expected}: {answer.stderr[-500:]}")
    check(drawn, "arrow.Rmd drew nothing")
    print("arrow.Rmd run by R on the CSV files, without the package arrow")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    folder, concord = Path(sys.argv[1]).resolve(), str(Path(sys.argv[2]).resolve())
    os.environ |= {"MPLBACKEND": "Agg", "CONCORD_FOLDER": str(folder), "CONCORD_RETURNS": str(ROOT)}
    os.environ.pop("CONCORD_PICTURE", None)
    os.chdir(NOTEBOOKS)
    found = {tool: run(tool) for tool in TOOLS}
    found = {tool: seen(names) for tool, names in found.items() if names is not None}
    for tool, one in found.items():
        check(one == found["polars"], f"{tool} found {one}, polars {found['polars']}")
    if "polars" in found:
        compare_with_truth(found["polars"])
        compare_with_trace(folder, concord, found["polars"]["traced"])
        check(found["polars"]["everything"] > 2 * found["polars"]["comparable_sum"], "the sum of all rows should show what is counted twice")
    if len(sys.argv) == 4 and "polars" in found:
        with tempfile.TemporaryDirectory() as place:
            export = Path(place) / "csv"
            subprocess.run([concord, "export", str(folder), "--out", str(export), "--format", "csv", "--quiet"], check=True)
            run_r(sys.argv[3], export, found["polars"])
    else:
        print("arrow.Rmd was not run: no Rscript was named")
    if failures:
        print(f"\n{len(failures)} differences:\n" + "\n".join(failures))
        sys.exit(1)
    print("the notebooks agree")


if __name__ == "__main__":
    main()
