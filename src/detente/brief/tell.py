"""A model's answers put into sentences: one content for the screen, Markdown and a self-contained HTML page."""

import hashlib
import json
from dataclasses import dataclass

import jinja2

from detente.brief.annex import Annex, annex
from detente.brief.answers import Answers, Blocking, Change, Hinge, Hold, StickingPoint, Wish, answers, cover, wish
from detente.brief.record import Decided, Record
from detente.conflict import Conflict, dump

MOST_SHOWN = 200
CAUTION = "An equilibrium is not a forecast: it says what nobody would leave alone, not what will happen."
METHOD = (
    "States are the feasible combinations of options. One state is preferred to another by the first statement, in"
    " order of priority, on which they differ. A state holds under a concept if every decision maker is stable there"
    " (Graph Model for Conflict Resolution; NASH, GMR, SMR, SEQ, SSEQ). The preferences are the analyst's reading of"
    " the record; what no passage states is marked assumed. Stability is not likelihood, and results depend on the"
    " options chosen."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A decided claim with its passage, the chain it came through, and what in the model rests on it."""

    id: str
    kind: str
    quote: str
    chain: str
    page: str
    link: str
    used: tuple[str, ...]


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
    sticking: tuple[StickingPoint, ...]
    blocking: Blocking
    hinges: tuple[Hinge, ...]
    contested: tuple[tuple[str, str, bool], ...]
    wants: tuple[tuple[str, tuple[Wish, ...]], ...]
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
        return (
            _environment(True)
            .get_template("brief.html")
            .render(b=self, change=change_words, blocked=blocking_words(self.blocking))
        )

    def to_markdown(self) -> str:
        """Write the same content as Markdown."""
        return (
            _environment(False)
            .get_template("brief.md")
            .render(b=self, change=change_words, blocked=blocking_words(self.blocking))
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


def write(conflict: Conflict, record: Record | None = None, notes: tuple[str, ...] = (), levers: bool = False) -> Brief:
    """Work out and tell what would hold, what it sticks on, and which contested claims change it.

    Parameters
    ----------
    conflict : the model
    record : the decided claims that its ``because`` ids lead to, where there are any
    notes : what the reader should know besides, such as that the model is a draft
    levers : whether an annex lists the changes that would unlock a settlement

    Raises
    ------
    DetenteError
        The model cannot be compiled.
    """
    found = answers(conflict)
    return Brief(
        title=conflict.title or "A conflict without a title",
        as_of=conflict.as_of.isoformat() if conflict.as_of else "",
        fictional=conflict.fictional,
        about=record.about if record else "",
        note=conflict.note,
        decided=", ".join(filter(None, (record.decided_by, record.decided_on))) if record else "",
        caution=CAUTION,
        method=METHOD,
        bottom=tuple(bottom_line(found)),
        settlement=found.settlement,
        holds=found.holds,
        sticking=found.sticking,
        blocking=found.blocking,
        hinges=found.hinges,
        contested=tuple((c.id, c.name, c.believed) for c in conflict.contested),
        wants=tuple(
            (dm.name, tuple(wish(conflict, dm.name, s) for s in dm.statements)) for dm in conflict.decision_makers
        ),
        sources=_sources(conflict, record),
        options=tuple((o.id, o.name, _owner(conflict, o.owner)) for o in conflict.options),
        notes=(*notes, *found.notes),
        what_if=what_if(conflict, found),
        annex=annex(conflict) if levers else None,
        sha256=hashlib.sha256(dump(conflict).encode()).hexdigest(),
    )


def what_if(conflict: Conflict, found: Answers) -> str:
    """Put every reading into one JSON text that may stand inside an HTML script element.

    Returns
    -------
    text : ``claims`` in bit order, ``states`` as [words, is it a settlement], ``readings[mask][concept]`` as numbers
        of states; empty if readings are not compared, or would fill the page
    """
    if not conflict.contested or not found.table:
        return ""
    if len({s for _, by in found.table for states in by.values() for s in states}) > MOST_SHOWN:
        return ""
    ids = [c.id for c in conflict.contested]
    states: dict[str, int] = {}
    readings: dict[int, list[list[int]]] = {}
    for believed, by in found.table:
        mask = sum(1 << k for k, claim in enumerate(ids) if claim in believed)
        readings[mask] = [[states.setdefault(s, len(states)) for s in by[h.key]] for h in found.holds]
    data = {
        "claims": ids,
        "concepts": [h.key for h in found.holds],
        "states": [[s, s in found.settlement_words] for s in states],
        "readings": [readings[mask] for mask in range(len(readings))],
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
        lines.append(f"Each of the {main[0].total} settlement states is left by {'; or by '.join(who)}.")
    if found.settlement and found.readings > 1:
        share = f"{found.settled_readings or 'none'} of the {found.readings} readings"
        lines.append(f"A settlement holds in {share} of the contested claims.")
    if found.status_quo:
        if len(found.status_quo_holds) == len(found.holds):
            lines.append(f"The status quo ({found.status_quo}) holds under every concept.")
        elif found.status_quo_holds:
            lines.append(f"The status quo ({found.status_quo}) holds under {listed(found.status_quo_holds)} only.")
        else:
            lines.append(f"The status quo ({found.status_quo}) holds under no concept.")
    moving = [h.name for h in found.hinges if h.changes]
    if moving:
        lines.append(f"Verdicts turn on {'this claim' if len(moving) == 1 else 'these claims'}: {'; '.join(moving)}.")
    elif found.hinges:
        lines.append("No contested claim changes a verdict.")
    return lines


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


def _owner(conflict: Conflict, owner: str) -> str:
    return next((dm.name for dm in conflict.decision_makers if dm.id == owner), owner)


def _link(claim: Decided) -> str:
    if claim.copy_of:
        return f"A copy of {claim.copy_of}, counted once."
    return f"Denies {claim.denies}." if claim.denies else ""


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
            page=f"{c.page}, {day.isoformat()}" if (day := record.published(c.id)) else c.page,
            link=_link(c),
            used=tuple(used.get(c.id, ())),
        )
        for c in record.claims.values()
    )
