"""Findings about an author's text: all at once, each with a place and a next step."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One finding about a text that somebody wrote.

    ``line`` and ``column`` count from 1, columns in code points; 0 means the file as a whole. ``source`` is the text
    of that line, ``length`` how many code points are meant, ``hint`` the next step for the author.
    """

    code: str
    message: str
    severity: Literal["error", "warning"] = "error"
    file: str = ""
    line: int = 0
    column: int = 0
    length: int = 1
    source: str = ""
    hint: str = ""


class DetenteError(Exception):
    """Raised once, at the door, carrying every diagnostic found."""

    def __init__(self, diagnostics: Sequence[Diagnostic] | Diagnostic | str) -> None:
        if isinstance(diagnostics, str):
            diagnostics = Diagnostic(code="E000", message=diagnostics)
        if isinstance(diagnostics, Diagnostic):
            diagnostics = (diagnostics,)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(show(d) for d in self.diagnostics))


def show(diagnostic: Diagnostic) -> str:
    """Write a diagnostic the way a compiler does, with the line and a caret where there is one.

    >>> print(show(Diagnostic(code="E203", message="no option is called 'singn'", file="geneva.yaml", line=14,
    ...     column=20, length=5, source="    - guarantee if singn", hint="did you mean 'sign' (Ukraine)?")))
    geneva.yaml:14:20: error[E203]: no option is called 'singn'
       14 |     - guarantee if singn
          |                    ^^^^^ did you mean 'sign' (Ukraine)?
    """
    d = diagnostic
    place = ":".join(str(part) for part in (d.file, d.line, d.column) if part)
    lines = [f"{place}: {d.severity}[{d.code}]: {d.message}" if place else f"{d.severity}[{d.code}]: {d.message}"]
    if d.source and d.line:
        gutter = f"{d.line:>5}"
        pad = "".join("\t" if c == "\t" else " " for c in d.source[: d.column - 1])
        lines += [f"{gutter} | {d.source}", f"{'':>5} | {pad}{'^' * max(1, d.length)} {d.hint}".rstrip()]
    elif d.hint:
        lines.append(f"      {d.hint}")
    return "\n".join(lines)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to ``word``, or an empty string if none is near.

    >>> did_you_mean("singn", ["sign", "withdraw"])
    'sign'
    """
    names = list(known)
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[near[0]] if near else ""
