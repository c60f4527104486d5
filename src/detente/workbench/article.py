"""A kept text as HTML that cannot do anything: paragraphs with their place, passages marked, odd characters shown."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

DIRECTION = {
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u061c": "ALM",
}
"""Characters that change the direction of the text after them; shown by name and shut in, so that they turn nothing."""


class Kept(str):
    """Text that is written as it is (escaped), because it comes back from a form."""

    __slots__ = ()


def calm(value: object) -> object:
    """Show by name the marks in a text that would turn the direction of what stands after it.

    >>> calm("left \u202eright"), calm(7)
    ('left [RLO]right', 7)
    """
    if not isinstance(value, str) or isinstance(value, (Markup, Kept)) or value.isascii():
        return value
    return _TURNS.sub(lambda m: f"[{DIRECTION[m[0]]}]", value)


_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A passage to be marked: code points ``start`` up to ``end``, and the status of its claim."""

    id: str
    start: int
    end: int
    status: str


def article(text: str, marked: Iterable[Marked]) -> str:
    """Write a text as paragraphs, each with its place (``data-start``), marks cut where they overlap.

    The text content of the result is that of ``text`` without its line breaks, code point for code point, so that a
    selection can be counted back into it.

    >>> article("Yes and no", [Marked(id="c1", start=0, end=3, status="draft")])
    '<p data-start="0"><mark data-claims="c1" class="draft">Yes</mark> and no</p>'
    """
    passages = sorted((m for m in marked if m.end > m.start), key=lambda m: (m.start, m.end))
    out: list[str] = []
    at, first = 0, 0
    open_: list[Marked] = []
    for line in text.split("\n"):
        end = at + len(line)
        if line.strip():
            while first < len(passages) and passages[first].start < end:
                open_.append(passages[first])
                first += 1
            open_ = [m for m in open_ if m.end > at]
            out.append(f'<p data-start="{at}">{_pieces(line, at, open_)}</p>')
        at = end + 1
    return "".join(out)


def _pieces(line: str, at: int, marked: Sequence[Marked]) -> str:
    end = at + len(line)
    cuts = sorted(
        {at, end, *(m.start for m in marked if at < m.start < end), *(m.end for m in marked if at < m.end < end)}
    )
    out = []
    for start, stop in pairwise(cuts):
        piece = safe(line[start - at : stop - at])
        over = [m for m in marked if m.start <= start and m.end >= stop]
        if over:
            ids = " ".join(str(escape(m.id)) for m in over)
            piece = f'<mark data-claims="{ids}" class="{tone(m.status for m in over)}">{piece}</mark>'
        out.append(piece)
    return "".join(out)


def tone(statuses: Iterable[str]) -> str:
    """Say how a piece is coloured: by the strongest status over it, and deeper where several drafts meet."""
    found = list(statuses)
    live = [s for s in found if s != "rejected"]
    if not live:
        return "rejected"
    shown = "draft" if "draft" in live else "accepted"
    return f"{shown} several" if len(live) > 1 else shown


def safe(text: str) -> str:
    """Escape a piece of text; direction marks are shown by name, control characters as pictures.

    >>> safe("a<b\\x00")
    'a&lt;b␀'
    """
    if text.isascii() and text.isprintable():
        return str(escape(text))
    return "".join(_character(c) if not c.isprintable() else str(escape(c)) for c in text)


def _character(c: str) -> str:
    if c in DIRECTION:
        name = DIRECTION[c]
        return f'<bdi class="turn" title="{name}: would turn the direction of the text" data-name="{name}">{c}</bdi>'
    if ord(c) < 32 and c not in "\t":
        return chr(0x2400 + ord(c))
    if unicodedata.category(c) in ("Cs", "Cc"):
        return "\ufffd" if c != "\t" else c
    return str(escape(c))
