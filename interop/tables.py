"""Opens the ministers' tables of both editions of a round with other programs, and tells what does not hold.

    python interop/tables.py CONCORD RUN PUBLIC
        CONCORD  the program
        RUN      folder of a finished run, which knows every figure
        PUBLIC   its public edition

Workbooks: text is text, formulas are plain sums whose results hold here and in LibreOffice, sheets are set up for their language and
for paper, and nothing reaches outside. Pages: no script, no request, language and direction are named, and the same cells stand in the
workbook. Figures: each is the observation or regional sum that its id names, and none that the public edition hides is told there.
Paper: no page is empty. Then it breaks copies, one fault each, and ends with exit code 1 where a check does not find its fault, as it
does where anything else is wrong.

Needs LibreOffice, poppler's pdftotext, openpyxl and pyarrow.
"""

import functools
import html.parser
import multiprocessing
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

import openpyxl
import pyarrow.parquet as parquet
from openpyxl.utils import range_boundaries

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAPER = [f"{place}.{language}" for place in ("region", "ken", "uga") for language in ("fr", "ar")]
PART = r"[A-Z]+[0-9]+(?::[A-Z]+[0-9]+)?"
SUM = re.compile(rf"=SUM\(({PART}(?:,{PART})*)\)")
# Parts of a workbook that run something or fetch something.
PARTS = re.compile(r"vba|macro|externalLink|activeX|embeddings|connections|queryTable|ctrlProps|customUI", re.I)
ID = re.compile(r"[0-9a-f]{16}")
RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


class Told(list):
    """What is wrong, and how much was looked at."""

    def __init__(self):
        super().__init__()
        self.seen = {}

    def count(self, what, number=1):
        self.seen[what] = self.seen.get(what, 0) + number

    def expect(self, holds, message):
        if not holds:
            self.append(message)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


class Book:
    """A workbook as written, and with the results of its formulas."""

    def __init__(self, path):
        self.path = path
        self.language = path.name.split(".")[-2]
        self.written = openpyxl.load_workbook(path)
        formulas = any(cell.data_type == "f" for sheet in self.written for row in sheet.iter_rows() for cell in row)
        self.results = openpyxl.load_workbook(path, data_only=True) if formulas else self.written
        self.has_formulas = formulas

    def tables(self):
        return [sheet for sheet in self.written if sheet.title.isdecimal()]

    def result(self, sheet, coordinate):
        return self.results[sheet][coordinate].value


def check_cells(book, told):
    for sheet in book.written:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                where = f"{book.path.name} {sheet.title}!{cell.coordinate}"
                if cell.data_type == "s":
                    told.count("texts")
                    told.count("texts that begin like a formula", str(cell.value).startswith(("=", "+", "-", "@", "\t", "\r")))
                elif cell.data_type == "n":
                    told.count("numbers")
                else:
                    told.expect(cell.data_type == "f", f"{where}: found a cell of type {cell.data_type}")
                    check_sum(book, sheet, cell, where, told)


def check_sum(book, sheet, cell, where, told):
    told.count("sums")
    plain = SUM.fullmatch(cell.value) if isinstance(cell.value, str) else None
    if plain is None:
        told.append(f"{where}: {cell.value!r} is no plain sum of cells of its sheet")
        return
    parts = []
    for part in plain[1].split(","):
        left, top, right, bottom = range_boundaries(part)
        parts += [book.results[sheet.title].cell(row, column).value for row in range(top, bottom + 1) for column in range(left, right + 1)]
        told.expect(not (left <= cell.column <= right and top <= cell.row <= bottom), f"{where}: the sum holds itself")
    total, result = sum(part for part in parts if is_number(part)), book.result(sheet.title, cell.coordinate)
    told.expect(result == total, f"{where}: the written result is {result}, its cells add up to {total}")


def check_set_up(book, told):
    for sheet in book.written:
        where = f"{book.path.name} {sheet.title}"
        told.count("sheets")
        told.expect(bool(sheet.sheet_view.rightToLeft) == (book.language == "ar"), f"{where}: the direction is not that of {book.language}")
        told.expect(sheet.page_setup.orientation == "landscape", f"{where}: not set up for paper in landscape")
        if sheet not in book.tables():
            continue
        fits = sheet.sheet_properties.pageSetUpPr is not None and sheet.sheet_properties.pageSetUpPr.fitToPage
        told.expect(fits and sheet.page_setup.fitToWidth in (None, 1) and sheet.page_setup.fitToHeight == 0, f"{where}: not fitted to the width")
        told.expect(sheet.freeze_panes is not None, f"{where}: no panes are frozen")
        heads = re.fullmatch(r"\$(\d+):\$(\d+)", sheet.print_title_rows or "")
        told.expect(heads is not None, f"{where}: no heads are repeated on paper")
        if heads and sheet.freeze_panes:
            above = int(re.sub(r"\D", "", sheet.freeze_panes)) - 1
            told.expect(int(heads[2]) == above, f"{where}: rows to {heads[2]} are repeated, rows to {above} are frozen")
    with zipfile.ZipFile(book.path) as parts:
        for name in parts.namelist():
            told.expect(not PARTS.search(name), f"{book.path.name}: holds {name}")
            if name.endswith(".rels"):
                told.expect(b'TargetMode="External"' not in parts.read(name), f"{book.path.name}: {name} reaches outside")
            if name == "[Content_Types].xml":
                told.expect(b"macroEnabled" not in parts.read(name), f"{book.path.name}: is a workbook with macros")


class Page(html.parser.HTMLParser):
    """What a page names and asks for, and the bodies of its tables."""

    ACTIVE = {"script", "iframe", "object", "embed", "link", "base", "form", "audio", "video"}

    def __init__(self, path, told):
        super().__init__()
        self.path, self.told = path, told
        self.root, self.policy = None, ""
        # For each table its rows, for each row its cells as text and id.
        self.tables, self.inside, self.cell, self.style = [], False, None, False
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.root = given
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "content-security-policy":
            self.policy = given.get("content") or ""
        self.told.expect(tag not in self.ACTIVE, f"{self.path.name}: holds <{tag}>")
        for name, value in attrs:
            value = value or ""
            self.told.expect(not name.startswith("on"), f"{self.path.name}: <{tag} {name}> is a script")
            if name in ("src", "href", "srcset", "action", "xlink:href", "data", "background", "poster"):
                self.told.expect(value.startswith(("#", "data:image/")), f"{self.path.name}: <{tag} {name}={value!r}> reaches outside")
            if name == "style":
                self.check_style(value)
        self.style = tag == "style"
        if tag == "table":
            self.tables.append([])
        elif tag == "tbody":
            self.inside = True
        elif tag == "tr" and self.inside:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.inside:
            self.cell = [[], given.get("title")]

    def handle_endtag(self, tag):
        self.style = False
        if tag == "tbody":
            self.inside = False
        elif tag in ("td", "th") and self.cell:
            self.tables[-1][-1].append(("".join(self.cell[0]), self.cell[1]))
            self.cell = None

    def handle_data(self, data):
        if self.style:
            self.check_style(data)
        if self.cell:
            self.cell[0].append(data)

    def check_style(self, style):
        self.told.expect(not re.search(r"@import|url\((?!['\"]?(?:data:|#))", style), f"{self.path.name}: a style reaches outside")


def check_page(path, told):
    page, language = Page(path, told), path.name.split(".")[-2]
    told.count("pages")
    found = (page.root or {}).get("lang"), (page.root or {}).get("dir")
    expected = language, "rtl" if language == "ar" else "ltr"
    told.expect(found == expected, f"{path.name}: language and direction are {found}, expected {expected}")
    told.expect("default-src 'none'" in page.policy, f"{path.name}: no policy keeps requests away")
    return page


def bare(text):
    """A text without signs of direction, and with one kind of space."""
    return " ".join(re.sub("[\u2066-\u2069\u200e\u200f]", "", str(text)).replace("\xa0", " ").replace("\u202f", " ").split())


def pairs(book, page, told):
    """Each cell of the tables of a workbook with its id on the page, where both show the same."""
    sheets = book.tables()
    told.expect(len(sheets) == len(page.tables), f"{book.path.name}: {len(sheets)} sheets, {len(page.tables)} tables on the page")
    for sheet, rows in zip(sheets, page.tables):
        first = int(re.sub(r"\D", "", sheet.freeze_panes or "A6"))
        for line, row in enumerate(rows):
            for column, (text, name) in enumerate(row, start=1):
                cell = sheet.cell(first + line, column)
                value = book.result(sheet.title, cell.coordinate)
                where = f"{book.path.name} {sheet.title}!{cell.coordinate}"
                if is_number(value):
                    places = re.search(r"0\.(0+)", cell.number_format)
                    digits = re.sub(r"\D", "", f"{value:.{len(places[1]) if places else 0}f}")
                    told.expect(re.sub(r"\D", "", text) == digits, f"{where}: {value}, the page shows {text!r}")
                else:
                    told.expect(bare(text).replace(" ", "") == bare(value or "").replace(" ", ""), f"{where}: {value!r}, the page shows {text!r}")
                yield where, value, name


class Edition:
    """Figures and regional sums by their ids, each with the values that it may show."""

    def __init__(self, folder):
        self.values, self.hidden = {}, set()
        for path in sorted(folder.glob("observations/*.parquet")):
            for row in parquet.read_table(path, columns=["observation_id", "value", "obs_status"]).to_pylist():
                self.values[row["observation_id"]] = {row["value"]}
                if row["value"] is None and row["obs_status"] == "Q":
                    self.hidden.add(row["observation_id"])
        for path in sorted(folder.glob("derived/*.parquet")):
            if path.stem in self.tables(folder):
                for row in parquet.read_table(path, columns=["sum_id", "comparable_value", "reported_value"]).to_pylist():
                    self.values[row["sum_id"]] = {row["comparable_value"], row["reported_value"]}

    @staticmethod
    def tables(folder):
        return {path.stem for path in folder.glob("observations/*.parquet")}


def check_figures(found, edition, truth, told):
    for where, value, name in found:
        if name is None or not ID.fullmatch(name) or name not in edition.values:
            told.count("figures without an id", is_number(value))
            continue
        told.count("figures with an id")
        if is_number(value):
            told.expect(value in edition.values[name], f"{where}: {value}, but {name} is {edition.values[name]}")
        else:
            told.expect(None in edition.values[name], f"{where}: {value!r}, but {name} is {edition.values[name]}")
        if name in edition.hidden and truth.values.get(name, {None}) != {None}:
            told.count("places of hidden figures")
            told.expect(not is_number(value), f"{where}: tells {value}, which the edition hides")


def check_against(public, internal, told):
    """A cell of the public workbook that differs from the internal one is a sign, not another number."""
    told.expect(public.written.sheetnames == internal.written.sheetnames, f"{public.path.name}: the sheets of the editions differ")
    for sheet in public.results:
        if sheet.title in internal.results.sheetnames:
            for row in sheet.iter_rows():
                for cell in row:
                    if is_number(cell.value) and cell.value != internal.result(sheet.title, cell.coordinate):
                        told.append(f"{public.path.name} {sheet.title}!{cell.coordinate}: {cell.value} differs from the internal edition")


def check_again(book, path, told):
    """What LibreOffice calculates and saves is what was written."""
    if not path.is_file():
        told.append(f"{book.path.name}: LibreOffice saved nothing")
        return
    again = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.written:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    told.count("cells saved by LibreOffice")
                    told.count("sums calculated by LibreOffice", cell.data_type == "f")
                    mine, theirs = book.result(sheet.title, cell.coordinate), again[sheet.title][cell.coordinate].value
                    same = abs(mine - theirs) < 1e-9 if is_number(mine) and is_number(theirs) else bare(mine) == bare(theirs)
                    told.expect(same, f"{book.path.name} {sheet.title}!{cell.coordinate}: {mine!r}, LibreOffice has {theirs!r}")


def paper_of(path):
    """The texts between head and foot of each page; on the larger paper, of its upper part."""
    done = subprocess.run(
        ["pdftotext", "-r", "72", "-x", "0", "-y", "40", "-W", "1200", "-H", "505", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]


def check_paper(name, pages, most, told):
    told.expect(1 <= len(pages) <= most, f"{name}: {len(pages)} pages, expected 1 to {most}")
    for number, page in enumerate(pages, start=1):
        told.count("pages of paper")
        told.expect(len("".join(page.split())) >= 20, f"{name}: page {number} of {len(pages)} is empty")


def office(files, ending, work):
    """Starts LibreOffice on files, in a profile that calculates everything again."""
    profile, out = work / f"profile-{ending}", work / f"office-{ending}"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", ending, "--outdir", out, *files]
    return subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True), out


def wait(process):
    _, said = process.communicate(timeout=300)
    if process.returncode != 0:
        sys.exit(f"soffice ended with {process.returncode}: {said}")


def run(*command, codes=(0,)):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in codes:
        sys.exit(f"{' '.join(map(str, command))}\nended with {done.returncode}\n{done.stdout}\n{done.stderr}")


def broken(source, target, part, pattern, replacement):
    """A copy of a workbook with one change in one of its parts, or with a further part where there is no pattern."""
    changed = 0
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8")
            if pattern and re.fullmatch(part, name) and not changed:
                content, changed = re.subn(pattern, replacement, content, count=1)
            new.writestr(name, content)
        if not pattern:
            new.writestr(part, replacement)
    if pattern and not changed:
        sys.exit(f"{source.name}: nothing to break for {target.name}")
    return target


def broken_books(tables, work):
    """Copies with a fault, each with the check that must find it and what that says."""
    sheet, region, arabic = r"xl/worksheets/sheet\d+\.xml", tables / "region.fr.xlsx", tables / "ken.ar.xlsx"
    work.mkdir()
    copy = lambda source, name, part, pattern, change: broken(source, work / f"{name}.{source.name}", part, pattern, change)
    outside = '<Relationship Id="rId99" Type="http://example.org/other" Target="http://example.org/" TargetMode="External"/></Relationships>'
    text = r'(<c r="[A-Z]+\d+"[^>]*) t="inlineStr"><is>.*?</is></c>'
    return [
        (copy(region, "result", sheet, r"(</f><v>)(\d+)(</v>)", r"\g<1>1\2\3"), check_cells, "add up to"),
        (copy(region, "text", sheet, text, r'\1 t="str"><f>HYPERLINK("http://example.org")</f><v>x</v></c>'), check_cells, "no plain sum"),
        (copy(region, "other", sheet, r"<f>SUM\(", "<f>SUM('1'!A1,"), check_cells, "no plain sum"),
        (copy(arabic, "direction", sheet, r' rightToLeft="1"', ""), check_set_up, "direction"),
        (copy(arabic, "panes", sheet, r"<pane [^>]*/>", ""), check_set_up, "no panes"),
        (copy(arabic, "width", "xl/worksheets/sheet2.xml", r' fitToHeight="0"', ' fitToHeight="1"'), check_set_up, "fitted to the width"),
        (copy(arabic, "portrait", sheet, r'orientation="landscape"', 'orientation="portrait"'), check_set_up, "landscape"),
        (copy(arabic, "heads", "xl/workbook.xml", r'<definedName name="_xlnm.Print_Titles".*?</definedName>', ""), check_set_up, "no heads"),
        (copy(arabic, "macro", "xl/vbaProject.bin", None, "x"), check_set_up, "vbaProject"),
        (copy(arabic, "link", r"xl/worksheets/_rels/.*", r"</Relationships>", outside), check_set_up, "reaches outside"),
    ]


def broken_pages(page, work):
    """Faults of a page, each with what the check says."""
    source = page.read_text(encoding="utf-8")
    faults = [
        ("</body>", "<script>1</script></body>", "<script>"),
        ("</body>", '<img src="https://example.org/a.png"></body>', "reaches outside"),
        ("<style>", "<style>@import 'https://example.org/a.css';", "a style reaches outside"),
        ("<body>", '<body onload="1">', "is a script"),
        ('dir="rtl"', "", "language and direction"),
        ('lang="ar"', 'lang="fr"', "language and direction"),
        ("default-src 'none'", "default-src *", "no policy"),
    ]
    for number, (old, new, said) in enumerate(faults):
        target = work / f"fault{number}.{page.name}"
        if old not in source:
            sys.exit(f"{page.name}: nothing to break, {old} is not there")
        target.write_text(source.replace(old, new, 1), encoding="utf-8")
        yield target, said


def self_test(faults, internal, public_edition, truth, work, told):
    """Each fault must be found by its check."""
    def must(name, said, found):
        told.count("planted faults")
        told.expect(any(said in one for one in found), f"self-test: no check finds the fault of {name}: {found[:2]}")

    for path, check, said in faults:
        found = Told()
        check(Book(path), found)
        must(path.name, said, found)
    result, found = Book(faults[0][0]), Told()
    check_again(result, work / "office-xlsx" / result.path.name, found)
    must("a result that LibreOffice calculates otherwise", "LibreOffice has", found)
    for path, said in broken_pages(internal / "ken.ar.html", work):
        found = Told()
        check_page(path, found)
        must(path.name, said, found)
    # The internal tables, taken for public ones, tell what the public edition hides.
    found = Told()
    book = Book(internal / "ken.en.xlsx")
    check_figures(pairs(book, check_page(internal / "ken.en.html", found), found), public_edition, truth, found)
    must("a hidden figure that is told", "which the edition hides", found)
    found = Told()
    check_paper("blank", [*paper_of(work / "office-pdf" / "ken.ar.pdf"), "\n"], 1, found)
    must("an empty page", "is empty", found)
    must("too many pages", "expected 1 to 1", found)


def formula_like(concord, work):
    """Tables of a round whose title begins like a formula."""
    shutil.copytree(ROOT / "tests" / "files" / "hostile", work / "hostile")
    pipeline = work / "hostile" / "pipeline.toml"
    pipeline.write_text(re.sub(r"(?m)^title = .*$", "title = '=1+1'", pipeline.read_text(encoding="utf-8")), encoding="utf-8")
    run(concord, "run", pipeline, "--out", work / "hostile-run", "--no-reports", codes=(0, 1))
    run(concord, "tables", work / "hostile-run", "--out", work / "tables-hostile", "--state", "KEN", "--lang", "en,ar")
    return work / "tables-hostile"


def check_file(folders, editions, truth, file):
    """All that is looked at in one workbook and its page, in each edition; what was told, and whether LibreOffice must open it."""
    told, books = Told(), {}
    for edition, folder in folders.items():
        path = folder / file
        if path.is_file():
            told.count("workbooks")
            book = books[edition] = Book(path)
            check_cells(book, told)
            check_set_up(book, told)
            found = list(pairs(book, check_page(path.with_suffix(".html"), told), told))
            if edition in editions:
                check_figures(found, editions[edition], truth, told)
    if "internal" in books:
        check_against(books["public"], books["internal"], told)
    wanted = [
        (edition, file)
        for edition, book in books.items()
        if book.has_formulas or edition == "hostile" or (edition == "public" and file.removesuffix(".xlsx") in PAPER)
    ]
    return list(told), told.seen, wanted


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    begin, told = time.monotonic(), Told()
    concord, whole, public = (pathlib.Path(one).resolve() for one in sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        folders = {"public": work / "tables-public", "internal": work / "tables-internal"}
        for edition, source in (("public", public), ("internal", whole)):
            run(concord, "tables", source, "--out", folders[edition])
        paper, pages_of = office([folders["public"] / f"{one}.xlsx" for one in PAPER], "pdf", work)
        truth = Edition(whole)
        editions = {"public": Edition(public), "internal": truth}
        folders["hostile"] = formula_like(concord, work)
        files = [path.name for path in sorted(folders["public"].glob("*.xlsx"))]
        told.expect(files == [path.name for path in sorted(folders["internal"].glob("*.xlsx"))], "the files of the editions differ")
        # LibreOffice opens what has formulas, and texts that begin like formulas.
        opened = {}
        with multiprocessing.Pool() as pool:
            for wrong, seen, wanted in pool.imap(functools.partial(check_file, folders, editions, truth), files):
                told.extend(wrong)
                for what, number in seen.items():
                    told.count(what, number)
                for edition, file in wanted:
                    opened[edition, file] = shutil.copy(folders[edition] / file, work / f"{edition}.{file}")
        faults = broken_books(folders["public"], work / "broken")
        wait(paper)
        saved, again = office([*opened.values(), faults[0][0]], "xlsx", work)
        for one in PAPER:
            sheets = len(openpyxl.load_workbook(folders["public"] / f"{one}.xlsx", read_only=True).sheetnames)
            check_paper(f"{one}.pdf", paper_of(pages_of / f"{one}.pdf"), 4 * sheets, told)
        wait(saved)
        for (edition, file), path in opened.items():
            check_again(Book(folders[edition] / file), again / path.name, told)
        self_test(faults, folders["internal"], editions["public"], truth, work, told)
    for what in ("sums", "sums calculated by LibreOffice", "texts that begin like a formula", "places of hidden figures", "figures with an id"):
        told.expect(told.seen.get(what), f"nothing was looked at: {what}")
    for message in told[:40]:
        print(message)
    print(", ".join(f"{number} {what}" for what, number in told.seen.items()))
    print(f"{len(told)} wrong, {time.monotonic() - begin:.0f} s")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
