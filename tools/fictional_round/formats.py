"""Writes sheets in the formats offices use, with the same bytes each time.

Each function takes a `File` and gives bytes. Clocks are kept out: zip members carry the first date a zip can hold, and
document properties a fixed one.
"""

import html
import io
import re
import zipfile

import openpyxl
import xlwt
from grid import Cell, File, Sheet
from odf.element import Element
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import ParagraphProperties, Style, TextProperties
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
DOCUMENT_DATE = "2025-01-15T00:00:00Z"
# Names of encodings as pages state them.
CHARSETS = {"cp1252": "windows-1252", "utf-8": "utf-8"}
BOLD = {"title", "head", "total", "warning"}


def _zipped_again(content: bytes, stored: tuple[str, ...] = ()) -> bytes:
    """The same package without the times at which its parts were written."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", DOCUMENT_DATE.encode(), part)
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 0
            info.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return result.getvalue()


def xlsx(file: File) -> bytes:
    """An Office Open XML workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.creator = "made up"
    book.properties.title = "Fictional return: every figure is made up"
    thin = Border(bottom=Side(style="thin"))
    for sheet in file.sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_view.rightToLeft = sheet.right_to_left
        for (row, column), cell in sheet.cells.items():
            at = page.cell(row + 1, column + 1, cell.value)
            if isinstance(cell.value, str):
                at.data_type = "s"
            else:
                at.number_format = cell.number_format
            at.font = Font(bold=cell.look in BOLD, italic=cell.look == "note", color="C00000" if cell.look == "warning" else None)
            if cell.look == "head":
                at.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
                at.fill = PatternFill("solid", fgColor="DDE6F0")
                at.border = thin
        for row, column, last_row, last_column in sheet.merges:
            page.merge_cells(start_row=row + 1, start_column=column + 1, end_row=last_row + 1, end_column=last_column + 1)
        for column, width in sheet.widths.items():
            page.column_dimensions[get_column_letter(column + 1)].width = width
        for column in sheet.hidden_columns:
            page.column_dimensions[get_column_letter(column + 1)].hidden = True
    target = io.BytesIO()
    book.save(target)
    return _zipped_again(target.getvalue())


def xls(file: File) -> bytes:
    """A workbook of the old binary format."""
    book = xlwt.Workbook()
    styles: dict[tuple[str, str], xlwt.XFStyle] = {}

    def style(cell: Cell) -> xlwt.XFStyle:
        key = (cell.look, cell.number_format)
        if key not in styles:
            looks = ["font: bold on" if cell.look in BOLD else "font: bold off"]
            if cell.look == "head":
                looks.append("align: horiz centre, vert centre, wrap on; border: bottom thin")
            styles[key] = xlwt.easyxf("; ".join(looks), num_format_str=cell.number_format)
        return styles[key]

    for sheet in file.sheets:
        page = book.add_sheet(sheet.name)
        merged = sheet.spans
        for (row, column), cell in sorted(sheet.cells.items()):
            value = cell.value if isinstance(cell.value, (int, str)) else float(cell.value)
            if (row, column) in merged:
                last_row, last_column = merged[row, column]
                page.write_merge(row, last_row, column, last_column, value, style(cell))
            else:
                page.write(row, column, value, style(cell))
        for column, width in sheet.widths.items():
            page.col(column).width = width * 256
        for column in sheet.hidden_columns:
            page.col(column).hidden = True
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def ods(file: File) -> bytes:
    """An OpenDocument spreadsheet."""
    # The library keeps the namespaces of the documents it has written: a document must not depend on those before it.
    Element.namespaces.clear()
    book = OpenDocumentSpreadsheet()
    bold = Style(name="bold", family="table-cell")
    bold.addElement(TextProperties(fontweight="bold"))
    centred = Style(name="centred", family="table-cell")
    centred.addElement(TextProperties(fontweight="bold"))
    centred.addElement(ParagraphProperties(textalign="center"))
    for style in (bold, centred):
        book.automaticstyles.addElement(style)
    for sheet in file.sheets:
        book.spreadsheet.addElement(_ods_table(sheet, bold, centred))
    target = io.BytesIO()
    book.write(target)
    return _zipped_again(target.getvalue(), stored=("mimetype",))


def _ods_table(sheet: Sheet, bold: Style, centred: Style) -> Table:
    rows, columns = sheet.size
    table = Table(name=sheet.name)
    table.addElement(TableColumn(numbercolumnsrepeated=columns))
    spans, covered = sheet.spans, sheet.covered
    for row in range(rows):
        line = TableRow()
        for column in range(columns):
            if (row, column) in covered:
                line.addElement(CoveredTableCell())
                continue
            cell = sheet.cells.get((row, column))
            attributes: dict = {}
            if (row, column) in spans:
                last_row, last_column = spans[row, column]
                attributes = {"numberrowsspanned": last_row - row + 1, "numbercolumnsspanned": last_column - column + 1}
            if cell is None:
                line.addElement(TableCell(**attributes))
                continue
            if cell.look in BOLD:
                attributes["stylename"] = centred if cell.look == "head" else bold
            if isinstance(cell.value, str):
                element = TableCell(valuetype="string", **attributes)
                element.addElement(P(text=cell.value))
            else:
                element = TableCell(valuetype="float", value=str(cell.value), **attributes)
                element.addElement(P(text=f"{cell.value:,}"))
            line.addElement(element)
        table.addElement(line)
    return table


def delimited(file: File) -> bytes:
    """Delimited text of the file's encoding."""
    (sheet,) = file.sheets
    rows, columns = sheet.size
    lines = []
    for row in range(rows):
        fields = [str(sheet.cells[row, column].value) if (row, column) in sheet.cells else "" for column in range(columns)]
        quoted = [f'"{text}"' if file.delimiter in text else text for text in fields]
        lines.append(file.delimiter.join(quoted) + file.line_end)
    return "".join(lines).encode(file.encoding)


def page(file: File) -> bytes:
    """A page of HTML tables, as offices save it under the name of a workbook."""
    parts = [
        "<html>\n<head>\n",
        f'<meta http-equiv="Content-Type" content="text/html; charset={CHARSETS[file.encoding]}">\n',
        "<title>Fictional return: every figure is made up</title>\n</head>\n<body>\n",
    ]
    for sheet in file.sheets:
        spans, covered = sheet.spans, sheet.covered
        rows, columns = sheet.size
        parts.append('<table border="1" cellspacing="0">\n')
        for row in range(rows):
            parts.append("<tr>")
            for column in range(columns):
                if (row, column) in covered:
                    continue
                cell = sheet.cells.get((row, column))
                last_row, last_column = spans.get((row, column), (row, column))
                name = "th" if cell and cell.look == "head" else "td"
                over = f' rowspan="{last_row - row + 1}"' if last_row > row else ""
                over += f' colspan="{last_column - column + 1}"' if last_column > column else ""
                text = "&nbsp;" if cell is None else html.escape(str(cell.value)).replace("\u00a0", "&nbsp;")
                parts.append(f"<{name}{over}>{text}</{name}>")
            parts.append("</tr>\n")
        parts.append("</table>\n<br>\n")
    parts.append("</body>\n</html>\n")
    return "".join(parts).encode(file.encoding)
