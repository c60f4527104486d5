"""Model files of one conflict as different decision makers see it, and what holds where each judges by its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import detente
from detente.analysis.answer import model_part, state_id
from detente.base import DetenteError, Diagnostic
from detente.canon import Hypergame, Perceived, hypergame
from detente.conflict import Conflict, DecisionMaker, compile
from detente.graph import GraphModel


def hypergame_document(true: Conflict, seen: Mapping[int, Conflict], concepts: Iterable[str]) -> dict[str, Any]:
    """Judge a conflict that is seen differently by those in it, and write the result as plain values.

    Parameters
    ----------
    true : the conflict as it is
    seen : by index of the decision maker, the conflict as it sees it; who is missing sees it as it is
    concepts : keys of built-in concepts, such as "SEQ"

    Returns
    -------
    document : ``states`` are the common list of states, each with the name used below, its id in the true model (None
        where it has none) and who knows it; ``concepts`` has under each key what ``Hypergame`` says, with states by
        name and decision makers by theirs

    Raises
    ------
    DetenteError
        E713: the models do not fit together; E700: no such concept; what ``compile`` raises.

    Notes
    -----
    States are told apart by the options taken in them. An option that somebody does not know is one that, in its model,
    is not taken. A decision maker that somebody does not know is there without moves and without preferences.
    """
    everyone = [seen.get(i, true) for i in range(len(true.decision_makers))]
    order = _options([true, *everyone])
    views = [_perceived(_alike(true, conflict), order, true) for conflict in everyone]
    truth = _perceived(true, order, true)
    found = {}
    for key in dict.fromkeys(key.upper() for key in concepts):
        game = hypergame(views, key, true=truth)
        found[game.concept] = _written(game, truth.graph.decision_makers)
    names = list(dict.fromkeys(name for view in (truth, *views) for name in view.states))
    place = {name: s for s, name in enumerate(truth.states)}
    who = truth.graph.decision_makers
    return {
        "detente": detente.__version__,
        "model": model_part(true),
        "options": list(order) if not true.states else None,
        "sees_it_as_it_is": [who[i] for i in range(len(who)) if i not in seen],
        "states": [
            {
                "name": name,
                "id": state_id(truth.graph, place[name]) if name in place else None,
                "seen_by": [who[i] for i, view in enumerate(views) if name in view.states],
            }
            for name in names
        ],
        "concepts": found,
    }


def _written(game: Hypergame, who: Sequence[str]) -> dict[str, Any]:
    return {
        "equilibria": list(game.equilibria),
        "steady": list(game.steady),
        "fragile": list(game.fragile),
        "apart": list(game.apart),
        "true": list(game.true or ()),
        "only_by_error": list(game.only_by_error),
        "prevented_by_error": list(game.prevented_by_error),
        "stable_for": {name: [who[i] for i in game.stable_for[name]] for name in game.states},
        "expected": {who[i]: list(names) for i, names in enumerate(game.expected)},
        "surprises": [
            {
                "decision_maker": who[surprise.i],
                "unexpected": list(surprise.unexpected),
                "disappointed": list(surprise.disappointed),
            }
            for surprise in game.surprises
            if surprise.unexpected or surprise.disappointed
        ],
    }


def _options(conflicts: Iterable[Conflict]) -> tuple[str, ...]:
    """Return all options of all models, in order of first mention; each must have one owner throughout."""
    owner: dict[str, str] = {}
    for conflict in conflicts:
        for option in conflict.options:
            if owner.setdefault(option.id, option.owner) != option.owner:
                message = (
                    f"the option '{option.id}' belongs to '{owner[option.id]}' in one model, here to '{option.owner}'"
                )
                raise _refuse(message, conflict, "an option has the same owner in all models")
    return tuple(owner)


def _alike(true: Conflict, conflict: Conflict) -> Conflict:
    """Return a perceived model with the decision makers of the true one, in their order and under their names."""
    known = {dm.id: dm for dm in conflict.decision_makers}
    odd = [dm.name for dm in conflict.decision_makers if dm.id not in {own.id for own in true.decision_makers}]
    if odd:
        hint = "add them to the true model, without options if they do nothing there"
        raise _refuse(f"{' and '.join(odd)} is nobody in the true model", conflict, hint)
    if bool(conflict.states) != bool(true.states):
        raise _refuse("one model is given by options and one by states", conflict, "write both in the same form")
    people = tuple(
        replace(known.get(dm.id, DecisionMaker(id=dm.id, name=dm.name)), name=dm.name) for dm in true.decision_makers
    )
    return replace(conflict, decision_makers=people)


def _perceived(conflict: Conflict, order: Sequence[str], true: Conflict) -> Perceived:
    graph = compile(conflict)
    own = {option.id: k for k, option in enumerate(conflict.options)}
    if graph.members and (len(own) < len(order) or conflict.coalesced != true.coalesced):
        hint = "merge the same states in all models, or none"
        raise _refuse("states that count as one cannot be matched with those of the other models", conflict, hint)
    return Perceived(graph=graph, states=tuple(_name(graph, s, own, order) for s in range(graph.size)))


def _name(graph: GraphModel, s: int, own: Mapping[str, int], order: Sequence[str]) -> str:
    if not graph.options or graph.members:
        return graph.labels[s]
    letters = graph.pattern(s)
    return "".join(letters[own[name]] if name in own else "N" for name in order)


def _refuse(message: str, conflict: Conflict, hint: str) -> DetenteError:
    return DetenteError(Diagnostic(code="E713", message=message, file=conflict.file, hint=hint))
