#!/usr/bin/env python3
"""Fills templates as an office would, lets LibreOffice save them, and reads what comes back.

    python interop/template.py path/to/concord

For English, French and Arabic: `concord template` makes a workbook; figures that add up are put into every row and column by
their hidden ids; labels are renamed, a row is added, one is moved and a column is moved; LibreOffice opens the workbook,
calculates, and saves it as .xlsx and as .ods. `concord run` must then publish each figure, under its codes, from its cell, and
the formulas in the sheets must give what was planted: nothing where figures agree, the difference where one was spoilt.
Ends with exit code 1 and a list of what differs.
"""

import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq

LANGUAGES = ["en", "fr", "ar"]
TABLES = ["BAL1", "EMI4", "IMM1", "NAB2", "POP1", "REF1", "RES1"]
YEAR, STATE = 2025, "KEN"
SIGNS = {":": "O", "-": "M", "c": "Q"}
wrong = []


def expect(holds, message):
    if not holds:
        wrong.append(message)


def run(*arguments, codes=(0,)):
    done = subprocess.run([str(part) for part in arguments], capture_output=True, text=True, timeout=300, check=False)
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(map(str, arguments))}\nended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


class Sheet:
    """A sheet with its ids."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.id_row, self.ids = None, {}
        for row in sheet.iter_rows(min_row=1, max_row=40):
            ids = {cell.column: cell.value for cell in row if str(cell.value or "").startswith("concord:")}
            if len(ids) > 1:
                self.id_row, self.ids = row[0].row, ids
                break

    def columns(self, kind):
        return {column: name for column, name in self.ids.items() if name.split(":")[1] == kind}

    def values(self):
        """Columns of figures, each with its codes."""
        parts = lambda name: dict(part.split("=") for part in name.split(":")[2:])
        return {column: parts(name) for column, name in self.columns("value").items()}

    def keys(self):
        return {name.split(":")[2]: column for column, name in self.columns("key").items()}

    def rows(self):
        return range(self.id_row + 1, self.sheet.max_row + 1)

    def named(self, name):
        for row in range(1, (self.id_row or 30) + 1):
            if self.sheet.cell(row, 1).value == f"concord:{name}":
                return row
        return None


def rows_of(sheet):
    """Fixed rows, each with the code of every dimension; free ones."""
    fixed, free = {}, []
    for row in sheet.rows():
        codes = {name: sheet.sheet.cell(row, column).value for name, column in sheet.keys().items()}
        if all(codes.values()) and "choose" not in codes.values():
            fixed[row] = codes
        elif "choose" in codes.values():
            free.append(row)
    return fixed, free


def indent(sheet, row):
    label = next(iter(sheet.columns("label")))
    return sheet.sheet.cell(row, label).alignment.indent or 0


def leaf(table, *key):
    """A made-up figure, the same for the same cell."""
    return random.Random("/".join(map(str, (table, *key)))).randrange(1, 900)


def across(table, row_key, codes, every):
    """The figure of a column: totals are sums of their parts."""
    for name, code in codes.items():
        others = sorted({own[name] for own in every if own[name] != "_T"})
        if code == "_T" and others:
            parts = [{**codes, name: other} for other in others]
            return sum(across(table, row_key, part, every) for part in parts if part in every)
    return leaf(table, row_key, *codes.values())


def fill(sheet, table, planted):
    """Puts a figure that adds up into every fixed row, and one free row."""
    fixed, free = rows_of(sheet)
    columns = sheet.values()
    every = list(columns.values())
    groups, last = {}, None
    for row in fixed:
        if indent(sheet, row):
            groups.setdefault(last, []).append(row)
        else:
            last = row
    first = next(iter(fixed))
    tells = lambda row: [name for name in fixed[first] if fixed[row][name] != fixed[first][name]]
    along = next(iter(fixed[first]))
    has_total = table != "BAL1"
    parts = [row for row in fixed if row != first and not indent(sheet, row) and tells(row) == [along]]

    def figure(row, codes):
        if has_total and row == first:
            return sum(figure(part, codes) for part in parts)
        if row in groups:
            return sum(figure(part, codes) for part in groups[row])
        return across(table, "/".join(fixed[row].values()), codes, every)

    for row, codes in fixed.items():
        for column, own in columns.items():
            sheet.sheet.cell(row, column).value = figure(row, own)
            planted[table, row, column] = {**codes, **own}
    if free:
        row = free[1]
        chosen = {"REF1": {"country_of_origin": "SSD", "protection_status": "REF_PF"}}.get(table, {along: "TZA"})
        for name, code in chosen.items():
            label = sheet.columns("label")
            column = next(column for column, id in label.items() if id.endswith(f":{name}"))
            sheet.sheet.cell(row, column).value = f"{code} – made up"
        for column, own in columns.items():
            sheet.sheet.cell(row, column).value = across(table, "free", own, every)
            planted[table, row, column] = {**chosen, **own}
    if table == "BAL1":
        column = next(iter(columns))
        at = {codes["balance_component"]: row for row, codes in fixed.items()}
        size = {"POP_START": 1000, "BIRTHS": 70, "DEATHS": 20, "IMM": 60, "EMI": 30, "ADJ": 0, "POP_END": 1080}
        for code, row in at.items():
            sheet.sheet.cell(row, column).value = size.get(code, 0)
    head = min(columns)
    sheet.sheet.cell(sheet.named("source-type"), head).value = "census – made up"
    sheet.sheet.cell(sheet.named("source-name"), head).value = "Made-up census"
    if sheet.named("reference-day"):
        sheet.sheet.cell(sheet.named("reference-day"), head).value = sheet.sheet.cell(sheet.named("reference-day"), head).value or f"{YEAR}-12-31"


def moved_row(sheet, planted, table, row, to):
    """Cuts a row and puts it elsewhere, with its hidden code."""
    for column in range(1, sheet.sheet.max_column + 1):
        here, there = sheet.sheet.cell(row, column), sheet.sheet.cell(to, column)
        if not str(here.value or "").startswith("="):
            there.value, here.value = here.value, None
    for (own, at, column), codes in list(planted.items()):
        if (own, at) == (table, row):
            del planted[own, at, column]
            planted[own, to, column] = codes


def swap_columns(sheet, planted, table, one, other):
    """Exchanges two columns of figures, with their hidden ids, from the first row of headings on."""
    for row in range(sheet.id_row, sheet.sheet.max_row + 1):
        a, b = sheet.sheet.cell(row, one), sheet.sheet.cell(row, other)
        a.value, b.value = b.value, a.value
    for row in {at for own, at, _ in planted if own == table}:
        planted[table, row, one], planted[table, row, other] = planted[table, row, other], planted[table, row, one]


def prepare(concord, folder, language):
    """A filled workbook, and where each figure was put."""
    made = folder / f"made-{language}.xlsx"
    run(concord, "template", "--country", STATE, "--year", YEAR, "--lang", language, "--out", made, "--tables", ",".join(TABLES), "-q")
    book = openpyxl.load_workbook(made)
    planted, statuses = {}, {}
    answers = 0
    for worksheet in book:
        marker = str(worksheet["A1"].value or "").split(":")
        if len(marker) < 3:
            continue
        sheet = Sheet(worksheet)
        if marker[2] == "cover":
            for name, text in [("office", "Made-up office"), ("date", "2026-09-01")]:
                worksheet.cell(sheet.named(name), 3).value = text
        elif marker[2] == "definitions":
            named = {name.split(":")[1]: column for column, name in sheet.ids.items()}
            for row in sheet.rows():
                if worksheet.cell(row, named["attribute"]).value == "unit_counted":
                    worksheet.cell(row, named["answer"]).value = "person – made up"
                    worksheet.cell(row, named["evidence"]).value = "Made-up handbook, page 3"
                    answers += 1
        elif marker[2] in TABLES:
            fill(sheet, marker[2], planted)
    expect(answers > 0, f"{language}: nobody asks what one unit is")
    change(book, planted, statuses)
    filled = folder / f"filled-{language}.xlsx"
    book.save(filled)
    return filled, planted, statuses


def change(book, planted, statuses):
    """What offices do to a workbook: signs, marks and notes, other labels, moved rows and columns."""
    immigration = Sheet(book["IMM1"])
    fixed, free = rows_of(immigration)
    sheet, columns = immigration.sheet, list(immigration.values())
    by_code = {codes["citizenship"]: row for row, codes in fixed.items()}
    for sign, column in zip(SIGNS, columns):
        sheet.cell(by_code["019"], column).value = sign
        statuses["IMM1", by_code["019"], column] = SIGNS[sign]
    sheet.cell(by_code["ZMB"], next(iter(immigration.columns("status")))).value = "P – made up"
    sheet.cell(by_code["ZMB"], next(iter(immigration.columns("note")))).value = "=made up, and no formula".lstrip("=")
    sheet.cell(by_code["150"], next(iter(immigration.columns("label")))).value = "Old continent"
    sheet.cell(immigration.id_row - 2, columns[0]).value = "Everybody"
    sheet.cell(by_code["_T"], columns[0]).value += 7
    moved_row(immigration, planted, "IMM1", by_code["009"], free[-1] + 3)
    population = Sheet(book["POP1"])
    swap_columns(population, planted, "POP1", *list(population.values())[3:5])
    book["RES1"].title = "Permits, first"


def saved(folder, filled, ending):
    """The workbook after LibreOffice opened and saved it."""
    out = folder / f"saved-{ending}-{filled.stem}"
    profile = (folder / "profile").as_uri()
    run("soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir", out, filled)
    return out / f"{filled.stem}.{ending}"


def letters(column):
    return openpyxl.utils.get_column_letter(column)


def compare(concord, folder, path, values, planted, statuses):
    """Runs the return and compares every figure with what was put in."""
    name = f"{path.parent.name}/{path.name}"
    out = folder / f"out-{path.stem}-{path.suffix[1:]}"
    pipeline = folder / f"{path.stem}-{path.suffix[1:]}.toml"
    pipeline.write_text(
        f'schema = 1\nid = "template"\ntitle = "A filled template"\ninputs = ["{path.relative_to(folder).as_posix()}"]\n'
        f'mappings = ["{mappings(folder)}"]\noutput = "{out.name}"\n',
        encoding="utf-8",
    )
    run(concord, "run", pipeline, "--no-reports", codes=(0, 1))
    published = 0
    for table in TABLES:
        for row in pq.read_table(out / "observations" / f"{table}.parquet").to_pylist():
            published += 1
            cell = openpyxl.utils.cell.coordinate_from_string(row["cell"])
            key = table, cell[1], openpyxl.utils.column_index_from_string(cell[0])
            if key not in planted:
                wrong.append(f"{name}: {table} {row['cell']} gives a figure that nobody put in")
                continue
            codes = {dimension: STATE if code == "NAT" else code for dimension, code in planted[key].items()}
            said = {dimension: row[dimension] for dimension in codes}
            expect(codes == said, f"{name}: {table} {row['cell']} should be {codes}, and is {said}")
            figure, status = (None, statuses[key]) if key in statuses else (values[key], None)
            expect(row["value"] == figure, f"{name}: {table} {row['cell']} should be {figure}, and is {row['value']}")
            expect(status in (None, row["obs_status"]), f"{name}: {table} {row['cell']} should have {status}, and has {row['obs_status']}")
            expect(row["source_id"] == f"{STATE}:CENSUS" and row["mapping_id"].startswith("template-"), f"{name}: {row['source_id']} {row['mapping_id']}")
            expect(row["sheet"] == {"RES1": "Permits, first"}.get(table, table), f"{name}: {table} comes from {row['sheet']}")
    expect(published == len(planted), f"{name}: {len(planted)} figures were put in, {published} came out")
    zambia = [row for row in pq.read_table(out / "observations" / "IMM1.parquet").to_pylist() if row["citizenship"] == "ZMB"]
    expect(zambia and all(row["obs_status"] == "P" and "made up" in row["note"] for row in zambia), f"{name}: Zambia is provisional, with a note")
    profiles = [row for row in pq.read_table(out / "profiles.parquet").to_pylist() if row["attribute"] == "unit_counted"]
    expect(any(row["value"] == "person" and "page 3" in row["evidence"] for row in profiles), f"{name}: the answer about the unit is lost")
    findings = pq.read_table(out / "findings.parquet").to_pylist()
    told = sorted({row["code"] for row in findings if row["code"].split("/")[0] in {"template", "read", "locate", "map", "harmonise"}})
    expect(not told, f"{name}: findings that nobody can understand: {told}")
    return published


def mappings(folder):
    """A folder of mappings that claims nothing, since a template needs none."""
    shown = Path(__file__).resolve().parent.parent / "mappings"
    target = folder / "mappings"
    if not target.exists():
        shutil.copytree(shown / "swe", target / "swe")
    return target.name


def checks(path, planted):
    """The formulas as LibreOffice calculated them: zero or nothing, but for the total that was spoilt by seven."""
    book = openpyxl.load_workbook(path, data_only=True)
    seen = 0
    for worksheet in book:
        sheet = Sheet(worksheet)
        table = str(worksheet["A1"].value or "").split(":")
        if len(table) < 3 or table[2] not in TABLES:
            continue
        for column in sheet.columns("check"):
            for row in sheet.rows():
                value = worksheet.cell(row, column).value
                own = {codes.get("citizenship") for (of, at, _), codes in planted.items() if (of, at) == (table[2], row)}
                if (table[2], own) == ("IMM1", {"_T"}):
                    expect(value == 7, f"{path.name}: {table[2]} {letters(column)}{row} should show 7, and shows {value}")
                elif own and table[2] != "IMM1" and value not in (None, ""):
                    expect(value == 0, f"{path.name}: {table[2]} {letters(column)}{row} shows {value}")
                seen += value not in (None, "")
    return seen


def main():
    concord = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for language in LANGUAGES:
            filled, planted, statuses = prepare(concord, folder, language)
            book = openpyxl.load_workbook(filled)
            by_table = {str(sheet["A1"].value).split(":")[2]: sheet for sheet in book if str(sheet["A1"].value or "").count(":") > 2}
            values = {key: by_table[key[0]].cell(key[1], key[2]).value for key in planted}
            for ending in ["xlsx", "ods"]:
                path = saved(folder, filled, ending)
                published = compare(concord, folder, path, values, planted, statuses)
                print(f"{language} {ending}: {published} figures in their places")
                if ending == "xlsx":
                    print(f"{language}: {checks(path, planted)} checks calculated")
    for line in wrong[:40]:
        print(line)
    if wrong:
        raise SystemExit(f"{len(wrong)} differences")
    print("filled templates come back whole")


if __name__ == "__main__":
    main()
