"""HTML cut into tags, text and references with their places, in one pass whatever the input.

Python's own reader takes quadratic time on unclosed tags and comments; this one never looks at a character more than a
few times. It knows no elements beyond those whose content is not markup.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_NAME = re.compile(r"[A-Za-z][^\s/>\"'=<]*")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
RAW = frozenset({"script", "style", "textarea", "title", "xmp", "noembed"})
LONGEST_TAG = 20_000


@dataclass(frozen=True, slots=True)
class Token:
    """A start tag, an end tag, a run of text or a reference, with its place and what it says."""

    kind: Literal["start", "end", "text", "reference"]
    place: int
    value: str
    attributes: tuple[tuple[str, str], ...] = ()
    closed: bool = False


def tokens(source: str) -> Iterator[Token]:
    """Yield the tokens of a page in order; comments, declarations and instructions are left out.

    >>> [(t.kind, t.value) for t in tokens("<p class=a>Caf&eacute;<!-- x --></p>")]
    [('start', 'p'), ('text', 'Caf'), ('reference', '&eacute;'), ('end', 'p')]
    """
    at, size = 0, len(source)
    while at < size:
        opened = source.find("<", at)
        if opened < 0:
            yield from _text(source, at, size)
            return
        if opened > at:
            yield from _text(source, at, opened)
        after = source[opened + 1 : opened + 2]
        if after in ("!", "?"):
            mark = "-->" if source.startswith("<!--", opened) else ">"
            end = source.find(mark, opened + 2)
            if end < 0:
                return
            at = end + len(mark)
            continue
        closing = after == "/"
        name = _NAME.match(source, opened + 1 + closing)
        end = _tag_end(source, name.end()) if name else -1
        if name is None or end < 0:
            yield Token("text", opened, "<")
            at = opened + 1
            if name is not None:  # no tag closes from here on: the rest is text
                yield from _text(source, at, size)
                return
            continue
        tag = name.group().lower()
        at = end + 1
        if closing:
            yield Token("end", opened, tag)
            continue
        yield Token("start", opened, tag, _attributes(source[name.end() : end]), source[end - 1] == "/")
        if tag in RAW and source[end - 1] != "/":
            stop = re.compile(rf"</{tag}\b", re.IGNORECASE).search(source, at)
            until = stop.start() if stop else size
            if until > at:
                yield from _text(source, at, until)
            at = until


def _tag_end(source: str, start: int) -> int:
    """Return the place of the ``>`` that ends a tag, quotation marks minded if they close soon; -1 if there is none."""
    end = source.find(">", start)
    if end < 0:
        return -1
    inside = source[start : min(end, start + LONGEST_TAG)]
    for mark in ('"', "'"):
        if inside.count(mark) % 2 and inside.rfind("=" + mark) >= 0:
            close = source.find(mark, end, end + LONGEST_TAG)
            later = source.find(">", close, close + LONGEST_TAG) if close >= 0 else -1
            if later >= 0:
                return later
    return end


def _attributes(text: str) -> tuple[tuple[str, str], ...]:
    found = []
    for m in _ATTRIBUTE.finditer(text[:LONGEST_TAG]):
        value = next((v for v in m.groups()[1:] if v is not None), "")
        found.append((m.group(1).lower(), value))
    return tuple(found)


def _text(source: str, start: int, end: int) -> Iterator[Token]:
    at = start
    for m in _REFERENCE.finditer(source, start, end):
        if m.start() > at:
            yield Token("text", at, source[at : m.start()])
        yield Token("reference", m.start(), m.group())
        at = m.end()
    if at < end:
        yield Token("text", at, source[at:end])
