"""Who may wait for whom: steps that decision makers make depend on one another's steps, in a ring."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.analysis.bench import Variant
from detente.conditions import Condition, If, Iff, Not, conjuncts, holds, names
from detente.conflict import Conflict, PreferenceStatement

MAX_RINGS = 20
"""So many rings are told at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A statement read as a condition on the own step: decision maker ``dm`` takes ``own`` only with ``needs``.

    ``own`` speaks of the decision maker's own options only, ``needs`` of none of them; neither is so where no option is
    taken beyond the status quo.
    """

    dm: int
    own: Condition
    needs: Condition
    statement: PreferenceStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Steps of different decision makers, each of which needs the next one's, the last one's the first's.

    A *possible* sequence problem: each may wait for the other. Whether it is a deadlock is for the analyst to say.
    """

    steps: tuple[Step, ...]


def negation(condition: Condition) -> Condition:
    """Return the opposite of a condition, without doubled negations.

    >>> from detente.conditions import parse, show
    >>> show(negation(parse("not a"))), show(negation(parse("a and b")))
    ('a', 'not (a and b)')
    """
    return condition.part if isinstance(condition, Not) else Not(condition)


def steps(conflict: Conflict, base: Variant) -> tuple[Step, ...]:
    """Read the statements of one reading as conditions on steps, those that can be.

    ``B if A``, ``not A if not B`` and (one way) ``A iff B`` all say that A is taken only with B.
    """
    start = {o.id: o.id in (conflict.status_quo or ()) for o in conflict.options}
    found = []
    for i, dm in enumerate(conflict.decision_makers):
        for p in base.orders[i] if dm.ranking is None else ():
            statement = dm.statements[p]
            for own, needs in _sides(statement.want):
                mine, others = set(names(own)), set(names(needs))
                if not mine <= set(dm.options) or not others or others & set(dm.options):
                    continue
                if not holds(own, start) and not holds(needs, start):
                    found.append(Step(dm=i, own=own, needs=needs, statement=statement))
    return tuple(found)


def _sides(want: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Give every way to read a statement as (step, what it needs)."""
    if isinstance(want, If):
        yield want.given, want.then
        yield negation(want.then), negation(want.given)
    elif isinstance(want, Iff):
        yield want.left, want.right
        yield want.right, want.left


def rings(conflict: Conflict, base: Variant) -> tuple[Ring, ...]:
    """Find all rings of steps, shortest first, each decision maker once; at most ``MAX_RINGS``.

    Parameters
    ----------
    base : the reading, as a variant; statements that it leaves out wait for nobody
    """
    every = steps(conflict, base)
    after = [
        [k for k, other in enumerate(every) if other.dm != step.dm and _waits(step.needs, other.own)] for step in every
    ]
    found: list[tuple[int, ...]] = []
    for size in range(2, len(conflict.decision_makers) + 1):
        for first in range(len(every)):
            found += _closed(every, after, (first,), size)
            if len(found) >= MAX_RINGS:
                return tuple(Ring(steps=tuple(every[k] for k in ring)) for ring in found[:MAX_RINGS])
    return tuple(Ring(steps=tuple(every[k] for k in ring)) for ring in found)


def _waits(needs: Condition, own: Condition) -> bool:
    """Say whether what is needed takes the other's step: the same condition, or that step among other things."""
    return needs == own or set(conjuncts(own)) <= set(conjuncts(needs))


def _closed(
    every: Sequence[Step], after: Sequence[Sequence[int]], begun: tuple[int, ...], size: int
) -> Iterator[tuple[int, ...]]:
    if len(begun) == size:
        if begun[0] in after[begun[-1]]:
            yield begun
        return
    for k in after[begun[-1]]:
        if k > begun[0] and every[k].dm not in [every[b].dm for b in begun]:
            yield from _closed(every, after, (*begun, k), size)


def ring_words(who: Sequence[str], wants: Sequence[str]) -> str:
    """Tell a ring in one sentence or two.

    Parameters
    ----------
    who, wants : for each step the decision maker and its statement
    """
    told = [f"{name} wants {want}" for name, want in zip(who, wants, strict=True)]
    if len(told) == 2:
        return (
            f"{told[0]}, while {told[1]}. Each may wait for the other; whether this is a deadlock is the analyst's"
            " reading."
        )
    return (
        f"{'; '.join(told)}. Each may wait for the next, and the last for the first; whether this is a deadlock is the"
        " analyst's reading."
    )
