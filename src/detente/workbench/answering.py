"""What the analysis screen says: values for its templates, and the rows of its table as HTML."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from markupsafe import escape

from detente.analysis.words import option_names
from detente.base import DetenteError
from detente.brief.answers import spoken
from detente.brief.tell import listed
from detente.conflict import Conflict
from detente.stability import CONCEPTS
from detente.workbench import pages
from detente.workbench.article import calm
from detente.workbench.place import Model, Place, digest
from detente.workbench.verdicts import MAX_ALL, MAX_FIRST, Judged, Row, Table, judged, stable_everywhere, table
from detente.workbench.why import why_values
from detente.workbench.words import words_of


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
    shown = query.get("show", "")
    named = shown_now(model, believed, query.get("against", ""), shown)
    found, rows = drawn(model, named)
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
        "holds": holding(found),
        "owners": owners,
        "options": options,
        "concepts": CONCEPTS,
        "rows": "".join(rows.values()),
        "was": named,
        "delta": None,
        "piece": False,
        "why": why_now,
        "shell": f"detente analyze {path}{pages.reading_flags(conflict, believed)}",
        "python": f"from detente.analysis import answer\nfrom detente.interop import load_model\n"
        f"answer(load_model({str(model.path)!r}){pages.reading_python(conflict, believed)})",
    }


def holding(found: Table) -> list[dict[str, Any]]:
    """List what holds, concepts with the same states together."""
    groups: dict[Any, dict[str, Any]] = {}
    for c in CONCEPTS:
        states = [_state(row, c.key) for row in found.rows if _cell(row, c.key).holds]
        key = tuple((s["name"], s["change"]) for s in states)
        groups.setdefault(key, {"concepts": [], "states": states})["concepts"].append(c)
    return list(groups.values())


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
        before, after = drawn(model, was)[1], drawn(model, now)[1]
    except (ValueError, DetenteError):
        return None
    if before.keys() != after.keys():
        return None
    return tuple(html for name, html in after.items() if before[name] != html)


_drawn: dict[str, tuple[Table, dict[str, str]]] = {}


def drawn(model: Model, named: str) -> tuple[Table, dict[str, str]]:
    """Set out what ``shown_now`` names: the table, and its rows as HTML by state; the last few are remembered.

    Raises
    ------
    ValueError
        The name is of another state of the file, or of none.
    """
    sha256, mask, against, show_, key = named.split(".")
    conflict = model.conflict
    if conflict is None or sha256 != model.sha256[:16] or key != digest(model.judged_as)[:8]:
        raise ValueError(named)
    if named not in _drawn:
        believed = frozenset(c.id for k, c in enumerate(conflict.contested) if int(mask) >> k & 1)
        now = judged(conflict, model.judged_as, believed)
        base = judged(conflict, model.judged_as, _base(conflict, against)[0])
        found = table(conflict, now, base, whole={"all": True, "some": False}.get(show_))
        while len(_drawn) > 40:
            _drawn.pop(next(iter(_drawn)), None)
        _drawn[named] = found, {row.name: row_html(row, firsts(conflict)) for row in found.rows}
    return _drawn[named]


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
        what = f"settlement ({spoken(conflict, conflict.settlement)})"
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


def row_html(row: Row, first: Sequence[bool]) -> str:
    """Write one row of the option table (by hand: ten times as quick as the template engine)."""
    name = str(escape(row.name))
    marks = "".join(_marks(row))
    label = f"{row.id}" if row.id is not None else "–"
    head = f'<th scope="row">{label}{marks}</th>'
    parts = [f'<tr id="row-{name}"{" class=quo" if row.status_quo else ""}>{head}']
    for letter, own in zip(row.letters, first, strict=False):
        parts.append(f'<td class="l {letter.lower()}{" own" if own else ""}">{letter}</td>')
    parts += [_cell_html(name, cell, k == 0) for k, cell in enumerate(row.cells)]
    return "".join(parts) + "</tr>"


def _marks(row: Row) -> Iterable[str]:
    if row.status_quo:
        yield ' <span class="chip plain">status quo</span>'
    if row.settlement:
        yield ' <span class="chip badge">settlement</span>'
    if row.id is None:
        yield ' <span class="chip gone">not feasible now</span>'


def _cell_html(name: str, cell: Any, first: bool) -> str:
    word = "holds" if cell.holds else " ".join(cell.leave) or "–"
    note = {"new": "+ ", "gone": "− "}.get(cell.change, "")
    said = "" if cell.holds or not cell.leave else "<i> would leave</i>"
    said += {"new": "<i> (new)</i>", "gone": "<i> (held before)</i>"}.get(cell.change, "")
    kind = ("e" if cell.holds else "x") + (f" {cell.change}" if cell.change else "") + (" own" if first else "")
    value = f"{cell.key}.{name}"
    return f'<td class="v {kind}"><button type="button" value="{value}">{note}{escape(calm(word))}{said}</button></td>'
