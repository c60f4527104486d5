"""detente explain: why a state holds for a decision maker, or does not."""

import json
import textwrap
from datetime import datetime

import click

from detente.analysis import explain, find_decision_maker, find_state, witness_document
from detente.base import DetenteError
from detente.cli.analyze import WIDTH, fail, reading, reading_options
from detente.cli.dated import dated_options, marked, open_model, tell
from detente.conflict import compile
from detente.dossier.history import Clock


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--state", required=True, metavar="ID", help="State id (from analyze) or option string such as NYN.")
@click.option("--decision-maker", required=True, metavar="NAME", help="Name or id.")
@click.option("--concept", default="SEQ", show_default=True, help="Stability concept.")
@reading_options
@dated_options
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
    as_of: datetime | None,
    clock: Clock | None,
    as_json: bool,
) -> None:
    """Say why a state holds for a decision maker: every gainful move, and the answer that deters it.

    Example: detente explain geneva.yaml --state 31 --decision-maker Russia --concept SEQ
    """
    try:
        opened = open_model(model, as_of, clock)
        conflict = opened.conflict
        believed = reading(conflict, believe, doubt)
        graph = compile(conflict, believed)
        i, s = find_decision_maker(conflict, decision_maker), find_state(graph, state)
        document = witness_document(explain(graph, i, s, concept, conflict, believed), conflict)
    except DetenteError as error:
        fail(ctx, error)
    tell(opened)
    if as_json:
        click.echo(json.dumps(marked(document, opened), ensure_ascii=False, indent=2))
        return
    click.echo(textwrap.fill(document["text"], WIDTH, break_long_words=False))
