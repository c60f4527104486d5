"""detente timeline: what was known when, and what it changed."""

import json
import textwrap
from datetime import date, datetime
from pathlib import Path

import click

from detente.analysis.levers import DEFAULT_KINDS, levers, stand
from detente.analysis.prices import priced
from detente.analysis.question import Question, settlement_of
from detente.analysis.unlock import find_levers
from detente.base import DetenteError, Diagnostic
from detente.brief import find_record
from detente.brief.timeline import timeline_document, told
from detente.cli.asking import WIDTH
from detente.cli.dated import find_model
from detente.cli.levers import price_of
from detente.conflict import Conflict
from detente.dossier.history import CLOCKS, Clock, standing, standing_in
from detente.dossier.timeline import Price, timeline
from detente.interop import load_model
from detente.stability import find_concept

DATE = click.DateTime(formats=["%Y-%m-%d"])
LEDGER = "ledger.db"


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", "until", type=DATE, help="Nothing that became known after this date.")
@click.option("--since", type=DATE, help="Show the days after this date only, and what they changed together.")
@click.option("--by", "clock", type=click.Choice(CLOCKS), default="published", show_default=True, help="Which clock.")
@click.option("--settlement", metavar="CONDITION", help="What counts as a settlement (default: the model's own).")
@click.option("--concept", default="SEQ", show_default=True, help="By which the settlement is judged.")
@click.option("--price", "prices", multiple=True, metavar="WHAT=NUMBER", help="Price of a lever, as in levers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(
    dossier: Path,
    until: datetime | None,
    since: datetime | None,
    clock: Clock,
    settlement: str | None,
    concept: str,
    prices: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show claims, positions and verdicts of a dossier day by day, and because of which claim a verdict turned.

    Example: detente timeline vessmark --as-of 2031-03-14
    """
    model = find_model(dossier)
    record = find_record(model.parent)
    if record is None:
        hint = "name a dossier: a folder made with detente init"
        raise DetenteError(
            Diagnostic(code="E108", message="there is no record of claims here", file=str(dossier), hint=hint)
        )
    conflict = load_model(str(model))
    kept = (model.parent / LEDGER).is_file()
    question = _question(conflict, settlement, concept, bool(prices))
    found = timeline(
        conflict,
        standing_in(model.parent, clock) if kept else standing(record.entries(), record.texts()),
        since=_day(since),
        until=_day(until),
        told_rounds=record.rounds,
        question=question,
        price=_pricing(conflict, question, prices),
    )
    days = [d for d in found.days if since is None or d.date > since.date()]
    if as_json:
        click.echo(json.dumps(timeline_document(conflict, found, days), ensure_ascii=False, indent=2))
        return
    if conflict.fictional:
        click.echo(f"Fictional. {conflict.fictional}")
    for indent, line in told(conflict, found, days, _day(since)):
        lead, rest = " " * indent, " " * (indent + 2)
        click.echo(textwrap.fill(line, WIDTH, initial_indent=lead, subsequent_indent=rest, break_on_hyphens=False))


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None


def _question(conflict: Conflict, text: str | None, concept: str, needed: bool) -> Question | None:
    if text is None and conflict.settlement is None and not needed:
        return None
    return Question(settlement=settlement_of(conflict, text), concept=find_concept(concept).key)


def _pricing(conflict: Conflict, question: Question | None, prices: tuple[str, ...]) -> Price | None:
    """Return how much the cheapest changes cost that unlock a settlement in a model; None without prices."""
    if not prices or question is None:
        return None
    available, paid = priced(levers(stand(conflict), DEFAULT_KINDS), [price_of(text) for text in prices], conflict)

    def cost(then: Conflict) -> float | None:
        found = find_levers(stand(then), question, [None], available, prices=paid)
        return 0.0 if found.already else found.cost

    return cost
