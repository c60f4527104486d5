"""A model as conditions, and the one question that needs no solver: who leaves a given state?"""

from collections.abc import Mapping
from dataclasses import dataclass

from detente.base import DetenteError
from detente.conditions import Condition, holds

WIDEST = 16  # options of one decision maker whose combinations are tried one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """A conflict in option form, never spread out into states.

    Attributes
    ----------
    decision_makers : names, length n
    options : option ids, length k; a state is a whole number whose bit o says whether option o is taken
    owner : owner[o] is the index of the decision maker that owns option o
    one_way : +1 if the option may only go from N to Y, -1 if only from Y to N, else 0
    removed : a state is feasible if and only if none of these is true there
    wants : for each decision maker its conditions in priority order
    """

    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    owner: tuple[int, ...]
    one_way: tuple[int, ...]
    removed: tuple[Condition, ...]
    wants: tuple[tuple[Condition, ...], ...]

    def own(self, i: int) -> tuple[int, ...]:
        """Return the options of decision maker ``i``."""
        return tuple(o for o, owner in enumerate(self.owner) if owner == i)

    def taken(self, state: int) -> Mapping[str, bool]:
        """Return which options ``state`` takes."""
        return {name: bool(state >> o & 1) for o, name in enumerate(self.options)}

    def feasible(self, state: int) -> bool:
        """Say whether ``state`` is feasible."""
        taken = self.taken(state)
        return not any(holds(condition, taken) for condition in self.removed)

    def worth(self, i: int, state: int) -> tuple[bool, ...]:
        """Return what decision maker ``i`` compares states by: its conditions' truth values, in order."""
        taken = self.taken(state)
        return tuple(holds(want, taken) for want in self.wants[i])

    def pattern(self, state: int) -> str:
        """Write ``state`` as one letter an option, Y or N."""
        return "".join("Y" if state >> o & 1 else "N" for o in range(len(self.options)))


def leaves(rules: Rules, state: int) -> dict[int, int]:
    """Return for each decision maker that would leave ``state`` the best it can move to; empty: a Nash equilibrium.

    Raises
    ------
    DetenteError
        The state is not feasible, or somebody has too many options to try their combinations.
    """
    if not rules.feasible(state):
        raise DetenteError(f"the state {rules.pattern(state)} is not feasible")
    found: dict[int, int] = {}
    for i in range(len(rules.decision_makers)):
        best, worth = state, rules.worth(i, state)
        for other in moves(rules, i, state):
            value = rules.worth(i, other)
            if value > worth:
                best, worth = other, value
        if best != state:
            found[i] = best
    return found


def moves(rules: Rules, i: int, state: int) -> list[int]:
    """Return the feasible states that decision maker ``i`` reaches from ``state`` in one step."""
    free = [o for o in rules.own(i) if not rules.one_way[o] or (rules.one_way[o] > 0) != bool(state >> o & 1)]
    check_width(rules, i)
    ends = [state]
    for o in free:
        ends += [end ^ (1 << o) for end in ends]
    return [end for end in ends[1:] if rules.feasible(end)]


def check_width(rules: Rules, i: int) -> None:
    """Refuse a decision maker with too many options."""
    if len(rules.own(i)) > WIDEST:
        raise DetenteError(
            f"{rules.decision_makers[i]} has {len(rules.own(i))} options, 2^{len(rules.own(i))} combinations to try; "
            f"{WIDEST} is the most. Next step: count by BDD, which does not try them one by one, or merge options."
        )
