"""How much a ranking must change before a state stops holding, or starts to."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from detente.base import DetenteError, Diagnostic
from detente.canon.elicit import rank_by_statements
from detente.canon.inverse import inverse, quick_test
from detente.canon.orders import Every, Not, Pattern, count_rankings, find_ranking, meets
from detente.canon.spread import Flags
from detente.graph import GraphModel

MOST_TRIED = 50_000
LEAST_MOVED = 500  # rankings in which one state has moved are tried at least so many
MOST_LOOKED = 2_000_000  # states looked at, over all rankings tried: some seconds
Order = tuple[tuple[int, ...], ...]  # tie-classes, most preferred first; states ascending inside a class


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """How far one decision maker's preferences are from overturning a verdict.

    Attributes
    ----------
    i : whose preferences change
    changes : the least number of changes, or None where none was found
    at_least : no smaller number does it: all rankings with fewer changes were tried
    final : whether ``changes`` is exact or, where it is None, no number of changes does it at all
    at_most : a number that does it: ``changes`` where that is known, else that of moving a single state to another
        place of a ranking, or None
    order : one ranking after ``at_most`` changes that overturns the verdict: tie-classes, best first, or for statements
        their new order, each on its own; () where none was found
    """

    i: int
    changes: int | None
    at_least: int
    final: bool
    order: Order
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """Whether a state is an equilibrium, and how little would change that.

    ``least`` is the smallest exact number over all margins, or None; a margin without a number may hide a smaller one
    only if its ``at_least`` is smaller.
    """

    state: int
    concept: str
    equilibrium: bool
    margins: tuple[Margin, ...]

    @property
    def least(self) -> int | None:
        """The least number of changes found in one decision maker's preferences that overturns the verdict."""
        return min((m.changes for m in self.margins if m.changes is not None), default=None)


def robustness(graph: GraphModel, state: int, concept: str, most: int = MOST_TRIED) -> Robustness:
    """Say how many changes in one ranking would turn an equilibrium into none, or a state into an equilibrium.

    Parameters
    ----------
    state : index of the state
    concept : NASH, GMR, SMR, SEQ or SSEQ
    most : rankings tried a decision maker (fewer where there are very many states); beyond that the result lies between
        bounds

    Raises
    ------
    DetenteError
        E700, E711, E712 as for ``inverse``.

    Notes
    -----
    One change exchanges two neighbouring tie-classes, splits one state off its class (to just above or below the rest),
    or merges a state that stands alone into a neighbouring class. Only one decision maker's ranking changes at a time;
    under SEQ and SSEQ a smaller number of changes spread over several may do as well.

    Examples
    --------
    >>> from detente.canon.forms import graph_form
    >>> graph = graph_form(states=["a", "b", "c"], moves={"X": [("a", "b"), ("a", "c")]},
    ...                    rankings={"X": [["a"], ["b"], ["c"]]})
    >>> found = robustness(graph, 0, "NASH")
    >>> found.equilibrium, found.least, found.margins[0].order
    (True, 1, ((1,), (0,), (2,)))
    """
    held = False
    margins = []
    for i in range(len(graph.decision_makers)):
        holds = quick_test(inverse(graph, i, state, concept, count=False))
        rank = graph.rank[i].tolist()
        held = holds(rank)
        margins.append(_margin(i, classes(rank), _other_than(held, holds), neighbours, ranks_of, graph.size, most))
    return Robustness(state=state, concept=concept.upper(), equilibrium=held, margins=tuple(margins))


def statement_robustness(
    graph: GraphModel, state: int, concept: str, i: int, truths: Flags, most: int = MOST_TRIED
) -> Margin:
    """Say how many exchanges of neighbouring preference statements of ``i`` would overturn a verdict.

    Parameters
    ----------
    truths : bool, shape (k, m); truths[p, s] says whether i's p-th statement, most important first, is true at s

    Raises
    ------
    DetenteError
        E709 the statements do not give i's ranking in ``graph``; E700, E711, E712 as for ``inverse``.
    """
    if truths.ndim != 2 or truths.shape[1] != graph.size:
        raise DetenteError(
            Diagnostic(
                code="E709", message=f"truths has shape {truths.shape}; {graph.size} states need (k, {graph.size})"
            )
        )
    start: Order = tuple((p,) for p in range(len(truths)))
    if classes(_lexicographic(start, truths)) != classes(graph.rank[i].tolist()):
        raise DetenteError(
            Diagnostic(
                code="E709",
                message=f"the statements do not give the ranking of {graph.decision_makers[i]}",
                hint="statements can be exchanged only where a ranking comes from them",
            )
        )
    holds = quick_test(inverse(graph, i, state, concept, count=False))
    goal = _other_than(holds(graph.rank[i].tolist()), holds)
    return _margin(i, start, goal, _exchanges, lambda order, m: _lexicographic(order, truths), graph.size, most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """Rankings of one decision maker under which some states are equilibria and others are not.

    ``rankings`` counts them among the strict ones, ``order`` is one of them, best first (None if there is none),
    ``margin`` the nearest change of the present ranking.
    """

    pattern: Pattern
    rankings: int
    order: tuple[int, ...] | None
    margin: Margin


def seek(
    graph: GraphModel, i: int, concept: str, hold: Iterable[int], fall: Iterable[int] = (), most: int = MOST_TRIED
) -> Goal:
    """Find preferences of ``i`` that make several states equilibria at once, and others not.

    Parameters
    ----------
    hold : indices of the states that should be equilibria
    fall : indices of the states that should not

    Raises
    ------
    DetenteError
        E700, E711, E712 as for ``inverse``; E712 where the goals together need too many cases.

    Examples
    --------
    >>> from detente.canon.forms import graph_form
    >>> graph = graph_form(states=["a", "b"], moves={"X": [("a", "b"), ("b", "a")]}, rankings={"X": [["a"], ["b"]]})
    >>> found = seek(graph, 0, "NASH", hold=[1], fall=[0])
    >>> found.rankings, found.order, found.margin.changes
    (1, (1, 0), 1)
    """
    wanted = [inverse(graph, i, s, concept, count=False).condition for s in hold]
    unwanted: list[Pattern] = [Not(inverse(graph, i, s, concept, count=False).condition) for s in fall]
    goal = Every((*wanted, *unwanted))
    rank = graph.rank[i].tolist()
    return Goal(
        pattern=goal,
        rankings=count_rankings(goal, graph.size),
        order=find_ranking(goal, graph.size, near=rank),
        margin=_margin(i, classes(rank), partial(meets, goal), neighbours, ranks_of, graph.size, most),
    )


def classes(rank: Sequence[int]) -> Order:
    """Write a ranking (larger = preferred) as tie-classes, most preferred first.

    >>> classes([0, 2, 2])
    ((1, 2), (0,))
    """
    return tuple(
        tuple(s for s, value in enumerate(rank) if value == place) for place in sorted(set(rank), reverse=True)
    )


def ranks_of(order: Order, m: int) -> list[int]:
    """Write tie-classes as a ranking, larger = preferred."""
    rank = [0] * m
    for place, group in enumerate(order):
        for s in group:
            rank[s] = len(order) - 1 - place
    return rank


def neighbours(order: Order) -> Iterator[Order]:
    """Yield the rankings one change away; some more than once."""
    for k, group in enumerate(order):
        before, after = order[:k], order[k + 1 :]
        if after:
            yield (*before, after[0], group, *after[1:])
        if len(group) > 1:
            for s in group:
                rest = tuple(t for t in group if t != s)
                yield (*before, (s,), rest, *after)
                yield (*before, rest, (s,), *after)
            continue
        if before:
            yield (*before[:-1], tuple(sorted((*before[-1], *group))), *after)
        if after:
            yield (*before, tuple(sorted((*group, *after[0]))), *after[1:])


def _exchanges(order: Order) -> Iterator[Order]:
    for k in range(len(order) - 1):
        yield (*order[:k], order[k + 1], order[k], *order[k + 2 :])


def _other_than(held: bool, holds: Callable[[Sequence[int]], bool]) -> Callable[[Sequence[int]], bool]:
    return lambda rank: holds(rank) != held


def _margin(
    i: int,
    start: Order,
    goal: Callable[[list[int]], bool],
    ahead: Callable[[Order], Iterator[Order]],
    ranks: Callable[[Order, int], list[int]],
    m: int,
    most: int,
) -> Margin:
    """Search breadth first for the nearest ranking that meets ``goal``."""
    most = min(most, max(1, MOST_LOOKED // m))
    if goal(ranks(start, m)):
        return Margin(i=i, changes=0, at_least=0, final=True, order=start, at_most=0)
    seen, front, depth = {start}, [start], 0
    while front:
        fresh = []
        for order in front:
            for new in ahead(order):
                if new in seen:
                    continue
                if len(seen) >= most:
                    at_most, order = _one_moved(start, goal, ranks, m, most) if ahead is neighbours else (None, ())
                    if at_most == depth + 1:
                        return Margin(i=i, changes=at_most, at_least=at_most, final=True, order=order, at_most=at_most)
                    return Margin(i=i, changes=None, at_least=depth + 1, final=False, order=order, at_most=at_most)
                seen.add(new)
                if goal(ranks(new, m)):
                    found = depth + 1
                    return Margin(i=i, changes=found, at_least=found, final=True, order=new, at_most=found)
                fresh.append(new)
        front, depth = fresh, depth + 1
    return Margin(i=i, changes=None, at_least=depth, final=True, order=())


def _one_moved(
    start: Order, goal: Callable[[list[int]], bool], ranks: Callable[[Order, int], list[int]], m: int, most: int
) -> tuple[int | None, Order]:
    """Find the nearest ranking that meets ``goal`` among those in which a single state has moved, change by change."""
    best: tuple[int | None, Order] = (None, ())
    tried = 0
    for s in range(m):
        k = next(place for place, group in enumerate(start) if s in group)
        rest = tuple(t for t in start[k] if t != s)
        for way in (-1, 1):
            above = [*start[:k], *((rest,) if rest and way > 0 else ())]
            below = [*((rest,) if rest and way < 0 else ()), *start[k + 1 :]]
            changes = int(bool(rest))  # splitting it off its class is one change, every class passed another
            while (best[0] is None or changes < best[0]) and tried < max(LEAST_MOVED, most):
                tried += 1
                alone = (*above, (s,), *below)
                if alone != start and goal(ranks(alone, m)):
                    best = (changes, alone)
                    break
                if not (above if way < 0 else below):
                    break
                passed = above.pop() if way < 0 else below.pop(0)
                joined = (*above, tuple(sorted((*passed, s))), *below)
                if joined != start and goal(ranks(joined, m)):
                    best = (changes + 1, joined)
                    break
                (below.insert(0, passed) if way < 0 else above.append(passed))
                changes += 1
    return best


def _lexicographic(order: Order, truths: Flags) -> list[int]:
    """Rank the states by the statements in the given order."""
    ranks: list[int] = rank_by_statements(truths[[p for (p,) in order]]).tolist()
    return ranks
