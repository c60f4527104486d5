"""From a file or pasted text to a Document: decoded, furniture cut with reasons, places kept, nothing invented."""

import hashlib
import http.client
import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from detente.base import DetenteError, Diagnostic
from detente.claims import Cut, Document
from detente.reading import chrome
from detente.reading.block import Block, from_text
from detente.reading.html import Head, from_html
from detente.reading.language import language_of
from detente.reading.papers import paper
from detente.reading.parse import LONGEST
from detente.reading.plain import MISSING, parser_installed

LARGEST = 32_000_000
_TAG = re.compile(r"<(?:!doctype html|html|head|body|article|div|p|h1|meta)\b", re.IGNORECASE)
_PATHLIKE = re.compile(r"^[^\n]{1,400}\.(?:txt|md|markdown|html?|xhtml|pdf|docx|text)$", re.IGNORECASE)


def load(
    path_or_text: Path | str | bytes,
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    name: str = "",
    restore: Sequence[str] = (),
) -> Document:
    """Read a page.

    Parameters
    ----------
    path_or_text : a file, or the page itself as text or bytes (a one-line string that names a file is a file)
    published, outlet : what the page does not state itself; they win over what it does
    name : what to call the page in messages; the file's name if left out
    restore : words of pieces that would be cut, to be kept all the same; ``all`` for every piece

    Raises
    ------
    DetenteError
        E901 no such file, E902 a folder, E903 empty, E904 not text, E905 too large,
        E907 a date that is not one, E916 nothing to restore,
        E911 a library for PDF or Word is missing, E912 such a file cannot be read.
    """
    day = _given(published)
    data, name = _bytes(path_or_text, name)
    if not isinstance(data, bytes):
        source = data
        digest = hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()
    else:
        digest = hashlib.sha256(data).hexdigest()
        text = paper(data, name)
        source = decode(data, name) if text is None else text
    if not source.strip():
        raise _error("E903", "the page is empty", "paste its text, or save the page again", name)
    document = _read(source, name, restore)
    notes = list(document.notes)
    return Document(
        text=document.text,
        title=document.title,
        outlet=outlet if outlet is not None else document.outlet,
        author=document.author,
        published=day or document.published,
        cut=document.cut,
        source=source,
        origin=document.origin,
        language=document.language,
        name=name,
        sha256=digest,
        notes=tuple(notes),
    )


def is_address(name: str) -> bool:
    """Say whether a name is an address on the web."""
    return name.lower().startswith(("http://", "https://"))


def fetch(url: str, timeout: float = 30.0) -> tuple[bytes, str]:
    """Fetch one page that the user named, and nothing it refers to; return its bytes and a name for it.

    Raises
    ------
    DetenteError
        E915 it cannot be fetched; E905 it is too large.
    """
    import urllib.error
    import urllib.parse
    import urllib.request

    parts = urllib.parse.urlsplit(url)
    last = re.sub(r"[^\w.-]+", "-", parts.path.rstrip("/").rsplit("/", 1)[-1])[:80].strip("-.")
    name = last or re.sub(r"[^\w.-]+", "-", parts.netloc) or "page"
    until = time.monotonic() + timeout
    data = b""
    try:
        request = urllib.request.Request(url, headers={"User-Agent": "detente", "Accept": "text/html, */*;q=0.5"})
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            while part := answer.read1(262_144):
                data += part
                if len(data) > LARGEST:
                    raise _error("E905", f"the page has more than {LARGEST:,} bytes", "save and cut it", url)
                if time.monotonic() > until:
                    raise TimeoutError(f"not whole within {timeout:g} seconds")
            kind = answer.headers.get_content_type()
    except DetenteError:
        raise
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, urllib.error.HTTPError):
            error.close()
        hint = "check the address, or save the page in a browser and name the file"
        raise _error("E915", f"the page cannot be fetched: {error}", hint, url) from None
    if not Path(name).suffix and kind in ("text/html", "application/xhtml+xml"):
        name += ".html"
    return data, name


def _error(code: str, message: str, hint: str, name: str) -> DetenteError:
    return DetenteError(Diagnostic(code=code, file=name, message=message, hint=hint))


def _given(published: date | str | None) -> date | None:
    if published is None or isinstance(published, date):
        return published.date() if isinstance(published, datetime) else published
    try:
        return date.fromisoformat(published.strip())
    except ValueError:
        raise _error("E907", f"'{published}' is not a date", "write it as 2026-02-13", "") from None


def _bytes(given: Path | str | bytes, name: str) -> tuple[bytes | str, str]:
    if isinstance(given, bytes):
        if len(given) > LARGEST:
            raise _error("E905", f"the page has {len(given):,} bytes", f"at most {LARGEST:,} are read; cut it", name)
        return given, name
    if isinstance(given, str):
        if not (_PATHLIKE.match(given.strip()) or ("\n" not in given and 0 < len(given) < 1000 and _exists(given))):
            if len(given) > LARGEST:
                raise _error("E905", f"the page has {len(given):,} characters", "cut it to the article", name)
            return given, name
        given = Path(given.strip())
    name = name or given.name
    if given.is_dir():
        raise _error(
            "E902",
            "this is a folder, with no page in it that can be read",
            "name a page, or a folder with pages",
            str(given),
        )
    if not given.exists():
        raise _error("E901", "there is no such file", "check the name", str(given))
    try:
        size = given.stat().st_size
        if size > LARGEST:
            raise _error("E905", f"the file has {size:,} bytes", f"at most {LARGEST:,} are read; cut it", str(given))
        return given.read_bytes(), name
    except OSError as error:
        raise _error(
            "E901", f"the file cannot be read: {error.strerror}", "check its permissions", str(given)
        ) from None


def _exists(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False


def decode(data: bytes, name: str = "") -> str:
    """Turn bytes into text by their mark, their own declaration, UTF-8, or else Windows-1252 if that reads as text.

    Raises
    ------
    DetenteError
        E904 if the bytes are not text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\0" in data[:100_000]:
        raise _error("E904", "this is not text", "save the page as text or HTML", name)
    try:
        return _plain(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        pass
    declared = re.search(rb"charset\s*=\s*[\"']?([\w-]{3,20})", data[:4096], re.IGNORECASE)
    for encoding in [declared.group(1).decode("ascii")] if declared else []:
        try:
            return _plain(data.decode(encoding), name)
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    high = sum(ord(c) > 127 for c in text[:20_000])
    if not text or high > 0.3 * len(text[:20_000]):
        raise _error("E904", "the encoding is not known", "save the page as UTF-8", name)
    return _plain(text, name)


def _plain(text: str, name: str) -> str:
    sample = text[:20_000]
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\n\r\t\f\v\x85" for c in sample)
    if odd > max(2, 0.01 * len(sample)):
        raise _error("E904", "this is not text", "save the page as text or HTML", name)
    return text


def _read(source: str, name: str, restore: Sequence[str] = ()) -> Document:
    head = Head()
    if _TAG.search(source[:5000]) or Path(name).suffix.lower() in (".html", ".htm", ".xhtml"):
        blocks, head = from_html(source)
    else:
        blocks = from_text(source, markdown=Path(name).suffix.lower() in (".md", ".markdown"))
    stated = _facts(head)
    reasons, title = chrome.sort(blocks, stated.title)
    kept = "\n\n".join(block.text for block, why in zip(blocks, reasons, strict=True) if not why)
    if language_of(kept or source[:5000], head.language) != "en":  # the phrases of furniture are English ones
        return _assemble(source, blocks, [""] * len(blocks), title, stated, head)
    back = _restored(blocks, reasons, restore, name)
    for at in back:
        reasons[at] = ""
    document = _assemble(source, blocks, reasons, title, stated, head)
    return replace(document, notes=(*document.notes, *(f"{PUT_BACK}{blocks[at].text[:200]}" for at in sorted(back))))


PUT_BACK = "put back by hand: "


def _restored(blocks: Sequence[Block], reasons: Sequence[str], restore: Sequence[str], name: str) -> set[int]:
    """Return which of the blocks that are cut hold the words that shall be kept."""
    found: set[int] = set()
    for words in restore:
        wanted = " ".join(words.split()).casefold()
        hits = {
            at
            for at, (block, why) in enumerate(zip(blocks, reasons, strict=True))
            if why and (wanted == "all" or (wanted and wanted in " ".join(block.text.split()).casefold()))
        }
        if not hits:
            raise _error(
                "E916", f"nothing that was cut holds '{words}'", "copy words of a piece listed under cut", name
            )
        found |= hits
    return found


def _assemble(
    source: str, blocks: Sequence[Block], reasons: Sequence[str], title: str, stated: Document, head: Head
) -> Document:
    kept: list[str] = []
    cut: list[Cut] = []
    origin: list[tuple[int, int, int]] = []
    length = 0
    for block, reason in zip(blocks, reasons, strict=True):
        if reason:
            cut.append(Cut(text=block.text, reason=reason, start=block.start, end=block.end))
            continue
        if kept:
            length += 2
        origin += [(length + at, place, n) for at, place, n in block.pieces]
        kept.append(block.text)
        length += len(block.text)
    text = "\n\n".join(kept)
    language = language_of(text or source[:5000], head.language)
    notes = []
    if not kept:
        notes.append("no article was found on the page; everything is under what was cut")
    if language != "en":
        notes.append(f"the page seems not to be in English ({language}); it is kept whole, and no claims are drafted")
    elif not parser_installed():
        notes.append(MISSING)
    if language == "en" and len(text) > LONGEST:
        notes.append(f"the page is long: claims are drafted from its first {LONGEST:,} characters only")
    published = stated.published or _stamped(blocks, reasons)
    return Document(
        text=text,
        title=title,
        outlet=stated.outlet,
        author=stated.author,
        published=published,
        cut=tuple(cut),
        origin=tuple(origin),
        language=language,
        notes=tuple(notes),
    )


def _facts(head: Head) -> Document:
    """Return title, outlet, author and date as the page's head states them."""
    title, outlet, author, day = "", "", "", None
    for item in head.data:
        kind = item.get("@type")
        kinds = kind if isinstance(kind, list) else [kind]
        if not any(isinstance(k, str) and k.endswith(("Article", "Posting", "Report", "WebPage")) for k in kinds):
            continue
        title = title or _text(item.get("headline"))
        outlet = outlet or _text(item.get("publisher"))
        author = author or _text(item.get("author"))
        day = day or _day(_text(item.get("datePublished")))
    metas = head.metas
    title = title or metas.get("og:title", "") or metas.get("twitter:title", "") or head.title
    outlet = outlet or metas.get("og:site_name", "") or metas.get("application-name", "")
    author = author or metas.get("author", "") or metas.get("article:author", "")
    for key in (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "parsely-pub-date",
    ):
        day = day or _day(metas.get(key, ""))
    if author.startswith("http"):
        author = ""
    return Document(text="", title=title, outlet=outlet, author=author, published=day)


def _text(value: object) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, dict):
        return _text(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(v) for v in value)))
    return ""


def _day(text: str) -> date | None:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH = {m: n for n, m in enumerate(_MONTHS.split(), 1)}


def _stamped(blocks: Sequence[Block], reasons: Sequence[str]) -> date | None:
    """Return the date of the first date line above the article."""
    for block, reason in zip(blocks, reasons, strict=True):
        if not reason:
            return None
        if reason in ("date line", "byline") and (found := stamp(block.text)):
            return found
    return None


def stamp(text: str) -> date | None:
    """Read a written date such as ``Wednesday 19 March 2025, 7.12pm``; None if there is not exactly one.

    >>> stamp("Posted Sept. 9, 2025 at 4:51 PM")
    datetime.date(2025, 9, 9)
    """
    found = set()
    for d, m, y in re.findall(r"\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b", text):
        found.add((y, m, d))
    for m, d, y in re.findall(r"\b([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b", text):
        found.add((y, m, d))
    days = set()
    for y, m, d in found:
        month = _MONTH.get(m[:3].lower())
        try:
            days.add(date(int(y), month or 0, int(d)))
        except ValueError:
            continue
    if iso := _day(text.strip()):
        days.add(iso)
    return days.pop() if len(days) == 1 else None
