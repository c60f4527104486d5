"""detente levers: changes after which a settlement holds and is reached."""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from detente.analysis.levers import DEFAULT_KINDS, KINDS, levers, stand, widen
from detente.analysis.offers import levers_document, read_new_option, read_offer
from detente.analysis.prices import permitted, priced
from detente.analysis.question import Reach, read_condition
from detente.analysis.readings import all_readings
from detente.analysis.settle import find_group
from detente.analysis.unlock import find_levers
from detente.base import DetenteError, Diagnostic
from detente.cli.asking import answer_with, ask, model_options, question_of, settlement_options

SHOWN = 8


@click.command()
@click.argument("model", metavar="MODEL|DOSSIER")
@settlement_options
@click.option("--kinds", default=",".join(DEFAULT_KINDS), show_default=True, help=f"Of {', '.join(KINDS)}.")
@click.option("--offer", "offers", multiple=True, metavar="'WHO: CONDITION [@ N]'", help="A statement you could add.")
@click.option("--option", "new", multiple=True, metavar="'WHO: ID [= NAME]'", help="An option WHO could be given.")
@click.option("--infeasible", "rules", multiple=True, metavar="CONDITION", help="What a third party could rule out.")
@click.option("--coalition", "coalitions", multiple=True, metavar="A,B", help="Who could move together.")
@click.option(
    "--price", "prices", multiple=True, metavar="WHAT=NUMBER", help="Price of a lever, kind, option or giver."
)
@click.option("--forbid", "forbidden", multiple=True, metavar="WHAT", help="Rule out a lever, kind, option or giver.")
@click.option("--at-most", type=click.IntRange(1, 5), help="Largest number of changes together (default: 2).")
@click.option(
    "--readings",
    "mode",
    type=click.Choice(["this", "all", "most"]),
    default="this",
    show_default=True,
    help="In which readings it has to hold: the one believed, all, or as many as can be.",
)
@model_options
def command(
    model: str,
    settlement: str | None,
    concept: str,
    reach: Reach,
    every: bool,
    kinds: str,
    offers: tuple[str, ...],
    new: tuple[str, ...],
    rules: tuple[str, ...],
    coalitions: tuple[str, ...],
    prices: tuple[str, ...],
    forbidden: tuple[str, ...],
    at_most: int | None,
    mode: str,
    as_json: bool,
    **how: Any,
) -> None:
    """List the sets of changes after which a settlement holds and is reached, by who gives.

    Without prices all inclusion-minimal sets are listed; with prices all cheapest ones, of the levers that have a
    price. A new option counts from the moment its lever is pulled; say with --offer who wants it, or what for.

    Example: detente levers geneva.yaml --settlement "sign_u and guarantee" --forbid withdraw --at-most 2
    """
    asked = ask(model, **how)
    base = asked.conflict
    extra = [read_new_option(text) for text in new]
    conflict = widen(base, extra)
    question = question_of(conflict, settlement, concept, reach, every)
    at = stand(
        base,
        [read_offer(text, conflict) for text in offers],
        [read_condition(text, conflict) for text in rules],
        [find_group(conflict, text) for text in coalitions],
        extra,
    )
    available = permitted(levers(at, _kinds(kinds)), forbidden, conflict)
    paid: tuple[float, ...] | None = None
    if prices:
        available, paid = priced(available, [price_of(text) for text in prices], conflict)
    sets: Sequence[frozenset[str] | None] = [asked.believed]
    if mode != "this":
        sets = all_readings(base)
    found = find_levers(at, question, sets, available, prices=paid, at_most=at_most, most=mode == "most")
    document = levers_document(conflict, question, found, paid, mode)
    answer_with(document, asked.opened, told, as_json)


def _kinds(text: str) -> list[str]:
    chosen = [kind.strip() for kind in text.split(",") if kind.strip()]
    for kind in chosen:
        if kind not in KINDS:
            raise DetenteError(
                Diagnostic(code="E730", message=f"no kind of lever is called '{kind}'", hint=f"use {', '.join(KINDS)}")
            )
    return chosen


def price_of(text: str) -> tuple[str, float]:
    """Read a price such as ``drop:us:1=3``; E730 where it is none."""
    what, equals, number = text.rpartition("=")
    try:
        value = float(number)
    except ValueError:
        value = -1.0
    if not equals or not what or not 0 <= value < float("inf"):
        raise DetenteError(
            Diagnostic(code="E730", message=f"'{text}' is not a price", hint="write WHAT=NUMBER, such as drop:us:1=3")
        )
    return what.strip(), value


def told(d: dict[str, Any]) -> Iterator[str]:
    """Write the document as lines for people."""
    yield d["meaning"]
    r = d["readings"]
    if r["of"] > 1:
        yield f"Asked of {r['of']} readings; unchanged it holds and is reached in {r['works_in_unchanged']}."
    yield d["proof"]
    if d["cheapest_cost"] is not None:
        yield f"By your prices each of these costs {d['cheapest_cost']:g}."
    for group in d["groups"]:
        yield ""
        yield f"Given by {' and '.join(group['who_gives'])}:"
        for one in group["sets"][:SHOWN]:
            note = f" (in {one['works_in_readings']} of {r['of']} readings)" if r["of"] > 1 else ""
            yield f"- {'; '.join(change['text'] for change in one['changes'])}{note}"
        if len(group["sets"]) > SHOWN:
            yield f"({len(group['sets']) - SHOWN} more in this group; --json lists them all.)"
    yield ""
    yield d["caution"]
