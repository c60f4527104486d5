"""Which elements of a model a claim stands behind."""

from detente.conditions import show
from detente.conflict import Conflict, Guard


def ties(conflict: Conflict) -> dict[str, list[str]]:
    """Return for each claim id the elements that it is tied to, in words."""
    found: dict[str, list[str]] = {}

    def note(guard: Guard, what: str) -> None:
        for ids, how in (
            (guard.because, "behind"),
            (guard.when, "only if believed"),
            (guard.unless, "not if believed"),
        ):
            for claim in ids:
                if how != "behind" or claim not in (*guard.when, *guard.unless):
                    found.setdefault(claim, []).append(what if how == "behind" else f"{what} ({how})")

    for dm in conflict.decision_makers:
        for statement in dm.statements:
            note(statement.guard, f"{dm.name}: {show(statement.want)}")
    for rule in conflict.infeasible:
        note(rule.guard, f"cannot be: {show(rule.condition)}")
    for option in conflict.options:
        note(option.guard, f"option: {option.name}")
        note(option.one_way_guard, f"one way: {option.name}")
    return found
