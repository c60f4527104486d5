"""detente explain: why a state holds for a decision maker, or does not."""

from typing import Any

import click

from detente.analysis import explain, find_decision_maker, find_state, witness_document
from detente.cli.asking import answer_with, ask, concept_option, model_options
from detente.conflict import compile


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--state", required=True, metavar="ID", help="State id (from analyze) or option string such as NYN.")
@click.option("--decision-maker", required=True, metavar="NAME", help="Name or id.")
@concept_option
@model_options
def command(
    model: str,
    state: str,
    decision_maker: str,
    concept: str,
    as_json: bool,
    **how: Any,
) -> None:
    """Say why a state holds for a decision maker: every gainful move, and the answer that deters it.

    Example: detente explain geneva.yaml --state 31 --decision-maker Russia --concept SEQ
    """
    asked = ask(model, **how)
    conflict, believed = asked.conflict, asked.believed
    graph = compile(conflict, believed)
    i, s = find_decision_maker(conflict, decision_maker), find_state(graph, state)
    document = witness_document(explain(graph, i, s, concept, conflict, believed), conflict)
    answer_with(document, asked.opened, lambda d: [d["text"]], as_json)
