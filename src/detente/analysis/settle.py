"""Whether a settlement holds and can be reached; if not, on what it sticks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

import detente
from detente.analysis.answer import model_part, state_part
from detente.analysis.bench import Bench, Variant, bench, graph_of, judge, spread, variant
from detente.analysis.explain import Witness, explain, find_decision_maker
from detente.analysis.paths import Group, reached, together
from detente.analysis.question import Question, meaning, verdicts, where_states
from detente.analysis.waiting import ring_words, rings
from detente.analysis.words import move_words, reason, taken_names
from detente.base import DetenteError, Diagnostic
from detente.conditions import show
from detente.conflict import Conflict
from detente.graph import GraphModel

MAX_SETS = 1 << 16
MAX_SLOW_SETS = 1 << 12
"""So many where moves are given, forbidden or merged, and every set is a graph of its own."""
MAX_CELLS = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocking:
    """Which statements, left out together, make the settlement hold.

    Attributes
    ----------
    sets : inclusion-minimal sets of (decision maker, place of the statement), smallest first, in model order
    reached : for each set, whether the settlement is then reached as well
    at_most : sets up to this size were tried
    tried : how many were judged; sets that contain a found one were not, for they are not minimal
    complete : whether ``at_most`` is the number of statements, so that no set was left out
    """

    sets: tuple[tuple[tuple[int, int], ...], ...]
    reached: tuple[bool, ...]
    at_most: int
    tried: int
    complete: bool


def blocking(on: Bench, base: Variant, question: Question, at_most: int | None = None) -> Blocking:
    """Try every set of statements up to a size: does the settlement hold once they are left out?

    Parameters
    ----------
    at_most : largest size; None takes all sizes, or the largest that keeps the number of sets below 65,536 (4,096
        where moves are given, forbidden or merged)

    Notes
    -----
    Leaving out more is not always better, so nothing is shrunk: every set is judged that contains no smaller solution.
    """
    every = [(i, p) for i, order in enumerate(base.orders) if order[:1] != (-1,) for p in order]
    most = MAX_SETS if on.conflict.moves_of_options else MAX_SLOW_SETS
    limit = _limit(len(every), most) if at_most is None else min(at_most, len(every))
    found: list[tuple[tuple[int, int], ...]] = []
    also: list[bool] = []
    tried = 0
    for size in range(limit + 1):
        known = [frozenset(s) for s in found]
        sets = [c for c in combinations(every, size) if not _contains(frozenset(c), known)]
        tried += len(sets)
        width = max(1, MAX_CELLS // on.size)
        for start in range(0, len(sets), width):
            some = sets[start : start + width]
            judged = judge(on, [without(base, gone) for gone in some], question.concept, question.reach)
            holds, reached_too = verdicts(on, question, judged)
            for at in np.flatnonzero(holds).tolist():
                found.append(some[at])
                also.append(bool(reached_too[at]))
        if found and not size:
            break
    return Blocking(sets=tuple(found), reached=tuple(also), at_most=limit, tried=tried, complete=limit == len(every))


def _contains(candidate: frozenset[tuple[int, int]], known: Sequence[frozenset[tuple[int, int]]]) -> bool:
    return any(smaller <= candidate for smaller in known)


def _limit(total: int, most: int) -> int:
    size, count = 0, 1
    while size < total and count + comb(total, size + 1) <= most:
        size += 1
        count += comb(total, size)
    return size


def without(base: Variant, gone: Sequence[tuple[int, int]]) -> Variant:
    """Leave out statements, given as (decision maker, place)."""
    if not gone:
        return base
    orders = list(base.orders)
    for i, place in gone:
        orders[i] = tuple(p for p in orders[i] if p != place)
    return replace(base, orders=tuple(orders))


def settle_document(
    conflict: Conflict,
    question: Question,
    believed: frozenset[str] | None = None,
    *,
    coalitions: Sequence[Group] = (),
    at_most: int | None = None,
) -> dict[str, Any]:
    """Answer for one reading, as the document of ``detente settle --json``.

    Parameters
    ----------
    coalitions : groups of decision makers that may move together on the way to the settlement
    at_most : size of the largest set of statements left out together
    """
    on = bench(conflict)
    base = variant(on, believed)
    graph = graph_of(on, base)
    judged = judge(on, [base], question.concept, question.reach)
    holds, holds_and_reached = (bool(v[0]) for v in verdicts(on, question, judged))
    wanted = np.flatnonzero(where_states(graph, question.settlement)).tolist()
    can = _reached(graph, question, coalitions)
    holding = judged.holds[graph.codes, 0]
    if coalitions:
        both = [bool(holding[s]) and s in can for s in wanted]
        holds_and_reached = bool(both) and (all(both) if question.every else any(both))
    reading = conflict.default_reading if believed is None else believed
    found = blocking(on, base, question, at_most)
    then = [
        also or _then(on, without(base, gone), question, coalitions)
        for gone, also in zip(found.sets, found.reached, strict=True)
    ]
    return {
        "detente": detente.__version__,
        "model": model_part(conflict),
        "settlement": show(question.settlement),
        "meaning": meaning(question),
        "concept": question.concept,
        "reach": question.reach,
        "all": question.every,
        "coalitions": [[graph.decision_makers[j] for j in group] for group in coalitions],
        "believed": [c.id for c in conflict.contested if c.id in reading],
        "holds": holds,
        "reached": holds_and_reached,
        "notes": _notes(conflict, graph, question, wanted, holds, holds_and_reached),
        "states": [
            {
                **state_part(graph, s),
                "taken": taken_names(graph, s, conflict),
                "holds": bool(holding[s]),
                "reached": s in can,
                "leavers": [
                    leaver
                    for i in range(len(graph.decision_makers))
                    if (leaver := leaving(explain(graph, i, s, question.concept, conflict, believed), conflict))
                ],
            }
            for s in wanted
        ],
        "together": [
            {"members": [graph.decision_makers[j] for j in group], "to": t + 1}
            for group, t in (together(graph, graph.status_quo, wanted) if graph.status_quo is not None else [])
            if len(group) > 1
        ],
        "blocking": {
            "at_most": found.at_most,
            "tried": found.tried,
            "complete": found.complete,
            "sets": [
                {"statements": [_statement(conflict, i, p) for i, p in gone], "then_reached": also}
                for gone, also in zip(found.sets, then, strict=True)
            ],
        },
        "possible_sequence_problems": [
            {
                "between": [graph.decision_makers[step.dm] for step in ring.steps],
                "statements": [reason(step.statement) for step in ring.steps],
                "text": ring_words(
                    [graph.decision_makers[step.dm] for step in ring.steps],
                    [show(step.statement.want) for step in ring.steps],
                ),
            }
            for ring in rings(conflict, base)
        ],
    }


def _reached(graph: GraphModel, question: Question, coalitions: Sequence[Group]) -> frozenset[int]:
    if graph.status_quo is None:
        return frozenset()
    return reached(graph, graph.status_quo, question.reach, coalitions)


def _then(on: Bench, which: Variant, question: Question, coalitions: Sequence[Group]) -> bool:
    """Say whether the settlement is held and reached in a variant, coalitions moving too."""
    if not coalitions:
        return False
    judged = judge(on, [which], question.concept, question.reach)
    graph = graph_of(on, which)
    come = spread(on, graph, _reached(graph, question, coalitions))[:, None]
    return bool(verdicts(on, question, replace(judged, reached=come))[1][0])


def _notes(
    conflict: Conflict, graph: GraphModel, question: Question, wanted: Sequence[int], holds: bool, both: bool
) -> list[str]:
    notes = []
    if not wanted:
        notes.append("No feasible state satisfies the settlement in this reading.")
    if graph.status_quo is None:
        notes.append("The model has no feasible status quo in this reading, so nothing can be reached from it.")
    elif holds and not both:
        steps = "steps that pay whoever takes them" if question.reach == "improvements" else "moves"
        notes.append(f"The settlement would hold, but nobody gets there alone: no sequence of {steps} leads to it.")
    ranked = [dm.name for dm in conflict.decision_makers if dm.ranking is not None]
    if ranked:
        notes.append(f"No statement of {', '.join(ranked)} can be left out: a ranking is given instead.")
    return notes


def leaving(witness: Witness, conflict: Conflict) -> dict[str, Any] | None:
    """Say by which move a decision maker would leave, what decides it and why no answer deters; None if it stays."""
    free = [step for step in witness.improvements if not step.sanctioned]
    if not free:
        return None
    w, graph = witness, witness.graph
    best = max(free, key=lambda step: (int(graph.rank[w.i, step.to]), -step.to))
    if w.concept == "NASH":
        why = "Under NASH no answer is expected."
    elif best.countermove is not None:
        back = move_words(graph, *best.countermove, conflict)
        why = f"Every harmful answer can be repaired, for example by {back}."
    elif w.concept in ("SEQ", "SSEQ"):
        why = "No answer that pays those who make it leaves it where it stood or worse."
    else:
        why = "No answer of the others leaves it where it stood or worse."
    return {
        "decision_maker": graph.decision_makers[w.i],
        "to": best.to + 1,
        "move": move_words(graph, w.s, best.to, conflict),
        "gains_by": reason(best.gains_by),
        "why_no_answer_deters": why,
        "other_safe_moves": [step.to + 1 for step in free if step.to != best.to],
    }


def _statement(conflict: Conflict, i: int, place: int) -> dict[str, Any]:
    dm = conflict.decision_makers[i]
    return {"decision_maker": dm.name, **(reason(dm.statements[place]) or {})}


def find_group(conflict: Conflict, text: str) -> Group:
    """Read a coalition such as ``A,B``, by names or ids.

    Raises
    ------
    DetenteError
        E722: somebody in it is not in the model, or it names fewer than two.
    """
    group = tuple(sorted({find_decision_maker(conflict, part.strip()) for part in text.split(",") if part.strip()}))
    if len(group) < 2:
        raise DetenteError(
            Diagnostic(code="E722", message=f"'{text}' names fewer than two", hint="write two names with a comma")
        )
    return group
