#!/usr/bin/env python3
"""Shows that reports.py passes a report that holds, and catches each way in which one may not.

    python interop/reports_selftest.py

In: nothing; a made-up report in Arabic, full of what a hostile sender might type, is written to a temporary folder. Out: each
violation that was not caught, and a last line `N passed, N failed`; exit code 1 on any failure. Does not use the program.
"""

import html
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl
import reports
from openpyxl.comments import Comment
from playwright.sync_api import sync_playwright

HOSTILE = "</td><script>window.__pwned = 1</script><img src=x onerror=alert(1)> =1+1 \u0000\u202eالجدول"

# Sections that the made-up report has no lines for.
EMPTY_PARTS = ("states", "definitions", "recommendations", "costs", "sources", "explanations")


def document():
    marks = [{"severity": "error", "takes_part": False, "message": HOSTILE, "anchor": "f1"}]
    cells = [{"address": "B7", "text": HOSTILE, "marks": marks}, {"address": "C7", "text": "12", "marks": []}]
    finding = {"anchor": "f1", "message": HOSTILE, "explanation": None, "picture": 0}
    report = {part: [] for part in EMPTY_PARTS}
    report |= {
        "about": {"code": "KEN", "language": "ar"},
        "findings": [{"severity": "error", "findings": [finding, finding | {"anchor": "f2", "message": "ثان", "picture": None}]}],
        "gaps": {"rows": [{"cells": [{"status": "received"}, {"status": "missing"}]}]},
        "sheets": [{"sheet": "Sheet", "rows": [{"number": 7, "cells": cells}]}],
        "mirrors": [{"symmetric_index": 0.5}],
        "series": [{"points": [{"value": 12}]}],
    }
    return {"result": report}


TEXT = html.escape(HOSTILE).replace("\u202e", "⟨U+202E⟩")
PAGE = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>KEN</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
td {{ overflow-wrap: anywhere; background: #fff; color: #222 }} [data-mark] {{ background: #fdd }}</style></head><body>
<section id="summary"><img alt="" src="data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7">2</section>
<section id="gaps"><table><tr><td data-gap="received">yes</td><td data-gap="missing">no</td></tr></table></section>
<section id="findings"><article id="f1" data-severity="error">{TEXT} <a href="#p1">B7</a></article>
<article id="f2" data-severity="error"><bdi>ثان</bdi></article></section>
<section id="sheets"><table id="p1"><tr><td data-mark="error">{TEXT}</td><td>12</td></tr></table></section>
<section id="mirrors"><svg width="9" height="9"></svg></section><section id="series"><svg width="9" height="9"></svg></section>
</body></html>"""

# What is replaced in the page, by what, and a part of the failure that must follow.
PAGE_VIOLATIONS = [
    ("</body>", "<script>console.warn('x')</script></body>", "console"),
    ("</body>", "<img src='http://192.0.2.1/x.png'></body>", "requests"),
    ("</body>", "<img src='x.png' loading='lazy'></body>", "requests"),
    ("</body>", "<p style='background: url(http://192.0.2.1/x)'>x</p></body>", "styles that load"),
    ("</body>", "<p style='background: url(x.png)'>x</p></body>", "requests"),
    ("</body>", "<script>window.__pwned = 1</script></body>", "__pwned"),
    ("</body>", "<script>alert(1)</script></body>", "dialogs"),
    ("</body>", "<script>console.error('x')</script></body>", "console"),
    ("</body>", "<script>null.x</script></body>", "console"),
    ("</body>", "<script>setTimeout(() => fetch('http://192.0.2.1/'), 20)</script></body>", "requests"),
    ("</body>", "<p onclick='1'>x</p></body>", "on..."),
    ("</body>", "<script src='data:text/javascript,1'></script></body>", "scripts with src"),
    ("<style>", "<link rel='icon' href='data:,'><style>", "scripts with src"),
    ("</body>", "<iframe srcdoc='x'></iframe></body>", "scripts with src"),
    ("</body>", "<a href='javascript:1'>x</a></body>", "links that run"),
    ("</body>", "<svg><a xlink:href=' javascript:1'><text>x</text></a></svg></body>", "links that run"),
    ("</body>", "<a href='#nowhere'>x</a></body>", "lead nowhere"),
    ("</body>", "<a href='uga.ar.html'>x</a></body>", "files that are not there"),
    ("</body>", "<p id='f1'>x</p></body>", "stand twice"),
    ('lang="ar"', 'lang="fr"', "html lang"),
    (' dir="rtl"', "", "html dir"),
    ("<style>", "<style>body { direction: ltr }", "direction of body"),
    ("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">", "", "width of the layout"),
    ("</body>", "<p style='width: 700px'>x</p></body>", "phone width: sideways"),
    ("</body>", "<p style='width: 1400px'>x</p></body>", "desktop width: sideways"),
    *((f'<section id="{part}"', "<section", f"#{part}") for part in ("summary", "gaps", "findings", "sheets", "mirrors", "series")),
    ('<section id="summary">', '<section id="summary" hidden>', "#summary"),
    ('<article id="f2" data-severity="error">', '<article id="f2">', "number of articles"),
    ('<article id="f2"', '<article id="f3"', "anchor"),
    ('id="f2" data-severity="error"', 'id="f2" data-severity="warning"', "severities that differ"),
    ('id="f2" data-severity="error"', 'id="f2" data-severity="bad"', "unknown severities"),
    ("ثان", "ثالث", "messages that are not"),
    (f'error">{TEXT} <a', f'error">{TEXT.replace("&lt;img", "<b>")} <a', "messages that are not"),
    ('<a href="#p1">B7</a>', "B7", "without a link"),
    ('<a href="#p1">', '<a href="#f2">', "without a link"),
    ('<td data-mark="error">', "<td>", "number of cells with data-mark"),
    ("<td>12", '<td data-mark="error">12', "number of cells with data-mark"),
    (f'<td data-mark="error">{TEXT}</td><td>12</td>', f'<td>{TEXT}</td><td data-mark="error">12</td>', "marked cells that differ"),
    ('data-mark="error"', 'data-mark="warning"', "marked cells that differ"),
    ("<style>", "<style>[data-mark] { visibility: hidden }", "not visible"),
    ("#fdd", "#fff", "background of unmarked"),
    ("#fdd", "#733", "contrast"),
    ("<style>", "<style>[data-gap] { color: #aaa !important }", "gaps with a contrast"),
    ('<td data-gap="missing">', "<td>", "number of cells with data-gap"),
    ('data-gap="missing"', 'data-gap="late"', "gaps that differ"),
    ('<section id="mirrors"><svg width="9" height="9"></svg>', '<section id="mirrors">x', "svg in #mirrors"),
    ('<section id="series"><svg width="9"', '<section id="series">x<svg width="0"', "svg in #series"),
]

BOOK_VIOLATIONS = {
    None: None,
    "comment": "a comment for",
    "message": "in no comment",
    "formula": "formulas",
    "filter": "a filter",
    "frozen": "a frozen row",
}


def workbook(path, violation=None):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Code", "Text"])
    sheet.append(["f1", "x"])
    if violation != "comment":
        sheet["B2"].comment = Comment("x" if violation == "message" else HOSTILE.replace("\0", ""), "concord")
    sheet["A3"] = "=1+1"
    if violation != "formula":
        sheet["A3"].data_type = "s"
    if violation != "filter":
        sheet.auto_filter.ref = "A1:B2"
    if violation != "frozen":
        sheet.freeze_panes = "A2"
    book.save(path)


def main():
    outcome = reports.Checks()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page, book = Path(folder) / "ken.ar.html", Path(folder) / "ken.ar.xlsx"
        browser, report = reports.start_browser(playwright), document()["result"]

        def failures(text, against=report, widths=reports.WIDTHS):
            page.write_text(text, encoding="utf-8")
            checks = reports.Checks(quiet=True)
            reports.check_page(browser, page, "ar", against, checks, widths=widths)
            return checks.failures

        outcome.none(failures(PAGE), "the report that holds", "failures")
        open_to_all = PAGE.replace("default-src 'none'; style-src 'unsafe-inline'; img-src data:", "default-src * data: 'unsafe-inline'")
        outcome.none(failures(open_to_all), "the report that holds, without its policy", "failures")
        for before, after, expected in PAGE_VIOLATIONS:
            widths = ["phone"] if "desktop" not in expected else ["desktop"]
            changed = open_to_all.replace(before, after, 1)
            found = failures(changed, widths=widths)
            caught = changed != open_to_all and any(expected in failure for failure in found)
            outcome.check(caught, f"{before} -> {after}", f"expected {expected!r}, found {found}")
        for part in EMPTY_PARTS:
            found = failures(PAGE, report | {part: [{}]}, ["desktop"])
            outcome.check(any(f"#{part}" in failure for failure in found), part, f"expected a section that is not there, found {found}")

        for violation, expected in BOOK_VIOLATIONS.items():
            workbook(book, violation)
            checks = reports.Checks(quiet=True)
            reports.check_workbook(book, report, checks)
            caught = any(expected in failure for failure in checks.failures) if expected else not checks.failures
            outcome.check(caught, f"workbook, {violation}", f"expected {expected}, found {checks.failures}")
        browser.close()

        def command(what, code, expected):
            answer = subprocess.run([sys.executable, reports.__file__, folder], capture_output=True, text=True, encoding="utf-8")
            found = f"{answer.returncode}, {answer.stdout}{answer.stderr}"
            seen = answer.returncode == code and expected in answer.stdout
            outcome.check(seen, f"the command, {what}", f"expected {code} and {expected!r}, found {found}")

        page.write_text(PAGE, encoding="utf-8")
        command("a page without its document", 1, "expected a document")
        page.with_name("ken.json").write_text(json.dumps(document()), encoding="utf-8")
        workbook(book)
        command("a report that holds", 0, ", 0 failed")
        book.unlink()
        command("a report without its workbook", 1, "expected a workbook")
        page.unlink()
        command("no report", 1, "expected reports, found none")
    print(f"{outcome.passed} passed, {len(outcome.failures)} failed")
    sys.exit(1 if outcome.failures else 0)


if __name__ == "__main__":
    main()
