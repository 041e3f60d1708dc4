"""Lets another program for SDMX read what `concord sdmx` writes, and `concord run` what that program writes.

Usage: sdmx.py RUN CONCORD
    RUN      folder of a finished run
    CONCORD  the program

It compares structures with the files of the standard, data with the observations of the run, and the observations of a second
run, over files that pysdmx wrote, with those of the first. Every difference is an error; it prints counts.
"""

import csv
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import pyarrow.parquet as parquet
from lxml import etree
from pysdmx.io import get_datasets, read_sdmx, write_sdmx
from pysdmx.io.format import Format
from pysdmx.io.pd import PandasDataset

ROOT = Path(__file__).resolve().parent.parent
STANDARDS = ROOT / "standards"
LANGUAGES = ["en", "fr", "ar", "pt"]
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What a file of another program must bring back unchanged; the id is made of the whole key.
SAME = [
    "observation_id", "table_id", "reporter", "sender", "freq", "time_period", "period_start", "period_end", "reference", "sex", "age",
    "source_id", "vintage", "value", "value_step", "unit", "obs_status", "obs_status_all", "suppressed_low", "suppressed_high", "note",
]


def toml(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def equal(what: str, found, expected) -> None:
    if found != expected:
        sys.exit(f"{what}: found {found!r}, expected {expected!r}")


def run(*command: object, codes: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, encoding="utf-8")
    if done.returncode not in codes:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def observations(folder: Path) -> dict[str, list[dict]]:
    return {file.stem: parquet.read_table(file).to_pylist() for file in sorted((folder / "observations").glob("*.parquet"))}


class Standard:
    """What the files of the standard say, read without the program."""

    def __init__(self) -> None:
        self.sdmx = toml(STANDARDS / "sdmx.toml")
        self.dimensions = {entry["id"]: entry for entry in toml(STANDARDS / "dimensions.toml")["dimension"]}
        self.tables = {path.stem: toml(path) for path in sorted((STANDARDS / "tables").glob("*.toml"))}
        self.concepts = {entry["column"]: entry["id"] for entry in self.sdmx["concept"]}
        self.lists: dict[str, list[str]] = {}
        for path in sorted((STANDARDS / "codelists").glob("*.csv")):
            if path.stem not in ("ambiguous_names", "region_membership"):
                with path.open(encoding="utf-8", newline="") as file:
                    self.lists[self.list_id(path.stem)] = [row["code"] for row in csv.DictReader(file)]
        for entry in self.sdmx["list"]:
            self.lists[self.list_id(entry["id"])] = [code["code"] for code in entry["codes"]]

    def list_id(self, name: str) -> str:
        return self.sdmx["code-list-prefix"] + name.upper()

    def concept(self, column: str) -> str:
        return self.concepts.get(column, column.upper())

    def dimensions_of(self, table: str) -> list[str]:
        """The columns of a table's key, time last as SDMX has it."""
        day = ["period_end"] if self.tables[table]["stat-type"] == "stock" else []
        own = self.tables[table]["dimensions"]
        return ["reporter", "freq", *day, *own, "sex", "age", "source_id", "vintage", "time_period"]


def check_structures(file: Path, standard: Standard, ages: set[str]) -> None:
    message = read_sdmx(file, validate=True)
    lists = {one.id: [code.id for code in one.codes] for one in message.get_codelists()}
    equal(f"{file.name}, code lists", sorted(lists), sorted(standard.lists))
    codes = 0
    for name, expected in standard.lists.items():
        # Ages that the grammar builds and the data use stand behind the labelled ones.
        further = sorted(ages - set(expected)) if name == standard.list_id("age") else []
        equal(f"{file.name}, codes of {name}", lists[name], expected + further)
        codes += len(lists[name])
    (scheme,) = message.get_concept_schemes()
    used = {dimension for table in standard.tables.values() for dimension in table["dimensions"]} | {"sex", "age"}
    columns = {entry["column"] for entry in standard.sdmx["concept"]} - set(standard.dimensions)
    concepts = {standard.concept(column) for column in columns | used}
    equal(f"{file.name}, concepts", {concept.id for concept in scheme.concepts}, concepts)
    definitions = {one.id: one for one in message.get_data_structure_definitions()}
    equal(f"{file.name}, data structures", sorted(definitions), sorted(standard.sdmx["structure-prefix"] + table for table in standard.tables))
    for table in standard.tables:
        definition = definitions[standard.sdmx["structure-prefix"] + table]
        expected = [standard.concept(column) for column in standard.dimensions_of(table)]
        equal(f"{file.name}, dimensions of {table}", [one.id for one in definition.components.dimensions], expected)
        for dimension in standard.tables[table]["dimensions"]:
            named = standard.dimensions[dimension].get("list")
            component = next(one for one in definition.components.dimensions if one.id == standard.concept(dimension))
            found = component.local_codes.id if component.local_codes is not None else None
            equal(f"{file.name}, list of {table} {dimension}", found, standard.list_id(named) if named else None)
        equal(f"{file.name}, measure of {table}", [one.id for one in definition.components.measures], [standard.concept("value")])
    flows = {flow.id for flow in message.get_dataflows()}
    equal(f"{file.name}, dataflows", flows, {standard.sdmx["dataflow-prefix"] + table for table in standard.tables})
    check_languages(file, {code for name in standard.lists for code in standard.lists[name]}, len(lists))
    print(f"{file.name}: {len(definitions)} data structures, {codes} codes in {len(lists)} lists, {len(concepts)} concepts as in the standard")


def check_languages(file: Path, labelled: set[str], lists: int) -> None:
    """Every labelled code and every list has a name in every language of the standard."""
    tree = etree.parse(file)
    for kind, least in (("Code", len(labelled)), ("Codelist", lists)):
        elements = [one for one in tree.iter() if etree.QName(one).localname == kind]
        checked = 0
        for element in elements:
            names = [child.get(XML_LANG) for child in element if etree.QName(child).localname == "Name"]
            if kind == "Codelist" or element.get("id") in labelled:
                equal(f"{file.name}, languages of {kind} {element.get('id')}", names, LANGUAGES)
                checked += 1
        if checked < least:
            sys.exit(f"{file.name}: only {checked} names of {kind} were looked at, expected {least} at least")


def shown(value) -> str:
    """A value as SDMX writes it; nothing for a null."""
    if value is None or value != value or value in ("NaN", ""):
        return ""
    return str(int(value)) if isinstance(value, float) else str(value)


def expected_row(row: dict, columns: list[str]) -> tuple[str, ...]:
    special = {
        "source_id": row["source_id"].replace(":", "@"),
        "obs_status_all": " ".join(row["obs_status_all"]),
        "grade_causes": " ".join(row["grade_causes"]),
        "unit_mult": "0",
        "decimals": "0",
    }
    return tuple(shown(special.get(column, row.get(column))) for column in columns)


def check_data(file: Path, structures: Path, table: str, rows: list[dict], standard: Standard):
    (dataset,) = get_datasets(file, structures, validate=True)
    frame = dataset.data
    columns = [*standard.dimensions_of(table), *(entry["column"] for entry in standard.sdmx["concept"] if entry["column"] not in standard.dimensions)]
    columns = [column for column in dict.fromkeys(columns) if standard.concept(column) in frame.columns or column == "value"]
    ids = [standard.concept(column) for column in columns]
    found = []
    for record in frame[ids].to_dict("records"):
        if file.suffix == ".csv":
            note = shown(record.get("COMMENT_OBS"))
            record["COMMENT_OBS"] = note.removeprefix("'")
        found.append(tuple(shown(record[name]) for name in ids))
    if "COMMENT_OBS" not in ids and any(row["note"] for row in rows):
        sys.exit(f"{file.name}: notes are lost")
    wanted = [expected_row(row, columns) for row in rows]
    equal(f"{file.name}, rows", len(found), len(wanted))
    for mine, theirs in zip(sorted(wanted), sorted(found)):
        equal(f"{file.name}, {dict(zip(ids, mine))}", theirs, mine)
    if len({row[: len(standard.dimensions_of(table))] for row in found}) != len(found):
        sys.exit(f"{file.name}: the dimensions of the structure are no key")
    check_codes(file, frame, structures, table, standard)
    return dataset


_LISTS: dict[Path, dict] = {}


def check_codes(file: Path, frame, structures: Path, table: str, standard: Standard) -> None:
    """Every code in the data is in the list that its component names."""
    if structures not in _LISTS:
        message = read_sdmx(structures, validate=False)
        definitions = {one.id: one for one in message.get_data_structure_definitions()}
        _LISTS[structures] = definitions
    definition = _LISTS[structures][standard.sdmx["structure-prefix"] + table]
    for component in definition.components:
        if component.local_codes is not None and component.id in frame.columns:
            codes = {code.id for code in component.local_codes.codes}
            unknown = {shown(value) for value in frame[component.id]} - codes - {""}
            if unknown:
                sys.exit(f"{file.name}: {component.id} holds {sorted(unknown)}, which its list does not have")


def written_by_another(datasets: list, target: Path) -> int:
    """Has pysdmx write what it read as SDMX-CSV 2.0, one file for each table, source and edition, as a return has them."""
    target.mkdir()
    files = 0
    for dataset in datasets:
        for _, part in dataset.data.groupby(["SOURCE_ID", "VINTAGE"]):
            files += 1
            again = PandasDataset(structure=dataset.structure, data=part.reset_index(drop=True))
            write_sdmx([again], Format.DATA_SDMX_CSV_2_0_0, output_path=target / f"{files:03}.csv")
    return files


def check_return(datasets: list, concord: Path, work: Path, first: dict[str, list[dict]], standard: Standard) -> None:
    files = written_by_another(datasets, work / "returns")
    pipeline = work / "back.toml"
    pipeline.write_text(
        'schema = 1\nid = "back"\ntitle = "Files that another program wrote"\nmappings = []\ninputs = ["returns/*.csv"]\noutput = "back"\n',
        encoding="utf-8",
    )
    run(concord, "run", pipeline, "--out", work / "back", "--no-reports", codes=(0, 1))
    second = observations(work / "back")
    equal("tables that come back", sorted(second), sorted(first))
    compared = 0
    for table, rows in first.items():
        columns = SAME + standard.tables[table]["dimensions"]
        pick = lambda row: tuple((column, row[column] if column != "obs_status_all" else tuple(row[column])) for column in columns)
        mine, back = ({row["observation_id"]: pick(row) for row in some} for some in (rows, second[table]))
        equal(f"observations of {table} that come back", sorted(back), sorted(mine))
        for key, row in mine.items():
            equal(f"{table} {key}", back[key], row)
            compared += 1
        for row in second[table]:
            if not (row["file"] or "").startswith("returns/") or not (row["cell"] or "").startswith("line "):
                sys.exit(f"{table} {row['observation_id']}: the cell of the figure is not named")
    if compared == 0:
        sys.exit("nothing came back")
    print(f"files that pysdmx wrote: {compared} observations of {files} files came back through `concord run` unchanged")


def main() -> None:
    folder, concord = Path(sys.argv[1]), Path(sys.argv[2]).resolve()
    standard = Standard()
    first = observations(folder)
    ages = {row["age"] for rows in first.values() for row in rows}
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        run(concord, "sdmx", folder, "--out", work / "all", "--standards", STANDARDS)
        for version in ("2.1", "3.0"):
            check_structures(work / "all" / f"structures-{version}.xml", standard, ages)
        for ending, structures in (("csv", "structures-3.0.xml"), ("xml", "structures-2.1.xml")):
            files = {file.stem: file for file in (work / "all" / ending).iterdir()}
            equal(f"files of {ending}", sorted(files), sorted(first))
            datasets = [check_data(files[table], work / "all" / structures, table, first[table], standard) for table in sorted(first)]
            rows = sum(len(dataset.data) for dataset in datasets)
            print(f"{ending}: {rows} observations of {len(datasets)} tables as in the run")
        check_return(datasets, concord, work, first, standard)


if __name__ == "__main__":
    main()
