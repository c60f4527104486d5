"""detente analyze: which states hold, for whom, under which concept."""

import textwrap
from collections.abc import Iterable
from typing import Any

import click

from detente.analysis import answer
from detente.analysis.coalition import (
    all_part,
    coalition_part,
    concepts_of,
    members_of,
    merged_part,
    mixed_part,
    partition_of,
    partition_part,
)
from detente.canon import COALITION_CONCEPTS
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
WIDEST = 40
STRUCTURES = {
    "unknown": "Equilibria where preferences are unknown in part, read in four ways:",
    "strength": "Equilibria by strength of preference:",
    "hybrid": "Equilibria where preferences are graded and unknown in part, read in four ways:",
}


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--concept", "concepts", metavar="NASH,GMR,…", help="Concepts to judge by (default: all five).")
@click.option("--coalition", "coalitions", multiple=True, metavar="A,B", help="Judge this coalition too (repeatable).")
@click.option("--all-coalitions", is_flag=True, help="List what holds for every coalition there could be.")
@click.option("--partition", "partitions", multiple=True, metavar="A,B;C", help="Judge these coalitions together.")
@click.option("--merged", multiple=True, metavar="A,B", help="Count these as one, as GMCR+ does (no coalition).")
@click.option("--each", "each", multiple=True, metavar="NAME=CONCEPT", help="Judge each by a concept of its own.")
@click.option("--equilibria-only", is_flag=True, help="List only the equilibria, with their options.")
@model_options
def command(
    model: str,
    concepts: str | None,
    coalitions: tuple[str, ...],
    all_coalitions: bool,
    partitions: tuple[str, ...],
    merged: tuple[str, ...],
    each: tuple[str, ...],
    equilibria_only: bool,
    as_json: bool,
    **how: Any,
) -> None:
    """Judge every state of a model under the stability concepts.

    Where the model says that preferences are unknown in part, or how strong they are, its states are judged under
    these as well; the concepts in the table know only better, worse and equal.

    Example: detente analyze geneva.yaml --concept NASH,SEQ
    """
    asked = ask(model, **how)
    conflict, believed = asked.conflict, asked.believed
    short = equilibria_only and as_json
    result = answer(conflict, split(concepts), believed=believed, equilibria_only=short)
    if coalitions or all_coalitions or partitions or merged or each:
        groups = [members_of(conflict, text) for text in coalitions]
        divided = [partition_of(conflict, text) for text in partitions]
        graph = compile(conflict, believed)
        if groups:
            result["coalitions"] = [coalition_part(graph, members) for members in groups]
        if divided:
            result["partitions"] = [partition_part(graph, partition) for partition in divided]
        if all_coalitions:
            result["all_coalitions"] = all_part(graph)
        if merged:
            result["merged"] = [merged_part(graph, members_of(conflict, text)) for text in merged]
        if each:
            result["mixed"] = mixed_part(graph, concepts_of(conflict, each))
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
    if model["options"]:
        yield "Options, in the order of the letters below:"
        owner = {o: dm["name"] for dm in model["decision_makers"] for o in dm["options"]}
        for k, option in enumerate(model["options"], 1):
            yield shorten(f"{k:>4}  {option['id']}: {option['name']} ({owner[option['id']]})")
        yield ""
    marks = {key: set(result["concepts"][key]["equilibria"]) for key in keys}
    rows = [s for s in result["states"] if any(s["id"] in marks[key] for key in keys)]
    if not equilibria_only and len(result["states"]) <= FEW:
        rows = result["states"]
    what = {s["id"]: (s.get("label") if s["options"] else s.get("name")) or s["options"] or "" for s in rows}
    first = "options" if model["options"] else "name"
    width = min(WIDEST, max([len(first), *(len(text) for text in what.values())]))
    wide = max([len("state"), *(len(str(s["id"])) for s in rows)])
    yield shorten(f"{'state':<{wide}}  {first:<{width}}  " + " ".join(f"{key:>4}" for key in keys))
    for s in rows:
        cells = " ".join(f"{'E' if s['id'] in marks[key] else '.':>{max(4, len(key))}}" for key in keys)
        text = what[s["id"]]
        yield shorten(f"{s['id']:>{wide}}  {text if len(text) <= width else text[: width - 1] + '…':<{width}}  {cells}")
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
    yield from groups(result)
    yield from structures(result)
    yield "E: an equilibrium, stable for every decision maker. Not a forecast."


def groups(result: dict[str, Any]) -> Iterable[str]:
    """Write what holds for partitions, for all coalitions, and for each by its own concept."""
    told = [
        (f"Stable for each of {'; '.join(' and '.join(group) for group in part['partition'])}:", part)
        for part in result.get("partitions", ())
    ]
    if "all_coalitions" in result:
        told.append(("Stable for every coalition, single decision makers included:", result["all_coalitions"]))
    for head, part in told:
        yield from _wrapped(head)
        for key in COALITION_CONCEPTS:
            yield from _wrapped(f"  {key:<5}  {listed(part[key])}")
        yield ""
    for part in result.get("merged", ()):
        yield from _wrapped(f"Equilibria with {' + '.join(part['members'])} counted as one decision maker:")
        for key in list(part)[1:]:
            yield from _wrapped(f"  {key:<5}  {listed(part[key])}")
        yield ""
    if "mixed" in result:
        by = ", ".join(f"{name} by {key}" for name, key in result["mixed"]["concepts"].items())
        yield from _wrapped(f"Equilibria with {by}: {listed(result['mixed']['equilibria'])}")
        yield ""


def structures(result: dict[str, Any]) -> Iterable[str]:
    """Write the equilibria under unknown, graded or hybrid preference."""
    for kind, title in STRUCTURES.items():
        part = result.get(kind)
        if part is None:
            continue
        yield title
        if "refused" in part:
            yield from _wrapped(f"  {part['refused']}")
        elif kind == "strength":
            for word in ("general", "strong", "weak"):
                yield from _equilibria(word, part[word])
        else:
            for extension, found in part.items():
                yield f"  {extension}: {found['meaning']}"
                for word in ("general", "strong") if kind == "hybrid" else ("",):
                    yield from _equilibria(word, found[word] if word else found)
        yield ""


def _equilibria(word: str, part: dict[str, Any]) -> Iterable[str]:
    if "refused" in part:
        yield from _wrapped(f"    {word:<8}{part['refused']}")
    for key, found in part.get("concepts", {}).items():
        yield from _wrapped(f"    {word:<8}{key:<5}  {listed(found['equilibria'])}")


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent=" " * 8, break_long_words=False)


def listed(states: list[Any]) -> str:
    """Write state ids with commas between."""
    return ", ".join(map(str, states)) or "none"
