"""detente explain: why a state holds for a decision maker, or does not."""

import json
import textwrap

import click

from detente.analysis import explain, find_decision_maker, find_state, witness_document
from detente.base import DetenteError
from detente.cli.analyze import WIDTH, fail, reading, reading_options
from detente.conflict import compile
from detente.interop import load_model


@click.command()
@click.argument("model", metavar="MODEL")
@click.option("--state", required=True, metavar="ID", help="State id (from analyze) or option string such as NYN.")
@click.option("--decision-maker", required=True, metavar="NAME", help="Name or id.")
@click.option("--concept", default="SEQ", show_default=True, help="Stability concept.")
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    model: str,
    state: str,
    decision_maker: str,
    concept: str,
    believe: tuple[str, ...],
    doubt: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say why a state holds for a decision maker: every gainful move, and the answer that deters it.

    Example: detente explain geneva.yaml --state 31 --decision-maker Russia --concept SEQ
    """
    try:
        conflict = load_model(model)
        believed = reading(conflict, believe, doubt)
        graph = compile(conflict, believed)
        i, s = find_decision_maker(conflict, decision_maker), find_state(graph, state)
        document = witness_document(explain(graph, i, s, concept, conflict, believed), conflict)
    except DetenteError as error:
        fail(ctx, error)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    click.echo(textwrap.fill(document["text"], WIDTH, break_long_words=False))
