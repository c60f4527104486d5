"""Small changes to a model file as text: what is not changed stays as its author wrote it, comments included."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from detente.base import DetenteError, Diagnostic
from detente.conflict.dump import quote
from detente.conflict.tree import Node, TreeError, read_tree

ENDS = ("\r\n", "\n", "\r", "\x85", "\u2028", "\u2029")


@dataclass(frozen=True, slots=True)
class Source:
    """A model's text with its tree, and where its lines begin."""

    text: str
    root: Node
    starts: tuple[int, ...]

    @property
    def newline(self) -> str:
        """How this file ends its lines."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def at(self, line: int, column: int) -> int:
        """Return the place of a line and column, both from 1."""
        start = self.starts[line - 1] if line <= len(self.starts) else len(self.text)
        return min(start + column - 1, len(self.text))

    def span(self, node: Node) -> tuple[int, int]:
        """Return where a node's own text begins and ends, trailing space and comments left out."""
        start = self.at(node.line, node.column)
        if node.kind == "scalar" or self.flow(node):
            end = self.at(node.end_line, node.end_column)
        else:
            parts = [n for pair in node.pairs for n in pair] if node.kind == "mapping" else node.items
            end = max((self.span(part)[1] for part in parts), default=start)
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def flow(self, node: Node) -> bool:
        """Say whether a list or mapping is written in brackets."""
        return node.kind != "scalar" and self.text[self.at(node.line, node.column)] in "[{"

    def line_of(self, place: int) -> int:
        """Return the number, from 1, of the line that a place is in."""
        return bisect_right(self.starts, place)

    def line(self, number: int) -> str:
        """Return a line with its end."""
        stop = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[self.starts[number - 1] : stop]


def source(text: str) -> Source:
    """Read a text for changing.

    Raises
    ------
    DetenteError
        It is not YAML at all.
    """
    try:
        root, _ = read_tree(text)
    except TreeError as error:
        raise DetenteError(error.diagnostic) from None
    starts, at = [0], 0
    while at < len(text):
        end = next((e for e in ENDS if text.startswith(e, at)), "")
        at += len(end) or 1
        if end:
            starts.append(at)
    return Source(text, root, tuple(starts))


def cannot(what: str) -> DetenteError:
    """Say that a change has to be made by hand."""
    hint = "make the change in the text of the file"
    return DetenteError(
        Diagnostic(code="E810", message=f"{what} is written in a way that only its author can change", hint=hint)
    )


def child(node: Node, key: str) -> Node | None:
    """Return the value under a key."""
    return next((value for name, value in node.pairs if name.text == key), None)


def statements(s: Source, dm: str) -> Node | None:
    """Return the list of a decision maker's statements."""
    preferences = child(s.root, "preferences")
    found = child(preferences, dm) if preferences is not None else None
    return found if found is not None and found.kind == "list" else None


def blocks(s: Source, items: Sequence[Node]) -> list[tuple[int, int]]:
    """Return for each item of a list in lines the whole lines it takes, the comments right above it included.

    Blank lines between two items belong to neither and stay where they are.
    """
    firsts = []
    for item in items:
        line = item.line
        while not s.line(line).lstrip().startswith("-") and line > 1:
            line -= 1
        while line > 1 and s.line(line - 1).lstrip().startswith("#"):
            line -= 1
        firsts.append(line)
    if len(set(firsts)) < len(firsts) or firsts != sorted(firsts):
        raise cannot("this list")
    lasts = [s.line_of(max(s.span(item)[1] - 1, 0)) for item in items]
    ends = (s.starts[b] if b < len(s.starts) else len(s.text) for b in lasts)
    return [(s.starts[a - 1], end) for a, end in zip(firsts, ends, strict=True)]


def reorder(text: str, dm: str, order: Sequence[int]) -> str:
    """Put a decision maker's statements in another order.

    Parameters
    ----------
    order : the present places, from 0, in the order wanted

    Raises
    ------
    DetenteError
        E810 the list is missing, or ``order`` is not a rearrangement of it.
    """
    s = source(text)
    listed = statements(s, dm)
    if listed is None or sorted(order) != list(range(len(listed.items))):
        raise cannot("this list")
    if s.flow(listed):
        spans = [s.span(item) for item in listed.items]
        return _replaced(text, spans, [text[slice(*spans[k])] for k in order])
    spans = blocks(s, listed.items)
    pieces = [text[a:b].removesuffix(s.newline) for a, b in spans]
    ends = [s.newline if text[a:b].endswith(s.newline) else "" for a, b in spans]
    return _replaced(text, spans, [pieces[k] + end for k, end in zip(order, ends, strict=True)])


def _replaced(text: str, spans: Sequence[tuple[int, int]], pieces: Sequence[str]) -> str:
    out, at = [], 0
    for (start, end), piece in zip(spans, pieces, strict=True):
        out += [text[at:start], piece]
        at = end
    return "".join(out) + text[at:]


def remove(text: str, dm: str, place: int) -> str:
    """Take a statement out, with the comments right above it."""
    s = source(text)
    listed = statements(s, dm)
    if listed is None or not 0 <= place < len(listed.items):
        raise cannot("this list")
    if s.flow(listed) or len(listed.items) == 1:
        kept = [text[slice(*s.span(item))] for k, item in enumerate(listed.items) if k != place]
        if not s.flow(listed):
            start, end = blocks(s, listed.items)[0]
            before = text[:start].rstrip()
            return f"{before} []{s.newline}{text[end:]}"
        start, end = s.span(listed)
        return f"{text[:start]}[{', '.join(kept)}]{text[end:]}"
    start, end = blocks(s, listed.items)[place]
    return text[:start] + text[end:]


def insert(text: str, dm: str, statement: str, place: int | None = None) -> str:
    """Add a statement, written as YAML on one line; at the end, or before the one at ``place``."""
    s = source(text)
    listed = statements(s, dm)
    if listed is not None and listed.items:
        if s.flow(listed):
            if place is not None and place < len(listed.items):
                at = s.span(listed.items[place])[0]
                return f"{text[:at]}{statement}, {text[at:]}"
            at = s.span(listed.items[-1])[1]
            return f"{text[:at]}, {statement}{text[at:]}"
        spans = blocks(s, listed.items)
        first = s.line(s.line_of(s.at(listed.items[0].line, listed.items[0].column)))
        indent = first[: len(first) - len(first.lstrip())]
        line = f"{indent}- {statement}{s.newline}"
        at = spans[place][0] if place is not None and place < len(spans) else spans[-1][1]
        joint = "" if at == 0 or text[:at].endswith(ENDS) else s.newline
        return text[:at] + joint + line + text[at:]
    preferences = child(s.root, "preferences")
    if preferences is None or preferences.blank:
        if preferences is not None:
            raise cannot("'preferences'")
        return f"{_ended(text, s)}preferences:{s.newline}  {quote(dm)}:{s.newline}    - {statement}{s.newline}"
    if preferences.kind != "mapping" or s.flow(preferences):
        raise cannot("'preferences'")
    own = next(((k, v) for k, v in preferences.pairs if k.text == dm), None)
    indent = " " * (preferences.column - 1)
    item = f"{s.newline}{indent}  - {statement}"
    if own is not None:
        key, value = own
        if value.kind == "mapping" and value.pairs:
            raise cannot("this ranking")
        start, end = s.span(value) if not value.blank or value.text else (s.span(key)[1] + 1, s.span(key)[1] + 1)
        return text[:start].rstrip(" ") + item + text[end:]
    at = s.span(preferences)[1]
    rest = text.find("\n", at)
    at = len(text) if rest < 0 else rest + 1
    return f"{_ended(text[:at], s)}{indent}{quote(dm)}:{item}{s.newline}{text[at:]}"


def _ended(text: str, s: Source) -> str:
    return text if not text or text.endswith(ENDS) else text + s.newline


def tie(text: str, dm: str, place: int, key: str, claim: str) -> str:
    """Name a claim under ``because``, ``when`` or ``unless`` of a statement."""
    s = source(text)
    listed = statements(s, dm)
    if listed is None or not 0 <= place < len(listed.items):
        raise cannot("this list")
    return _tied(s, listed.items[place], "want", key, claim)


def tie_option(text: str, dm: str, option: str, key: str, claim: str) -> str:
    """Name a claim under ``because``, ``when`` or ``unless`` of an option."""
    s = source(text)
    people = child(s.root, "decision_makers")
    owner = child(people, dm) if people is not None else None
    options = child(owner, "options") if owner is not None else None
    found = child(options, option) if options is not None else None
    if found is None or found.blank:
        raise cannot("this option")
    return _tied(s, found, "name", key, claim)


def _tied(s: Source, item: Node, first: str, key: str, claim: str) -> str:
    """Name a claim in an element; one written as bare text becomes a mapping with that text under ``first``."""
    text = s.text
    start, end = s.span(item)
    if item.kind == "scalar":
        return f"{text[:start]}{{{first}: {quote(item.text)}, {key}: [{quote(claim)}]}}{text[end:]}"
    if item.kind != "mapping":
        raise cannot("this element")
    value = child(item, key)
    if value is not None and not value.blank:
        return _with_id(s, value, claim)
    if value is not None:
        raise cannot(f"'{key}'")
    if s.flow(item):
        inner = text[: end - 1].rstrip()
        return f"{inner}, {key}: [{quote(claim)}]{text[end - 1 :]}"
    indent = " " * (item.pairs[0][0].column - 1)
    line_end = _line_end(text, end)
    return f"{text[:line_end]}{s.newline}{indent}{key}: [{quote(claim)}]{text[line_end:]}"


def _line_end(text: str, at: int) -> int:
    """Return where the line that goes on at a place ends; a comment behind stays on it."""
    found = [place for e in ("\r", "\n") if (place := text.find(e, at)) >= 0]
    return min(found, default=len(text))


def _with_id(s: Source, value: Node, claim: str) -> str:
    text = s.text
    start, end = s.span(value)
    written = quote(claim)
    if value.kind == "scalar":
        return f"{text[:start]}[{text[start:end]}, {written}]{text[end:]}"
    if any(item.text == claim for item in value.items):
        return text
    if s.flow(value):
        return f"{text[: end - 1].rstrip()}{', ' if value.items else ''}{written}{text[end - 1 :]}"
    last = value.items[-1]
    line = s.line(last.line)
    indent = line[: len(line) - len(line.lstrip())]
    at = _line_end(text, s.span(last)[1])
    return f"{text[:at]}{s.newline}{indent}- {written}{text[at:]}"


def contest(text: str, claim: str, name: str = "") -> str:
    """List a claim under ``contested``."""
    s = source(text)
    entry = f"{{id: {quote(claim)}, name: {quote(name)}}}" if name else quote(claim)
    listed = child(s.root, "contested")
    if listed is None:
        return f"{_ended(text, s)}contested:{s.newline}  - {entry}{s.newline}"
    if listed.kind != "list":
        raise cannot("'contested'")
    if any((child(i, "id") or i).text == claim for i in listed.items):
        return text
    end = s.span(listed)[1]
    if s.flow(listed):
        return f"{text[: end - 1].rstrip()}{', ' if listed.items else ''}{entry}{text[end - 1 :]}"
    at = blocks(s, listed.items)[-1][1]
    first = s.line(listed.items[0].line)
    indent = first[: len(first) - len(first.lstrip())]
    return f"{_ended(text[:at], s)}{indent}- {entry}{s.newline}{text[at:]}"
