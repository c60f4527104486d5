"""The states of one reading, before any are merged, and where on them a condition is true or a pattern fits."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.conditions import Condition, Var, fold, truth
from detente.conflict.values import Conflict
from detente.graph import ranks as graph_ranks
from detente.graph.machine import cores

Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]
MAX_OPTIONS = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The m states of a reading.

    Attributes
    ----------
    names : ids of the options in user order, or in graph form ids of the states
    codes : int64, shape (m,), ascending; bit k of a code says whether option k is taken. In graph form arange(m).
    graph_form : whether there are states instead of options
    """

    names: tuple[str, ...]
    codes: Codes
    graph_form: bool = False

    def where(self, condition: Condition | None) -> Flags:
        """Say at which states a condition is true, shape (m,); everywhere for None."""
        if condition is None:
            return np.ones(len(self.codes), dtype=np.bool_)
        if self.graph_form:
            return at_states(condition, self.names)
        value = truth(condition, self.names)
        return value if len(self.codes) == len(value) else value[self.codes]

    def matching(self, pattern: str) -> Codes:
        """Return the indices of the states that a pattern describes; in graph form, of the state with this id."""
        if self.graph_form:
            return np.array([s for s, name in enumerate(self.names) if name == pattern], dtype=np.int64)
        value = sum(1 << k for k, letter in enumerate(pattern) if letter == "Y")
        if "-" not in pattern:
            at = int(np.searchsorted(self.codes, value))
            found = at < len(self.codes) and int(self.codes[at]) == value
            return np.array([at] if found else [], dtype=np.int64)
        mask = sum(1 << k for k, letter in enumerate(pattern) if letter != "-")
        return np.flatnonzero((self.codes & mask) == value)

    def show(self, s: int) -> str:
        """Write a state as one letter an option, or its id in graph form."""
        if self.graph_form:
            return self.names[s]
        return "".join("Y" if int(self.codes[s]) >> k & 1 else "N" for k in range(len(self.names)))


def space(conflict: Conflict, believed: frozenset[str]) -> Space:
    """List the states of a reading.

    Raises
    ------
    DetenteError
        E401 no state is feasible; E402 more than 26 options.
    """
    if conflict.states:
        ids = tuple(state.id for state in conflict.states)
        return Space(names=ids, codes=np.arange(len(ids), dtype=np.int64), graph_form=True)
    check_size(conflict)
    codes = feasible_codes(conflict, believed)
    if not len(codes):
        line = next((rule.guard.line for rule in conflict.infeasible if rule.guard.present(believed)), 0)
        raise DetenteError(
            Diagnostic(
                code="E401",
                message="no state is feasible: the infeasible entries remove every combination of options",
                file=conflict.file,
                line=line,
                column=1 if line else 0,
                hint="relax one of the entries under infeasible",
            )
        )
    return Space(names=tuple(option.id for option in conflict.options), codes=codes)


def check_size(conflict: Conflict) -> None:
    """Raise E402, with an estimate, where the states are too many to list."""
    n = len(conflict.options)
    if n > MAX_OPTIONS:
        states = 2**n
        raise DetenteError(
            Diagnostic(
                code="E402",
                message=f"{n} options give up to {states:.3g} states, about {states * 16 / 2**30:.3g} GiB;"
                f" {MAX_OPTIONS} options are the most that can be listed",
                file=conflict.file,
                hint="merge options, or split the conflict",
            )
        )


def feasible_codes(conflict: Conflict, believed: frozenset[str]) -> Codes:
    """Return the codes of the feasible states, ascending; an absent option is never taken."""
    order = [option.id for option in conflict.options]
    removed: list[Condition] = [Var(option.id) for option in conflict.options if not option.guard.present(believed)]
    removed += [rule.condition for rule in conflict.infeasible if rule.guard.present(believed)]
    return graph_ranks.feasible_codes(removed, order, workers=cores())


def at_states(condition: Condition, states: Sequence[str]) -> Flags:
    """Say where a condition over state ids is true: at each state, its own id is true and every other false.

    Examples
    --------
    >>> from detente.conditions import parse
    >>> at_states(parse("1 or not 2"), ["1", "2", "3"]).tolist()
    [True, False, True]
    """
    place = {name: s for s, name in enumerate(states)}

    def alone(name: str) -> Flags:
        flags = np.zeros(len(states), dtype=np.bool_)
        flags[place[name]] = True
        return flags

    return fold(condition, alone)
