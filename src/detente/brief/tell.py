"""A model's answers put into sentences: one content for the screen, Markdown and a self-contained HTML page."""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import jinja2
import numpy as np

from detente.analysis.readings import sides
from detente.brief.annex import Annex, annex
from detente.brief.answers import (
    CONCEPT,
    Answers,
    Blocking,
    Change,
    Exact,
    Held,
    Hinge,
    Hold,
    StickingPoint,
    Wish,
    answers,
    cover,
    wish,
)
from detente.brief.record import Decided, Record
from detente.conflict import Conflict, DecisionMaker, dump
from detente.dossier.positions import Position, disagreements, positions

MOST_SHOWN = 400
MOST_BYTES = 1 << 21
"""With more states, or more bytes of readings, the page has no tick boxes."""
MOST_WAYS = 6
MOST_RANKED = 64
_YEAR = "January February March April May June July August September October November December"
MONTHS = tuple(_YEAR.split())
CAUTION = "An equilibrium is not a forecast: it says what nobody would leave alone, not what will happen."
METHOD = (
    "States are the feasible combinations of options. One state is preferred to another by the first statement, in"
    " order of priority, on which they differ. A state holds under a concept if every decision maker is stable there"
    " (Graph Model for Conflict Resolution); the five concepts differ in what answers a mover expects. The preferences"
    " are the analyst's reading of the record; what no passage states is marked assumed. Stability is not likelihood,"
    " and results depend on the options chosen."
)
PLAIN = {
    "NASH": "nobody gains by moving alone, if nobody answers",
    "GMR": "whoever would gain by moving can be answered in a way that undoes the gain",
    "SMR": "as GMR, and the mover cannot repair that by moving again",
    "SEQ": "as GMR, but only answers count that pay those who make them",
    "SSEQ": "as SEQ, and the mover cannot repair that by moving again",
}
"""The concepts in words for somebody who has never heard of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A decided claim with its passage, the chain it came through, and what in the model rests on it.

    ``links`` say of which claim it is a copy, which it denies, and which copy or deny it.
    """

    id: str
    kind: str
    quote: str
    chain: str
    page: str
    day: str
    links: tuple[str, ...]
    used: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """One position as it was told: when, which claim, what stance, and what bounds it (scope, hedge, denial)."""

    claim: str
    day: str
    stance: str
    marks: tuple[str, ...]
    chain: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Positions of one party that pull apart, in time order; ``flat`` where scope does not explain it."""

    party: str
    issues: tuple[str, ...]
    flat: bool
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The finished answer, in words."""

    title: str
    as_of: str
    fictional: str
    about: str
    note: str
    decided: str
    caution: str
    method: str
    bottom: tuple[str, ...]
    settlement: str
    holds: tuple[Hold, ...]
    held: tuple[Held, ...]
    exact: tuple[Exact, ...]
    varying: int
    readings: int
    sticking: tuple[StickingPoint, ...]
    blocking: Blocking
    hinges: tuple[Hinge, ...]
    contested: tuple[tuple[str, str, bool], ...]
    apart: tuple[Apart, ...]
    wants: tuple[tuple[str, tuple[Wish, ...], str], ...]
    """For every decision maker its statements, or its ranking in the words of the model file."""
    sources: tuple[Source, ...]
    options: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    sha256: str
    what_if: str
    """The readings as JSON for the page's own tick boxes; empty where there is nothing to choose."""
    annex: Annex | None
    """Levers, where they were asked for."""

    @property
    def main_points(self) -> tuple[StickingPoint, ...]:
        """The sticking points named in the bottom line."""
        return cover(self.sticking)[0]

    def to_html(self) -> str:
        """Write one page that asks nothing of the network."""
        return self._written("brief.html", True)

    def to_markdown(self) -> str:
        """Write the same content as Markdown."""
        return self._written("brief.md", False)

    def _written(self, template: str, escape: bool) -> str:
        return (
            _environment(escape)
            .get_template(template)
            .render(
                b=self,
                change=change_words,
                when=when_words,
                listed=listed,
                blocked=blocking_words(self.blocking),
                concept=CONCEPT,
                plain=PLAIN,
                day=day_words,
            )
        )


def _environment(escape: bool) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("detente.brief", "templates"),
        autoescape=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )


def write(
    conflict: Conflict,
    record: Record | None = None,
    notes: tuple[str, ...] = (),
    levers: bool = False,
    told_apart: tuple[Apart, ...] | None = None,
) -> Brief:
    """Work out and tell what would hold, what it sticks on, and which contested claims change it.

    Parameters
    ----------
    conflict : the model
    record : the decided claims that its ``because`` ids lead to, where there are any
    notes : what the reader should know besides, such as that the model is a draft
    levers : whether an annex lists the changes that would unlock a settlement
    told_apart : where positions of one party pull apart; None works it out from the record and its pages

    Raises
    ------
    DetenteError
        The model cannot be compiled.
    """
    found = answers(conflict)
    boxes = what_if(conflict, found)
    if found.table is not None and conflict.contested and not boxes:
        notes = (*notes, "Too many states hold in some reading for tick boxes in the page; ask detente readings.")
    return Brief(
        title=conflict.title or "A conflict without a title",
        as_of=conflict.as_of.isoformat() if conflict.as_of else "",
        fictional=conflict.fictional,
        about=record.about if record else "",
        note=conflict.note,
        decided=_decided(record) if record else "",
        caution=CAUTION,
        method=METHOD,
        bottom=tuple(bottom_line(found)),
        settlement=found.settlement,
        holds=found.holds,
        held=found.held,
        exact=found.exact,
        varying=found.varying,
        readings=found.readings,
        sticking=(*cover(found.sticking)[0], *(p for p in found.sticking if p not in cover(found.sticking)[0])),
        blocking=found.blocking,
        hinges=found.hinges,
        contested=tuple((c.id, c.name, c.believed) for c in conflict.contested),
        apart=apart(conflict, record) if told_apart is None else told_apart,
        wants=tuple(
            (dm.name, tuple(wish(conflict, dm.name, s) for s in dm.statements), ranking_words(conflict, dm))
            for dm in conflict.decision_makers
        ),
        sources=_sources(conflict, record),
        options=tuple((o.id, o.name, _owner(conflict, o.owner)) for o in conflict.options),
        notes=(*notes, *found.notes),
        what_if=boxes,
        annex=annex(conflict) if levers else None,
        sha256=hashlib.sha256(dump(conflict).encode()).hexdigest(),
    )


def what_if(conflict: Conflict, found: Answers) -> str:
    """Put what holds in every reading into one JSON text that may stand inside an HTML script element.

    Returns
    -------
    text : ``claims`` that change something, in bit order (the first least significant); ``concepts``; ``states`` as
        [words, is it a settlement, is it the status quo]; ``sets`` of readings, each as bits in base64 (reading r is
        bit r mod 8 of byte r div 8); ``holds[state][concept]`` as places in ``sets``. Empty if readings are not
        compared, or would fill the page
    """
    table = found.table
    if not conflict.contested or table is None or len(table.codes) > MOST_SHOWN:
        return ""
    live = [
        k
        for k in range(len(table.claims))
        if any((without != with_it).any() for without, with_it in (sides(t, k) for t in table.holds.values()))
    ]
    short = np.arange(1 << len(live))  # readings of the live claims alone, the others not believed
    readings = np.sum([(short >> bit & 1) << k for bit, k in enumerate(live)], axis=0, dtype=np.int64) + 0 * short
    sets: dict[bytes, int] = {}
    held = [
        [
            sets.setdefault(np.packbits(t[row][readings], bitorder="little").tobytes(), len(sets))
            for t in table.holds.values()
        ]
        for row in range(len(table.codes))
    ]
    if sum(map(len, sets)) > MOST_BYTES:
        return ""
    data = {
        "claims": [table.claims[k] for k in live],
        "concepts": list(table.holds),
        "states": [[words, settled, words == found.status_quo] for words, settled in found.named],
        "sets": [base64.b64encode(bits).decode() for bits in sets],
        "holds": held,
    }
    return json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")


def bottom_line(found: Answers) -> list[str]:
    """Say the answer in a few sentences: the settlement, the status quo, the claims they turn on."""
    lines = []
    holding = [h.key for h in found.holds if h.settlements]
    if not found.settlement:
        lines.append("The model names no settlement; the table below says which states would hold.")
    elif not found.settlements:
        lines.append(f"No feasible state is a settlement ({found.settlement}).")
    elif holding:
        lines.append(f"A settlement ({found.settlement}) would hold under {listed(holding)}.")
    else:
        lines.append(f"No settlement ({found.settlement}) would hold under any of the {len(found.holds)} concepts.")
    main, all_blocked = cover(found.sticking)
    if all_blocked:
        who = [f"{p.wish.dm} ({p.wish.said})" for p in main]
        left = f"each of the {main[0].total} settlement states is left by {' or by '.join(who)}"
        lines.append(f"Whatever the others answer, {left}.")
    if found.settlement and found.readings > 1:
        share = f"{found.settled_readings or 'none'} of the {found.readings} readings"
        lines.append(f"A settlement holds in {share} of the contested claims{_condition(found)}.")
    if found.status_quo:
        if len(found.status_quo_holds) == len(found.holds):
            lines.append(f"The status quo ({found.status_quo}) holds under every concept.")
        elif found.status_quo_holds:
            lines.append(f"The status quo ({found.status_quo}) holds under {listed(found.status_quo_holds)} only.")
        else:
            lines.append(f"The status quo ({found.status_quo}) holds under no concept.")
    moving = [h.name for h in found.hinges if h.changes]
    if moving:
        told = "; ".join(moving).rstrip(".")
        end = "" if told.endswith("…") else "."
        lines.append(f"Verdicts turn on {'this claim' if len(moving) == 1 else 'these claims'}: {told}{end}")
    elif found.hinges:
        lines.append("No contested claim changes a verdict.")
    return lines


def _condition(found: Answers) -> str:
    told = next((x for x in found.exact if not x.what), None)
    if told is None or not 0 < told.times < told.of:
        return ""
    return f"; under {CONCEPT} {when_words(told)}"


def when_words(exact: Exact) -> str:
    """Say exactly when something holds, in words.

    >>> when_words(Exact(what="", times=1, of=4, weighted=None, when=((("a", True), ("b", False)),)))
    'exactly if a is believed and b is not'
    """
    if not exact.when:
        return "never"
    if exact.when == ((),):
        return "always"
    more = len(exact.when) - MOST_WAYS
    rest = f"; or in {more} more ways, which detente readings writes out" if more > 0 else ""
    return "exactly if " + "; or ".join(map(_together, exact.when[:MOST_WAYS])) + rest


def _together(parts: Sequence[tuple[str, bool]]) -> str:
    yes, no = ([claim for claim, believed in parts if believed == side] for side in (True, False))
    if not no:
        return f"{listed(yes)} {'is' if len(yes) == 1 else 'are'} believed"
    if not yes:
        return f"{listed(no)} {'is' if len(no) == 1 else 'are'} not believed"
    are = "is" if len(yes) == 1 else "are"
    return f"{listed(yes)} {are} believed and {listed(no)} {'is' if len(no) == 1 else 'are'} not"


def day_words(iso: str) -> str:
    """Write a date as a letter would.

    >>> day_words("2026-02-03"), day_words("")
    ('3 February 2026', '')
    """
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def apart(conflict: Conflict, record: Record | None) -> tuple[Apart, ...]:
    """Find positions of one party that pull apart, as the record tells them; whether they contradict is not said."""
    if record is None:
        return ()
    quotes = {c.id: c.quote for c in record.claims.values()}
    named = {o.id: o.name or o.id for o in conflict.options}

    def stand(p: Position) -> Stand:
        marks = [p.kind, *(["hedged"] * p.hedged), *([f"scope: {', '.join(p.scope)}"] if p.scope else [])]
        marks += [f"repeated by {listed(p.copies)}"] if p.copies else []
        marks += [f"denies {listed(p.denies)}"] if p.denies else []
        marks += [f"denied by {listed(p.denied_by)}"] if p.denied_by else []
        return Stand(
            claim=p.claim,
            day=p.day.isoformat() if p.day else "",
            stance=p.stance,
            marks=tuple(marks),
            chain=" → ".join(record.claims[p.claim].source) if p.claim in record.claims else " → ".join(p.source),
            quote=quotes.get(p.claim, ""),
        )

    found = disagreements(positions(record.entries(), conflict, record.texts()), conflict)
    return tuple(
        Apart(
            party=d.party,
            issues=tuple(named.get(issue, issue) for issue in d.issues),
            flat=d.same_scope,
            stands=tuple(map(stand, d.positions)),
        )
        for d in found
    )


def blocking_words(found: Blocking) -> str:
    """Say without which statements a settlement would hold; empty where nothing was asked or found."""
    if found.holds:
        far = (
            ""
            if found.can_be_reached or not found.started
            else ", but cannot be reached from the status quo by moves that pay each mover"
        )
        return f"A settlement holds under {found.concept}{far}."
    if not found.sets:
        return ""
    sets = [" together with ".join(f"{w.said} ({w.dm})" for w in one) for one in found.sets[:6]]
    more = f"; and {len(found.sets) - 6} more" if len(found.sets) > 6 else ""
    far = "Even then it could not be reached from the status quo by moves that pay each mover."
    one = "this were" if len(found.sets) == 1 else "any one of these were"
    return f"It would hold under {found.concept} if {one} left out: {'; '.join(sets)}{more}." + (
        "" if any(found.reached) or not found.started else f" {far}"
    )


def change_words(change: Change, total: int) -> str:
    """Say what a contested claim does to one state."""
    under = "every concept" if len(change.concepts) == total else listed(change.concepts)
    where = "" if change.always else " (in some readings of the other claims)"
    if change.gained:
        return f"“{change.state}” holds under {under} only if it is believed{where}"
    return f"“{change.state}” holds under {under} only if it is not believed{where}"


def listed(words: tuple[str, ...] | list[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["NASH", "GMR", "SEQ"])
    'NASH, GMR and SEQ'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def ranking_words(conflict: Conflict, dm: DecisionMaker) -> str:
    """Write a ranking that does not come from statements, most preferred first; empty where statements are given."""
    if dm.weights is not None:
        named = {o.id: o.name or o.id for o in conflict.options}
        return "By the total weight of what is taken: " + ", ".join(f"{named[o]} {w}" for o, w in dm.weights) + "."
    if dm.ranking is None:
        return ""
    named = {state.id: f"“{state.name or state.id}”" for state in conflict.states}
    groups = [" = ".join(named.get(s, s) for s in group) for group in dm.ranking]
    cut = "; and so on" if len(groups) > MOST_RANKED else ""
    which = f"One of {len(dm.rankings)} rankings, of which this is the first: " if dm.rankings else ""
    letters = "" if conflict.states else " (options in the order of the table, Y taken, N left)"
    return f"{which}{' > '.join(groups[:MOST_RANKED])}{cut}{letters}."


def _decided(record: Record) -> str:
    try:
        day = day_words(record.decided_on)
    except ValueError:
        day = record.decided_on
    return ", ".join(filter(None, (record.decided_by, day)))


def _owner(conflict: Conflict, owner: str) -> str:
    return next((dm.name for dm in conflict.decision_makers if dm.id == owner), owner)


def _links(claim: Decided, every: Iterable[Decided]) -> tuple[str, ...]:
    found = [f"A copy of {claim.copy_of}, counted once."] if claim.copy_of else []
    found += [f"Denies {claim.denies}."] if claim.denies else []
    copies = [c.id for c in every if c.copy_of == claim.id]
    denied = [c.id for c in every if c.denies == claim.id]
    found += [f"Repeated by {listed(copies)}: one report."] if copies else []
    found += [f"Denied by {listed(denied)}."] if denied else []
    return tuple(found)


def _sources(conflict: Conflict, record: Record | None) -> tuple[Source, ...]:
    if record is None:
        return ()
    used: dict[str, list[str]] = {}
    for dm in conflict.decision_makers:
        for s in dm.statements:
            w = wish(conflict, dm.name, s)
            for claim in dict.fromkeys(w.because + w.when + w.unless):
                dropped = " (dropped if it is believed)" if claim in w.unless else ""
                used.setdefault(claim, []).append(f"{w.dm}: {w.want}{dropped}")
    for rule in conflict.infeasible:
        for claim in dict.fromkeys(rule.guard.because + rule.guard.when + rule.guard.unless):
            used.setdefault(claim, []).append(f"cannot be: {rule.why}")
    return tuple(
        Source(
            id=c.id,
            kind=c.kind,
            quote=c.quote,
            chain=" → ".join(c.source),
            page=c.page,
            day=day.isoformat() if (day := record.published(c.id)) else "",
            links=_links(c, record.claims.values()),
            used=tuple(used.get(c.id, ())),
        )
        for c in record.claims.values()
    )
