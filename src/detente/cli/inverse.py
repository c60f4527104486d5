"""detente inverse: which preferences of one decision maker would make a state hold."""

import textwrap
from collections.abc import Iterable
from math import factorial, log10
from typing import Any

import click

from detente.analysis import find_decision_maker, find_state
from detente.analysis.answer import state_id, state_ids, state_part
from detente.canon import Above, Every, Goal, Inverse, Pattern, Some, inverse, seek
from detente.canon.inverse import INVERSE_CONCEPTS
from detente.cli.asking import WIDTH, headed, json_option, print_json, reading, reading_options, shorten, split
from detente.conflict import compile
from detente.graph import GraphModel
from detente.interop import load_model

MOST_BITS = 14_000  # some 4,200 digits


@click.command()
@click.argument("model", metavar="MODEL")
@click.option("--state", "states", required=True, multiple=True, metavar="ID", help="State that should hold.")
@click.option("--not-state", "others", multiple=True, metavar="ID", help="State that should not be an equilibrium.")
@click.option("--decision-maker", required=True, metavar="NAME", help="Whose preferences are sought: name or id.")
@click.option("--concept", "concepts", metavar="NASH,GMR,…", help="Concepts to answer for (default: all five).")
@reading_options
@json_option
def command(
    model: str,
    states: tuple[str, ...],
    others: tuple[str, ...],
    decision_maker: str,
    concepts: str | None,
    believe: tuple[str, ...],
    doubt: tuple[str, ...],
    as_json: bool,
) -> None:
    """Say which preferences of one decision maker would make a state hold, the others' being as they are.

    Only which states it prefers to that one matters. Its strict rankings that fit are counted, not listed. With several
    states, rankings are sought under which all of them are equilibria at once, and those of --not-state are none.

    Example: detente inverse syria_iraq.yaml --state 2 --decision-maker Syria
    """
    conflict = load_model(model)
    graph = compile(conflict, reading(conflict, believe, doubt))
    i = find_decision_maker(conflict, decision_maker)
    hold, fall = ([find_state(graph, state) for state in named] for named in (states, others))
    keys = split(concepts) or list(INVERSE_CONCEPTS)
    if len(hold) > 1 or fall:
        goals = {key: seek(graph, i, key, hold, fall) for key in keys}
    else:
        found = [inverse(graph, i, hold[0], key) for key in keys]
    if len(hold) > 1 or fall:
        sought = {
            "states": state_ids(graph, hold),
            "not_states": state_ids(graph, fall),
            "decision_maker": graph.decision_makers[i],
            "all_rankings": factorial(graph.size),
            "concepts": {key: goal_part(graph, goal) for key, goal in goals.items()},
        }
        if as_json:
            print_json(headed(conflict, readable(sought)))
            return
        for line in tell_goals(sought):
            click.echo(line)
        return
    s = hold[0]
    document = {
        "state": state_part(graph, s),
        "decision_maker": graph.decision_makers[i],
        "all_rankings": factorial(graph.size),
        "concepts": {f.concept: part(f) for f in found},
    }
    if as_json:
        print_json(headed(conflict, readable(document)))
        return
    for line in tell(document):
        click.echo(line)


def part(found: Inverse) -> dict[str, Any]:
    """Return one concept's condition and counts as plain values; states by id."""
    return {
        "condition": [
            {
                "if_preferred": state_id(found.graph, c.move),
                "then_none_preferred_of_one": [state_ids(found.graph, a) for a in c.answers],
            }
            for c in found.clauses
        ],
        "rankings": found.rankings,
        "others": {
            found.graph.decision_makers[j]: {True: "stable", False: "unstable", None: "depends"}[held]
            for j, held in found.others.items()
        },
        "others_need": needs(found),
        "equilibrium_rankings": found.equilibria,
        "refused": found.refused,
    }


def needs(found: Inverse) -> list[dict[str, Any]]:
    """Return what the others' staying asks of the decision maker's ranking: for each of their gains, one of the sets.

    Each set lists pairs of states of which the first must be preferred, so that an answer in which the decision maker
    takes these steps would pay it.
    """
    names, told = found.graph.decision_makers, []
    dependent = [names[j] for j, held in found.others.items() if held is None]
    for name, pattern in zip(dependent, found.depends or (), strict=False):
        for gain in pattern.parts if isinstance(pattern, Every) else ():
            sets = [_pairs(found.graph, part) for part in gain.parts] if isinstance(gain, Some) else []
            told.append({"decision_maker": name, "one_of": sets})
    return told


def _pairs(graph: GraphModel, pattern: Pattern) -> list[dict[str, Any]]:
    parts = pattern.parts if isinstance(pattern, Every) else ()
    return [
        {"preferred": state_id(graph, pair.high), "to": state_id(graph, pair.low)}
        for pair in parts
        if isinstance(pair, Above)
    ]


def goal_part(graph: GraphModel, goal: Goal) -> dict[str, Any]:
    """Return one concept's goal as plain values; states by id."""
    margin = goal.margin
    return {
        "rankings": goal.rankings,
        "one_ranking": None if goal.order is None else state_ids(graph, goal.order),
        "changes": margin.changes,
        "at_least": margin.at_least,
        "final": margin.final,
        "nearest": [state_ids(graph, group) for group in margin.order],
    }


def tell_goals(document: dict[str, Any]) -> Iterable[str]:
    """Write what was sought for people, at most 80 columns wide."""
    who = document["decision_maker"]
    told = f"{' and '.join(map(str, document['states']))} hold{'s' * (len(document['states']) == 1)}"
    if document["not_states"]:
        told += f" and {' and '.join(map(str, document['not_states']))} not"
    for key, goal in document["concepts"].items():
        yield from wrap(
            f"{key}: {told} for {count(goal['rankings'])} of the {count(document['all_rankings'])} "
            f"strict rankings of {who}"
        )
        if goal["changes"] is not None:
            ties = (f"({' '.join(map(str, group))})" if len(group) > 1 else str(group[0]) for group in goal["nearest"])
            yield from wrap(
                f"  nearest, after {goal['changes']} change{'s' * (goal['changes'] != 1)}: {' > '.join(ties)}"
            )
        elif not goal["final"]:
            yield f"  after fewer than {goal['at_least']} changes they do not; more were not tried"


def tell(document: dict[str, Any]) -> Iterable[str]:
    """Write the result for people, at most 80 columns wide."""
    who, s, total = document["decision_maker"], document["state"]["id"], document["all_rankings"]
    for key, found in document["concepts"].items():
        yield shorten(f"{key}: {s} holds for {who} if and only if")
        if not found["condition"]:
            yield "  (always, whatever it prefers)"
        for clause in found["condition"]:
            move, answers = clause["if_preferred"], clause["then_none_preferred_of_one"]
            if not answers:
                yield f"  {move} is not preferred to {s}"
                continue
            sets = ", or ".join(" and ".join(map(str, a)) for a in answers)
            yield from wrap(f"  {move} is preferred to {s} only where these are not: {sets}")
        if found["rankings"] is not None:
            yield from wrap(f"  so for {count(found['rankings'])} of its {count(total)} strict rankings;")
        for need in found["others_need"]:
            told = (" and ".join(f"{pair['preferred']} to {pair['to']}" for pair in one) for one in need["one_of"])
            yield from wrap(f"  {need['decision_maker']} stays only if {who} prefers {', or '.join(told)};")
        against = [name for name, held in found["others"].items() if held == "unstable"]
        if against:
            yield from wrap(f"  but {' and '.join(against)} would leave it whatever {who} prefers.")
        elif found["equilibrium_rankings"] is not None:
            yield from wrap(f"  for {count(found['equilibrium_rankings'])} of them it is an equilibrium.")
        if found["refused"]:
            yield from wrap(f"  not counted: {found['refused']}.")
        yield ""


def wrap(line: str) -> list[str]:
    """Break a line at 80 columns, what follows indented deeper."""
    return textwrap.wrap(line, WIDTH, subsequent_indent="      ", break_long_words=False)


def count(number: int) -> str:
    """Write a count, in powers of ten once it is long."""
    if number < 10**12:
        return f"{number:,}"
    power = int(log10(number))
    power += 10 ** (power + 1) <= number
    power -= 10**power > number
    first = str(number // 10 ** (power - 2))
    return f"about {first[0]}.{first[1:3]}e{power}"


def readable(value: Any) -> Any:
    """Return a document without the counts of thousands of digits, which few programs read: null in their place."""
    if isinstance(value, dict):
        return {key: readable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [readable(inner) for inner in value]
    return None if isinstance(value, int) and value.bit_length() > MOST_BITS else value
