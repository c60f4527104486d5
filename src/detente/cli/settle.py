"""detente settle: whether a settlement holds and can be reached, and on what it sticks."""

from collections.abc import Iterator
from typing import Any

import click

from detente.analysis.question import Reach
from detente.analysis.settle import find_group, settle_document
from detente.cli.asking import answer_with, ask, model_options, question_of, settlement_options, together_option

SHOWN = 12
CLOSEST = 4


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@settlement_options
@together_option
@click.option("--at-most", type=click.IntRange(0), help="Leave out at most so many statements together.")
@model_options
def command(
    model: str,
    settlement: str | None,
    concept: str,
    reach: Reach,
    every: bool,
    coalitions: tuple[str, ...],
    at_most: int | None,
    as_json: bool,
    **how: Any,
) -> None:
    """Say whether a settlement holds and can be reached; if not, who would leave it, for what, and what blocks it.

    Example: detente settle geneva.yaml --settlement "sign_r and sign_u and guarantee"
    """
    asked = ask(model, **how)
    conflict = asked.conflict
    document = settle_document(
        conflict,
        question_of(conflict, settlement, concept, reach, every),
        asked.believed,
        coalitions=[find_group(conflict, text) for text in coalitions],
        at_most=at_most,
    )
    answer_with(document, asked.opened, told, as_json)


def told(d: dict[str, Any]) -> Iterator[str]:
    """Write the document as lines for people."""
    yield d["meaning"]
    yield f"Holds: {'yes' if d['holds'] else 'no'}. Holds and is reached: {'yes' if d['reached'] else 'no'}."
    yield from d["notes"]
    for group in d["together"]:
        yield f"{' and '.join(group['members'])}, moving together, would each gain by going there."
    yield ""
    states = sorted(d["states"], key=lambda state: len(state["leavers"]))
    usual = [w for s in states[:CLOSEST] for leaver in s["leavers"] if (w := leaver["why_no_answer_deters"])]
    common = usual[0] if len(set(usual)) == 1 and len(usual) > 1 else None
    for state in states[:CLOSEST]:
        verdict = "holds" if state["holds"] else "does not hold"
        yield f"{' + '.join(state['taken']) or 'nothing taken'}: {verdict}{', reached' if state['reached'] else ''}."
        for leaver in state["leavers"]:
            why = "" if common else f" {leaver['why_no_answer_deters']}"
            by = _because(leaver["gains_by"])
            yield f"  {leaver['decision_maker']} would leave by {leaver['move']}{by}.{why}"
    if common:
        yield f"For each of these moves: {common[0].lower()}{common[1:]}"
    if len(states) > CLOSEST:
        yield f"({len(states) - CLOSEST} more states of the settlement, left by as many or more; --json lists all.)"
    yield ""
    yield from _blocking(d)
    for problem in d["possible_sequence_problems"]:
        yield f"A possible sequence problem: {problem['text']}"
        for statement in problem["statements"]:
            yield f"  {statement['statement']}{_behind(statement)}"


def _blocking(d: dict[str, Any]) -> Iterator[str]:
    b = d["blocking"]
    extent = "of any size" if b["complete"] else f"of at most {b['at_most']} statements"
    if d["holds"]:
        return
    if not b["sets"]:
        yield f"No set {extent} makes it hold when left out ({b['tried']} sets tried)."
        return
    yield f"It would hold without all statements of any one of these sets (every set {extent} was tried):"
    for one in b["sets"][:SHOWN]:
        parts = [f"{s['decision_maker']}: {s['statement']}{_behind(s)}" for s in one["statements"]]
        yield f"- {'; '.join(parts)}{' (and then it is reached)' if one['then_reached'] else ''}"
    if len(b["sets"]) > SHOWN:
        yield f"({len(b['sets']) - SHOWN} more sets; --json lists them all.)"


def _because(statement: dict[str, Any] | None) -> str:
    return f", for {statement['statement']}{_behind(statement)}" if statement else ""


def _behind(statement: dict[str, Any]) -> str:
    parts = [f"because {', '.join(statement['because'])}"] * bool(statement["because"])
    parts += ["assumed"] * bool(statement["assumed"])
    return f" [{'; '.join(parts)}]" if parts else ""
