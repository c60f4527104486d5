"""Which preferences of one decision maker would make a state hold, the others' preferences being as they are.

Whether i stays at a state depends only on *which states i prefers to it*: the set above it. So the answer is a
pattern, one clause for each of i's moves, and the rankings that fit are counted without being listed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from math import comb, factorial
from operator import or_
from typing import TypeVar

import numpy as np

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon.orders import Above, Every, Not, Pattern, Some, count_rankings, meets
from detente.canon.spread import check_size
from detente.graph import GraphModel, improvements, joint_improvements, joint_moves, moves

INVERSE_CONCEPTS: tuple[str, ...] = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")
MOST_WORK = 2_000_000  # cases times states: a few seconds
MOST_STEPS = 30_000
Found = TypeVar("Found")
SMALLER = "ask about a smaller model or another concept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """If ``move`` is preferred to the state, then all states of at least one of ``answers`` must not be.

    ``answers`` are the smallest such sets, none of them empty; without any, ``move`` must not be preferred.
    """

    move: int
    answers: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverse:
    """The condition under which ``state`` holds for decision maker ``i``, and for everybody.

    Attributes
    ----------
    clauses : the condition on which states i prefers to ``state``; all must hold
    rankings : how many of i's m! strict rankings meet the clauses; None where ``refused`` says why
    others : for every other decision maker whether the state holds for it: True, False, or None where that depends on
        i's preferences (SEQ and SSEQ, when i's answers matter)
    depends : the parts of that condition that come from the others' answers; None where they are too entangled
    equilibrium : the full condition on i's ranking for the state to be an equilibrium; None where it is too entangled
    equilibria : how many of i's strict rankings make the state an equilibrium; None where they could not be counted
    refused : why something was not counted, else empty
    """

    graph: GraphModel
    i: int
    state: int
    concept: str
    clauses: tuple[Clause, ...]
    rankings: int | None
    others: dict[int, bool | None]
    depends: tuple[Pattern, ...] | None
    equilibrium: Pattern | None
    equilibria: int | None
    refused: str

    @property
    def condition(self) -> Pattern:
        """The condition on i's ranking for the state to be an equilibrium.

        Raises
        ------
        DetenteError
            E712: it is too entangled to be written down.
        """
        if self.equilibrium is None:
            raise DetenteError(Diagnostic(code="E712", message=self.refused, hint=SMALLER))
        return self.equilibrium


def inverse(graph: GraphModel, i: int, state: int, concept: str, *, count: bool = True) -> Inverse:
    """Work out which rankings of ``i`` make ``state`` stable for ``i``, and which make it an equilibrium.

    Parameters
    ----------
    i : index of the decision maker whose preferences are sought; its ranks in ``graph`` are not looked at
    state : index of the state that should hold
    concept : NASH, GMR, SMR, SEQ or SSEQ
    count : whether to count rankings; the condition alone is quicker

    Raises
    ------
    DetenteError
        E700 unknown concept; E711 no such state or decision maker; E705 more than
        4096 states. What needs too many cases to be counted is left out of the result, which says so.

    Notes
    -----
    With U the states i prefers to s: for each s₁ ∈ R_i(s) ∩ U there must be an answer s₂ ∉ U (SMR, SSEQ: with
    R_i(s₂) ∩ U = ∅). A set U of k states belongs to k!·(m−1−k)! strict rankings, so that sets are counted by size.
    For the others' sequential stability i's steps appear as pairs "b above a" along the answers.

    References
    ----------
    The question: Kinsara, Kilgour and Hipel (2015), IEEE Transactions on Systems, Man, and Cybernetics: Systems 45(5),
    734-742; Wang, Hipel, Fang and Dang (2018), European Journal of Operational Research 270, 282-293. The counting by
    sets is this project's.

    Examples
    --------
    >>> from detente.canon.forms import graph_form
    >>> graph = graph_form(states=["a", "b", "c"], moves={"X": [("a", "b")], "Y": [("b", "c")]},
    ...                    rankings={"X": [["a", "b", "c"]], "Y": [["c"], ["a", "b"]]})
    >>> found = inverse(graph, 0, 0, "SEQ")
    >>> found.clauses, found.rankings  # if b is preferred to a, c must not be
    ((Clause(move=1, answers=((2,),)),), 4)
    """
    key = concept.upper()
    if key not in INVERSE_CONCEPTS:
        near = did_you_mean(key, INVERSE_CONCEPTS)
        hint = f"did you mean '{near}'?" if near else "available are " + ", ".join(INVERSE_CONCEPTS)
        raise DetenteError(Diagnostic(code="E700", message=f"no inverse for a concept called {concept!r}", hint=hint))
    n, m = len(graph.decision_makers), graph.size
    if not 0 <= i < n:
        raise DetenteError(Diagnostic(code="E711", message=f"no decision maker has index {i}; there are {n}"))
    if not 0 <= state < m:
        raise DetenteError(Diagnostic(code="E711", message=f"no state has index {state}; there are {m}"))
    check_size(graph, "inverse analysis")
    clauses = _clauses(graph, i, state, key)
    own, refused = _try(lambda: count_by_sets(clauses, m)) if count else (None, "")
    others: dict[int, bool | None] = {}
    depends: list[Pattern] | None = []
    budget = [MOST_STEPS]
    for j in range(n):
        if j == i:
            continue
        part, why = _try(partial(_other, graph, j, i, state, key, budget))
        others[j] = part if isinstance(part, bool) else None
        refused = refused or why
        if part is None:
            depends = None
        elif depends is not None and not isinstance(part, bool):
            depends.append(part)
    condition: Pattern | None = None
    total: int | None = None
    if False in others.values():
        condition, total = Some(()), 0
    elif depends is not None:
        condition = every = Every((*(clause_pattern(c, state) for c in clauses), *depends))
        total = own
        if depends and count:
            total, why = _try(lambda: count_rankings(every, m))
            refused = refused or why
    return Inverse(
        graph=graph,
        i=i,
        state=state,
        concept=key,
        clauses=clauses,
        rankings=own,
        others=others,
        depends=None if depends is None else tuple(depends),
        equilibrium=condition,
        equilibria=total,
        refused=refused,
    )


def quick_test(found: Inverse) -> Callable[[Sequence[int]], bool]:
    """Return a quick test whether a ranking of i (larger = preferred, ties allowed) makes the state an equilibrium.

    Raises
    ------
    DetenteError
        E712: the condition is too entangled to be written down.
    """
    depends, state = (found.depends or (), found.state) if found.condition else ((), 0)
    masks = [(c.move, [sum(1 << t for t in answer) for answer in c.answers]) for c in found.clauses]
    if False in found.others.values():
        return lambda rank: False

    def holds(rank: Sequence[int]) -> bool:
        here = rank[state]
        above = sum(1 << s for s, value in enumerate(rank) if value > here)
        for move, answers in masks:
            if above >> move & 1 and all(answer & above for answer in answers):
                return False
        return all(meets(part, rank) for part in depends)

    return holds


def _try(count: Callable[[], Found]) -> tuple[Found | None, str]:
    """Return what is counted, or why it was refused."""
    try:
        return count(), ""
    except DetenteError as refusal:
        if refusal.diagnostics[0].code != "E712":
            raise
        return None, refusal.diagnostics[0].message


def clause_pattern(clause: Clause, state: int) -> Pattern:
    """Write a clause as a pattern over pairs."""
    answers = [Every(tuple(Not(Above(t, state)) for t in answer)) for answer in clause.answers]
    return Some((Not(Above(clause.move, state)), *answers))


def count_by_sets(clauses: Sequence[Clause], m: int) -> int:
    """Return how many of the m! strict rankings meet all clauses.

    Raises
    ------
    DetenteError
        E712: the clauses hang together in too many ways.
    """
    related = sorted({s for c in clauses for s in (c.move, *(t for a in c.answers for t in a))})
    residue = tuple((1 << related.index(c.move), _masks(c.answers, related)) for c in clauses)
    sizes = _sizes(residue, len(related), {})
    tied = len(related)  # with the state itself tied + 1 states, among which the others are put in every way
    ways = sum(count * factorial(k) * factorial(tied - k) for k, count in enumerate(sizes))
    return ways * (factorial(m) // factorial(tied + 1))


def _masks(answers: Sequence[Sequence[int]], related: list[int]) -> tuple[int, ...]:
    return tuple(sorted(sum(1 << related.index(t) for t in answer) for answer in answers))


Residue = tuple[tuple[int, tuple[int, ...]], ...]  # (bit of the move, or 0 once it is above; bits of each answer)


def _sizes(clauses: Residue, free: int, memo: dict[Residue, list[int]]) -> list[int]:
    """Count the sets meeting the clauses by size: entry k is the number with k elements out of ``free`` bits.

    Clauses that share no state are counted apart.
    """
    parts: list[tuple[int, list[tuple[int, tuple[int, ...]]]]] = []
    for clause in clauses:
        bits, group = reduce(or_, clause[1], clause[0]), [clause]
        for part in [p for p in parts if p[0] & bits]:
            parts.remove(part)
            bits, group = bits | part[0], [*part[1], *group]
        parts.append((bits, group))
    used = sum(bits.bit_count() for bits, _ in parts)
    counts = [_branch(tuple(sorted(group)), bits, memo) for bits, group in parts]
    if used < free:
        counts.append([comb(free - used, k) for k in range(free - used + 1)])
    return reduce(_times, counts, [1])


def _branch(clauses: Residue, bits: int, memo: dict[Residue, list[int]]) -> list[int]:
    """Count by size over exactly the bits that occur in the clauses."""
    if not clauses:
        return [1]
    if clauses in memo:
        return memo[clauses]
    if len(clauses) == 1 and not clauses[0][0] and _disjoint(clauses[0][1]):
        return _not_all_hit(clauses[0][1])
    if len(memo) * bits.bit_count() > MOST_WORK:
        raise DetenteError(
            Diagnostic(
                code="E712",
                message=f"the condition ties {bits.bit_count()} states together in more than {len(memo):,} ways",
                hint=SMALLER,
            )
        )
    low = _next_bit(clauses)
    rest = bits.bit_count() - 1
    total = [0] * (rest + 2)
    for inside in (False, True):
        left = _assign(clauses, low, inside)
        if left is not None:
            for k, count in enumerate(_sizes(left, rest, memo)):
                total[k + inside] += count
    memo[clauses] = total
    return total


def _disjoint(answers: Sequence[int]) -> bool:
    return sum(answers) == reduce(or_, answers)


def _not_all_hit(answers: Sequence[int]) -> list[int]:
    """Count by size the sets that leave at least one of several disjoint answers untouched."""
    sizes = [answer.bit_count() for answer in answers]
    hit = reduce(_times, ([0, *(comb(size, k) for k in range(1, size + 1))] for size in sizes))
    return [comb(sum(sizes), k) - count for k, count in enumerate(hit)]


def _next_bit(clauses: Residue) -> int:
    """Return a move that is still open, then a bit of the smallest answer, so that one answer is finished at a time."""
    open_moves = [move for move, _ in clauses if move]
    if open_moves:
        return max(open_moves, key=lambda bit: (sum(move == bit for move, _ in clauses), -bit))
    smallest = min((a for _, answers in clauses for a in answers), key=lambda a: (a.bit_count(), a))
    return smallest & -smallest


def _assign(clauses: Residue, bit: int, inside: bool) -> Residue | None:
    """Return what is left of the clauses once it is known whether ``bit`` lies above; None if one fails."""
    left = set()
    for move, answers in clauses:
        if inside:
            now = 0 if move == bit else move
            kept = tuple(a for a in answers if not a & bit)
            if not now and not kept:
                return None
            left.add((now, kept))
        elif move != bit:
            trimmed = sorted({a & ~bit for a in answers})
            if 0 not in trimmed:
                left.add((move, tuple(trimmed)))
    return tuple(sorted(left))


def _times(a: list[int], b: list[int]) -> list[int]:
    product = [0] * (len(a) + len(b) - 1)
    for x, left in enumerate(a):
        for y, right in enumerate(b):
            product[x + y] += left * right
    return product


def _clauses(graph: GraphModel, i: int, state: int, key: str) -> tuple[Clause, ...]:
    others = [j for j in range(len(graph.decision_makers)) if j != i]
    answering = joint_improvements if key in ("SEQ", "SSEQ") else joint_moves
    found = []
    for s1 in moves(graph, i, state).tolist():
        sets: set[frozenset[int]] = set()
        if key != "NASH":
            for s2 in answering(graph, others, s1).tolist():
                after = moves(graph, i, s2).tolist() if key in ("SMR", "SSEQ") else []
                sets.add(frozenset({s2, *after} - {state}))
        sets = {a for a in sets if s1 not in a}
        if key in ("SMR", "SSEQ"):
            sets = {a for a in sets if not any(b < a for b in sets)}
        elif frozenset() in sets:
            sets = {frozenset()}  # all others are single states
        smallest = sorted(tuple(sorted(a)) for a in sets)
        if () not in smallest:
            found.append(Clause(move=s1, answers=tuple(smallest)))
    return tuple(found)


def _other(graph: GraphModel, j: int, i: int, state: int, key: str, budget: list[int]) -> bool | Pattern:
    """Say whether ``state`` holds for j, or how that depends on i's preferences."""
    rest = [k for k in range(len(graph.decision_makers)) if k != j]
    rank = graph.rank[j]
    after = key in ("SMR", "SSEQ")

    def deters(t: int) -> bool:
        ends = np.array([t, *(moves(graph, j, t).tolist() if after else [])], dtype=np.int64)
        return bool(rank[ends].max() <= rank[state])

    wanted: list[Pattern] = []
    for s1 in improvements(graph, j, state).tolist():
        if key == "NASH":
            return False
        if key in ("GMR", "SMR"):
            if not any(deters(s2) for s2 in joint_moves(graph, rest, s1).tolist()):
                return False
            continue
        needs = _needs(graph, rest, i, s1, deters, budget)
        if not needs:
            return False
        if frozenset() not in needs:
            wanted.append(Some(tuple(Every(tuple(Above(b, a) for a, b in sorted(need))) for need in needs)))
    return Every(tuple(wanted)) if wanted else True


def _needs(
    graph: GraphModel, rest: list[int], i: int, s1: int, deters: Callable[[int], bool], budget: list[int]
) -> list[frozenset[tuple[int, int]]]:
    """Return the smallest sets of i's steps (from, to) that, if they pay i, let the others answer s1."""
    best: dict[tuple[int, int], list[frozenset[tuple[int, int]]]] = {(s1, -1): [frozenset()]}
    todo = [(s1, -1)]
    while todo:
        at, last = todo.pop()
        for k in rest:
            if k == last:
                continue
            ends = moves(graph, i, at) if k == i else improvements(graph, k, at)
            for to in ends.tolist():
                for need in list(best[at, last]):
                    now = need | {(at, to)} if k == i else need
                    held = best.setdefault((to, k), [])
                    budget[0] -= 1 + len(held)
                    if budget[0] < 0:
                        message = f"the answers depend on {graph.decision_makers[i]} in too many ways to be followed"
                        raise DetenteError(Diagnostic(code="E712", message=message, hint=SMALLER))
                    if ((to, at) in need and k == i) or any(other <= now for other in held):
                        continue
                    held[:] = [other for other in held if not now <= other] + [now]
                    todo.append((to, k))
    sets = {need for (t, _), needs in best.items() if t != s1 and deters(t) for need in needs}
    return sorted((a for a in sets if not any(b < a for b in sets)), key=sorted)
