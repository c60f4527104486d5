"""Rows of text as CSV or as an Excel workbook, and back. Nothing in a cell is ever a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detente.base import DetenteError, Diagnostic

Row = dict[str, str]
RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula; it gets an apostrophe before it."""
MOST = 32_767
"""Characters that a cell of Excel holds."""


def to_csv(rows: Sequence[Row], columns: Sequence[str]) -> bytes:
    """Write rows as CSV in UTF-8 with a byte order mark, as spreadsheets expect."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_safe(row.get(c, "")) for c in columns] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def to_xlsx(sheets: dict[str, tuple[Sequence[Row], Sequence[str]]], at: datetime | None = None) -> bytes:
    """Write sheets of rows as an Excel workbook; the same rows and time give the same bytes.

    Raises
    ------
    DetenteError
        E809: openpyxl is not installed; E812: a cell is too long for Excel.
    """
    openpyxl = _openpyxl()
    book = openpyxl.Workbook()
    book.remove(book.active)
    when = at or datetime(1980, 1, 1, tzinfo=UTC)
    book.properties.creator = "detente"
    book.properties.created = book.properties.modified = when.replace(tzinfo=None)
    for title, (rows, columns) in sheets.items():
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "B2"
        for y, cells in enumerate([list(columns), *([row.get(c, "") for c in columns] for row in rows)], 1):
            for x, text in enumerate(cells, 1):
                if len(text) > MOST:
                    message = f"row {y} has {len(text)} characters in one cell; Excel holds {MOST}"
                    raise DetenteError(Diagnostic(code="E812", message=message, hint="export as CSV instead"))
                cell = sheet.cell(row=y, column=x)
                cell.value = _printable(text) or None
                if text.startswith(RISKY):
                    cell.data_type, cell.quotePrefix = "s", True
    return _fixed(book, when)


def _fixed(book: Any, when: datetime) -> bytes:
    """Save a workbook with one time for all its parts."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    stamp = max(when.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":  # openpyxl notes the moment of saving whatever it is told
                data = _core(data.decode(), when)
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    return out.getvalue()


def _core(xml: str, when: datetime) -> bytes:
    moment = when.strftime("%Y-%m-%dT%H:%M:%SZ")
    return re.sub(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rf"\g<1>{moment}", xml).encode()


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read a table with a header row from CSV or an Excel workbook (its first sheet, or the one called claims).

    Raises
    ------
    DetenteError
        E108 the file cannot be read; E809 openpyxl is not installed; E813 it is no such table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be opened: {error.strerror}"
        raise DetenteError(Diagnostic(code="E108", message=message, file=str(path), hint="check the path")) from None
    rows = _from_xlsx(data, path) if data[:2] == b"PK" else _from_csv(data, path)
    if not rows or "id" not in rows[0]:
        hint = "the first row names the columns, as detente export writes them; one is called id"
        raise DetenteError(Diagnostic(code="E813", message="this is no table of claims", file=str(path), hint=hint))
    head = [str(c or "").strip() for c in rows[0]]
    return [dict(zip(head, [_plain(c) for c in row], strict=False)) for row in rows[1:] if any(row)]


def _from_csv(data: bytes, path: Path) -> list[list[Any]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "save it as CSV in UTF-8"
        message = "the file is not in UTF-8"
        raise DetenteError(Diagnostic(code="E813", message=message, file=str(path), hint=hint)) from None
    first = text.partition("\n")[0]
    mark = max(",;\t", key=first.count)
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
    return [[_unsafe(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]


def _from_xlsx(data: bytes, path: Path) -> list[list[Any]]:
    openpyxl = _openpyxl()
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book["claims"] if "claims" in book.sheetnames else book.worksheets[0]
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, IndexError) as error:
        message = f"the workbook cannot be read: {error}"
        raise DetenteError(Diagnostic(code="E813", message=message, file=str(path), hint="save it anew")) from None
    return rows


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        hint = "install it: pip install 'detente[sheets]'; or use CSV"
        message = "openpyxl, which reads and writes Excel workbooks, is not installed"
        raise DetenteError(Diagnostic(code="E809", message=message, hint=hint)) from None
    return openpyxl


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith((*RISKY, "'")) else text


def _unsafe(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*RISKY, "'")) else text


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):  # a spreadsheet took a day for a date
        return cell.date().isoformat() if cell.time().isoformat() == "00:00:00" else cell.isoformat()
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell)


def _printable(text: str) -> str:
    """Leave out control characters that a workbook cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or ord(c) >= 32)
