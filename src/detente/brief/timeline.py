"""What was known when: the claims in the order of publication, and the model's answers as they stood on each day."""

from dataclasses import dataclass, replace
from datetime import date

from detente.brief.answers import state_words
from detente.brief.record import Decided, Record
from detente.conflict import Conflict, Guard, compile
from detente.dossier.history import Round
from detente.stability import CONCEPTS, analyze

POSITIONS = frozenset({"demand", "offer", "acceptance", "refusal", "threat", "condition", "possibility"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What one day of publication added, and what changed in the equilibria.

    ``appeared`` and ``vanished`` are (concept, state in words) against the day before; on the first day everything
    has appeared.
    """

    date: date
    claims: tuple[Decided, ...]
    equilibria: dict[str, tuple[str, ...]]
    appeared: tuple[tuple[str, str], ...]
    vanished: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The days in order, the claims without a date, the rounds, and each actor's positions in time order."""

    days: tuple[Day, ...]
    undated: tuple[Decided, ...]
    rounds: tuple[Round, ...]
    positions: dict[str, tuple[Decided, ...]]


def as_it_stood(conflict: Conflict, record: Record, day: date) -> Conflict:
    """Return the model as it stood at the end of ``day``.

    Statements and rules that rest on a claim published later are left out, and a contested claim published later is
    not believed. What rests on no claim, or on one without a date, stays.
    """

    def known(ids: tuple[str, ...]) -> bool:
        return all((record.published(c) or date.min) <= day for c in ids)

    def stood(guard: Guard) -> bool:
        return known(guard.because)

    return replace(
        conflict,
        decision_makers=tuple(
            replace(dm, statements=tuple(s for s in dm.statements if stood(s.guard))) for dm in conflict.decision_makers
        ),
        infeasible=tuple(rule for rule in conflict.infeasible if stood(rule.guard)),
        contested=tuple(replace(c, believed=c.believed and known((c.id,))) for c in conflict.contested),
    )


def timeline(conflict: Conflict, record: Record, until: date | None = None) -> Timeline:
    """Play a dossier forward, one day of publication after the other, up to and including ``until``."""
    dated = {c.id: record.published(c.id) for c in record.claims.values()}
    dates = sorted({d for d in dated.values() if d is not None and (until is None or d <= until)})
    days: list[Day] = []
    before: dict[str, tuple[str, ...]] = {c.key: () for c in CONCEPTS}
    for day in dates:
        now = equilibria(as_it_stood(conflict, record, day))
        days.append(
            Day(
                date=day,
                claims=tuple(c for c in record.claims.values() if dated[c.id] == day),
                equilibria=now,
                appeared=tuple((key, s) for key in now for s in now[key] if s not in before[key]),
                vanished=tuple((key, s) for key in now for s in before[key] if s not in now[key]),
            )
        )
        before = now
    positions: dict[str, list[Decided]] = {}
    for claim in (c for d in days for c in d.claims):
        if claim.kind in POSITIONS and claim.actors:
            positions.setdefault(claim.actors[0], []).append(claim)
    return Timeline(
        days=tuple(days),
        undated=tuple(c for c in record.claims.values() if dated[c.id] is None),
        rounds=record.rounds,
        positions={actor: tuple(claims) for actor, claims in positions.items()},
    )


def equilibria(conflict: Conflict) -> dict[str, tuple[str, ...]]:
    """Return concept → equilibria in words, in state order, in the model's own reading."""
    graph = compile(conflict)
    verdicts = analyze(graph)
    return {c.key: tuple(state_words(conflict, graph, int(s)) for s in verdicts.equilibria(c.key)) for c in CONCEPTS}
