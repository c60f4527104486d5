"""detente nash: Nash equilibria of models with more options than states can be listed for."""

import json
from collections.abc import Iterator
from typing import Any

import click

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.cli.analyze import fail, reading, reading_options
from detente.conditions import Var
from detente.conflict import Conflict
from detente.interop import load_model
from detente.symbolic import Rules, leaves


def rules_of(conflict: Conflict, believed: frozenset[str]) -> Rules:
    """Return one reading of a conflict as conditions, never spread out into states.

    Raises
    ------
    DetenteError
        E743: a decision maker's preference is not written as statements.
    """
    place = {dm.id: i for i, dm in enumerate(conflict.decision_makers)}
    for dm in conflict.decision_makers:
        if dm.ranking is not None:
            raise DetenteError(
                Diagnostic(
                    code="E743",
                    message=f"the preference of {dm.name} is a ranking of states; this needs statements",
                    file=conflict.file,
                    line=dm.line,
                    column=int(dm.line > 0),
                    hint="write what matters to it as statements, most important first",
                )
            )
    removed = [Var(option.id) for option in conflict.options if not option.guard.present(believed)]
    ways = {"N->Y": 1, "Y->N": -1, "": 0}
    return Rules(
        decision_makers=tuple(dm.name for dm in conflict.decision_makers),
        options=tuple(option.id for option in conflict.options),
        owner=tuple(place[option.owner] for option in conflict.options),
        one_way=tuple(
            ways[option.one_way] if option.one_way_guard.present(believed) else 0 for option in conflict.options
        ),
        removed=(*removed, *(rule.condition for rule in conflict.infeasible if rule.guard.present(believed))),
        wants=tuple(
            tuple(s.want for s in dm.statements if s.guard.present(believed)) for dm in conflict.decision_makers
        ),
    )


@click.command()
@click.argument("model", metavar="MODEL")
@click.option("--state", metavar="OPTIONS", help="Ask about this state, one letter Y or N an option, in file order.")
@click.option("--with", "fixed", metavar="OPTION,…", help="Find an equilibrium in which these options are taken.")
@click.option("--count", "counted", is_flag=True, help="Count the equilibria exactly.")
@click.option("--over", metavar="OPTION,…", help="Count the equilibria for each way of taking these options.")
@click.option(
    "--sample", type=click.IntRange(1, 10_000), help="Draw this many equilibria, each as likely as any other."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the sample.")
@reading_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    model: str,
    state: str | None,
    fixed: str | None,
    counted: bool,
    over: str | None,
    sample: int | None,
    seed: int,
    believe: tuple[str, ...],
    doubt: tuple[str, ...],
    as_json: bool,
) -> None:
    """Find, count or draw Nash equilibria of a model of up to a hundred options, without listing its states.

    Example: detente nash large.yaml --count --over sign,withdraw
    """
    try:
        conflict = load_model(model)
        rules = rules_of(conflict, reading(conflict, believe, doubt))
        document = answer(rules, state, _options(rules, fixed), counted, _options(rules, over), sample, seed)
    except DetenteError as error:
        fail(ctx, error)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        return
    for line in told(document):
        click.echo(line)


def _options(rules: Rules, names: str | None) -> list[str]:
    """Read a list of option ids."""
    chosen = [name.strip() for name in (names or "").split(",") if name.strip()]
    for name in chosen:
        if name not in rules.options:
            near = did_you_mean(name, rules.options)
            hint = f"did you mean '{near}'?" if near else "see the options with: detente check MODEL"
            raise DetenteError(Diagnostic(code="E744", message=f"no option is called '{name}'", hint=hint))
    return chosen


def answer(
    rules: Rules, state: str | None, fixed: list[str], counted: bool, over: list[str], sample: int | None, seed: int
) -> dict[str, Any]:
    """Answer what was asked; without a question, find one equilibrium."""
    document: dict[str, Any] = {"options": list(rules.options), "decision_makers": list(rules.decision_makers)}
    if state is not None:
        document["state"] = _about(rules, state)
    if fixed or (state is None and not (counted or over or sample)):
        from detente.symbolic.sat import Equilibria

        with Equilibria(rules) as equilibria:
            found = equilibria.one(dict.fromkeys(fixed, True))
        document["equilibrium"] = None if found is None else rules.pattern(found)
    if counted or over or sample:
        from detente.symbolic.bdd import Diagrams

        diagrams = Diagrams(rules)
        states = diagrams.equilibria()
        document["count"] = diagrams.count(states)
        if over:
            ways = diagrams.project(states, over)
            document["over"] = [
                {"taken": [name for name, yes in zip(over, way, strict=True) if yes], "equilibria": number}
                for way, number in sorted(ways.items(), key=lambda one: (-one[1], one[0]))
            ]
        if sample:
            document["sample"] = [rules.pattern(s) for s in diagrams.sample(states, sample, seed)]
    return document


def _about(rules: Rules, pattern: str) -> dict[str, Any]:
    letters = pattern.strip().upper()
    if len(letters) != len(rules.options) or set(letters) - {"Y", "N"}:
        raise DetenteError(
            Diagnostic(
                code="E744",
                message=f"'{pattern}' is no state",
                hint=f"write {len(rules.options)} letters, Y or N, one an option in the order of the file",
            )
        )
    code = sum(1 << o for o, letter in enumerate(letters) if letter == "Y")
    better = leaves(rules, code)
    return {
        "options": letters,
        "equilibrium": not better,
        "leaves": [{"by": rules.decision_makers[i], "to": rules.pattern(to)} for i, to in better.items()],
    }


def told(document: dict[str, Any]) -> Iterator[str]:
    """Write the answer for people."""
    if "state" in document:
        state = document["state"]
        yield f"{state['options']}: {'a Nash equilibrium' if state['equilibrium'] else 'not a Nash equilibrium'}"
        for move in state["leaves"]:
            yield f"  {move['by']} leaves it, at best for {move['to']}"
    if "equilibrium" in document:
        yield f"An equilibrium: {document['equilibrium'] or 'there is none'}"
    if "count" in document:
        yield f"Nash equilibria: {document['count']:,}"
    for way in document.get("over", []):
        yield f"  {way['equilibria']:>20,}  with {', '.join(way['taken']) or 'none of these options'}"
    for pattern in document.get("sample", []):
        yield f"  {pattern}"
    yield "A Nash equilibrium is a state that nobody gains by leaving alone. Not a forecast."
