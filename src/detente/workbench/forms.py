"""Reading what a form sends, with room for a whole page in one field."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from detente.base import DetenteError, Diagnostic
from detente.workbench.guard import MAX_BODY

MAX_FILES = 50


async def _read(request: Request) -> FormData:
    try:
        return await request.form(max_part_size=MAX_BODY, max_files=MAX_FILES, max_fields=500)
    except HTTPException as error:
        raise DetenteError(str(error.detail)) from None


Sent = Annotated[FormData, Depends(_read)]
"""The fields of a form; files are kept aside."""


def word(data: FormData, name: str) -> str:
    """Return a field as text, its line ends as ours; nothing where it is missing."""
    value = data.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def words(data: FormData, name: str) -> tuple[str, ...]:
    """Return the filled lines of a field."""
    return tuple(line.strip() for line in word(data, name).splitlines() if line.strip())


def number(data: FormData, name: str, missing: int = 0) -> int:
    """Return a field as a whole number."""
    text = word(data, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else missing


def day(data: FormData, name: str) -> date | None:
    """Return a field as a date; None where it is empty.

    Raises
    ------
    DetenteError
        E907 it is not a date.
    """
    text = word(data, name).strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        hint = "write it as 2026-02-13"
        raise DetenteError(Diagnostic(code="E907", message=f"'{text}' is not a date", hint=hint)) from None


def files(data: FormData, name: str) -> list[tuple[str, bytes]]:
    """Return the files of a field: name and bytes."""
    found = []
    for value in data.getlist(name):
        if isinstance(value, UploadFile) and value.filename:
            found.append((value.filename, value.file.read()))
    return found
