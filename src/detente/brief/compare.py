"""Two models side by side: which judgements differ, and which of them change verdicts."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.conditions import show
from detente.conflict import Conflict, DecisionMaker, PreferenceStatement, compile
from detente.stability import CONCEPTS, analyze

Equilibria = dict[str, frozenset[frozenset[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One judgement that differs; ``moves`` counts the equilibria that it alone changes in the first model."""

    what: str
    moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Judgements by consequence, and the equilibria of only one of the models as (concept, options taken)."""

    differences: tuple[Difference, ...]
    only_first: tuple[tuple[str, tuple[str, ...]], ...]
    only_second: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def same(self) -> bool:
        """Say whether the two models agree in every judgement and verdict."""
        return not (self.differences or self.only_first or self.only_second)


def compare(first: Conflict, second: Conflict) -> Comparison:
    """Compare two models by what they judge and by what follows.

    Raises
    ------
    DetenteError
        One of them cannot be compiled.
    """
    a, b = equilibria(first), equilibria(second)
    found = [
        Difference(what=what, moves=-1 if changed is None else _moved(a, equilibria(changed)))
        for what, changed in _judgements(first, second)
    ]
    return Comparison(
        differences=tuple(sorted(found, key=lambda d: -d.moves)),
        only_first=_only(a, b),
        only_second=_only(b, a),
    )


def equilibria(conflict: Conflict) -> Equilibria:
    """Return concept → equilibria, each as the set of options taken."""
    graph = compile(conflict)
    verdicts = analyze(graph)
    return {
        c.key: frozenset(
            frozenset(o for k, o in enumerate(graph.options) if int(graph.codes[s]) >> k & 1)
            for s in verdicts.equilibria(c.key).tolist()
        )
        for c in CONCEPTS
    }


def _moved(a: Equilibria, b: Equilibria) -> int:
    return sum(len(a[key] ^ b[key]) for key in a)


def _only(a: Equilibria, b: Equilibria) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((key, tuple(sorted(s))) for key in a for s in sorted(a[key] - b[key], key=sorted))


def _judgements(first: Conflict, second: Conflict) -> Iterator[tuple[str, Conflict | None]]:
    """Yield each difference with the first model changed in that alone (None where it cannot be taken alone)."""
    ours, theirs = ({o.id: o for o in c.options} for c in (first, second))
    yield from ((f"option {o} is only in the first", None) for o in ours if o not in theirs)
    yield from ((f"option {o} is only in the second", None) for o in theirs if o not in ours)
    same_options = set(ours) == set(theirs)
    for i, dm in enumerate(first.decision_makers):
        other = next((d for d in second.decision_makers if d.id == dm.id), None)
        if other is None:
            yield f"decision maker {dm.name} is only in the first", None
            continue
        for what, changed in _statements(dm, other):
            people = (*first.decision_makers[:i], changed, *first.decision_makers[i + 1 :])
            yield f"{dm.name}: {what}", replace(first, decision_makers=people) if same_options else None
    known = {d.id for d in first.decision_makers}
    for d in second.decision_makers:
        if d.id not in known:
            yield f"decision maker {d.name} is only in the second", None
    if {r.condition for r in first.infeasible} != {r.condition for r in second.infeasible}:
        yield "what cannot be differs", replace(first, infeasible=second.infeasible) if same_options else None
    if first.default_reading != second.default_reading:
        for claim in sorted(first.default_reading ^ second.default_reading):
            side = "first" if claim in first.default_reading else "second"
            flipped = tuple(replace(c, believed=not c.believed) if c.id == claim else c for c in first.contested)
            listed = any(c.id == claim for c in first.contested)
            yield f"{claim} is believed in the {side} only", replace(first, contested=flipped) if listed else None
    if first.status_quo != second.status_quo:
        yield "the status quo differs", None
    if first.settlement != second.settlement:
        yield "what counts as a settlement differs", None


def _statements(dm: DecisionMaker, other: DecisionMaker) -> Iterator[tuple[str, DecisionMaker]]:
    if dm.ranking != other.ranking:
        yield "the ranking differs", replace(dm, ranking=other.ranking, statements=other.statements)
        return
    ours, theirs = ({_judged(s): s for s in reversed(d.statements)} for d in (dm, other))
    for key, s in ours.items():
        if key not in theirs:
            rest = tuple(t for t in dm.statements if _judged(t) != key)
            yield f"“{show(s.want)}” is only in the first", replace(dm, statements=rest)
    for place, s in enumerate(other.statements):
        if _judged(s) not in ours:
            more = (*dm.statements[:place], s, *dm.statements[place:])
            yield f"“{show(s.want)}” is only in the second", replace(dm, statements=more)
    kept = list(dict.fromkeys(_judged(s) for s in dm.statements if _judged(s) in theirs))
    order = list(dict.fromkeys(_judged(s) for s in other.statements if _judged(s) in ours))
    if kept != order:
        turned = dict(zip(kept, order, strict=True))  # a statement that stands twice counts where it stands first
        mixed = tuple(ours[turned.get(key, key)] for key in dict.fromkeys(_judged(s) for s in dm.statements))
        yield "the order of priority differs", replace(dm, statements=mixed)


def _judged(s: PreferenceStatement) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return show(s.want), s.guard.when, s.guard.unless
