"""The model file: text → Conflict, with every finding at once."""

import re
from dataclasses import replace
from pathlib import Path

from detente.base import DetenteError, Diagnostic
from detente.conflict.compile import work_out
from detente.conflict.ranks import check_lists
from detente.conflict.reader import Reader
from detente.conflict.space import check_size
from detente.conflict.tree import TreeError, read_tree
from detente.conflict.values import Conflict

MAX_CHECKED = 18
MAX_CREATED = 20


def load(path: str | Path) -> Conflict:
    """Read a model file.

    Raises
    ------
    DetenteError
        Once, carrying every error found (E1xx the YAML, E2xx names, E3xx structure).
    """
    text, unreadable = read_text(path)
    if unreadable:
        raise DetenteError(unreadable)
    return loads(text, str(path))


def loads(text: str, file: str = "") -> Conflict:
    """Read a model from its text; ``file`` is only how the diagnostics call it."""
    conflict, found = _examine(text, file)
    errors = [d for d in found if d.severity == "error"]
    if errors or conflict is None:
        raise DetenteError(errors)
    return conflict


def diagnose(text: str, file: str = "") -> list[Diagnostic]:
    """List every error and warning in a model's text, in the order of its lines."""
    return _examine(text, file)[1]


def read_text(path: str | Path) -> tuple[str, list[Diagnostic]]:
    """Return a file's text, or the diagnostic that says why it cannot be read."""
    name = str(path)
    try:
        data = Path(path).read_bytes()
    except FileNotFoundError:
        problem, hint = "there is no such file", "check the path"
    except IsADirectoryError:
        problem, hint = "this is a folder", "name a model file in it"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problem, hint = f"the file cannot be opened: {reason}", "check its name and permissions"
    else:
        try:
            return data.decode("utf-8-sig"), []
        except UnicodeDecodeError as error:
            return "", [
                Diagnostic(
                    code="E105",
                    message=f"the file is not text in UTF-8 (byte {error.start})",
                    file=name,
                    line=data.count(b"\n", 0, error.start) + 1,
                    column=1,
                    hint="save it as UTF-8",
                )
            ]
    return "", [Diagnostic(code="E108", message=problem, file=name, hint=hint)]


def _examine(text: str, file: str) -> tuple[Conflict | None, list[Diagnostic]]:
    text = text.removeprefix("\ufeff")
    lines = re.split(r"\r\n|[\r\n\x85\u2028\u2029]", text)

    def placed(d: Diagnostic) -> Diagnostic:
        source = lines[d.line - 1] if 0 < d.line <= len(lines) else ""
        return replace(d, file=file, source=source[:500])

    try:
        root, found = read_tree(text)
    except TreeError as fault:
        return None, [placed(fault.diagnostic)]
    reader = Reader(lines)
    reader.found = found
    conflict = reader.conflict(root, file)
    if conflict is not None and all(d.severity == "warning" for d in reader.found):
        reader.found += _meaning(conflict, reader)
    return conflict, [placed(d) for d in sorted(reader.found, key=lambda d: (d.line, d.column))]


def _meaning(conflict: Conflict, reader: Reader) -> list[Diagnostic]:
    """Find what is wrong only when the parts are taken together, in the default reading."""
    try:
        check_size(conflict)
    except DetenteError as error:  # still a model, and other tools may take it: a warning here, refused by compile
        return [replace(d, code="W308", severity="warning") for d in error.diagnostics]
    if len(conflict.options) > MAX_CHECKED:
        return []
    reading = conflict.default_reading
    try:
        for dm in conflict.decision_makers:
            check_lists(conflict, dm, reading)
        if not conflict.coalesced:  # only where states are merged does it matter how statements rank them
            bare = tuple(replace(dm, statements=()) for dm in conflict.decision_makers)
            conflict = replace(conflict, decision_makers=bare)
        found = work_out(conflict, reading)
    except DetenteError as error:
        return list(error.diagnostics)
    line = reader.status_quo_line
    hint = "check it against the entries under infeasible"
    notes = [_warning("W306", note, line, hint) for note in found.status_quo]
    for k, count in found.removed:
        if not count:
            line = conflict.forbidden_moves[k].guard.line
            notes.append(_warning("W309", "there is no such move to forbid", line, "check from:, to: and by:"))
    line = conflict.coalesced[0].guard.line if conflict.coalesced else 0
    hint = "check whether they really are one situation"
    return notes + [_warning("W310", note, line, hint) for note in found.created[:MAX_CREATED]]


def _warning(code: str, message: str, line: int, hint: str) -> Diagnostic:
    return Diagnostic(code=code, message=message, severity="warning", line=line, column=1, hint=hint)
