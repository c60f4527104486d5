"""detente analyze: which states hold, for whom, under which concept."""

from collections.abc import Iterable
from typing import Any

import click

from detente.analysis import answer
from detente.analysis.coalition import coalition_part, members_of
from detente.cli.asking import WIDTH as WIDTH
from detente.cli.asking import ask, model_options, print_json
from detente.cli.asking import reading as reading
from detente.cli.asking import reading_options as reading_options
from detente.cli.asking import shorten as shorten
from detente.cli.asking import split as split
from detente.cli.dated import marked, tell
from detente.cli.ending import fail as fail
from detente.conflict import compile

FEW = 16
"""Up to so many states, the table lists them all."""


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--concept", "concepts", metavar="NASH,GMR,…", help="Concepts to judge by (default: all five).")
@click.option("--coalition", "coalitions", multiple=True, metavar="A,B", help="Judge this coalition too (repeatable).")
@click.option("--equilibria-only", is_flag=True, help="List only the equilibria, with their options.")
@model_options
def command(
    model: str,
    concepts: str | None,
    coalitions: tuple[str, ...],
    equilibria_only: bool,
    as_json: bool,
    **how: Any,
) -> None:
    """Judge every state of a model under the stability concepts.

    Example: detente analyze geneva.yaml --concept NASH,SEQ
    """
    asked = ask(model, **how)
    conflict, believed = asked.conflict, asked.believed
    short = equilibria_only and as_json
    result = answer(conflict, split(concepts), believed=believed, equilibria_only=short)
    if coalitions:
        groups = [members_of(conflict, text) for text in coalitions]
        graph = compile(conflict, believed)
        result["coalitions"] = [coalition_part(graph, members) for members in groups]
    tell(asked.opened)
    if as_json:
        print_json(marked(result, asked.opened))
        return
    for line in table(result, equilibria_only):
        click.echo(line)


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
