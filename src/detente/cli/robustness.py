"""detente robustness: how little a ranking must change to overturn an equilibrium."""

import textwrap
from collections.abc import Iterable
from typing import Any

import click
import numpy as np

from detente.analysis import find_state
from detente.analysis.answer import state_ids, state_part
from detente.canon import Margin, robustness, statement_robustness
from detente.cli.asking import WIDTH, headed, json_option, print_json, reading, reading_options
from detente.conditions import show
from detente.conflict import Conflict, compile
from detente.conflict.ranks import statements_present
from detente.conflict.space import Space
from detente.graph import GraphModel
from detente.interop import load_model


@click.command()
@click.argument("model", metavar="MODEL")
@click.option("--state", required=True, metavar="ID", help="State id (from analyze) or option string such as NYN.")
@click.option("--concept", default="SEQ", show_default=True, help="Stability concept: one of the basic five.")
@click.option("--most", default=20_000, show_default=True, type=click.IntRange(1), help="Rankings tried for each.")
@reading_options
@json_option
def command(
    model: str,
    state: str,
    concept: str,
    most: int,
    believe: tuple[str, ...],
    doubt: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say how few changes in one ranking would make an equilibrium fall, or a state an equilibrium.

    A change exchanges two neighbouring places of a ranking, or splits a state off a tie, or merges it into one. Where a
    ranking comes from preference statements, exchanges of neighbouring statements are tried as well.

    Example: detente robustness syria_iraq.yaml --state 6 --concept SEQ
    """
    conflict = load_model(model)
    believed = reading(conflict, believe, doubt)
    graph = compile(conflict, believed)
    document = robustness_document(conflict, graph, believed, find_state(graph, state), concept, most)
    if as_json:
        print_json(headed(conflict, document))
        return
    for line in tell(document):
        click.echo(line)


def robustness_document(
    conflict: Conflict, graph: GraphModel, believed: frozenset[str], s: int, concept: str, most: int
) -> dict[str, Any]:
    """Return the margins of one state as plain values: by rankings, and by statements where there are some."""
    found = robustness(graph, s, concept, most)
    margins = []
    names = graph.labels if conflict.states else graph.options
    on = Space(names=names, codes=graph.codes, graph_form=bool(conflict.states))
    for margin in found.margins:
        entry: dict[str, Any] = {"decision_maker": graph.decision_makers[margin.i], "ranking": _plain(margin)}
        entry["ranking"]["order"] = [state_ids(graph, group) for group in margin.order]
        dm = conflict.decision_makers[margin.i]
        wants = [statement.want for statement in statements_present(dm, believed)]
        if dm.ranking is None and wants:
            truths = np.array([on.where(want) for want in wants], dtype=np.bool_)
            other = statement_robustness(graph, s, concept, margin.i, truths, most)
            entry["statements"] = _plain(other) | {"order": [show(wants[p]) for (p,) in other.order]}
        margins.append(entry)
    return {
        "state": state_part(graph, s),
        "concept": found.concept,
        "equilibrium": found.equilibrium,
        "least": found.least,
        "margins": margins,
    }


def _plain(margin: Margin) -> dict[str, Any]:
    return {
        "changes": margin.changes,
        "at_least": margin.at_least,
        "at_most": margin.at_most,
        "final": margin.final,
    }


def tell(document: dict[str, Any]) -> Iterable[str]:
    """Write the result for people, at most 80 columns wide."""
    held = document["equilibrium"]
    does = "end that" if held else "make it one"
    kind = "an equilibrium" if held else "no equilibrium"
    yield f"State {document['state']['id']} is {kind} under {document['concept']}."
    for entry in document["margins"]:
        yield ""
        yield from _wrap(f"{entry['decision_maker']}:")
        yield from _wrap(f"  {_words(entry['ranking'], 'change', 'in its ranking', does)}")
        order = entry["ranking"]["order"]
        if order:
            ties = (f"({' '.join(map(str, group))})" if len(group) > 1 else str(group[0]) for group in order)
            yield from _wrap(f"    such as {' > '.join(ties)}")
        if "statements" in entry:
            words = _words(entry["statements"], "exchange", "of neighbouring statements", does)
            yield from _wrap(f"  {words}")
            for place, want in enumerate(entry["statements"]["order"], 1):
                yield from _wrap(f"    {place}. {want}")


def _words(margin: dict[str, Any], one: str, of: str, does: str) -> str:
    if margin["changes"] is not None:
        number = margin["changes"]
        return f"{number} {one}{'s' * (number != 1)} {of} would {does}:"
    if margin["final"]:
        return f"no number of {one}s {of} would {does}."
    if margin["at_most"] is not None:
        return f"{margin['at_least']} to {margin['at_most']} {one}s {of} would {does}:"
    if margin["at_least"] <= 1:
        return f"no {one} {of} that would {does} was found; there are too many to try them all."
    return f"fewer than {margin['at_least']} {one}s {of} would not {does}; more were not tried."


def _wrap(line: str) -> list[str]:
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent, break_long_words=False)
