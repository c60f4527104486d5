"""detente analyze: which states hold, for whom, under which concept."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NoReturn

import click

from detente.analysis import answer
from detente.analysis.coalition import coalition_part, members_of
from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.cli.check import UNREADABLE
from detente.cli.dated import dated_options, marked, open_model, tell
from detente.conflict import Conflict, compile
from detente.dossier.history import Clock

WIDTH = 80
FEW = 16
"""Up to so many states, the table lists them all."""


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --believe and --doubt, which change the model's own reading of its contested claims."""
    function = click.option("--doubt", multiple=True, metavar="CLAIM", help="Disbelieve a contested claim.")(function)
    return click.option("--believe", multiple=True, metavar="CLAIM", help="Believe a contested claim.")(function)


def reading(conflict: Conflict, believe: Iterable[str], doubt: Iterable[str]) -> frozenset[str]:
    """Return the claims believed: the model's own reading with the user's changes.

    Raises
    ------
    DetenteError
        E724: a claim is not contested in the model, or is both believed and doubted.
    """
    known = [c.id for c in conflict.contested]
    plus, minus = frozenset(believe), frozenset(doubt)
    for claim in sorted(plus | minus):
        if claim not in known:
            near = did_you_mean(claim, known)
            hint = f"did you mean '{near}'?" if near else f"contested are: {', '.join(known) or 'none'}"
            raise DetenteError(Diagnostic(code="E724", message=f"'{claim}' is not contested in the model", hint=hint))
        if claim in plus and claim in minus:
            raise DetenteError(
                Diagnostic(code="E724", message=f"'{claim}' is both believed and doubted", hint="choose one")
            )
    return (conflict.default_reading | plus) - minus


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--concept", "concepts", metavar="NASH,GMR,…", help="Concepts to judge by (default: all five).")
@click.option("--coalition", "coalitions", multiple=True, metavar="A,B", help="Judge this coalition too (repeatable).")
@click.option("--equilibria-only", is_flag=True, help="List only the equilibria, with their options.")
@reading_options
@dated_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    model: str,
    concepts: str | None,
    coalitions: tuple[str, ...],
    equilibria_only: bool,
    believe: tuple[str, ...],
    doubt: tuple[str, ...],
    as_of: datetime | None,
    clock: Clock | None,
    as_json: bool,
) -> None:
    """Judge every state of a model under the stability concepts.

    Example: detente analyze geneva.yaml --concept NASH,SEQ
    """
    try:
        opened = open_model(model, as_of, clock)
        conflict = opened.conflict
        believed = reading(conflict, believe, doubt)
        short = equilibria_only and as_json
        result = answer(conflict, split(concepts), believed=believed, equilibria_only=short)
        if coalitions:
            groups = [members_of(conflict, text) for text in coalitions]
            graph = compile(conflict, believed)
            result["coalitions"] = [coalition_part(graph, members) for members in groups]
    except DetenteError as error:
        fail(ctx, error)
    tell(opened)
    if as_json:
        click.echo(json.dumps(marked(result, opened), ensure_ascii=False, indent=2))
        return
    for line in table(result, equilibria_only):
        click.echo(line)


def split(concepts: str | None) -> list[str] | None:
    """Read a list of concepts written with commas."""
    keys = [key.strip().upper() for key in (concepts or "").split(",") if key.strip()]
    return keys or None


def fail(ctx: click.Context, error: DetenteError) -> NoReturn:
    """End with the diagnostics on standard error: 2 where nothing could be read or asked, 1 for a faulty model."""
    click.echo(str(error), err=True)
    ctx.exit(2 if any(d.code in UNREADABLE or d.code.startswith("E7") for d in error.diagnostics) else 1)


def table(result: dict[str, Any], equilibria_only: bool) -> Iterable[str]:
    """Write the result for people, at most 80 columns wide."""
    keys = list(result["concepts"])
    model = result["model"]
    if model["title"]:
        yield shorten(model["title"])
        yield ""
    yield "Options, in the order of the letters below:"
    owner = {o: dm["name"] for dm in model["decision_makers"] for o in dm["options"]}
    for k, option in enumerate(model["options"], 1):
        yield shorten(f"{k:>4}  {option['id']}: {option['name']} ({owner[option['id']]})")
    yield ""
    marks = {key: set(result["concepts"][key]["equilibria"]) for key in keys}
    rows = [s for s in result["states"] if any(s["id"] in marks[key] for key in keys)]
    if not equilibria_only and len(result["states"]) <= FEW:
        rows = result["states"]
    width = max([len("options"), *(len(s["options"] or "") for s in rows)])
    yield shorten(f"state  {'options':<{width}}  " + " ".join(f"{key:>4}" for key in keys))
    for s in rows:
        cells = " ".join(f"{'E' if s['id'] in marks[key] else '.':>4}" for key in keys)
        yield shorten(f"{s['id']:>5}  {s['options'] or '':<{width}}  {cells}")
    left = len(result["states"]) - len(rows)
    if left:
        yield f"({left} of {len(result['states'])} states are not shown; none is an equilibrium. --json lists all.)"
    yield ""
    for key in keys:
        if not marks[key]:
            yield f"No state is an equilibrium under {key}."
    for part in result.get("coalitions", ()):
        yield f"Stable for the coalition of {' and '.join(part['members'])}:"
        for key in list(part)[1:]:
            yield shorten(f"  {key:<5}  {', '.join(map(str, part[key])) or 'none'}")
        yield ""
    yield "E: an equilibrium, stable for every decision maker. Not a forecast."


def shorten(line: str) -> str:
    """Cut a line to 80 columns."""
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
