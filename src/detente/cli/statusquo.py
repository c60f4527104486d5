"""detente status-quo: which equilibria can be reached from where the conflict stands, and how."""

from collections.abc import Iterable
from typing import Any

import click

from detente.analysis import find_state
from detente.analysis.answer import state_id, state_part
from detente.base import DetenteError, Diagnostic
from detente.canon import Evolution, evolution
from detente.cli.asking import headed, json_option, print_json, reading, reading_options, shorten, split
from detente.conflict import compile
from detente.graph import GraphModel
from detente.interop import load_model
from detente.stability import analyze

WAYS = {
    "moves": "by any moves",
    "improvements": "by moves that pay each mover",
    "coalition": "with one joint move that pays a whole coalition",
}


@click.command()
@click.argument("model", metavar="MODEL")
@click.option("--from", "start", metavar="ID", help="State to set out from (default: the model's status quo).")
@click.option("--concept", "concepts", metavar="NASH,GMR,…", help="Concepts whose equilibria count.")
@click.option("--most", default=5, show_default=True, type=click.IntRange(1, 1000), help="Paths shown a state.")
@reading_options
@json_option
def command(
    model: str,
    start: str | None,
    concepts: str | None,
    most: int,
    believe: tuple[str, ...],
    doubt: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say which equilibria can be reached from the status quo, in how few steps, and along which paths.

    Nobody moves twice in succession. An equilibrium that cannot be reached says nothing about what happens next.

    Example: detente status-quo geneva.yaml --concept SEQ
    """
    conflict = load_model(model)
    graph = compile(conflict, reading(conflict, believe, doubt))
    s = graph.status_quo if start is None else find_state(graph, start)
    if s is None:
        raise DetenteError(
            Diagnostic(code="E711", message="the model has no status quo", hint="name a state with --from")
        )
    document = evolution_document(graph, s, split(concepts), most)
    if as_json:
        print_json(headed(conflict, document))
        return
    for line in tell(document):
        click.echo(line)


def evolution_document(graph: GraphModel, start: int, concepts: list[str] | None, most: int) -> dict[str, Any]:
    """Return what is reached from ``start``: fewest steps to every state, and paths to the equilibria."""
    verdicts = analyze(graph, concepts)
    found = {way: evolution(graph, start, way) for way in WAYS}
    held: dict[int, list[str]] = {}
    for key in verdicts.stable:
        for s in verdicts.equilibria(key).tolist():
            held.setdefault(s, []).append(key)
    return {
        "from": state_part(graph, start),
        "steps": {
            way: {str(state_id(graph, s)): int(steps) for s, steps in enumerate(e.steps.tolist()) if steps >= 0}
            for way, e in found.items()
        },
        "equilibria": [
            {
                **state_part(graph, s),
                "concepts": held[s],
                **{way: _ways(graph, e, s, most) for way, e in found.items()},
            }
            for s in sorted(held)
        ],
    }


def _ways(graph: GraphModel, found: Evolution, s: int, most: int) -> dict[str, Any]:
    if found.steps[s] < 0:
        return {"steps": None, "paths": [], "more": False}
    paths, more = found.paths(s, most)
    told = [
        [{"by": [graph.decision_makers[i] for i in step.by], "to": state_id(graph, step.to)} for step in path]
        for path in paths
    ]
    return {"steps": int(found.steps[s]), "paths": told, "more": more}


def tell(document: dict[str, Any]) -> Iterable[str]:
    """Write the result for people, at most 80 columns wide."""
    start = document["from"]["id"]
    yield f"From state {start}:"
    if not document["equilibria"]:
        yield "no state is an equilibrium."
    for entry in document["equilibria"]:
        yield ""
        options = f" {entry.get('label') or entry['options']}" if entry["options"] else ""
        yield shorten(f"State {entry['id']}{options}, an equilibrium under {', '.join(entry['concepts'])}")
        if entry["id"] == start:
            yield "  is where the conflict stands."
            continue
        for way, words in WAYS.items():
            steps = entry[way]["steps"]
            if way == "coalition" and steps == entry["improvements"]["steps"]:
                continue
            if steps is None:
                yield f"  cannot be reached {words}."
                continue
            yield f"  can be reached {words}, in {steps} {'step' if steps == 1 else 'steps'}:"
            for path in entry[way]["paths"]:
                walk = "".join(f" -{' + '.join(step['by'])}-> {step['to']}" for step in path)
                yield shorten(f"    {start}{walk}")
            if entry[way]["more"]:
                yield "    … and along other paths (--most shows more)."
