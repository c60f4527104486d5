"""Conditions over all states at once, as packed truth tables (64 states a word)."""

from collections.abc import Callable, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.conditions.syntax import And, Condition, If, Iff, Not, Or, Var

_LOW = tuple(
    np.uint64(word)
    for word in (
        0xAAAAAAAAAAAAAAAA,
        0xCCCCCCCCCCCCCCCC,
        0xF0F0F0F0F0F0F0F0,
        0xFF00FF00FF00FF00,
        0xFFFF0000FFFF0000,
        0xFFFFFFFF00000000,
    )
)
_ONES, _NONE = np.uint64(0xFFFFFFFFFFFFFFFF), np.uint64(0)
_Words = np.uint64 | NDArray[np.uint64]
_Bits = TypeVar("_Bits", _Words, NDArray[np.bool_])


def fold(condition: Condition, value: Callable[[str], _Bits]) -> _Bits:
    """Evaluate a condition on bits or truth values of any shape, given those of each name.

    Parameters
    ----------
    value : name → unsigned words (each bit a state) or bool array

    Returns
    -------
    bits : of the same kind and shape

    Examples
    --------
    >>> fold(If(Var("a"), Var("b")), {"a": np.array([True, False]), "b": np.array([True, True])}.__getitem__)
    array([ True, False])
    """

    def table(c: Condition) -> Any:
        match c:
            case Var(name):
                return value(name)
            case Not(part):
                return ~table(part)
            case And(parts):
                return reduce(and_, map(table, parts))
            case Or(parts):
                return reduce(or_, map(table, parts))
            case If(then, given):
                return table(then) | ~table(given)
            case Iff(left, right):
                return ~(table(left) ^ table(right))

    result: _Bits = table(condition)
    return result


def packed(condition: Condition, options: Sequence[str], start: int = 0, stop: int | None = None) -> NDArray[np.uint64]:
    """Evaluate a condition at every combination of ``options``, or at a stretch of them.

    Parameters
    ----------
    start, stop : the words wanted, from ``start`` up to but not including ``stop`` (default: all)

    Returns
    -------
    words : uint64, shape (max(1, 2**n // 64),), or (stop - start,)
        Bit ``c % 64`` of word ``c // 64`` is the truth value at code ``c``; option ``k`` is taken at ``c`` iff bit
        ``k`` of ``c`` is set (first option least significant). Below six options the spare bits repeat the pattern.

    Raises
    ------
    KeyError
        If the condition names something that is not in ``options``.
    """
    place = {name: k for k, name in enumerate(options)}
    last = max(1, 2 ** len(options) // 64) if stop is None else stop
    known: dict[int, _Words] = {}

    def option(k: int) -> _Words:
        if k < 6:
            return _LOW[k]
        if start >> (k - 6) == (last - 1) >> (k - 6):  # the same all along the stretch
            return _ONES if start >> (k - 6) & 1 else _NONE
        index = np.arange(start, last, dtype=np.uint64)
        return np.uint64(0) - (index >> np.uint64(k - 6) & np.uint64(1))

    def known_option(name: str) -> _Words:
        k = place[name]
        if k not in known:
            known[k] = option(k)
        return known[k]

    words: NDArray[np.uint64] = np.empty(last - start, dtype=np.uint64)
    words[:] = fold(condition, known_option)
    return words


def truth(condition: Condition, options: Sequence[str]) -> NDArray[np.bool_]:
    """Evaluate a condition at every combination of ``options``, one byte each.

    Returns
    -------
    values : bool, shape (2**n,), indexed by code (first option least significant)

    Examples
    --------
    >>> truth(Or((Var("a"), Not(Var("b")))), ["a", "b"])
    array([ True,  True, False,  True])
    """
    words = packed(condition, options)
    bits = np.unpackbits(words.astype("<u8").view(np.uint8), bitorder="little")
    return bits[: 2 ** len(options)].view(np.bool_)
