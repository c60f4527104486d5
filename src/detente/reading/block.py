"""A page as a list of blocks: paragraphs, headings, list items, each with its place in the source."""

import itertools
import re
from dataclasses import dataclass

_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_MARK = re.compile(r"^(#{1,6}|>+|[-*+]|\d+[.)])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph of a page.

    ``pieces`` are runs (place in ``text``, place in the source, length) in order. ``tags`` are the HTML elements around
    the block, outermost first; ``marks`` the words of their classes, ids and roles; ``links`` the share of the text
    that is link text; ``gap`` is true where blank space stands before the block; ``path`` numbers the
    elements of ``tags``.
    """

    text: str
    pieces: tuple[tuple[int, int, int], ...]
    tags: tuple[str, ...] = ()
    marks: frozenset[str] = frozenset()
    links: float = 0.0
    gap: bool = True
    path: tuple[int, ...] = ()

    @property
    def start(self) -> int:
        """Where the block begins in the source."""
        return self.pieces[0][1] if self.pieces else 0

    @property
    def end(self) -> int:
        """Where the block ends in the source."""
        return self.pieces[-1][1] + self.pieces[-1][2] if self.pieces else 0


def from_text(source: str, *, markdown: bool = False) -> tuple[Block, ...]:
    """Cut plain text into blocks at line ends; hard-wrapped paragraphs are put together again.

    Markdown marks of headings, quotations and lists are left out of the block's text.
    """
    lines: list[tuple[int, int, bool]] = []
    gap, at = True, 0
    for found in [*_BREAK.finditer(source), None]:
        stop = found.start() if found else len(source)
        start, end = _trim(source, at, stop)
        if start < end:
            lines.append((start, end, gap))
            gap = False
        else:
            gap = True
        at = found.end() if found else stop
    wrapped = _wrapped(source, lines)
    blocks: list[Block] = []
    group: list[tuple[int, int]] = []
    before = True
    for start, end, gap in lines:
        if group and (gap or not wrapped):
            blocks.append(_joined(source, group, before, markdown))
            group = []
        if not group:
            before = gap
        group.append((start, end))
    if group:
        blocks.append(_joined(source, group, before, markdown))
    return tuple(block for block in blocks if block.text)


def _trim(source: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (source[start].isspace() or source[start] in "\ufeff\u200b"):
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return start, end


def _wrapped(source: str, lines: list[tuple[int, int, bool]]) -> bool:
    """Say whether the text is wrapped by hand: many lines near one width that stop in mid-sentence."""
    follow = [(a, b) for (a, b, _), (_, _, gap) in itertools.pairwise(lines) if not gap]
    whole = sum(b - a for a, b, _ in lines)
    if len(follow) < 5 or sum(b - a for a, b, _ in lines if b - a > 160) > 0.2 * whole:
        return False
    longest = sorted(b - a for a, b in follow)[int(len(follow) * 0.9)]
    middle = [1 for a, b in follow if source[b - 1] not in ".!?”\"'’:;" and 0.6 * longest < b - a <= 1.1 * longest]
    return longest <= 120 and len(middle) > 0.5 * len(follow)


def _joined(source: str, group: list[tuple[int, int]], gap: bool, markdown: bool) -> Block:
    tag = ""
    text: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    length = 0
    for number, (start, end) in enumerate(group):
        if markdown and number == 0:
            found = _MARK.match(source[start:end])
            if found:
                start += found.end()
                tag = f"h{len(found.group(1))}" if found.group(1)[0] == "#" else "li" if found.group(1) != ">" else ""
        if number:
            text.append(" ")
            pieces.append((length, max(0, start - 1), 1))
            length += 1
        text.append(source[start:end])
        pieces.append((length, start, end - start))
        length += end - start
    return Block(text="".join(text), pieces=tuple(pieces), tags=(tag,) if tag else (), gap=gap)
