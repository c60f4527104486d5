"""detente diff: two models side by side, or one dossier on two days."""

import json
import textwrap
from collections.abc import Iterable, Iterator
from datetime import datetime

import click

from detente.analysis.compare import Comparison, Difference, Effect, compare, compare_document
from detente.analysis.question import Question, Reach, settlement_of
from detente.base import DetenteError, Diagnostic
from detente.brief.timeline import state_name
from detente.cli.asking import WIDTH, reach_option
from detente.cli.dated import Opened, open_model, tell
from detente.conflict import Conflict
from detente.dossier.history import CLOCKS, Clock
from detente.stability import find_concept

HEADS = (
    "These change a verdict on the settlement:",
    "These change whether the status quo holds:",
    "These change another verdict:",
    "These change no verdict, each by itself:",
)


@click.command()
@click.argument("first", metavar="FIRST[@DATE]")
@click.argument("second", metavar="SECOND[@DATE]")
@click.option("--settlement", metavar="CONDITION", help="What counts as a settlement (default: each model's own).")
@click.option("--concept", default="SEQ", show_default=True, help="By which the settlement is judged.")
@reach_option
@click.option("--by", "clock", type=click.Choice(CLOCKS), help="Which clock a DATE is of; the day of entry by default.")
@click.option("--exit-code", is_flag=True, help="End with 1 if anything differs.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    first: str,
    second: str,
    settlement: str | None,
    concept: str,
    reach: Reach,
    clock: Clock | None,
    exit_code: bool,
    as_json: bool,
) -> None:
    """List the judgements in which two models, or two days of a dossier, differ, those with most consequence first.

    First what changes a verdict on the settlement, then on the status quo, then any other; never by their number.

    Example: detente diff vessmark@2031-03-13 vessmark@2031-03-17
    """
    one, two = (_open(text, clock) for text in (first, second))
    question = None
    if settlement is not None:
        wanted = settlement_of(one.conflict, settlement)
        question = Question(settlement=wanted, concept=find_concept(concept).key, reach=reach)
    found = compare(one.conflict, two.conflict, question)
    for opened in (one, two):
        tell(opened)
    if as_json:
        click.echo(json.dumps(compare_document(found), ensure_ascii=False, indent=2))
    else:
        for line in told(found, one.conflict, two.conflict):
            indent = " " * (len(line) - len(line.lstrip()) + 2)
            click.echo(textwrap.fill(line, WIDTH, subsequent_indent=indent, break_on_hyphens=False))
    if exit_code and not found.same:
        ctx.exit(1)


def _open(text: str, clock: Clock | None) -> Opened:
    name, at, day = text.rpartition("@")
    if not at:
        return open_model(text)
    try:
        return open_model(name, datetime.strptime(day, "%Y-%m-%d"), clock)
    except ValueError:
        hint = "write it as 2031-03-17"
        raise DetenteError(Diagnostic(code="E734", message=f"'{day}' is no date", hint=hint)) from None


def told(found: Comparison, first: Conflict, second: Conflict) -> Iterator[str]:
    """Write a comparison as lines for people."""
    if found.same:
        yield "The two models agree in every judgement and every verdict."
        return
    for weight, head in enumerate(HEADS):
        some = [d for d in found.differences if d.weight == weight]
        if some:
            yield head
            for d in some:
                yield from _difference(d, first, second)
    yield ""
    if not found.effects:
        yield "No verdict differs."
        return
    yield "Verdicts that differ, all differences taken together:"
    yield from _effects(found.effects, first, second)


def _difference(d: Difference, first: Conflict, second: Conflict) -> Iterator[str]:
    yield f"- {d.what}" + (f" [{', '.join(d.because)}]" if d.because else "")
    if d.alone:
        yield "    taken over alone into the first:"
        yield from ("  " + line for line in _effects(d.alone, first, second))
    elif d.needed:
        yield "    taken back alone from the second, this would not be so:"
        yield from ("  " + line for line in _effects(d.needed, first, second))
    elif d.alone is None:
        yield "    it cannot be taken alone"


def _effects(effects: Iterable[Effect], first: Conflict, second: Conflict) -> Iterator[str]:
    groups: dict[tuple[tuple[str, ...] | None, bool], list[str]] = {}
    for e in effects:
        groups.setdefault((e.state, e.second), []).append(e.concept)
    for (state, there), keys in groups.items():
        side = "in the second only" if there else "in the first only"
        if state is None:
            yield from (f"    the {key} {side}" for key in keys)
        else:
            name = state_name(second if there else first, state)
            yield f"    {', '.join(keys)}: {name} holds {side}"
