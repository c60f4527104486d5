"""Conditions over all states at once, as packed truth tables (64 states a word)."""

from collections.abc import Sequence

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
_ONES = np.uint64(0xFFFFFFFFFFFFFFFF)


def packed(condition: Condition, options: Sequence[str]) -> NDArray[np.uint64]:
    """Evaluate a condition at every combination of ``options``.

    Returns
    -------
    words : uint64, shape (max(1, 2**n // 64),)
        Bit ``c % 64`` of word ``c // 64`` is the truth value at code ``c``; option ``k`` is taken at ``c`` iff bit
        ``k`` of ``c`` is set (first option least significant). Below six options the spare bits repeat the pattern.

    Raises
    ------
    KeyError
        If the condition names something that is not in ``options``.
    """
    place = {name: k for k, name in enumerate(options)}
    size = max(1, 2 ** len(options) // 64)

    def table(c: Condition) -> NDArray[np.uint64]:
        result: NDArray[np.uint64]
        match c:
            case Var(name):
                k = place[name]
                if k < 6:
                    result = np.full(size, _LOW[k])
                else:
                    index = np.arange(size, dtype=np.int64)
                    result = np.where((index >> (k - 6)) & 1, _ONES, np.uint64(0))
            case Not(part):
                result = ~table(part)
            case And(parts):
                result = np.bitwise_and.reduce([table(part) for part in parts])
            case Or(parts):
                result = np.bitwise_or.reduce([table(part) for part in parts])
            case If(then, given):
                result = table(then) | ~table(given)
            case Iff(left, right):
                result = ~(table(left) ^ table(right))
        return result

    return table(condition)


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
