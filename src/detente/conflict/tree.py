"""YAML text as a tree of strings with places: no types guessed, no aliases, bounded depth and size."""

import re
from dataclasses import dataclass
from typing import Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from detente.base import Diagnostic

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 20
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(slots=True, eq=False)
class Node:
    """A scalar, list or mapping with its place (line and column from 1, ends exclusive, in code points)."""

    kind: Literal["scalar", "list", "mapping"]
    line: int
    column: int
    end_line: int
    end_column: int
    text: str
    quoted: bool
    items: "list[Node]"
    pairs: "list[tuple[Node, Node]]"

    @property
    def blank(self) -> bool:
        """Say whether nothing was written here."""
        return self.kind == "scalar" and not self.quoted and self.text in ("", "~", "null")


class TreeError(Exception):
    """The text is not a tree we read; carries one diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


def read_tree(text: str) -> tuple[Node, list[Diagnostic]]:
    """Read one YAML document; duplicate keys, anchors and tags come back as diagnostics beside the tree.

    Raises
    ------
    TreeError
        Where the text cannot be read as YAML at all.
    """
    if len(text) > MAX_CHARACTERS:
        raise TreeError(
            Diagnostic(
                code="E106",
                message=f"the file has {len(text)} characters; {MAX_CHARACTERS} are read at most",
                hint="split the model, or keep long material in the dossier",
            )
        )
    forbidden = _CONTROL.search(text)
    if forbidden:
        raise TreeError(_character(text, forbidden.start()))
    try:
        return _build(text)
    except ReaderError as error:
        raise TreeError(_character(text, min(max(error.position, 0), len(text) - 1))) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.context_mark and "stream end" in (error.problem or ""):
            mark = error.context_mark  # what was never closed, rather than where the file ends
        raise TreeError(
            Diagnostic(
                code="E101",
                message=f"this is not YAML: {(error.problem or error.context or 'cannot be read').strip()}",
                line=mark.line + 1 if mark else 0,
                column=mark.column + 1 if mark else 0,
                hint="check indentation, colons, brackets and quotes near here",
            )
        ) from None
    except (
        YAMLError,
        YAMLStreamError,
        ValueError,
        IndexError,
        TypeError,
        AttributeError,
        AssertionError,
        KeyError,
    ) as error:
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise TreeError(
            Diagnostic(code="E101", message=f"this is not YAML: {first}", hint="check the file in a text editor")
        ) from None


def _build(text: str) -> tuple[Node, list[Diagnostic]]:
    """Turn the event stream into a tree without recursion."""
    found: list[Diagnostic] = []
    root: Node | None = None
    stack: list[Node] = []
    keys: list[Node | None] = []
    documents = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        if isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                found.append(_note("E109", "a second document starts here", line, column, "keep one model in one file"))
                break
            continue
        if isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            node = stack.pop()
            keys.pop()
            node.end_line, node.end_column = event.end_mark.line + 1, event.end_mark.column + 1
            continue
        if not isinstance(event, (AliasEvent, ScalarEvent, MappingStartEvent, SequenceStartEvent)):
            continue
        node = Node("scalar", line, column, event.end_mark.line + 1, event.end_mark.column + 1, "", False, [], [])
        if getattr(event, "anchor", None):
            found.append(
                _note("E103", "anchors and aliases are not used here", line, column, "write the value out again")
            )
        if isinstance(event, ScalarEvent):
            node.text, node.quoted = str(event.value), event.style is not None
            odd = _CONTROL.search(node.text)
            if odd:
                message = f"this text holds the character U+{ord(odd.group()):04X}"
                found.append(_note("E105", message, line, column, "remove the escape"))
        elif isinstance(event, MappingStartEvent):
            node.kind = "mapping"
        elif isinstance(event, SequenceStartEvent):
            node.kind = "list"
        if not isinstance(event, AliasEvent) and getattr(event, "tag", None):
            found.append(_note("E110", "tags are not used here", line, column, "remove the word that starts with '!'"))
        if stack:
            parent = stack[-1]
            if parent.kind == "list":
                parent.items.append(node)
            elif keys[-1] is None:
                keys[-1] = node
            else:
                parent.pairs.append((keys[-1], node))
                keys[-1] = None
        elif root is None:
            root = node
        if node.kind != "scalar":
            stack.append(node)
            keys.append(None)
            if len(stack) > MAX_DEPTH:
                raise TreeError(_note("E104", f"nested deeper than {MAX_DEPTH}", line, column, "flatten this part"))
    if root is None or root.blank:
        raise TreeError(
            Diagnostic(
                code="E107", message="the file is empty", hint="start with 'detente: 1' and a list of decision makers"
            )
        )
    return root, found


def _note(code: str, message: str, line: int, column: int, hint: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, line=line, column=column, hint=hint)


def _character(text: str, at: int) -> Diagnostic:
    line = text.count("\n", 0, at) + 1
    column = at - text.rfind("\n", 0, at)
    message = f"the file holds the character U+{ord(text[at]):04X}"
    return _note("E105", message, line, column, "a model file is plain text in UTF-8; remove the character")
