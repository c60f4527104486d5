"""Two models side by side: the judgements in which they differ, by what each of them changes, not by how many."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.analysis.bench import MAX_OPTIONS, bench, judge, variant
from detente.analysis.question import Question, verdicts
from detente.conditions import names, show
from detente.conflict import Conflict, DecisionMaker, Infeasible, Option, PreferenceStatement, compile
from detente.conflict.values import Coalesced, ForbiddenMoves, Guard
from detente.stability import CONCEPTS, analyze

NOBODY = "~nobody"
"""A claim that nobody believes: guards an option that is taken away."""
State = tuple[str, ...]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A verdict that differs: a state that holds under a concept, or (``state`` None) a word about the settlement.

    ``concept`` is then "settlement holds" or "settlement is reached". ``second`` is how it is in the second model.
    """

    concept: str
    state: State | None
    second: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One judgement that differs.

    Attributes
    ----------
    what : the difference in words; ``because`` the claims named behind it on either side
    alone : verdicts that change in the first model where this alone is taken over from the second; None where it
        cannot be taken alone
    needed : verdicts that change in the second where this alone is taken back; None where it cannot be
    weight : 0 it changes a verdict on the settlement, 1 whether the status quo holds, 2 another verdict, 3 none (or it
        cannot be taken by itself)
    """

    what: str
    kind: str
    because: tuple[str, ...]
    alone: tuple[Effect, ...] | None
    needed: tuple[Effect, ...] | None
    weight: int

    @property
    def moves(self) -> int:
        """How many equilibria it alone changes in the first model; -1 where it cannot be taken alone."""
        return -1 if self.alone is None else sum(e.state is not None for e in self.alone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Differences in order of consequence, and every verdict that differs between the models as they are."""

    differences: tuple[Difference, ...]
    effects: tuple[Effect, ...]

    @property
    def same(self) -> bool:
        """Say whether the two models agree in every judgement and verdict."""
        return not (self.differences or self.effects)


@dataclass(frozen=True, slots=True)
class _Change:
    """A difference seen from one side: the model with this alone changed to how the other has it (or None)."""

    key: Key
    what: str
    because: tuple[str, ...]
    changed: Conflict | None


def compare(first: Conflict, second: Conflict, question: Question | None = None) -> Comparison:
    """Compare two models by what they judge and by what follows.

    Parameters
    ----------
    question : what is asked of a settlement (default: what either model calls one, under SEQ)

    Raises
    ------
    DetenteError
        One of them cannot be compiled.
    """
    a, b = _verdicts(first, question), _verdicts(second, question)
    start = tuple(sorted(first.status_quo)) if first.status_quo is not None else None
    back = {change.key: change for change in _changes(second, first)}
    found = []
    for change in _changes(first, second):
        other = back.get(change.key)
        alone = None if change.changed is None else _effects(a, _verdicts(change.changed, question))
        needed = None
        if other is not None and other.changed is not None:
            needed = _effects(_verdicts(other.changed, question), b)
        because = tuple(dict.fromkeys((*change.because, *(other.because if other else ()))))
        found.append(
            Difference(
                what=change.what,
                kind=change.key[0],
                because=because,
                alone=alone,
                needed=needed,
                weight=_weight((*(alone or ()), *(needed or ())), start),
            )
        )
    return Comparison(differences=tuple(sorted(found, key=lambda d: d.weight)), effects=_effects(a, b))


def _weight(effects: Sequence[Effect], start: State | None) -> int:
    if any(e.state is None for e in effects):
        return 0
    if start is not None and any(e.state is not None and tuple(sorted(e.state)) == start for e in effects):
        return 1
    return 2 if effects else 3


Verdicts = dict[tuple[str, State | None], bool]


def _verdicts(conflict: Conflict, question: Question | None) -> Verdicts:
    """Return every equilibrium, and the words about the settlement, as (concept, state) → True or False."""
    graph = compile(conflict)
    found: Verdicts = {}
    analyzed = analyze(graph)
    for c in CONCEPTS:
        for s in analyzed.equilibria(c.key).tolist():
            if graph.options:
                state = tuple(o for k, o in enumerate(graph.options) if int(graph.codes[s]) >> k & 1)
            else:
                state = (graph.labels[s] if graph.labels else str(s + 1),)
            found[c.key, state] = True
    if question is None and conflict.settlement is not None:
        question = Question(settlement=conflict.settlement)
    if question is not None and len(graph.options) <= MAX_OPTIONS:
        on = bench(conflict)
        holds, reached = verdicts(on, question, judge(on, [variant(on)], question.concept, question.reach))
        found["settlement holds", None] = bool(holds[0])
        found["settlement is reached", None] = bool(reached[0])
    return found


def _effects(a: Verdicts, b: Verdicts) -> tuple[Effect, ...]:
    keys = dict.fromkeys((*a, *b))
    return tuple(
        Effect(concept=k, state=s, second=b.get((k, s), False))
        for k, s in keys
        if a.get((k, s), False) != b.get((k, s), False)
    )


def _changes(ours: Conflict, theirs: Conflict) -> Iterator[_Change]:
    yield from _options(ours, theirs)
    yield from _makers(ours, theirs)
    yield from _rules(ours, theirs)
    yield from _listed(ours, theirs)
    yield from _beliefs(ours, theirs)
    if ours.status_quo != theirs.status_quo:
        known = {o.id for o in ours.options}
        there = theirs.status_quo is None or known.issuperset(theirs.status_quo)
        made = replace(ours, status_quo=theirs.status_quo) if there else None
        yield _Change(("status quo",), "the status quo differs", (), made)
    if ours.settlement != theirs.settlement:
        made = replace(ours, settlement=theirs.settlement)
        yield _Change(("settlement",), "what counts as a settlement differs", (), made)


def _options(ours: Conflict, theirs: Conflict) -> Iterator[_Change]:
    mine, other = ({o.id: o for o in c.options} for c in (ours, theirs))
    for o in (*ours.options, *(o for o in theirs.options if o.id not in mine)):
        key, because = ("option", o.id), o.guard.because
        if o.id not in other:
            off = replace(o, guard=replace(o.guard, when=(*o.guard.when, NOBODY)))
            made = replace(ours, options=tuple(off if x.id == o.id else x for x in ours.options))
            yield _Change(key, f"option {o.id} is only in the first", because, made)
        elif o.id not in mine:
            yield _Change(key, f"option {o.id} is only in the second", because, _with_option(ours, o, theirs))
        else:
            yield from _option(ours, mine[o.id], other[o.id])


def _with_option(ours: Conflict, option: Option, theirs: Conflict) -> Conflict | None:
    if not any(dm.id == option.owner for dm in ours.decision_makers) or any(
        dm.ranking is not None for dm in ours.decision_makers
    ):
        return None
    makers = tuple(
        replace(dm, options=(*dm.options, option.id)) if dm.id == option.owner else dm for dm in ours.decision_makers
    )
    taken = ours.status_quo
    if taken is not None and option.id in (theirs.status_quo or ()):
        taken = (*taken, option.id)
    return replace(ours, decision_makers=makers, options=(*ours.options, option), status_quo=taken)


def _option(ours: Conflict, mine: Option, other: Option) -> Iterator[_Change]:
    def made(new: Option) -> Conflict:
        return replace(ours, options=tuple(new if x.id == mine.id else x for x in ours.options))

    if (mine.one_way, _when(mine.one_way_guard)) != (other.one_way, _when(other.one_way_guard)):
        said = [o.one_way or "both ways" for o in (mine, other)]
        what = f"option {mine.id} can be taken {said[0]} in the first, {said[1]} in the second"
        new = replace(mine, one_way=other.one_way, one_way_guard=other.one_way_guard)
        yield _Change(
            ("one-way", mine.id), what, (*mine.one_way_guard.because, *other.one_way_guard.because), made(new)
        )
    if _when(mine.guard) != _when(other.guard):
        what = f"which claims option {mine.id} depends on differs"
        yield _Change(("option guard", mine.id), what, (), made(replace(mine, guard=other.guard)))


def _makers(ours: Conflict, theirs: Conflict) -> Iterator[_Change]:
    same = {o.id for o in ours.options} == {o.id for o in theirs.options}
    for i, dm in enumerate(ours.decision_makers):
        other = next((d for d in theirs.decision_makers if d.id == dm.id), None)
        if other is None:
            yield _Change(("decision maker", dm.id), f"decision maker {dm.name} is only in the first", (), None)
            continue
        for key, what, because, changed in _statements(dm, other):
            people = (*ours.decision_makers[:i], changed, *ours.decision_makers[i + 1 :])
            made = replace(ours, decision_makers=people) if same or _speaks(changed, ours) else None
            yield _Change(key, f"{dm.name}: {what}", because, made)
    known = {d.id for d in ours.decision_makers}
    for d in theirs.decision_makers:
        if d.id not in known:
            yield _Change(("decision maker", d.id), f"decision maker {d.name} is only in the second", (), None)


def _speaks(dm: DecisionMaker, conflict: Conflict) -> bool:
    known = {o.id for o in conflict.options}
    return dm.ranking is None and all(known.issuperset(names(s.want)) for s in dm.statements)


def _statements(dm: DecisionMaker, other: DecisionMaker) -> Iterator[tuple[Key, str, tuple[str, ...], DecisionMaker]]:
    if _ranked(dm) != _ranked(other):
        what = "the ranking differs"
        yield ("ranking", dm.id), what, (), replace(other, id=dm.id, name=dm.name, options=dm.options)
        return
    ours, theirs = ({_judged(s): s for s in reversed(d.statements)} for d in (dm, other))
    for key, s in ours.items():
        told = ("statement", dm.id, *map(str, key))
        if key not in theirs:
            rest = tuple(t for t in dm.statements if _judged(t) != key)
            yield told, f"“{show(s.want)}” is only in the first", s.guard.because, replace(dm, statements=rest)
        elif (s.guard.because, s.guard.assumed) != (theirs[key].guard.because, theirs[key].guard.assumed):
            what = f"“{show(s.want)}” rests on something else"
            new = tuple(theirs[key] if t is s else t for t in dm.statements)
            both = (*s.guard.because, *theirs[key].guard.because)
            yield ("provenance", *told[1:]), what, both, replace(dm, statements=new)
    for place, s in enumerate(other.statements):
        if _judged(s) not in ours:
            more = (*dm.statements[:place], s, *dm.statements[place:])
            told = ("statement", dm.id, *map(str, _judged(s)))
            yield told, f"“{show(s.want)}” is only in the second", s.guard.because, replace(dm, statements=more)
    kept = list(dict.fromkeys(_judged(s) for s in dm.statements if _judged(s) in theirs))
    order = list(dict.fromkeys(_judged(s) for s in other.statements if _judged(s) in ours))
    if kept != order:
        turned = dict(zip(kept, order, strict=True))  # a statement that stands twice counts where it stands first
        mixed = tuple(ours[turned.get(key, key)] for key in dict.fromkeys(_judged(s) for s in dm.statements))
        yield ("order", dm.id), "the order of priority differs", (), replace(dm, statements=mixed)


def _rules(ours: Conflict, theirs: Conflict) -> Iterator[_Change]:
    mine, other = ({_ruled(r): r for r in c.infeasible} for c in (ours, theirs))
    for key, rule in mine.items():
        if key not in other:
            rest = tuple(r for r in ours.infeasible if _ruled(r) != key)
            what = f"only the first rules out “{show(rule.condition)}”"
            yield _Change(("rule", *map(str, key)), what, rule.guard.because, replace(ours, infeasible=rest))
    known = {o.id for o in ours.options}
    for key, rule in other.items():
        if key not in mine:
            fits = known.issuperset(names(rule.condition))
            made = replace(ours, infeasible=(*ours.infeasible, rule)) if fits else None
            what = f"only the second rules out “{show(rule.condition)}”"
            yield _Change(("rule", *map(str, key)), what, rule.guard.because, made)


def _listed(ours: Conflict, theirs: Conflict) -> Iterator[_Change]:
    """Compare what is listed besides: forbidden moves, states that count as one, states and moves of a graph form."""
    same = [x.id for x in ours.options] == [x.id for x in theirs.options]
    if _spoken(ours.forbidden_moves) != _spoken(theirs.forbidden_moves):
        made = replace(ours, forbidden_moves=theirs.forbidden_moves) if same else None
        yield _Change(("forbidden moves",), "which moves are forbidden differs", (), made)
    if _spoken(ours.coalesced) != _spoken(theirs.coalesced):
        made = replace(ours, coalesced=theirs.coalesced) if same else None
        yield _Change(("coalesced",), "which states count as one differs", (), made)
    if [x.id for x in ours.states] != [x.id for x in theirs.states]:
        yield _Change(("states",), "the states differ", (), None)
    elif ours.moves != theirs.moves:
        yield _Change(("moves",), "the moves differ", (), replace(ours, moves=theirs.moves))


def _spoken(entries: Sequence[ForbiddenMoves] | Sequence[Coalesced]) -> list[object]:
    """Return entries without what never changes a verdict."""
    return [replace(x, why="", guard=Guard(when=x.guard.when, unless=x.guard.unless)) for x in entries]


def _beliefs(ours: Conflict, theirs: Conflict) -> Iterator[_Change]:
    for claim in sorted(ours.default_reading ^ theirs.default_reading):
        side = "first" if claim in ours.default_reading else "second"
        flipped = tuple(replace(c, believed=not c.believed) if c.id == claim else c for c in ours.contested)
        listed = any(c.id == claim for c in ours.contested)
        made = replace(ours, contested=flipped) if listed else None
        if made is None:
            new = next(c for c in theirs.contested if c.id == claim)
            made = replace(ours, contested=(*ours.contested, new))
        yield _Change(("belief", claim), f"{claim} is believed in the {side} only", (claim,), made)


def _ranked(dm: DecisionMaker) -> tuple[object, ...]:
    return dm.ranking, dm.gaps, dm.rankings, dm.weights


def _judged(s: PreferenceStatement) -> tuple[str, tuple[str, ...], tuple[str, ...], int, tuple[str, ...]]:
    return show(s.want), *_when(s.guard), s.degree, tuple(show(c) for c in s.versions)


def _ruled(r: Infeasible) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return show(r.condition), *_when(r.guard)


def _when(guard: Guard) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return guard.when, guard.unless


def compare_document(found: Comparison) -> dict[str, Any]:
    """Write a comparison as the document of ``detente diff --json``."""

    def effects(some: Sequence[Effect] | None) -> list[dict[str, Any]] | None:
        if some is None:
            return None
        return [
            {"verdict": e.concept, "taken": None if e.state is None else list(e.state), "in_second": e.second}
            for e in some
        ]

    def only(second: bool) -> list[list[Any]]:
        return [[e.concept, list(e.state)] for e in found.effects if e.state is not None and e.second == second]

    return {
        "same": found.same,
        "differences": [
            {
                "what": d.what,
                "kind": d.kind,
                "because": list(d.because),
                "moves": d.moves,
                "weight": ("settlement", "status quo", "another verdict", "none")[d.weight],
                "alone": effects(d.alone),
                "needed": effects(d.needed),
            }
            for d in found.differences
        ],
        "only_first": only(False),
        "only_second": only(True),
        "settlement": effects([e for e in found.effects if e.state is None]),
    }
