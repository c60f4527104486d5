"""From preference statements to preferences that are unknown in part, or graded."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.canon.spread import Flags
from detente.canon.strength import Degrees
from detente.canon.unknown import from_alternatives

MOST_LISTS = 64


def rank_by_statements(truths: Flags) -> NDArray[np.int32]:
    """Rank states by the first statement on which they differ.

    Parameters
    ----------
    truths : bool, shape (k, m); truths[p, s] says whether the p-th statement, most important first, is true at s

    Returns
    -------
    rank : int32, shape (m,), dense from 0; larger = preferred

    Examples
    --------
    >>> rank_by_statements(np.array([[True, False, False], [False, True, False]])).tolist()
    [2, 1, 0]
    """
    columns = [tuple(column) for column in truths.T.tolist()]
    place = {column: k for k, column in enumerate(sorted(set(columns)))}
    return np.array([place[column] for column in columns], dtype=np.int32)


def unknown_from_statements(levels: Sequence[Sequence[Sequence[bool] | Flags]]) -> tuple[Flags, Flags]:
    """Combine statements of which some stand in several versions, when it is not known which version holds.

    Parameters
    ----------
    levels : for each place in the order of importance the versions of the statement there, each as its truth at every
        state, shape (m,)

    Returns
    -------
    prefers, unsure : bool, shape (m, m) each, for ``unknown``: known where all complete lists agree

    Raises
    ------
    DetenteError
        E709: a level without a version, versions of different length, or more than 64 complete lists.

    Examples
    --------
    Whether the first wish is for state 0 or for state 1 is not known:

    >>> prefers, unsure = unknown_from_statements([[[True, False, False], [False, True, False]]])
    >>> bool(unsure[0, 1]), bool(unsure[0, 2]), bool(prefers.any())
    (True, True, False)

    Notes
    -----
    A pair is known only if it is preferred the same way, or a tie, in every list: in the example one list prefers 0 to
    2 and the other has them tied.
    """
    sizes = {len(version) for level in levels for version in level}
    if len(sizes) != 1 or any(not level for level in levels):
        raise _fault("every level needs at least one version, and all versions one truth value a state")
    lists = 1
    for level in levels:
        lists *= len(level)
    if lists > MOST_LISTS:
        raise _fault(f"the versions make {lists:,} complete lists; {MOST_LISTS} are the most")
    return from_alternatives([rank_by_statements(np.array(chosen, dtype=np.bool_)) for chosen in product(*levels)])


def degrees_from_statements(truths: Flags, marks: Sequence[int]) -> Degrees:
    """Grade preferences by how strongly each statement is meant.

    Parameters
    ----------
    truths : bool, shape (k, m); see ``rank_by_statements``
    marks : one degree of at least 1 for each statement; 2 marks a strong one where there are two degrees

    Returns
    -------
    degree : int8, shape (m, m), for ``strength``; a pair has the degree of the first statement on which it differs

    Raises
    ------
    DetenteError
        E709: not one degree for each statement, or a degree out of range.

    Notes
    -----
    Marking a statement as strong is known from NUAAGMCR. That the deciding statement gives the degree is this
    project's reading of it.

    Examples
    --------
    >>> degrees_from_statements(np.array([[True, False, False], [False, True, False]]), [2, 1]).tolist()
    [[0, -2, -2], [2, 0, -1], [2, 1, 0]]
    """
    if truths.ndim != 2 or len(marks) != len(truths):
        raise _fault(f"{len(truths)} statements were given with {len(marks)} degrees")
    if any(not 1 <= mark <= 127 for mark in marks):
        raise _fault(f"degrees run from 1 to 127; got {list(marks)}")
    m = truths.shape[1]
    degree: Degrees = np.zeros((m, m), dtype=np.int8)
    for row, mark in zip(truths.astype(np.int8), marks, strict=True):
        step = (row[None, :] - row[:, None]) * np.int8(mark)  # [s, t] > 0 where t has it and s has not
        degree = np.where(degree == 0, step, degree).astype(np.int8)
    return degree


def relation_from_pairs(states: Sequence[str], said: Sequence[str]) -> tuple[Degrees, Flags]:
    """Take a preference pair by pair, as it was said; it need be neither complete nor transitive.

    Parameters
    ----------
    states : names of the states, without spaces
    said : one pair each: ``a > b``, ``a >> b`` (more strongly, and so on), ``a = b``, or ``a ? b`` (not known)

    Returns
    -------
    degree : int8, shape (m, m), for ``strength`` and ``hybrid``; ``degree > 0`` for ``unknown``
    unsure : bool, shape (m, m); pairs said not to be known, and all that nothing was said of

    Raises
    ------
    DetenteError
        E709: a pair that cannot be read, a state that is not there, or a pair that was said twice.

    Examples
    --------
    Preferences that go in a circle, and a state that is compared with one other only:

    >>> degree, unsure = relation_from_pairs(["a", "b", "c", "d"], ["a > b", "b >> c", "c > a", "a = d", "b ? d"])
    >>> degree.tolist()
    [[0, -1, 1, 0], [1, 0, -2, 0], [-1, 2, 0, 0], [0, 0, 0, 0]]
    >>> [[states[s], states[t]] for states in ["abcd"] for s, t in np.argwhere(np.triu(unsure)).tolist()]
    [['b', 'd'], ['c', 'd']]
    """
    m = len(states)
    place = {name: s for s, name in enumerate(states)}
    degree: Degrees = np.zeros((m, m), dtype=np.int8)
    unsure = ~np.eye(m, dtype=np.bool_)
    done: set[frozenset[int]] = set()
    for text in said:
        words = text.split()
        if len(words) != 3 or not (words[1] in ("=", "?") or set(words[1]) == {">"}) or len(words[1]) > 127:
            raise _fault(f"'{text}' is no pair: write a > b, a >> b, a = b or a ? b")
        for name in (words[0], words[2]):
            if name not in place:
                raise _fault(f"no state is called '{name}' in '{text}'")
        a, b = place[words[0]], place[words[2]]
        if a == b or frozenset((a, b)) in done:
            raise _fault(f"'{text}' compares a state with itself" if a == b else f"'{text}' speaks of a pair again")
        done.add(frozenset((a, b)))
        unsure[a, b] = unsure[b, a] = words[1] == "?"
        degree[b, a] = len(words[1]) if ">" in words[1] else 0
        degree[a, b] = -degree[b, a]
    return degree, unsure


def _fault(message: str) -> DetenteError:
    return DetenteError(Diagnostic(code="E709", message=message))
