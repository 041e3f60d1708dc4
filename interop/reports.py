#!/usr/bin/env python3
"""Opens the reports of a folder in a browser and in an office suite, and compares what they show with the documents beside them.

    python interop/reports.py out/comesa-2024/reports [--screenshots DIR]

In: a folder of pages `<code>.<language>.html`, with `<code>.json` for each code and `<code>.<language>.xlsx` beside each page, and a `chromium` and a
`soffice` on the path. Out: a line for each page and workbook, every difference with file, width, what was expected and what
was found, and a last line `N passed, N failed`; exit code 1 on any failure, and where there is no report.

Pages are opened from their file in headless Chromium, at the width of a desk and of a telephone: no message on the console, no
request, no script of a sender's making, every section, finding, marked cell and gap of the document. Workbooks are read with
openpyxl, and two are converted with LibreOffice. Deliberately not done: nothing is fetched, no figure of a report is computed
again, wording and layout are not judged beyond contrast and sideways scrolling, and messages are compared only on pages that
are in the language of their document.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import openpyxl
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import sync_playwright

SURVEY = Path(__file__).with_name("survey.js").read_text(encoding="utf-8")
# So that what loads only when it is seen, or a little later, does so.
TO_THE_END_AND_BACK = """async () => {
    for (const at of [document.body.scrollHeight, 0]) {
        scrollTo(0, at);
        await new Promise((done) => setTimeout(done, 60));
    }
}"""
WIDTHS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
}
PAGE_NAME = re.compile(r"(?P<code>[a-z0-9_-]+)\.(?P<language>[a-z]{2,3})\.html")
FROM_RIGHT = {"ar"}
SEVERITIES = {"error", "warning", "information", "explained"}
CONTRAST = 4.5
TALLEST_SCREENSHOT = 12_000
SECONDS_TO_CONVERT = 180


class Checks:
    """Counts what holds, and prints what does not."""

    def __init__(self, quiet=False):
        self.passed, self.failures, self.quiet = 0, [], quiet

    def check(self, holds, place, message):
        if holds:
            self.passed += 1
            return
        self.failures.append(f"{place}: {message}")
        if not self.quiet:
            print(f"FAILED  {self.failures[-1]}")

    def equal(self, found, expected, place, what):
        self.check(found == expected, place, f"{what}: expected {expected}, found {found}")

    def none(self, found, place, what):
        more = f" and {len(found) - 3} more" if len(found) > 3 else ""
        self.check(not found, place, f"{what}: expected none, found {'; '.join(map(str, found[:3]))}{more}")


def bare(text):
    """A text without what a page may change in it: white space, control characters and marks of direction, shown or not."""
    text = re.sub(r"⟨U\+([0-9A-F]{4,5})⟩", lambda shown: chr(int(shown[1], 16)), text)
    return "".join(char for char in text if not char.isspace() and char != "\ufffd" and unicodedata.category(char) not in ("Cc", "Cf"))


def marked_cells(report):
    return [(sheet, cell) for sheet in report["sheets"] for row in sheet["rows"] for cell in row["cells"] if cell["marks"]]


def findings_of(report):
    return [(group, finding) for group in report["findings"] for finding in group["findings"]]


def read_document(path, checks):
    """The page of a document, or none where there is no usable one."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))["result"]
        marked_cells(report), findings_of(report)
    except (OSError, ValueError, LookupError, TypeError) as error:
        checks.check(False, path.name, f"expected a document with a report as its `result`, found {type(error).__name__}: {error}")
        return None
    if not report["about"].get("is_region"):
        checks.equal(report["about"]["code"].lower(), path.stem, path.name, "code of the document")
    return report


def sections_of(report):
    """The sections that a page must have for what its document holds."""
    parts = ("sheets", "mirrors", "series", "definitions", "recommendations", "costs", "sources", "explanations", "states")
    return ["summary", "gaps", "findings"] + [part for part in parts if report[part]]


def open_page(browser, path, width, screenshots):
    """What the browser shows of a page, and what happened while it was opened."""
    events = {"console": [], "requests": [], "dialogs": [], "windows": []}
    context = browser.new_context(**WIDTHS[width], service_workers="block", accept_downloads=False)

    def console(message):
        if message.type in ("error", "warning", "assert"):
            events["console"].append(f"{message.type}: {message.text}")

    def dialog(opened):
        events["dialogs"].append(f"{opened.type}: {opened.message}")
        opened.dismiss()

    try:
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", console)
        page.on("pageerror", lambda error: events["console"].append(f"uncaught: {error}"))
        page.on("websocket", lambda socket: events["requests"].append(socket.url))
        page.on("download", lambda download: events["requests"].append(download.url))
        context.on("request", lambda request: events["requests"].append(request.url))
        context.on("page", lambda window: events["windows"].append(window.url))

        page.on("dialog", dialog)
        page.goto(path.as_uri(), wait_until="load")
        page.evaluate(TO_THE_END_AND_BACK)
        survey = page.evaluate(SURVEY)
        if screenshots:
            height = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST_SCREENSHOT)
            area = {"x": 0, "y": 0, "width": WIDTHS[width]["viewport"]["width"], "height": height}
            page.screenshot(path=screenshots / f"{path.stem}.{width}.png", full_page=True, clip=area)
        return survey, events
    finally:
        context.close()


def compare_page(path, width, language, report, survey, events, checks):
    place = f"{path.name} at {width} width"
    own = unquote(path.as_uri())
    checks.none(events["console"], place, "messages on the console")
    checks.none([url for url in events["requests"] if unquote(url) != own and not url.startswith("data:")], place, "requests")
    checks.none(events["dialogs"] + events["windows"], place, "dialogs and windows")

    from_right = "rtl" if language in FROM_RIGHT else "ltr"
    checks.equal(survey["language"], language, place, "html lang")
    checks.equal(survey["direction"], from_right, place, "html dir")
    checks.equal(survey["computedDirection"], from_right, place, "direction of body")
    limit = WIDTHS[width]["viewport"]["width"]
    is_as_wide = limit - 20 <= survey["clientWidth"] <= limit
    checks.check(is_as_wide, place, f"width of the layout: expected {limit}, found {survey['clientWidth']}; is there a `viewport`?")
    checks.check(
        survey["scrollWidth"] <= survey["clientWidth"] + 1,
        place,
        f"sideways scrolling: expected at most {survey['clientWidth'] + 1} pixels, found {survey['scrollWidth']}, for example {survey['sticksOut']}",
    )

    checks.equal(survey["pwned"], "undefined", place, "window.__pwned")
    for key, what in (
        ("handlers", "elements with on... attributes"),
        ("forbidden", "scripts with src, links to style sheets, frames, objects, forms, refreshes"),
        ("outside", "addresses that leave the page"),
        ("styles", "styles that load something"),
        ("executable", "links that run something"),
        ("dead", "links within the page that lead nowhere"),
        ("twice", "ids that stand twice"),
    ):
        checks.none(survey[key], place, what)
    checks.none([url for url in survey["files"] if not Path(unquote(urlsplit(url).path)).is_file()], place, "links to files that are not there")

    missing = [name for name in sections_of(report) if not survey["sections"].get(name)]
    checks.none([f"#{name}" for name in missing], place, "sections that are not there or not shown")
    compare_findings(place, language, report, survey, checks)
    compare_marks(place, report, survey, checks)

    expected = [cell["status"] for row in report["gaps"]["rows"] for cell in row["cells"]]
    found = [gap["status"] for gap in survey["gaps"]]
    checks.equal(len(found), len(expected), place, "number of cells with data-gap")
    different = [f"cell {at + 1}: expected {pair[0]}, found {pair[1]}" for at, pair in enumerate(zip(expected, found)) if pair[0] != pair[1]]
    checks.none(different, place, "gaps that differ from the document")
    checks.none([gap["status"] for gap in survey["gaps"] if not gap["inGaps"]], place, "cells with data-gap outside #gaps")
    faint = sorted({f"{gap['status']} with {gap['contrast']:.2f}" for gap in survey["gaps"] if gap["contrast"] < CONTRAST})
    checks.none(faint, place, f"gaps with a contrast below {CONTRAST}")
    drawn = {
        "mirrors": any(line["symmetric_index"] is not None for line in report["mirrors"]),
        "series": any(point["value"] is not None for series in report["series"] for point in series["points"]),
    }
    for part, expected in drawn.items():
        checks.check(survey["pictures"][part] or not expected, place, f"expected a visible svg in #{part}, found none")


def compare_findings(place, language, report, survey, checks):
    findings = findings_of(report)
    checks.equal(len(survey["articles"]), len(findings), place, "number of articles with data-severity in #findings")
    checks.none([a["severity"] for a in survey["articles"] if a["severity"] not in SEVERITIES], place, "unknown severities")
    by_anchor = {anchor: article for article in survey["articles"] for anchor in article["anchors"] if anchor}
    without, severity, message, picture = [], [], [], []
    for group, finding in findings:
        article = by_anchor.get(finding["anchor"])
        if article is None:
            without.append(finding["anchor"])
            continue
        allowed = {group["severity"]} | ({"explained"} if finding["explanation"] else set())
        if article["severity"] not in allowed:
            severity.append(f"{finding['anchor']}: expected {' or '.join(sorted(allowed))}, found {article['severity']}")
        if language == report["about"]["language"] and bare(finding["message"]) not in bare(article["text"]):
            message.append(f"{finding['anchor']}: {finding['message'][:100]!r}")
        if finding["picture"] is not None and not article["toPictures"]:
            picture.append(finding["anchor"])
    checks.none(without, place, "findings whose anchor is not in an article")
    checks.none(severity, place, "severities that differ from the document")
    checks.none(message, place, "messages that are not on the page")
    checks.none(picture, place, "findings without a link that leads into #sheets")


def compare_marks(place, report, survey, checks):
    marked, shown = marked_cells(report), survey["marks"]
    checks.equal(len(shown), len(marked), place, "number of cells with data-mark")
    different = []
    for (sheet, cell), mark in zip(marked, shown):
        name = f"{sheet['sheet']}!{cell['address']}"
        if bare(cell["text"]) not in bare(mark["text"]):
            different.append(f"{name}: expected {cell['text'][:60]!r}, found {mark['text'][:60]!r}")
        elif mark["mark"] in SEVERITIES and mark["mark"] not in {m["severity"] for m in cell["marks"]}:
            different.append(f"{name}: its marks do not say {mark['mark']}")
    checks.none(different, place, "marked cells that differ from the document")

    def where(mark):
        return f"{mark['mark']} {mark['text'].strip()[:40]!r}"

    checks.none([where(mark) for mark in shown if not mark["inSheets"]], place, "cells with data-mark outside #sheets")
    checks.none([where(mark) for mark in shown if not mark["shown"]], place, "marked cells that are not visible")
    checks.none([where(mark) for mark in shown if not mark["distinct"]], place, "marked cells with the background of unmarked ones")
    faint = [f"{where(mark)} with {mark['contrast']:.2f}" for mark in shown if mark["contrast"] < CONTRAST]
    checks.none(faint, place, f"marked cells with a contrast below {CONTRAST}")


def check_page(browser, path, language, report, checks, screenshots=None, widths=WIDTHS):
    for width in widths:
        try:
            survey, events = open_page(browser, path, width, screenshots)
        except BrowserError as error:
            checks.check(False, f"{path.name} at {width} width", f"expected the page to open, found {str(error).splitlines()[0]}")
            continue
        compare_page(path, width, language, report, survey, events, checks)


def check_workbook(path, report, checks, same_language=True):
    place = path.name
    try:
        book = openpyxl.load_workbook(path)
        names = zipfile.ZipFile(path).namelist()
    except Exception as error:
        checks.check(False, place, f"expected a workbook, found {type(error).__name__}: {error}")
        return
    first = book.worksheets[0]
    filtered = first.auto_filter.ref or any(table.autoFilter for table in first.tables.values())
    checks.check(filtered, place, f"expected a filter on the first sheet {first.title!r}, found none")
    frozen = re.search(r"\d+", first.freeze_panes or "")
    checks.check(frozen and int(frozen[0]) > 1, place, f"expected a frozen row on the first sheet {first.title!r}, found {first.freeze_panes}")
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    checks.none([f"{cell.parent.title}!{cell.coordinate}" for cell in cells if cell.data_type == "f"], place, "formulas")
    active = re.compile(r"vbaProject|externalLink|oleObject|activeX|embeddings|connections\.xml|queryTable", re.IGNORECASE)
    checks.none([name for name in names if active.search(name)], place, "parts that run or load something")

    comments = [bare(cell.comment.text) for cell in cells if cell.comment]
    marked = marked_cells(report)
    if marked:
        checks.check(len(comments) >= len(marked), place, f"expected a comment for each of {len(marked)} marked cells, found {len(comments)}")
    if not same_language:
        return
    told = "\n".join(comments)
    is_told = {message: bare(message)[:200] in told for _, cell in marked for message in (mark["message"] for mark in cell["marks"])}
    silent = [f"{sheet['sheet']}!{cell['address']}" for sheet, cell in marked if not any(is_told[mark["message"]] for mark in cell["marks"])]
    checks.none(silent, place, "marked cells whose message is in no comment")


def convert(path, kind, folder, checks):
    """Shows that the office suite opens a workbook: as a page to print, or as text. Its profile and results go to the folder."""
    soffice = shutil.which("soffice")
    if soffice is None:
        checks.check(False, path.name, "expected `soffice` on the path, found none")
        return
    profile = (Path(folder) / "profile").as_uri()
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", folder, str(path)]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=SECONDS_TO_CONVERT)
        said = "; ".join((answer.stderr or answer.stdout).split("\n"))[-300:]
    except subprocess.TimeoutExpired:
        said = f"nothing within {SECONDS_TO_CONVERT} s"
    written = Path(folder) / f"{path.stem}.{kind}"
    content = written.read_bytes() if written.exists() else b""
    usable = content.startswith(b"%PDF-") if kind == "pdf" else content.strip(b" ,;\r\n\t") != b""
    checks.check(usable, path.name, f"expected a {kind} from LibreOffice, found {len(content)} bytes: {said}")


def start_browser(playwright):
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        sys.exit("no chromium on the path")
    # The rule sends every name to nowhere, so that a page which tries to reach something can't.
    return playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--screenshots", type=Path, help="a folder for a picture of each page at each width")
    arguments = parser.parse_args()
    folder, checks = arguments.folder.resolve(), Checks()
    if arguments.screenshots:
        arguments.screenshots.mkdir(parents=True, exist_ok=True)

    pages = sorted(folder.glob("*.html"))
    checks.check(pages, str(folder), "expected reports, found none")
    reports, compared = {}, set()
    with sync_playwright() as playwright:
        browser = start_browser(playwright)
        print(f"Chromium {browser.version}, openpyxl {openpyxl.__version__}")
        for path in pages:
            name = PAGE_NAME.fullmatch(path.name)
            checks.check(name, path.name, "expected a name such as ken.fr.html")
            if name is None:
                continue
            code, language = name["code"], name["language"]
            if code not in reports:
                reports[code] = read_document(folder / f"{code}.json", checks)
            report = reports[code]
            if report is None:
                continue
            begin = time.monotonic()
            check_page(browser, path, language, report, checks, arguments.screenshots)
            if language == report["about"]["language"]:
                compared.add(code)
            counts = f"{len(findings_of(report)):>6} findings {len(marked_cells(report)):>6} marked cells"
            print(f"{path.name:<24} {counts} {time.monotonic() - begin:>6.1f} s")
        browser.close()

    usable = {code: report for code, report in reports.items() if report is not None}
    if usable:
        checks.check(compared, str(folder), "expected a page in the language of its document, found none, so no message was compared")
    for path in pages:
        report = usable.get(path.name.split(".")[0])
        if report is not None:
            check_workbook(path.with_suffix(".xlsx"), report, checks, path.name.split(".")[1] == report["about"]["language"])
    books = sorted((path for path in folder.glob("*.xlsx")), key=lambda path: path.stat().st_size)
    if books:
        begin = time.monotonic()
        with tempfile.TemporaryDirectory() as results:
            convert(books[0], "pdf", results, checks)
            convert(books[-1], "csv", results, checks)
        print(f"{books[0].name} as pdf, {books[-1].name} as csv: {time.monotonic() - begin:.1f} s")
    print(f"{checks.passed} passed, {len(checks.failures)} failed")
    sys.exit(1 if checks.failures else 0)


if __name__ == "__main__":
    main()
