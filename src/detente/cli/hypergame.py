"""detente hypergame: what holds where decision makers see the conflict differently, and who is surprised."""

from collections.abc import Iterable
from typing import Any

import click

from detente.analysis import find_decision_maker
from detente.analysis.hypergames import hypergame_document
from detente.base import DetenteError, Diagnostic
from detente.cli.asking import json_option, print_json, print_lines, split
from detente.conflict import Conflict
from detente.interop import load_model


@click.command()
@click.argument("model", metavar="MODEL")
@click.option("--perceived", multiple=True, metavar="NAME=FILE", help="The conflict as this decision maker sees it.")
@click.option("--concept", "concepts", default="SEQ", show_default=True, metavar="SEQ,…", help="Stability concepts.")
@json_option
def command(model: str, perceived: tuple[str, ...], concepts: str, as_json: bool) -> None:
    """Say what holds where decision makers see the conflict differently, and which of them are surprised.

    MODEL is the conflict as it is; who has no --perceived sees it so. Each judges by its own model. States are told
    apart by the options taken; an option that somebody does not know is not taken in its model.

    Example: detente hypergame true.yaml --perceived x=as_x_sees_it.yaml
    """
    true = load_model(model)
    seen: dict[int, Conflict] = {}
    for text in perceived:
        name, mark, file = text.partition("=")
        if not mark:
            raise click.BadParameter(f"'{text}' has no '='; write NAME=FILE", param_hint="--perceived")
        i = find_decision_maker(true, name)
        if i in seen:
            who = true.decision_makers[i].name
            message = f"{who} is given two models"
            raise DetenteError(Diagnostic(code="E713", message=message, hint="name each decision maker once"))
        seen[i] = load_model(file)
    document = hypergame_document(true, seen, split(concepts) or ["SEQ"])
    if as_json:
        print_json(document)
    else:
        print_lines(tell(document))


def tell(document: dict[str, Any]) -> Iterable[str]:
    """Write the result for people."""
    if document["options"]:
        yield f"States by their options, in this order: {', '.join(document['options'])}"
    hidden = [s for s in document["states"] if len(s["seen_by"]) < len(document["model"]["decision_makers"])]
    for state in hidden:
        known = " and ".join(state["seen_by"]) or "nobody"
        yield f"{state['name']} is known to {known} only."
    for key, found in document["concepts"].items():
        yield ""
        yield f"Under {key}:"
        yield f"  equilibria: {_listed(found['equilibria'])}"
        if found["fragile"]:
            yield f"  of these not expected by everybody: {_listed(found['fragile'])}"
        if found["apart"]:
            yield f"  hold for all who know them: {_listed(found['apart'])}"
        yield f"  equilibria if all saw the conflict as it is: {_listed(found['true'])}"
        if found["only_by_error"]:
            yield f"  hold by error alone: {_listed(found['only_by_error'])}"
        if found["prevented_by_error"]:
            yield f"  prevented by error: {_listed(found['prevented_by_error'])}"
        for surprise in found["surprises"]:
            who = surprise["decision_maker"]
            if surprise["unexpected"]:
                yield f"  {who} does not expect to hold: {_listed(surprise['unexpected'])}"
            if surprise["disappointed"]:
                yield f"  {who} expects to hold, and does not: {_listed(surprise['disappointed'])}"


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "none"
