"""Levers as a document: grouped by who gives, in model order, none called least or best."""

from collections.abc import Sequence
from typing import Any

import detente
from detente.analysis.answer import model_part
from detente.analysis.explain import find_decision_maker
from detente.analysis.levers import Lever, NewOption, Offer
from detente.analysis.question import Question, meaning, read_condition
from detente.analysis.unlock import Pulled
from detente.base import DetenteError, Diagnostic
from detente.conditions import KEYWORDS, show
from detente.conflict import Conflict

CAUTION = "Whether a change is lawful, just or bearable for people is not in the model; no order of merit is meant."


def read_offer(text: str, conflict: Conflict) -> Offer:
    """Read an offer such as ``ukraine: guarantee if sign_u @ 2`` (at priority 2; first where none is given).

    Raises
    ------
    DetenteError
        E731: it is not of that form; E722, E727: its decision maker or condition is not in the model.
    """
    name, colon, rest = text.partition(":")
    wording, at, place = rest.partition("@")
    if not colon or (at and not (place.strip().isascii() and place.strip().isdigit() and int(place) > 0)):
        raise DetenteError(
            Diagnostic(
                code="E731",
                message=f"'{text}' is not an offer",
                hint="write WHO: CONDITION, or WHO: CONDITION @ PRIORITY",
            )
        )
    to = find_decision_maker(conflict, name.strip())
    condition = read_condition(wording.strip(), conflict)
    return Offer(to=to, want=condition, place=int(place) if at else 1)


def read_new_option(text: str) -> NewOption:
    """Read a new option such as ``mediator: observers = Send observers``.

    Raises
    ------
    DetenteError
        E733: it is not of that form, or its id cannot be one.
    """
    who, colon, rest = text.partition(":")
    ident, _, name = (part.strip() for part in rest.partition("="))
    if not colon or not who.strip() or not ident.isidentifier() or ident in KEYWORDS:
        hint = "write WHO: ID or WHO: ID = NAME, the id one word of letters"
        raise DetenteError(Diagnostic(code="E733", message=f"'{text}' is not a new option", hint=hint))
    return NewOption(id=ident, name=name or ident, owner=who.strip())


def levers_document(
    conflict: Conflict, question: Question, pulled: Pulled, prices: Sequence[float] | None, mode: str
) -> dict[str, Any]:
    """Write the result as the document of ``detente levers --json``."""
    groups: dict[tuple[int, ...], list[dict[str, Any]]] = {}
    for chosen, count in zip(pulled.sets, pulled.works_in, strict=True):
        some = [pulled.levers[k] for k in chosen]
        givers = tuple(sorted({i for lever in some for i in lever.by}))
        cost = None if prices is None else round(sum(prices[k] for k in chosen), 9)
        groups.setdefault(givers, []).append(
            {"changes": [_change(lever, conflict) for lever in some], "works_in_readings": count, "cost": cost}
        )
    order = sorted(groups, key=lambda g: (len(g), g))
    return {
        "detente": detente.__version__,
        "model": model_part(conflict),
        "settlement": show(question.settlement),
        "meaning": meaning(question),
        "concept": question.concept,
        "reach": question.reach,
        "readings": {"asked": mode, "of": pulled.readings, "works_in_unchanged": pulled.before},
        "already": pulled.already,
        "levers_considered": len(pulled.levers),
        "at_most": pulled.at_most,
        "sets_judged": pulled.tried,
        "cheapest_cost": pulled.cost,
        "proof": _proof(pulled, prices is not None, mode),
        "groups": [
            {"who_gives": [conflict.decision_makers[i].name for i in g] or ["nobody at the table"], "sets": groups[g]}
            for g in order
        ],
        "caution": CAUTION,
    }


def _change(lever: Lever, conflict: Conflict) -> dict[str, Any]:
    return {
        "key": lever.key,
        "kind": lever.kind,
        "who_gives": [conflict.decision_makers[i].name for i in lever.by],
        "text": lever.text,
    }


def _proof(pulled: Pulled, with_prices: bool, mode: str) -> str:
    extent = f"of at most {pulled.at_most} of {len(pulled.levers)} possible changes"
    judged = f"({pulled.tried} sets judged)"
    if pulled.already:
        return "Nothing needs to change."
    if mode == "most":
        if not pulled.sets:
            return f"No set {extent} wins a reading more than there are unchanged {judged}."
        less = (
            ", and none that wins as many costs less" if with_prices else "; of each set listed, no part wins as many"
        )
        return f"Every set {extent} was judged; none wins more readings than those listed{less} {judged}."
    where = "" if mode == "this" else " in every reading"
    if not pulled.sets:
        return f"None of the sets {extent} is enough{where} {judged}."
    if with_prices:
        all_of_it = f"none is enough{where}; all that are, at this price, are listed"
        return f"Every cheaper set {extent} was judged, and {all_of_it} {judged}."
    return f"Every set {extent} was judged; of each set listed, no part is enough{where} {judged}."
