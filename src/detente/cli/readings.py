"""detente readings: what holds under which reading of the contested claims."""

import json
import textwrap
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from detente.analysis.question import Question, Reach, settlement_of
from detente.analysis.readings import readings, readings_document
from detente.base import DetenteError
from detente.cli.analyze import WIDTH, fail
from detente.cli.dated import dated_options, marked, open_model, tell
from detente.dossier.history import Clock
from detente.stability import find_concept


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@click.option("--settlement", metavar="CONDITION", help="What counts as a settlement (default: the model's own).")
@click.option("--concept", default="SEQ", show_default=True, help="Stability concept.")
@click.option("--reach", type=click.Choice(["improvements", "moves"]), default="improvements", show_default=True)
@click.option("--all", "every", is_flag=True, help="Ask that every state of the settlement holds.")
@click.option("--sample", type=click.IntRange(1, 100_000), help="Draw this many readings instead of taking all.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the sample.")
@dated_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    model: str,
    settlement: str | None,
    concept: str,
    reach: Reach,
    every: bool,
    sample: int | None,
    seed: int,
    as_of: datetime | None,
    clock: Clock | None,
    as_json: bool,
) -> None:
    """Say in which readings of the contested claims each outcome holds, and on which claims that hinges.

    Example: detente readings geneva.yaml --settlement "sign_u and guarantee"
    """
    try:
        opened = open_model(model, as_of, clock)
        conflict = opened.conflict
        key = find_concept(concept).key
        question = None
        if settlement is not None or conflict.settlement is not None:
            wanted = settlement_of(conflict, settlement)
            question = Question(settlement=wanted, concept=key, reach=reach, every=every)
        found = readings(conflict, key, reach, sample=sample, seed=seed)
        document = readings_document(conflict, found, question, key)
    except DetenteError as error:
        fail(ctx, error)
    tell(opened)
    if as_json:
        click.echo(json.dumps(marked(document, opened), ensure_ascii=False, indent=2))
        return
    for line in told(document):
        click.echo(textwrap.fill(line, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False))


def told(d: dict[str, Any]) -> Iterator[str]:
    """Write the document as lines for people."""
    what = f"a seeded sample of {d['readings']} (seed {d['seed']})" if d["sampled"] else f"all {d['readings']}"
    yield f"Readings of {len(d['contested'])} contested claims: {what}. Concept: {d['concept']}."
    if d["settlement"]:
        yield d["settlement"]["meaning"]
        yield f"It holds {_when(d['settlement']['holds'])}."
        yield f"It holds and is reached {_when(d['settlement']['reached'])}."
    yield ""
    for state in d["states"]:
        yield f"{' + '.join(state['taken']) or 'nothing taken'}: holds {_when(state)}."
    if not d["states"]:
        yield f"No state holds under {d['concept']} in any of these readings."
    yield ""
    for hinge in d["hinges"]:
        yield f"{hinge['name']} [{hinge['id']}]: turning it changes what holds in {hinge['flips']} of {d['readings']}."
    for claim in d["never_matter"]:
        yield f"[{claim}] changes nothing in any {'drawn ' if d['sampled'] else ''}reading."
    yield "These are shares of your own readings, not probabilities."


def _when(part: dict[str, Any]) -> str:
    share = f"in {part['readings']} of {part['of']} readings"
    if part["weighted_share"] is not None:
        share += f" (by your weights {part['weighted_share']:.3g})"
    if part["exactly_if"] in (None, "always", "never"):
        return share
    kind = "exactly if" if part["shortest"] else "exactly if (perhaps not the shortest way to say it)"
    return f"{share}, {kind} {part['exactly_if']}"
