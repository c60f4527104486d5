"""What is asked of a settlement, and what "holds" and "reached" mean."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.analysis.bench import Bench, Judged, rows
from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.conditions import Condition, ConditionError, holds, names, parse, show, truth
from detente.conflict import Conflict
from detente.graph import GraphModel

Reach = Literal["improvements", "moves"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A settlement (a condition over options) and how it is to be judged.

    A state *holds* if it is an equilibrium under ``concept``. It is *reached* if a legal sequence of steps of single
    decision makers leads to it from the status quo, by ``reach``: only steps that pay their mover, or any. A
    settlement holds if some feasible state that satisfies it does; where ``every`` is set, if all of them do.
    """

    settlement: Condition
    concept: str = "SEQ"
    reach: Reach = "improvements"
    every: bool = False


def meaning(question: Question, words: str = "") -> str:
    """Say in one sentence what is meant by holding and by being reached.

    Parameters
    ----------
    words : how the settlement is called; its condition where nothing is given
    """
    steps = "moves that each pay their mover" if question.reach == "improvements" else "moves, paying or not,"
    which = "every feasible state" if question.every else "at least one feasible state"
    return (
        f"The settlement {words or show(question.settlement)} holds if {which} that satisfies it is a"
        f" {question.concept} equilibrium; it is reached if, besides, {'each' if question.every else 'such a state'}"
        f" can be come to from the status quo by {steps} of one decision maker at a time."
    )


def read_condition(text: str, conflict: Conflict) -> Condition:
    """Read a condition over the options of a conflict.

    Raises
    ------
    DetenteError
        E727: it cannot be read, or names something that is no option.
    """
    try:
        condition = parse(text)
    except ConditionError as error:
        raise DetenteError(
            Diagnostic(
                code="E727",
                message=error.message,
                line=1,
                column=error.start + 1,
                length=error.end - error.start,
                source=text,
                hint=error.hint,
            )
        ) from None
    known = [x.id for x in conflict.states or conflict.options]
    what = "state" if conflict.states else "option"
    for name in names(condition):
        if name not in known:
            near = did_you_mean(name, known)
            hint = f"did you mean '{near}'?" if near else f"the {what}s are {', '.join(known)}"
            raise DetenteError(Diagnostic(code="E727", message=f"no {what} is called '{name}'", hint=hint))
    return condition


def settlement_of(conflict: Conflict, text: str | None) -> Condition:
    """Return the settlement that was asked about, or the model's own.

    Raises
    ------
    DetenteError
        E728: neither names one.
    """
    if text is not None:
        return read_condition(text, conflict)
    if conflict.settlement is None:
        raise DetenteError(
            Diagnostic(
                code="E728",
                message="no settlement is named",
                file=conflict.file,
                hint="give one, such as --settlement 'sign_r and sign_u', or write settlement: in the model file",
            )
        )
    return conflict.settlement


def settled(on: Bench, question: Question) -> NDArray[np.bool_]:
    """Return which combinations of options (or states, in graph form) satisfy the settlement, shape (size,)."""
    return on.where(question.settlement)


def where_states(graph: GraphModel, condition: Condition) -> NDArray[np.bool_]:
    """Say of each state whether a condition is true there, shape (m,); of states that count as one, if it is at any.

    In graph form conditions speak of states, of which each alone is true at itself.
    """
    if not graph.options:
        own = graph.members or tuple((label,) for label in graph.labels)
        return np.array([any(holds(condition, {name: True}) for name in names_) for names_ in own], dtype=np.bool_)
    table = truth(condition, graph.options)
    return np.array([table[rows(graph, s)].any() for s in range(graph.size)] if graph.members else table[graph.codes])


def verdicts(on: Bench, question: Question, judged: Judged) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Say for every variant whether the settlement holds, and whether it holds and is reached.

    Returns
    -------
    holds, reached : bool, shape (B,); a settlement that no feasible state satisfies does neither
    """
    mine = judged.feasible & settled(on, question)[:, None]
    both = judged.holds & judged.reached
    holds: NDArray[np.bool_]
    reached: NDArray[np.bool_]
    if question.every:
        some = mine.any(axis=0)
        holds, reached = (some & np.all(table | ~mine, axis=0) for table in (judged.holds, both))
    else:
        holds, reached = (np.any(table & mine, axis=0) for table in (judged.holds, both))
    return holds, reached
