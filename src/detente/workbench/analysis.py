"""The analysis screen: what would hold, why, and what a toggled claim changes."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import escape

from detente.analysis import explain
from detente.analysis.words import option_names, state_words, witness_words
from detente.base import DetenteError
from detente.brief.tell import listed
from detente.conditions import show
from detente.conflict import Conflict
from detente.stability import CONCEPTS, find_concept
from detente.workbench import pages
from detente.workbench.passages import passages
from detente.workbench.place import Model, Place, digest, opened
from detente.workbench.verdicts import (
    MAX_ALL,
    MAX_FIRST,
    Judged,
    Row,
    Table,
    index_of,
    judged,
    stable_everywhere,
    table,
    turns,
)

router = APIRouter()


@router.get("/analysis")
def screen(request: Request) -> Response:
    """Show the whole screen."""
    place = pages.place_of(request)
    model = opened(place, request.query_params.get("model", ""))
    if model is None or model.conflict is None:
        return pages.page(request, "no_model.html", "Analysis", model)
    try:
        values = answer_values(place, model, request.query_params)
    except DetenteError as error:
        return pages.page(request, "no_model.html", "Analysis", model, found=error.diagnostics)
    conflict = model.conflict
    return pages.page(
        request,
        "analysis.html",
        "Analysis",
        model,
        fictional=conflict.fictional,
        as_of=conflict.as_of,
        contested=conflict.contested,
        turned=turned,
        against=request.query_params.get("against", ""),
        show=request.query_params.get("show", ""),
        **values,
    )


@router.get("/analysis/answer")
def answer(request: Request) -> Response:
    """Answer a toggle: the part of the screen that depends on the reading."""
    place = pages.place_of(request)
    model = opened(place, request.query_params.get("model", ""))
    headers = {"HX-Replace-Url": f"/analysis?{request.url.query}"}
    if model is None or model.conflict is None:
        return pages.partial("faulty.html", 200, headers, found=model.found if model else (), model=model, piece=True)
    try:
        values = answer_values(place, model, request.query_params)
    except DetenteError as error:
        return pages.partial("faulty.html", 200, headers, found=error.diagnostics, model=model, piece=True)
    counts = values["turns"]
    oob = [(k, turned(counts[c.id]), bool(counts[c.id])) for k, c in enumerate(model.conflict.contested, 1)]
    delta = difference(model, request.query_params.get("was", ""), values["was"])
    return pages.partial(
        "answer.html", 200, headers, model=model, **(values | {"oob": oob, "delta": delta, "piece": True})
    )


@router.get("/analysis/why")
def why(request: Request) -> Response:
    """Say why a state holds, or who would leave it for what."""
    place = pages.place_of(request)
    query = request.query_params
    model = opened(place, query.get("model", ""))
    if model is None or model.conflict is None:
        return HTMLResponse("<p>The model has errors now; see the Model screen.</p>", 422)
    key, _, name = query.get("why", "").partition(".")
    try:
        told = why_values(place, model, pages.chosen(model.conflict, query), key, name)
    except DetenteError as error:
        return HTMLResponse(f"<p>{escape(error.diagnostics[0].message)}</p>", 422)
    return pages.partial("why.html", why=told)


def why_values(place: Place, model: Model, believed: frozenset[str], key: str, name: str) -> dict[str, Any]:
    """Put the witnesses of one cell into words, one a decision maker.

    Raises
    ------
    DetenteError
        The concept or the state is unknown.
    """
    conflict = model.conflict
    assert conflict is not None
    concept = find_concept(key)
    now = judged(conflict, model.judged_as, believed)
    s = index_of(now.graph, name)
    if s is None:
        raise DetenteError("This state is not feasible in the reading now chosen, so there is no verdict on it.")
    people = []
    for i, who in enumerate(now.graph.decision_makers):
        witness = explain(now.graph, i, s, concept.key, conflict, believed)
        statements = [p for step in witness.improvements for p in (step.gains_by, step.deterred_by) if p is not None]
        behind = [claim for p in statements for claim in (*p.guard.because, *p.guard.when, *p.guard.unless)]
        people.append(
            {
                "name": who,
                "stable": witness.stable,
                "text": witness_words(witness, conflict),
                "passages": passages(place, behind),
            }
        )
    holds = int(now.graph.codes[s]) in now.equilibria[concept.key]
    return {
        "value": f"{key}.{name}",
        "problem": "",
        "key": concept.key,
        "name": concept.name,
        "words": words_of(state_words(now.graph, s, conflict)),
        "verdict": "holds" if holds else "does not hold",
        "people": sorted(people, key=lambda w: bool(w["stable"])),
    }


def words_of(words: str) -> str:
    """Name the state in which no option is taken."""
    return "No option taken" if words == "nothing" else words


def answer_values(place: Place, model: Model, query: Any) -> dict[str, Any]:
    """Work out what the answer shows.

    Raises
    ------
    DetenteError
        The model does not compile in this reading.
    """
    conflict = model.conflict
    assert conflict is not None
    believed = pages.chosen(conflict, query)
    base, against = _base(conflict, query.get("against", ""))
    now = judged(conflict, model.judged_as, believed)
    before = judged(conflict, model.judged_as, base)
    shown = query.get("show", "")
    found = table(conflict, now, before, whole={"all": True, "some": False}.get(shown))
    names = option_names(now.graph, conflict)
    owner = {o.id: o.owner for o in conflict.options}
    owners: list[tuple[str, int]] = []
    options = []
    dm_names = {dm.id: dm.name for dm in conflict.decision_makers}
    previous = ""
    for o, name in zip(conflict.options, names, strict=True) if now.graph.options else ():
        first = owner[o.id] != previous
        previous = owner[o.id]
        options.append({"name": name, "id": o.id, "first": first})
        owners = [*owners, (dm_names[o.owner], 1)] if first else [*owners[:-1], (owners[-1][0], owners[-1][1] + 1)]
    asked = query.get("why", "")
    why_now = None
    if asked:
        key, _, name = asked.partition(".")
        try:
            why_now = why_values(place, model, believed, key, name)
        except DetenteError as error:
            why_now = {"value": asked, "problem": error.diagnostics[0].message}
    path = pages.shown_path(place, model)
    return {
        "believed": [c.id for c in conflict.contested if c.id in believed],
        "turns": turns(conflict, model.judged_as, believed),
        "short": in_short(conflict, now),
        "changes": believed != base,
        "against_words": against,
        "appeared": changed(found, "new"),
        "vanished": changed(found, "gone"),
        "table": found,
        "copies": model.copies,
        "size": found.size,
        "small": found.size <= MAX_FIRST,
        "can_be_whole": found.size <= MAX_ALL,
        "holds": [
            {
                "key": c.key,
                "name": c.name,
                "states": [_state(row, c.key) for row in found.rows if _cell(row, c.key).holds],
            }
            for c in CONCEPTS
        ],
        "owners": owners,
        "options": options,
        "concepts": CONCEPTS,
        "rows": "".join(row_html(row, firsts(conflict), asked) for row in found.rows),
        "was": shown_now(model, believed, query.get("against", ""), shown),
        "delta": None,
        "piece": False,
        "why": why_now,
        "oob": (),
        "shell": f"detente analyze {path}{pages.reading_flags(conflict, believed)}",
        "python": f"from detente.analysis import answer\nfrom detente.interop import load_model\n"
        f"answer(load_model({str(model.path)!r}){pages.reading_python(conflict, believed)})",
    }


def firsts(conflict: Conflict) -> tuple[bool, ...]:
    """Say of each option whether its owner's options begin with it."""
    owners = ["", *(o.owner for o in conflict.options)]
    return tuple(a != b for a, b in pairwise(owners))


def shown_now(model: Model, believed: frozenset[str], against: str, show_: str) -> str:
    """Name what the table shows, so that the next answer may send only the rows that differ from it."""
    assert model.conflict is not None
    mask = sum(1 << k for k, c in enumerate(model.conflict.contested) if c.id in believed)
    return f"{model.sha256[:16]}.{mask}.{against}.{show_}.{digest(model.judged_as)[:8]}"


def difference(model: Model, was: str, now: str) -> tuple[str, ...] | None:
    """Return the rows of ``now`` that are not as in ``was``; None where the whole table is to be sent."""
    try:
        before, after = rows_of(model, was), rows_of(model, now)
    except (ValueError, DetenteError):
        return None
    if before.keys() != after.keys():
        return None
    return tuple(html for name, html in after.items() if before[name] != html)


def rows_of(model: Model, named: str) -> dict[str, str]:
    """Write the rows that ``shown_now`` names, by state.

    Raises
    ------
    ValueError
        The name is of another state of the file, or of none.
    """
    sha256, mask, against, show_, key = named.split(".")
    conflict = model.conflict
    if conflict is None or sha256 != model.sha256[:16] or key != digest(model.judged_as)[:8]:
        raise ValueError(named)
    believed = frozenset(c.id for k, c in enumerate(conflict.contested) if int(mask) >> k & 1)
    now = judged(conflict, model.judged_as, believed)
    base = judged(conflict, model.judged_as, _base(conflict, against)[0])
    found = table(conflict, now, base, whole={"all": True, "some": False}.get(show_))
    return {row.name: row_html(row, firsts(conflict)) for row in found.rows}


def _base(conflict: Conflict, against: str) -> tuple[frozenset[str], str]:
    everything = frozenset(c.id for c in conflict.contested)
    if against == "all":
        return everything, "the reading that believes everything"
    if against == "none":
        return frozenset(), "the reading that believes nothing contested"
    return conflict.default_reading, "the model’s own reading"


def _cell(row: Row, key: str) -> Any:
    return next(cell for cell in row.cells if cell.key == key)


def _state(row: Row, key: str) -> dict[str, Any]:
    return {
        "name": row.name,
        "words": words_of(row.words),
        "settlement": row.settlement,
        "change": _cell(row, key).change,
    }


def changed(found: Table, which: str) -> list[tuple[str, list[str]]]:
    """Gather what appeared or vanished: state in words, and under which concepts."""
    listed_ = []
    for row in found.rows:
        keys = [cell.key for cell in row.cells if cell.change == which]
        if keys:
            listed_.append((words_of(row.words), keys))
    return listed_


def in_short(conflict: Conflict, now: Judged) -> list[str]:
    """Say in two sentences whether a settlement and the status quo hold in this reading."""
    lines = []
    if conflict.settlement is not None:
        keys = [key for key, codes in now.equilibria.items() if codes & now.settled]
        what = f"settlement ({show(conflict.settlement)})"
        if not now.settled:
            lines.append(f"No feasible state is a {what}.")
        elif keys:
            lines.append(f"A {what} would hold under {listed(keys)}.")
        else:
            lines.append(f"No {what} would hold under any of the {len(CONCEPTS)} concepts.")
    if now.graph.status_quo is not None:
        held = stable_everywhere(now, int(now.graph.codes[now.graph.status_quo]))
        if len(held) == len(CONCEPTS):
            lines.append("The status quo holds under every concept.")
        elif held:
            lines.append(f"The status quo holds under {listed(held)} only.")
        else:
            lines.append("The status quo holds under no concept.")
    return lines or ["The model names neither a settlement nor a status quo."]


def turned(count: int | None) -> str:
    """Say how many verdicts a claim turns."""
    if count is None:
        return "turned the other way, the model has no answer"
    return {0: "turns no verdict", 1: "turns 1 verdict"}.get(count, f"turns {count} verdicts")


def row_html(row: Row, first: Sequence[bool], asked: str = "") -> str:
    """Write one row of the option table (by hand: ten times as quick as the template engine)."""
    name = str(escape(row.name))
    marks = "".join(_marks(row))
    label = f"{row.id}" if row.id is not None else "–"
    head = f'<th scope="row">{label}{marks}</th>'
    parts = [f'<tr id="row-{name}"{" class=quo" if row.status_quo else ""}>{head}']
    for letter, own in zip(row.letters, first, strict=False):
        parts.append(f'<td class="l {letter.lower()}{" own" if own else ""}">{letter}</td>')
    parts += [_cell_html(name, cell, k == 0, asked) for k, cell in enumerate(row.cells)]
    return "".join(parts) + "</tr>"


def _marks(row: Row) -> Iterable[str]:
    if row.status_quo:
        yield ' <span class="chip plain">status quo</span>'
    if row.settlement:
        yield ' <span class="chip badge">settlement</span>'
    if row.id is None:
        yield ' <span class="chip gone">not feasible now</span>'


def _cell_html(name: str, cell: Any, first: bool, asked: str) -> str:
    word = "holds" if cell.holds else " ".join(cell.leave) or "–"
    note = {"new": "new: ", "gone": "gone: "}.get(cell.change, "")
    said = "" if cell.holds or not cell.leave else "<i> would leave</i>"
    kind = ("e" if cell.holds else "x") + (f" {cell.change}" if cell.change else "") + (" own" if first else "")
    value = f"{cell.key}.{name}"
    pressed = ' aria-pressed="true"' if value == asked else ""
    return (
        f'<td class="v {kind}"><button type="button" value="{value}"{pressed}>{note}{escape(word)}{said}</button></td>'
    )
