"""A walk through a retold page: paragraph → claim → model element → effect on a verdict.

``python -m detente.brief.walk > docs/geneva.md`` writes the walk through the Geneva page.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from detente.brief.record import Decided, Record, bundled, load_record
from detente.brief.tell import Brief, blocking_words, change_words, listed, write
from detente.conflict import Conflict, Guard, load
from detente.dossier.timeline import equilibria
from detente.stability import CONCEPTS

HEAD = """# The Geneva page, paragraph by paragraph

This page is generated from the bundled dossier (`python -m detente.brief.walk > docs/geneva.md`) and a test compares
it with what the program finds. The dossier is {about}.

First what a paragraph says, retold. Then the claim, the element of the model that it carries, and what that does to a
verdict. `S1` to `S9` mark what a page like this asks of a reader: site furniture (S1), a named spokesman (S2), unnamed
sources through other outlets (S3), rounds, venues and dates (S4), a side agreement and the reporter's judgement (S5),
demand, refusal and pressure (S6), a possible sequence problem (S7), a hedged report of narrower scope (S8), a possible
step (S9).

| | Paragraph | Claim | In the model | Effect |
|---|---|---|---|---|"""


def walk(folder: Path) -> str:
    """Write the walk through the first page of a bundled dossier as Markdown."""
    record = load_record(folder)
    conflict = load(next(p for p in sorted(folder.glob("*.yaml")) if p.name != "record.yaml"))
    brief = write(conflict, record)
    lines = [HEAD.format(about=record.about), *_rows(record, conflict, brief), "", "## What it comes to", ""]
    lines += [f"- {line}" for line in brief.bottom]
    lines += [f"- {blocking_words(brief.blocking)}"]
    lines += [f"- Possible sequence problem: {text}" for text in brief.blocking.sequences]
    lines += ["", brief.caution]
    return "\n".join(lines) + "\n"


def _rows(record: Record, conflict: Conflict, brief: Brief) -> Iterator[str]:
    page = record.pages[0]
    for paragraph in paragraphs(page.path.read_text(encoding="utf-8")):
        shown = " ".join(paragraph.split())
        cut = next((f for f in record.furniture if paragraph.startswith(f.starts)), None)
        if cut:
            what = "kept as the title" if cut.reason == "headline" else f"cut as chrome: {cut.reason}"
            yield _row(cut.rows, shown, "", "", what)
            continue
        for claim in (c for c in record.claims.values() if c.page == page.file and c.quote in paragraph):
            carried = next(s.used for s in brief.sources if s.id == claim.id)
            yield _row(claim.rows, shown, _claim(claim), "<br>".join(carried), effect(conflict, brief, claim.id))
            shown = ""


def paragraphs(text: str) -> list[str]:
    """Cut a page at its blank lines."""
    return [p for p in text.split("\n\n") if p.strip()]


def _row(marks: tuple[str, ...], *cells: str) -> str:
    return "| " + " | ".join(c.replace("|", "\\|") for c in (", ".join(marks), *cells)) + " |"


def _claim(claim: Decided) -> str:
    chain = " → ".join(claim.source)
    return f"`{claim.id}` ({claim.kind}; {chain})" + (f". {claim.detail}" if claim.detail else "")


def effect(conflict: Conflict, brief: Brief, claim: str) -> str:
    """Say what a claim does to the verdicts: by believing it or not, or by leaving out what rests on it."""
    hinge = next((h for h in brief.hinges if h.id == claim), None)
    if hinge and hinge.changes:
        return "contested; " + "; ".join(change_words(c, len(brief.holds)) for c in hinge.changes)
    if hinge:
        by = dict.fromkeys(f"{p.wish.dm} ({p.wish.said})" for p in hinge.still[:2])
        still = f"; even if it is believed, what it touches is left by {' or '.join(by)}" if by else ""
        return f"contested; changes no verdict{still}"
    less = without(conflict, claim)
    if less == conflict:
        return "recorded only"
    sticks = " A settlement sticks on it." if any(claim in p.wish.because for p in brief.main_points) else ""
    then = equilibria(less)
    changed = tuple(key for key, states in equilibria(conflict).items() if set(states) != set(then[key]))
    if not changed:
        return f"leaving out what rests on it changes no verdict.{sticks}"
    under = "every concept" if len(changed) == len(CONCEPTS) else listed(changed)
    return f"leaving out what rests on it changes the equilibria under {under}.{sticks}"


def without(conflict: Conflict, claim: str) -> Conflict:
    """Return the conflict without the statements and rules that rest on ``claim``."""

    def rests(guard: Guard) -> bool:
        return claim in guard.because

    return replace(
        conflict,
        decision_makers=tuple(
            replace(dm, statements=tuple(s for s in dm.statements if not rests(s.guard)))
            for dm in conflict.decision_makers
        ),
        infeasible=tuple(rule for rule in conflict.infeasible if not rests(rule.guard)),
    )


if __name__ == "__main__":
    print(walk(bundled("geneva")), end="")
