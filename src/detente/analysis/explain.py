"""Why a state holds for a decision maker, or does not: every improvement with the answer that deters it."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detente.base import DetenteError, Diagnostic
from detente.conflict import Conflict, PreferenceStatement, deciding_statement
from detente.graph import GraphModel, improvements, moves
from detente.graph.moves import States
from detente.stability import find_concept

ANSWERS: dict[str, Callable[[GraphModel, int, int], States] | None] = {
    "NASH": None,
    "GMR": moves,
    "SMR": moves,
    "SEQ": improvements,
    "SSEQ": improvements,
}
"""By which steps the opponents may answer under each concept (None: not at all)."""
COUNTERED = frozenset({"SMR", "SSEQ"})
"""Concepts under which an answer deters only if no countermove repairs the loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One move: decision maker ``by`` goes to state ``to``."""

    by: int
    to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """One unilateral improvement and what the others can do about it.

    Attributes
    ----------
    to : where the decision maker would go
    gains_by, deterred_by : the statement that decides between the state and ``to``, or where the answer lands
    sanction : the opponents' moves in order, a shortest legal sequence; empty where no answer deters
    countermove : where answers exist but all of them are repaired, one such repair (from, to)
    """

    to: int
    gains_by: PreferenceStatement | None
    sanction: tuple[Step, ...]
    deterred_by: PreferenceStatement | None
    countermove: tuple[int, int] | None

    @property
    def sanctioned(self) -> bool:
        """Say whether some answer deters."""
        return bool(self.sanction)

    @property
    def lands_on(self) -> int | None:
        """Return the state that the deterring answer ends at."""
        return self.sanction[-1].to if self.sanction else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """The reason for one verdict: state ``s``, decision maker ``i``, one concept."""

    graph: GraphModel
    i: int
    s: int
    concept: str
    improvements: tuple[Improvement, ...]

    @property
    def stable(self) -> bool:
        """Say whether every improvement is deterred."""
        return all(step.sanctioned for step in self.improvements)


def explain(
    graph: GraphModel,
    i: int,
    s: int,
    concept: str,
    conflict: Conflict | None = None,
    believed: frozenset[str] | None = None,
) -> Witness:
    """Give the reason why ``s`` holds, or does not, for decision maker ``i``.

    Parameters
    ----------
    graph : the model; ``conflict`` the file it was compiled from, if statements are to be named
    i, s : indices of decision maker and state
    concept : a key such as "SEQ"
    believed : the reading that ``graph`` was compiled with (None: the default one)

    Raises
    ------
    DetenteError
        The concept is unknown, or its witnesses are of another kind.
    """
    key = find_concept(concept).key
    if key not in ANSWERS:
        raise DetenteError(
            Diagnostic(
                code="E721", message=f"{key} has no witness of this kind", hint=f"use one of {', '.join(ANSWERS)}"
            )
        )

    def decides(other: int) -> PreferenceStatement | None:
        if conflict is None or not (graph.options or conflict.states):
            return None
        return deciding_statement(conflict, i, int(graph.codes[s]), int(graph.codes[other]), believed)

    found = []
    for t in improvements(graph, i, s).tolist():
        sanction, countermove = answer_to(graph, i, s, t, key)
        found.append(
            Improvement(
                to=t,
                gains_by=decides(t),
                sanction=sanction,
                deterred_by=decides(sanction[-1].to) if sanction else None,
                countermove=countermove,
            )
        )
    return Witness(graph=graph, i=i, s=s, concept=key, improvements=tuple(found))


def answer_to(graph: GraphModel, i: int, s: int, t: int, key: str) -> tuple[tuple[Step, ...], tuple[int, int] | None]:
    """Find a shortest answer of the opponents to i's move from ``s`` to ``t`` that deters it.

    Returns
    -------
    sanction : the opponents' moves in order; empty if none deters
    countermove : where some answer would hurt but i can repair each, the repair of the first one (from, to)
    """
    step = ANSWERS[key]
    if step is None:
        return (), None
    escape = None
    here = graph.rank[i, s]
    others = [j for j in range(len(graph.decision_makers)) if j != i]
    parents: dict[tuple[int, int], tuple[tuple[int, int], Step] | None] = {(t, -1): None}
    todo = deque([(t, -1)])
    while todo:
        node = todo.popleft()
        for j in others:
            if j == node[1]:
                continue
            for u in step(graph, j, node[0]).tolist():
                mark = (u, -1 if graph.transitive else j)
                if mark in parents:
                    continue
                parents[mark] = (node, Step(by=j, to=u))
                todo.append(mark)
                if graph.rank[i, u] > here:
                    continue
                repair = _repair(graph, i, s, u) if key in COUNTERED else None
                if repair is None:
                    return _trace(parents, mark), None
                escape = escape or (u, repair)
    return (), escape


def _repair(graph: GraphModel, i: int, s: int, u: int) -> int | None:
    """Return i's best move from ``u`` if it beats ``s``."""
    onward = moves(graph, i, u)
    if not len(onward):
        return None
    best = int(onward[np.argmax(graph.rank[i, onward])])
    return best if graph.rank[i, best] > graph.rank[i, s] else None


def _trace(
    parents: dict[tuple[int, int], tuple[tuple[int, int], Step] | None], node: tuple[int, int]
) -> tuple[Step, ...]:
    steps: list[Step] = []
    while (came := parents[node]) is not None:
        node, step = came
        steps.append(step)
    return tuple(reversed(steps))


def find_decision_maker(conflict: Conflict, name: str) -> int:
    """Return the index of the decision maker with this name or id.

    Raises
    ------
    DetenteError
        E722: there is none.
    """
    for i, dm in enumerate(conflict.decision_makers):
        if name in (dm.id, dm.name):
            return i
    folded = [i for i, dm in enumerate(conflict.decision_makers) if name.casefold() in (dm.id, dm.name.casefold())]
    if len(folded) == 1:
        return folded[0]
    known = ", ".join(f"{dm.name} ({dm.id})" for dm in conflict.decision_makers)
    raise DetenteError(
        Diagnostic(code="E722", message=f"no decision maker is called '{name}'", hint=f"the model has {known}")
    )


def find_state(graph: GraphModel, name: str) -> int:
    """Return the index of the state with this id (from 1) or option string.

    Raises
    ------
    DetenteError
        E723: there is none, or the option string is not feasible.
    """
    hint = f"ids run from 1 to {graph.size}; an option string has {len(graph.options)} letters Y or N"
    if name in graph.labels:
        return graph.labels.index(name)
    if name.isascii() and name.isdigit() and 1 <= int(name) <= graph.size:
        return int(name) - 1
    pattern = name.upper()
    if graph.options and len(pattern) == len(graph.options) and set(pattern) <= {"Y", "N"}:
        at = graph.index(sum(1 << k for k, letter in enumerate(pattern) if letter == "Y"))
        if at is not None:
            return at
        hint = "this combination of options is infeasible in this reading"
    raise DetenteError(Diagnostic(code="E723", message=f"the model has no state '{name}'", hint=hint))


def names_of(steps: Sequence[Step], graph: GraphModel) -> list[dict[str, object]]:
    """Write moves as plain values: who, and to which state id."""
    return [{"by": graph.decision_makers[step.by], "to": step.to + 1} for step in steps]
