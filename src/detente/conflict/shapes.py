"""Walking the tree: notes with places, and the shapes (mapping, list, text) that the readers expect."""

from collections.abc import Iterable, Sequence

from detente.base import Diagnostic, did_you_mean
from detente.conflict.tree import Node
from detente.conflict.values import Option, State

MAX_GUESSES = 100


class Shapes:
    """Reads shapes out of the tree, noting what is wrong and going on."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.found: list[Diagnostic] = []
        self.options: dict[str, Option] = {}
        self.states: dict[str, State] = {}
        self.owner_names: dict[str, str] = {}
        self.contested: dict[str, Node] = {}
        self.guarding: list[tuple[str, Node]] = []
        self.status_quo_line = 0

    def note(self, code: str, node: Node, message: str, hint: str, word: str = "", offset: int = -1) -> None:
        """Add a finding at ``node``, or at ``word`` inside it (``offset`` code points into its text)."""
        line, column, length = node.line, node.column, 1
        if node.kind == "scalar":
            length = max(1, node.end_column - node.column) if node.end_line == node.line else max(1, len(word))
        if word:
            line, column, length = *self._place(node, word, offset), len(word)
        self.found.append(
            Diagnostic(
                code=code,
                message=message,
                severity="warning" if code.startswith("W") else "error",
                line=line,
                column=column,
                length=length,
                hint=hint,
            )
        )

    def near(self, word: str, known: Iterable[str]) -> str:
        """Return the known word nearest to ``word``; after many findings, no longer guess (guessing is slow)."""
        return did_you_mean(word, known) if len(word) < 100 and len(self.found) < MAX_GUESSES else ""

    def _place(self, node: Node, word: str, offset: int) -> tuple[int, int]:
        source = self.lines[node.line - 1] if node.line <= len(self.lines) else ""
        for skip in (0, 1):
            start = node.column - 1 + skip
            if offset >= 0 and source[start : start + len(node.text)] == node.text:
                return node.line, start + offset + 1
        for number in range(node.line, min(node.end_line, len(self.lines)) + 1):
            start = node.column - 1 if number == node.line else 0
            at = self.lines[number - 1].find(word, start)
            if at >= 0:
                return number, at + 1
        return node.line, node.column

    def mapping(
        self, node: Node, what: str, allowed: Iterable[str] | None = None, *, free: bool = False
    ) -> dict[str, tuple[Node, Node]]:
        """Return key → (key node, value node), noting wrong kinds, duplicates and unknown keys."""
        if node.blank:
            return {}
        if node.kind != "mapping":
            self.note("E303", node, f"{what} is a mapping, not a {kind(node)}", "write 'key: value' lines here")
            return {}
        known = list(allowed) if allowed is not None else None
        result: dict[str, tuple[Node, Node]] = {}
        for key, value in node.pairs:
            if key.kind != "scalar":
                self.note("E303", key, f"a key of {what} is a word, not a {kind(key)}", "write a single word")
            elif key.text in result:
                first = result[key.text][0].line
                self.note("E102", key, f"'{key.text}' stands twice (first on line {first})", "remove one of them")
            elif known is not None and key.text not in known and not (free and key.text.startswith("x-")):
                near = self.near(key.text, known)
                hint = f"did you mean '{near}'?" if near else f"known here: {', '.join(known)}"
                self.note("E301", key, f"{what} has no key '{key.text}'", hint)
            else:
                result[key.text] = (key, value)
        return result

    def sequence(self, node: Node, what: str) -> list[Node]:
        """Return the items of a list, noting another kind."""
        if node.blank:
            return []
        if node.kind != "list":
            self.note("E303", node, f"{what} is a list, not a {kind(node)}", "start each entry with '- '")
            return []
        return node.items

    def scalar(self, node: Node, what: str) -> str:
        """Return the text of a scalar, noting another kind."""
        if node.kind != "scalar":
            self.note("E303", node, f"{what} is text, not a {kind(node)}", "write it as one piece of text")
            return ""
        return "" if node.blank else node.text

    def field(self, entry: dict[str, tuple[Node, Node]], key: str, what: str) -> str:
        """Return the text under ``key``, or nothing where it is missing."""
        return self.scalar(entry[key][1], what) if key in entry else ""

    def ids(self, node: Node, what: str) -> tuple[str, ...]:
        """Read one id or a list of ids."""
        items = [node] if node.kind == "scalar" and not node.blank else self.sequence(node, what)
        read = [self.scalar(item, "an id") for item in items]
        return tuple(dict.fromkeys(text for text in read if text))


def kind(node: Node) -> str:
    """Name the kind of a node as an author would."""
    return "piece of text" if node.kind == "scalar" else node.kind
