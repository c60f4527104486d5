"""Conditions on a ranking, written as which state lies above which, and how many strict rankings meet them.

Rankings are never listed: undecided pairs are decided one way and the other, and what remains is a partial order
whose completions are counted.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import factorial

from detente.base import DetenteError, Diagnostic

MOST_CASES = 50_000
MOST_RELATED = 18


@dataclass(frozen=True, slots=True)
class Above:
    """State ``high`` is strictly preferred to state ``low``."""

    high: int
    low: int


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold; true where there is none."""

    parts: tuple["Pattern", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one part holds; false where there is none."""

    parts: tuple["Pattern", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Pattern"


Pattern = Above | Every | Some | Not
Known = tuple[int, ...]  # for each state the bits of the states known to lie above it


def meets(pattern: Pattern, rank: Iterable[int]) -> bool:
    """Say whether a ranking (larger = preferred, ties allowed) meets a pattern.

    >>> meets(Some((Above(0, 1), Not(Above(2, 1)))), [0, 5, 9])
    False
    """
    place = list(rank)

    def true(part: Pattern) -> bool:
        match part:
            case Above(high, low):
                return place[high] > place[low]
            case Not(inner):
                return not true(inner)
            case Every(parts):
                return all(true(p) for p in parts)
            case Some(parts):
                return any(true(p) for p in parts)

    return true(pattern)


def count_rankings(pattern: Pattern, m: int) -> int:
    """Return how many of the m! strict rankings of m states meet a pattern.

    Raises
    ------
    DetenteError
        E712: the pattern needs too many cases.

    Examples
    --------
    >>> count_rankings(Every((Above(0, 1), Above(1, 2))), 4)
    4
    """
    return sum(_completions(known, m) for known in _cases(pattern, m))


def find_ranking(pattern: Pattern, m: int, near: Iterable[int] = ()) -> tuple[int, ...] | None:
    """Return one strict ranking that meets a pattern, best state first, or None where there is none.

    ``near`` is a ranking (larger = preferred) whose order is kept where the pattern leaves it open; the result is one
    such ranking, not always the nearest.
    """
    wish = list(near) or [0] * m
    known = next(_cases(pattern, m), None)
    if known is None:
        return None
    order: list[int] = []
    while len(order) < m:
        free = [s for s in range(m) if s not in order and all(t in order for t in range(m) if known[s] >> t & 1)]
        order.append(max(free, key=lambda s: (wish[s], -s)))
    return tuple(order)


def _cases(pattern: Pattern, m: int) -> Iterator[Known]:
    """Yield partial orders, no ranking completing two of them, that together hold exactly what meets the pattern."""
    seen = 0
    todo: list[tuple[Pattern | bool, Known]] = [(pattern, (0,) * m)]
    while todo:
        part, known = todo.pop()
        seen += 1
        if seen > MOST_CASES:
            raise DetenteError(
                Diagnostic(
                    code="E712",
                    message=f"the condition needs more than {MOST_CASES:,} cases to be counted",
                    hint="ask about a smaller model or another concept",
                )
            )
        left = _simplify(part, known)
        if left is True:
            yield known
        elif left is not False:
            pair = _first(left)
            todo.append((left, _add(known, pair.low, pair.high)))
            todo.append((left, _add(known, pair.high, pair.low)))


def _simplify(part: Pattern | bool, known: Known) -> Pattern | bool:
    match part:
        case Above(high, low):
            if known[low] >> high & 1:
                return True
            return False if high == low or known[high] >> low & 1 else part
        case Not(inner):
            left = _simplify(inner, known)
            return not left if isinstance(left, bool) else Not(left)
        case Every(parts) | Some(parts):
            deciding = isinstance(part, Some)
            rest = []
            for p in parts:
                left = _simplify(p, known)
                if left is deciding:
                    return deciding
                if not isinstance(left, bool):
                    rest.append(left)
            if not rest:
                return not deciding
            return rest[0] if len(rest) == 1 else type(part)(tuple(rest))
    return part


def _first(part: Pattern | bool) -> Above:
    while not isinstance(part, Above):
        assert not isinstance(part, bool)
        part = part.part if isinstance(part, Not) else part.parts[0]
    return part


def _add(known: Known, low: int, high: int) -> Known:
    """Add that ``high`` lies above ``low``, with what follows from it."""
    up = 1 << high | known[high]
    return tuple(above | up if s == low or above >> low & 1 else above for s, above in enumerate(known))


def _completions(known: Known, m: int) -> int:
    """Count the strict rankings that complete a partial order."""
    related = [s for s in range(m) if known[s] or any(above >> s & 1 for above in known)]
    e = len(related)
    if e > MOST_RELATED:
        raise DetenteError(
            Diagnostic(
                code="E712",
                message=f"the condition ties {e} states together; at most {MOST_RELATED} can be counted",
                hint="ask about a smaller model or another concept",
            )
        )
    above = [sum(1 << k for k, t in enumerate(related) if known[s] >> t & 1) for s in related]

    @cache
    def orders(placed: int) -> int:
        if placed == (1 << e) - 1:
            return 1
        return sum(orders(placed | 1 << k) for k in range(e) if not placed >> k & 1 and above[k] & ~placed == 0)

    return orders(0) * factorial(m) // factorial(e)
