"""detente timeline: what was known when, and what it changed."""

import json
import textwrap
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from detente.base import DetenteError, Diagnostic
from detente.brief import Decided, find_record
from detente.brief.timeline import Day, Timeline, timeline
from detente.cli.brief import find_model
from detente.cli.check import UNREADABLE
from detente.interop import load_model

DATE = click.DateTime(formats=["%Y-%m-%d"])


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--as-of", "until", type=DATE, help="Nothing published after this date.")
@click.option("--since", type=DATE, help="Show the days after this date only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(ctx: click.Context, dossier: Path, until: datetime | None, since: datetime | None, as_json: bool) -> None:
    """Show claims and verdicts of a dossier day by day.

    Example: detente timeline vessmark --as-of 2031-03-14
    """
    try:
        model = find_model(dossier)
        record = find_record(model.parent)
        if record is None:
            hint = "name a dossier: a folder made with detente init"
            raise DetenteError(
                Diagnostic(code="E108", message="there is no record of claims here", file=str(dossier), hint=hint)
            )
        conflict = load_model(str(model))
        found = timeline(conflict, record, until.date() if until else None)
    except DetenteError as error:
        click.echo(str(error), err=True)
        ctx.exit(2 if any(d.code in UNREADABLE for d in error.diagnostics) else 1)
    days = [d for d in found.days if since is None or d.date > since.date()]
    if as_json:
        click.echo(json.dumps(document(found, days), ensure_ascii=False, indent=2))
        return
    if conflict.fictional:
        click.echo(f"Fictional. {conflict.fictional}")
    for line in told(found, days, until.date() if until else None):
        click.echo(line)


def document(found: Timeline, days: list[Day]) -> dict[str, Any]:
    """Put a timeline into plain values."""
    return {
        "days": [
            {
                "date": d.date.isoformat(),
                "claims": [
                    {
                        "id": c.id,
                        "kind": c.kind,
                        "quote": c.quote,
                        "source": list(c.source),
                        "copy_of": c.copy_of or None,
                        "denies": c.denies or None,
                    }
                    for c in d.claims
                ],
                "equilibria": {key: list(states) for key, states in d.equilibria.items()},
                "appeared": [{"concept": key, "state": s} for key, s in d.appeared],
                "vanished": [{"concept": key, "state": s} for key, s in d.vanished],
            }
            for d in days
        ],
        "undated": [c.id for c in found.undated],
        "rounds": [
            {
                "number": r.number,
                "date": r.date.isoformat() if r.date else None,
                "venue": r.venue,
                "because": list(r.because),
            }
            for r in found.rounds
        ],
        "positions": {actor: [c.id for c in claims] for actor, claims in found.positions.items()},
    }


def told(found: Timeline, days: list[Day], until: date | None) -> Iterable[str]:
    """Tell a timeline at 80 columns."""
    if not days:
        yield "Nothing was published in that time."
    for day in days:
        yield ""
        yield day.date.isoformat()
        for c in day.claims:
            yield from _fill(f"{c.id} ({c.kind}; {' → '.join(c.source)}){_link(c)}", 2)
        for verb, changes in (("now holds", day.appeared), ("no longer holds", day.vanished)):
            by_state: dict[str, list[str]] = {}
            for key, state in changes:
                by_state.setdefault(state, []).append(key)
            for state, keys in by_state.items():
                yield from _fill(f"{verb} under {', '.join(keys)}: {state}", 4)
        if not day.appeared and not day.vanished:
            yield "    no verdict changed"
    if found.rounds:
        yield ""
        yield "Rounds"
        for r in found.rounds:
            planned = " (planned)" if until and r.date and r.date > until else ""
            yield f"  {r.number}. {r.date.isoformat() if r.date else 'no date told'}, {r.venue}{planned}"
    yield ""
    yield "Positions, in the order of publication"
    for actor, claims in found.positions.items():
        yield from _fill(f"{actor}: {'; '.join(f'{c.id} ({c.kind})' for c in claims if not c.copy_of)}", 2)


def _link(claim: Decided) -> str:
    if claim.copy_of:
        return f", a copy of {claim.copy_of}: counted once"
    return f", denies {claim.denies}" if claim.denies else ""


def _fill(text: str, indent: int) -> list[str]:
    return textwrap.wrap(
        text, 80, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2), break_long_words=False
    )
