"""An HTML page as blocks with places in the source, and what its head says about it; nothing is ever run or fetched."""

import html as entities
import json
import re
from dataclasses import dataclass, field
from typing import Any

from detente.reading.block import Block
from detente.reading.lexicon import words
from detente.reading.markup import Token, tokens

_BLOCKS = words(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hr li main menu nav ol p pre section select summary table tbody td "
    "tfoot th thead tr ul br label option"
)
_VOID = words("area base br col embed hr img input link meta param source track wbr")
_SILENT = words("script style noscript template svg math iframe object head title canvas audio video")
_CLOSES = {
    "p": {"p"},
    "li": {"li", "p"},
    "td": {"td", "th", "p", "li"},
    "th": {"td", "th", "p", "li"},
    "tr": {"tr", "td", "th", "p", "li"},
    "dd": {"dd", "dt", "p"},
    "dt": {"dd", "dt", "p"},
    "option": {"option"},
}
_WALLS = words("table ul ol dl div section article aside main body html form blockquote figure")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_ODD_SPACE = re.compile(r"[\t\n\r\f]|  ")
_WORD = re.compile(r"[a-z]+")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
DEEPEST = 200


@dataclass(slots=True)
class Head:
    """What the page states about itself."""

    title: str = ""
    language: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    data: list[dict[str, Any]] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


def from_html(source: str) -> tuple[tuple[Block, ...], Head]:
    """Cut an HTML page into blocks and read its head. Unclosed and wrongly nested elements are borne."""
    reader = _Reader()
    for token in tokens(source):
        reader.take(token)
    reader.flush()
    return tuple(reader.blocks), reader.head


class _Reader:
    def __init__(self) -> None:
        self.stack: list[tuple[str, frozenset[str], int]] = []
        self.count = 0
        self.blocks: list[Block] = []
        self.head = Head()
        self.text: list[str] = []
        self.pieces: list[tuple[int, int, int]] = []
        self.length = 0
        self.linked = 0
        self.silent = 0
        self.keep: list[str] | None = None
        self.kind = ""

    def take(self, token: Token) -> None:
        if token.kind == "text":
            self.handle_data(token.value, token.place)
        elif token.kind == "reference":
            self.reference(token.value, token.place)
        elif token.kind == "end":
            self.handle_endtag(token.value)
        else:
            self.handle_starttag(token.value, dict(reversed(token.attributes)))
            if token.closed and token.value not in _VOID and token.value not in _BLOCKS:
                self.handle_endtag(token.value)

    # ------------------------------------------------------------------ elements
    def handle_starttag(self, tag: str, written: dict[str, str]) -> None:
        values = {key: entities.unescape(value) if "&" in value else value for key, value in written.items()}
        if tag == "meta":
            name = (values.get("property") or values.get("name") or values.get("itemprop") or "").strip().lower()
            if name and name not in self.head.metas:
                self.head.metas[name] = values.get("content", "").strip()
        if tag == "html" and not self.head.language:
            self.head.language = values.get("lang", "")
        if tag == "time" and values.get("datetime"):
            self.head.times.append(values["datetime"])
        if tag in _BLOCKS:
            self.flush()
        if tag in _VOID:
            return
        if tag in _CLOSES:
            self.close_open(_CLOSES[tag])
        if tag == "title" or (tag == "script" and "ld+json" in values.get("type", "")):
            self.keep, self.kind = [], tag
        marks = frozenset(
            word
            for key in ("class", "id", "role", "aria-label", "itemprop", "data-component", "data-testid")
            if values.get(key)
            for word in _WORD.findall(_HUMPS.sub(" ", values[key]).lower())
        )
        hidden = "hidden" in values or re.search(r"display\s*:\s*none", values.get("style", "")) is not None
        if tag in _SILENT or hidden:
            self.silent += 1
            tag = "\0" + tag
        if len(self.stack) < DEEPEST:
            self.count += 1
            self.stack.append((tag, marks, self.count))
        elif tag[0] == "\0":
            self.silent -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
        if self.keep is not None and tag == self.kind:
            self.kept()
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at][0].lstrip("\0") == tag:
                self.pop(at)
                return
            if self.stack[at][0] in _WALLS and tag in ("p", "li", "a", "span", "b", "i", "em", "strong"):
                return

    def close_open(self, tags: set[str]) -> None:
        for at in range(len(self.stack) - 1, -1, -1):
            if self.stack[at][0] in tags:
                self.pop(at)
                return self.close_open(tags)
            if self.stack[at][0] in _WALLS:
                return None
        return None

    def pop(self, at: int) -> None:
        self.silent -= sum(tag[0] == "\0" for tag, _, _ in self.stack[at:])
        del self.stack[at:]

    def kept(self) -> None:
        text = "".join(self.keep or [])
        self.keep = None
        if self.kind == "title":
            self.head.title = self.head.title or " ".join(text.split())
            return
        try:
            self.head.data += _objects(json.loads(text))
        except (ValueError, RecursionError):
            return

    # ------------------------------------------------------------------ text
    def handle_data(self, data: str, place: int) -> None:
        if self.keep is not None:
            self.keep.append(data)
        if self.silent or not data:
            return
        if not _ODD_SPACE.search(data):  # the common case in one piece: a third of the time of a long page
            at = int(data[0] == " " and not (self.text and not self.text[-1].endswith(" ")))
            if len(data) > at:
                self.add(data[at:], place + at, len(data) - at)
            return
        at = 0
        for space in _SPACE.finditer(data):
            if space.start() > at:
                self.add(data[at : space.start()], place + at, space.start() - at)
            self.space(place + space.start())
            at = space.end()
        if at < len(data):
            self.add(data[at:], place + at, len(data) - at)

    def reference(self, written: str, place: int) -> None:
        text = entities.unescape(written)
        if self.keep is not None:
            self.keep.append(text)
        if self.silent:
            return
        if text.isspace() and text != "\u00a0":
            self.space(place)
        else:
            self.add(text, place, len(text), alone=True)

    def add(self, text: str, place: int, length: int, alone: bool = False) -> None:
        last = self.pieces[-1] if self.pieces else None
        if not alone and last and last[1] + last[2] == place and last[0] + last[2] == self.length:
            self.pieces[-1] = (last[0], last[1], last[2] + length)
        else:
            self.pieces.append((self.length, place, length))
        self.text.append(text)
        self.length += len(text)
        if any(tag == "a" for tag, _, _ in self.stack[-8:]):
            self.linked += len(text)

    def space(self, place: int) -> None:
        if self.text and not self.text[-1].endswith(" "):
            self.add(" ", place, 1)

    def flush(self) -> None:
        text = "".join(self.text)
        if text.strip():
            text = text.rstrip()
            pieces = [(at, place, min(n, len(text) - at)) for at, place, n in self.pieces if at < len(text)]
            marks = frozenset(word for _, found, _ in self.stack for word in found)
            self.blocks.append(
                Block(
                    text=text,
                    pieces=tuple(pieces),
                    tags=tuple(tag for tag, _, _ in self.stack),
                    path=tuple(number for _, _, number in self.stack),
                    marks=marks,
                    links=min(1.0, self.linked / max(1, len(text.replace(" ", "")))),
                )
            )
        self.text, self.pieces, self.length, self.linked = [], [], 0, 0


def _objects(value: Any, depth: int = 0) -> list[dict[str, Any]]:
    if depth > 6:
        return []
    if isinstance(value, list):
        return [found for item in value for found in _objects(item, depth + 1)]
    if isinstance(value, dict):
        inner = [found for key in ("@graph",) for found in _objects(value.get(key, []), depth + 1)]
        return [value, *inner]
    return []
