"""Makes the fictional round: made-up returns of member states, and the truth they were made from.

    python tools/fictional_round samples/comesa_2024_fictional
    python tools/fictional_round samples/comesa_2024_fictional_clean --clean
    python tools/fictional_round samples/comesa_2024_fictional --check
    python tools/fictional_round samples/comesa_2024_fictional_clean --clean --check

The first writes the round with faults planted in it and the ledger that names them, the second the same round without;
with `--check` nothing is written, and the exit code is 1 if a file there is not what would be written or no file of the
round. Needs Python 3.11 and the packages of `requirements.txt` in their versions. Every figure is made up; no person, real
or not, appears. The program knows nothing of mappings: what it knows beside the figures are the exchange tables of
`standards/`. What is written by hand (`README.md`, `grades.csv`, `explanations/`) is left alone.
"""

import argparse
import sys
from pathlib import Path

import formats
import papers
from fault_list import plant
from faults import Planter
from grid import File, Return, address, line_and_field
from states import RETURNS
from truth import Truth

WRITERS = {
    "xlsx": formats.xlsx,
    "xls": formats.xls,
    "ods": formats.ods,
    "csv": formats.delimited,
    "tsv": formats.delimited,
    "html": formats.page,
}


def note_truth(truth: Truth, sent: Return, path: str, file: File) -> None:
    """Adds what a file says to the truth."""
    is_text = file.format in ("csv", "tsv")
    for position, sheet in enumerate(file.sheets):
        # Of a page, text outside tables counts as lines of the next table: the page's own title stands above the first one.
        above = 1 if file.format == "html" and position == 0 else 0
        name = file.name.rsplit(".", 1)[0] if is_text else sheet.name
        for row, column, observation in sheet.observations:
            cell = line_and_field(row, column) if is_text else address(row + above, column)
            truth.add(path, name, cell, sent.reporter, observation)


def everything(clean: bool) -> dict[str, bytes]:
    """Every file of the round by its path, with or without faults."""
    returns = [make() for make in RETURNS]
    files = {}
    if not clean:
        planter = Planter(returns)
        plant(planter)
        files["ledger.csv"] = planter.csv()
    truth = Truth()
    paths = []
    for sent in returns:
        for file in sent.files:
            path = f"{sent.reporter.lower()}/{file.name}"
            note_truth(truth, sent, path, file)
            files[path] = WRITERS[file.format](file)
            paths.append(path)
    return files | {
        "truth.csv": truth.csv(),
        "receipts.csv": papers.receipts(paths, not clean),
        "sources.csv": papers.sources(),
    }


def main() -> int:
    """Writes or compares the files; gives the exit code."""
    parser = argparse.ArgumentParser(prog="fictional_round", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the round stands")
    parser.add_argument("--clean", action="store_true", help="the round without faults")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    differing = 0
    files = everything(arguments.clean)
    for path, wanted in files.items():
        target = arguments.folder / path
        if arguments.check:
            if not target.is_file() or target.read_bytes() != wanted:
                differing += 1
                print(f"{target} is not what the program makes", file=sys.stderr)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(wanted)
    if arguments.check:
        for target in sorted(arguments.folder.glob("[a-z][a-z][a-z]/*")):
            if target.relative_to(arguments.folder).as_posix() not in files:
                differing += 1
                print(f"{target} is no file of the round", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
