"""A dossier played forward: what became known on each day, which verdicts turned, and because of which claim."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from detente.analysis.bench import MAX_OPTIONS, bench, judge, variant
from detente.analysis.question import Question, verdicts
from detente.analysis.readings import guards
from detente.conflict import Conflict, compile
from detente.dossier.history import Round, Standing, as_it_stood, events, rounds
from detente.dossier.ledger import Entry
from detente.dossier.links import Denial, Unit, denials, heads, units
from detente.dossier.positions import Disagreement, Position, disagreements, positions
from detente.stability import CONCEPTS, analyze

MOST_TOGETHER = 3
"""Up to so many claims together are tried as the cause of a turn that no single one makes."""
State = tuple[str, ...]
Verdicts = dict[str, tuple[State, ...]]
Price = Callable[[Conflict], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A verdict that turned: a state (options taken) that now holds under a concept, or no longer does.

    ``because`` are the changed claims without any one of which it would not have turned; where there is none,
    ``either`` are the smallest sets of them each of which is enough.
    """

    concept: str
    state: State
    holds: bool
    because: tuple[str, ...]
    either: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What changed between two standings: claims that came and went, verdicts that turned."""

    came: tuple[Entry, ...]
    went: tuple[Entry, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day on which something changed, and how things stood at its end.

    ``settlement`` says whether the model's settlement holds, and is reached besides (None where it names none);
    ``cost`` is the least cost of levers by the user's prices (None without prices, or where none is enough).
    """

    date: date
    step: Step
    equilibria: Verdicts
    settlement: tuple[bool, bool] | None
    cost: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A round of talks and how things stood on its day; nothing is said where no claim stood yet."""

    round: Round
    settlement: tuple[bool, bool] | None
    cost: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything in order of time; ``since`` sums up what changed since a date that was asked about."""

    clock: str
    priced: bool
    days: tuple[Day, ...]
    undated: tuple[Entry, ...]
    sessions: tuple[Session, ...]
    positions: tuple[Position, ...]
    disagreements: tuple[Disagreement, ...]
    units: tuple[Unit, ...]
    denials: tuple[Denial, ...]
    events: tuple[tuple[date | None, Entry], ...]
    since: Step | None
    turned: tuple[Position, ...]
    """Positions told of since then."""


def timeline(
    conflict: Conflict,
    seen: Standing,
    *,
    since: date | None = None,
    until: date | None = None,
    told_rounds: Sequence[Round] = (),
    question: Question | None = None,
    price: Price | None = None,
) -> Timeline:
    """Play a dossier forward.

    Parameters
    ----------
    seen : its claims by one of the two clocks
    since : sum up what changed after the end of this day
    until : leave out what became known later
    told_rounds : rounds of talks, where they are given; else they are read off the claims
    question : the settlement and what holding means (default: the model's own, SEQ)
    price : cost of the cheapest levers in a model, where the user gave prices

    Raises
    ------
    DetenteError
        The model cannot be compiled.
    """
    days = [d for d in seen.days if until is None or d <= until]
    if question is None and conflict.settlement is not None:
        question = Question(settlement=conflict.settlement)
    asked = question if len(conflict.options) <= MAX_OPTIONS else None
    found, before = [], seen.on(date.min)
    for day in days:
        now = seen.on(day)
        then = as_it_stood(conflict, seen.every, now)
        found.append(
            Day(
                date=day,
                step=step(conflict, seen.every, before, now),
                equilibria=equilibria(then),
                settlement=settled(then, asked),
                cost=None if price is None else price(as_it_stood(conflict, seen.every, now, keep_places=True)),
            )
        )
        before = now
    last = seen.on(until or date.max)
    stand = positions(last, conflict, seen.texts)
    return Timeline(
        clock=seen.clock,
        priced=price is not None,
        days=tuple(found),
        undated=tuple(e for e in last if seen.clock == "published" and e.published is None),
        sessions=tuple(_sessions(conflict, seen, told_rounds or rounds(last), until, asked, price)),
        positions=stand,
        disagreements=disagreements(stand, conflict),
        units=tuple(unit for unit in units(last) if unit.copies),
        denials=denials(last),
        events=events(last),
        since=None if since is None else step(conflict, seen.every, seen.on(since), last),
        turned=() if since is None else _since(stand, seen.on(since)),
    )


def _since(found: Sequence[Position], before: Sequence[Entry]) -> tuple[Position, ...]:
    """Return the positions none of whose tellings stood before."""
    known = {e.claim.id for e in before}
    return tuple(p for p in found if known.isdisjoint((p.claim, *p.copies)))


def _sessions(
    conflict: Conflict,
    seen: Standing,
    told: Sequence[Round],
    until: date | None,
    question: Question | None,
    price: Price | None,
) -> Iterator[Session]:
    for talks in told:
        now = () if talks.date is None or (until and talks.date > until) else seen.on(talks.date)
        if not now:
            yield Session(round=talks, settlement=None, cost=None)
            continue
        then = as_it_stood(conflict, seen.every, now, keep_places=True)
        cost = None if price is None else price(then)
        yield Session(round=talks, settlement=settled(then, question), cost=cost)


def step(conflict: Conflict, every: Sequence[Entry], before: Sequence[Entry], after: Sequence[Entry]) -> Step:
    """Compare two standings of the claims: which verdicts of the model turned, and because of which claims."""
    old, new = {e.claim.id: e for e in before}, {e.claim.id: e for e in after}
    came = tuple(e for k, e in new.items() if k not in old)
    went = tuple(e for k, e in old.items() if k not in new)
    judged = _Judged(conflict, every, old)
    then, now = judged(()), judged([e.claim.id for e in (*came, *went)])
    first = heads(every)
    used = {first.get(c, c) for c in _used(conflict)}
    matter = [e.claim.id for e in (*came, *went) if first.get(e.claim.id, e.claim.id) in used]
    turned = [
        (key, state, state in now[key])
        for key in now
        for state in dict.fromkeys((*then[key], *now[key]))
        if (state in then[key]) != (state in now[key])
    ]
    by_id = {e.claim.id: e for e in (*came, *went)}
    return Step(came=came, went=went, turns=tuple(_turn(judged, list(by_id), matter, *one) for one in turned))


def _turn(judged: "_Judged", changed: list[str], matter: list[str], key: str, state: State, holds: bool) -> Turn:
    def so(changes: Iterable[str]) -> bool:
        return (state in judged(changes)[key]) == holds

    needed = tuple(c for c in matter if not so(x for x in changed if x != c))
    either: tuple[tuple[str, ...], ...] = ()
    if not needed:
        for size in range(1, MOST_TOGETHER + 1):
            either = tuple(c for c in combinations(matter, size) if so(c))
            if either:
                break
    return Turn(concept=key, state=state, holds=holds, because=needed, either=either)


class _Judged:
    """Equilibria of a model under standings that differ from ``old`` by some claims; each is worked out once."""

    def __init__(self, conflict: Conflict, every: Sequence[Entry], old: Mapping[str, Entry]) -> None:
        self.conflict, self.every, self.old = conflict, every, old
        self.known: dict[frozenset[str], Verdicts] = {}

    def __call__(self, changed: Iterable[str]) -> Verdicts:
        key = frozenset(changed)
        if key not in self.known:
            stood = [e for e in self.every if (e.claim.id in self.old) != (e.claim.id in key)]
            self.known[key] = equilibria(as_it_stood(self.conflict, self.every, stood))
        return self.known[key]


def _used(conflict: Conflict) -> frozenset[str]:
    used = {claim for g in guards(conflict) for claim in (*g.because, *g.when, *g.unless)}
    return frozenset(used | {c.id for c in conflict.contested})


def equilibria(conflict: Conflict) -> Verdicts:
    """Return concept → equilibria, each as the options taken (or the state's label), in state order."""
    graph = compile(conflict)
    found = analyze(graph)

    def taken(s: int) -> State:
        if not graph.options:
            return (graph.labels[s] if graph.labels else str(s + 1),)
        return tuple(o for k, o in enumerate(graph.options) if int(graph.codes[s]) >> k & 1)

    return {c.key: tuple(taken(int(s)) for s in found.equilibria(c.key)) for c in CONCEPTS}


def settled(conflict: Conflict, question: Question | None) -> tuple[bool, bool] | None:
    """Say whether a settlement holds, and whether it holds and is reached; None where none is asked about."""
    if question is None:
        return None
    on = bench(conflict)
    holds, reached = verdicts(on, question, judge(on, [variant(on)], question.concept, question.reach))
    return bool(holds[0]), bool(reached[0])
