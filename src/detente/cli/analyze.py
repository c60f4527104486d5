"""detente analyze: which states hold, for whom, under which concept."""

import json
from collections.abc import Iterable
from typing import Any

import click

from detente.analysis import answer
from detente.base import DetenteError
from detente.cli.check import UNREADABLE
from detente.interop import load_model

WIDTH = 80


@click.command()
@click.argument("model", metavar="MODEL")
@click.option("--concept", "concepts", metavar="NASH,GMR,…", help="Concepts to judge by (default: all five).")
@click.option("--equilibria-only", is_flag=True, help="List only the equilibria, with their options.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(ctx: click.Context, model: str, concepts: str | None, equilibria_only: bool, as_json: bool) -> None:
    """Judge every state of a model under the stability concepts.

    Example: detente analyze geneva.yaml --concept NASH,SEQ
    """
    try:
        result = answer(load_model(model), split(concepts), equilibria_only=equilibria_only and as_json)
    except DetenteError as error:
        fail(ctx, error)
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
        return
    for line in table(result, equilibria_only):
        click.echo(line)


def split(concepts: str | None) -> list[str] | None:
    """Read a list of concepts written with commas."""
    keys = [key.strip().upper() for key in (concepts or "").split(",") if key.strip()]
    return keys or None


def fail(ctx: click.Context, error: DetenteError) -> None:
    """End with the diagnostics on standard error: 2 where nothing could be read or asked, 1 for a faulty model."""
    click.echo(str(error), err=True)
    ctx.exit(2 if any(d.code in UNREADABLE or d.code.startswith("E7") for d in error.diagnostics) else 1)


def table(result: dict[str, Any], equilibria_only: bool) -> Iterable[str]:
    """Write the result for people, at most 80 columns wide."""
    keys = list(result["concepts"])
    model = result["model"]
    if model["title"]:
        yield model["title"][:WIDTH]
        yield ""
    yield "Options, in the order of the letters below:"
    owner = {o: dm["name"] for dm in model["decision_makers"] for o in dm["options"]}
    for k, option in enumerate(model["options"], 1):
        yield shorten(f"{k:>4}  {option['id']}: {option['name']} ({owner[option['id']]})")
    yield ""
    marks = {key: set(result["concepts"][key]["equilibria"]) for key in keys}
    rows = [s for s in result["states"] if not equilibria_only or any(s["id"] in marks[key] for key in keys)]
    if not equilibria_only:
        rows = [s for s in rows if any(s["id"] in marks[key] for key in keys)] if len(rows) > 64 else rows
    width = max([len("options"), *(len(s["options"] or "") for s in rows)])
    yield f"state  {'options':<{width}}  " + " ".join(f"{key:>4}" for key in keys)
    for s in rows:
        cells = " ".join(f"{'E' if s['id'] in marks[key] else '.':>4}" for key in keys)
        yield f"{s['id']:>5}  {s['options'] or '':<{width}}  {cells}"
    yield ""
    for key in keys:
        if not marks[key]:
            yield f"No state is an equilibrium under {key}."
    yield "E: an equilibrium, stable for every decision maker. Not a forecast."


def shorten(line: str) -> str:
    """Cut a line to 80 columns."""
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
