"""The text of PDF and Word files, by pypdf and python-docx where they are installed; nothing in them is run."""

import importlib
import io
import re
import zipfile
from typing import Any

from detente.base import DetenteError, Diagnostic

PAGES = 400
LARGEST = 60_000_000


def paper(data: bytes, name: str) -> str | None:
    """Return the text of a PDF or Word file, None if the bytes are neither.

    Raises
    ------
    DetenteError
        E911 if the library is not installed, E912 if the file cannot be read or holds no text.
    """
    if data.startswith(b"%PDF-"):
        return _pdf(data, name)
    if data.startswith(b"PK\x03\x04") and _is_word(data):
        return _word(data, name)
    return None


def _library(module: str, package: str, name: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise _error(
            "E911", f"{package} is needed to read this file", "install it: pip install 'detente[read]'", name
        ) from None


def _error(code: str, message: str, hint: str, name: str) -> DetenteError:
    return DetenteError(Diagnostic(code=code, file=name, message=message, hint=hint))


def _pdf(data: bytes, name: str) -> str:
    pypdf = _library("pypdf", "pypdf", name)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _error("E912", "the PDF is locked", "save it without a password", name)
        pages = [page.extract_text() or "" for page in reader.pages[:PAGES]]
    except DetenteError:
        raise
    except Exception as error:
        raise _error("E912", f"the PDF cannot be read: {error}", "paste its text", name) from None
    text = "\n\n".join(_unbroken(page) for page in pages)
    if not text.strip():
        raise _error("E912", "the PDF holds no text, only pictures", "run it through text recognition first", name)
    return text


def _unbroken(page: str) -> str:
    """Join what a page breaks: words hyphenated at a line's end; lines stay lines."""
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", page)


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "word/document.xml" in archive.namelist()
    except zipfile.BadZipFile:
        return False


def _word(data: bytes, name: str) -> str:
    docx = _library("docx", "python-docx", name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > LARGEST:
                raise _error("E912", "the Word file unpacks to more than can be read", "paste its text", name)
        paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]
    except DetenteError:
        raise
    except Exception as error:
        raise _error("E912", f"the Word file cannot be read: {error}", "paste its text", name) from None
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())
    if not text.strip():
        raise _error("E912", "the Word file holds no text", "paste its text", name)
    return text
