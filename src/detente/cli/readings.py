"""detente readings: what holds under which reading of the contested claims."""

from collections.abc import Iterator
from typing import Any

import click

from detente.analysis.question import Reach
from detente.analysis.readings import readings, readings_document
from detente.cli.asking import answer_with, ask, json_option, question_of, settlement_options
from detente.cli.dated import dated_options
from detente.dossier.links import links_of
from detente.stability import find_concept


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@settlement_options
@click.option("--sample", type=click.IntRange(1, 100_000), help="Draw this many readings instead of taking all.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the sample.")
@dated_options
@json_option
def command(
    model: str,
    settlement: str | None,
    concept: str,
    reach: Reach,
    every: bool,
    sample: int | None,
    seed: int,
    as_json: bool,
    **how: Any,
) -> None:
    """Say in which readings of the contested claims each state holds, and on which claims that hinges.

    Example: detente readings geneva.yaml --settlement "sign_u and guarantee"
    """
    asked = ask(model, **how)
    conflict = asked.conflict
    key = find_concept(concept).key
    question = None
    if settlement is not None or conflict.settlement is not None:
        question = question_of(conflict, settlement, key, reach, every)
    found = readings(conflict, key, reach, sample=sample, seed=seed)
    document = readings_document(conflict, found, question, key)
    document["links"] = links_of(asked.opened.every, [c.id for c in conflict.contested])
    answer_with(document, asked.opened, told, as_json)


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
    for link in d["links"]:
        if link["copies"]:
            yield f"[{link['claim']}] is one report, repeated by {', '.join(link['copies'])}."
        if link["denied_by"]:
            yield f"[{link['claim']}] is denied by {', '.join(link['denied_by'])}."
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
