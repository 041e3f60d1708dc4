"""Makes the fictional round: made-up returns of member states, and the truth they were made from.

    python tools/fictional_round samples/comesa_2024_fictional
    python tools/fictional_round samples/comesa_2024_fictional --check

The first writes the files; the second writes nothing, and ends with 1 if a file there is not what would be written. Needs
Python 3.11 and the packages of `requirements.txt` in their versions. Every figure is made up; no person, real or not,
appears. The program knows nothing of mappings: what it knows beside the figures are the exchange tables of `standards/`.
"""

import argparse
import sys
from pathlib import Path

import formats
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


def everything() -> dict[str, bytes]:
    """Every file of the round by its path."""
    truth = Truth()
    files = {}
    for make in RETURNS:
        sent = make()
        for file in sent.files:
            path = f"{sent.reporter.lower()}/{file.name}"
            note_truth(truth, sent, path, file)
            files[path] = WRITERS[file.format](file)
    files["truth.csv"] = truth.csv()
    return files


def main() -> int:
    """Writes or compares the files; gives the exit code."""
    parser = argparse.ArgumentParser(prog="fictional_round", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the round stands")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    differing = 0
    for path, wanted in everything().items():
        target = arguments.folder / path
        if arguments.check:
            if not target.is_file() or target.read_bytes() != wanted:
                differing += 1
                print(f"{target} is not what the program makes", file=sys.stderr)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(wanted)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
