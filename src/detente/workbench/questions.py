"""The rest of the analysis screen: a settlement and what it sticks on, what would unlock it, ways there, the map."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import QueryParams

from detente.analysis.levers import DEFAULT_KINDS, levers, stand
from detente.analysis.offers import levers_document
from detente.analysis.prices import matching, permitted
from detente.analysis.question import Question, Reach, settlement_of
from detente.analysis.settle import settle_document
from detente.analysis.unlock import find_levers
from detente.analysis.ways import paths_document
from detente.analysis.words import move_words, state_words
from detente.base import DetenteError
from detente.brief.answers import spoken
from detente.conditions import Condition, parse, show
from detente.conflict import Conflict
from detente.stability import find_concept
from detente.workbench import grid, pages
from detente.workbench.place import Model, Place, opened
from detente.workbench.verdicts import index_of, judged
from detente.workbench.words import words_of

router = APIRouter()
ASKS = {"sticks": "What it sticks on", "levers": "What would unlock it", "paths": "Ways there"}
MAX_SHOWN = 12
MAX_PATHS = 4


def settle_values(conflict: Conflict) -> dict[str, Any]:
    """Return what the form of the questions shows at first."""
    return {
        "asks": ASKS,
        "settlement": show(conflict.settlement) if conflict.settlement else "",
        "option_ids": [(o.id, o.name) for o in conflict.options],
        "spare": [
            (dm.id, dm.name, [(o.id, o.name) for o in conflict.options if o.owner == dm.id])
            for dm in conflict.decision_makers
        ],
    }


@router.get("/analysis/settle")
def settle(request: Request) -> Response:
    """Answer one of the questions about a settlement."""
    place, query = pages.place_of(request), request.query_params
    model = opened(place, query.get("model", ""))
    if model is None or model.conflict is None:
        return HTMLResponse("<p>The model has errors now; see the Model screen.</p>")
    ask = query.get("ask", "")
    if ask not in ASKS:
        return HTMLResponse("")
    conflict = model.conflict
    believed = pages.chosen(conflict, query)
    reach: Reach = "moves" if query.get("reach") == "moves" else "improvements"
    try:
        concept = find_concept(query.get("concept") or "SEQ").key
        question = Question(
            settlement=settlement_of(conflict, query.get("settlement", "").strip() or None),
            concept=concept,
            reach=reach,
        )
        terms = Terms.of(conflict, query) if ask == "levers" else Terms()
        document = _document(conflict, question, believed, ask, terms)
        graph = judged(conflict, model.judged_as, believed).graph
    except DetenteError as error:
        return pages.partial("told.html", 422, found=error.diagnostics)
    shell, python = _same(place, model, ask, question, believed, terms)
    return pages.partial(
        f"{ask}.html",
        d=document,
        closest=closest,
        by_end=by_end,
        most=MAX_SHOWN,
        most_paths=MAX_PATHS,
        shell=shell,
        python=python,
        words_of=words_of,
        say=lambda text: said(conflict, text),
        named=lambda number: words_of(state_words(graph, number - 1, conflict)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the user rules out among the changes that could unlock a settlement, and how many may go together.

    ``forbidden`` are ids of decision makers, who are then asked for nothing, and of options, which stay untouched;
    ``at_most`` None leaves the number to the search.
    """

    forbidden: tuple[str, ...] = ()
    at_most: int | None = None

    @classmethod
    def of(cls, conflict: Conflict, query: QueryParams) -> "Terms":
        """Read them from what a form sends; words that rule out nothing are left aside."""
        asked = dict.fromkeys(query.getlist("forbid"))
        offered = levers(stand(conflict), DEFAULT_KINDS) if asked else ()
        known = tuple(word for word in asked if any(matching(lever, word, conflict) for lever in offered))
        most = query.get("most", "")
        return cls(forbidden=known, at_most=int(most) if most in ("1", "2", "3") else None)


def _document(
    conflict: Conflict, question: Question, believed: frozenset[str], ask: str, terms: Terms
) -> dict[str, Any]:
    if ask == "sticks":
        return settle_document(conflict, question, believed)
    if ask == "paths":
        return paths_document(conflict, question.settlement, believed, reach=question.reach)
    at = stand(conflict)
    available = permitted(levers(at, DEFAULT_KINDS), terms.forbidden, conflict)
    found = find_levers(at, question, [believed], available, at_most=terms.at_most)
    return levers_document(conflict, question, found, None, "this")


def said(conflict: Conflict, text: str) -> str:
    """Say a preference statement with the options' names; as it is written where it is no condition."""
    try:
        return spoken(conflict, parse(text))
    except ValueError:
        return text


def by_end(paths: list[list[dict[str, Any]]]) -> list[tuple[int, list[list[dict[str, Any]]]]]:
    """Gather ways by the number of the state that they end in (0 for the way of no step)."""
    found: dict[int, list[list[dict[str, Any]]]] = {}
    for path in paths:
        found.setdefault(path[-1]["to"] if path else 0, []).append(path)
    return list(found.items())


def closest(states: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put the states first that the fewest would leave."""
    return sorted(states, key=lambda state: len(state["leavers"]))


def _same(
    place: Place, model: Model, ask: str, question: Question, believed: frozenset[str], terms: Terms
) -> tuple[str, str]:
    conflict = model.conflict
    assert conflict is not None
    command = {"sticks": "settle", "levers": "levers", "paths": "paths"}[ask]
    path, flags = pages.shown_path(place, model), pages.reading_flags(conflict, believed)
    text = show(question.settlement)
    if ask == "paths":
        shell = f"detente paths {path} --settlement '{text}' --reach {question.reach}{flags}"
    else:
        shell = f"detente {command} {path} --settlement '{text}' --concept {question.concept}"
        shell += f" --reach {question.reach}{flags}"
    shell += "".join(f" --forbid {word}" for word in terms.forbidden)
    shell += f" --at-most {terms.at_most}" if terms.at_most else ""
    lines = ["from detente.analysis.question import Question, read_condition", "from detente.interop import load_model"]
    asked = f"Question(settlement=wanted, concept={question.concept!r}, reach={question.reach!r})"
    kept = pages.reading_python(conflict, believed)
    if ask == "sticks":
        lines.insert(0, "from detente.analysis.settle import settle_document")
        call = f"settle_document(model, {asked}{kept})"
    elif ask == "paths":
        lines.insert(0, "from detente.analysis.ways import paths_document")
        call = f"paths_document(model, wanted{kept}, reach={question.reach!r})"
    else:
        lines.insert(0, "from detente.analysis.levers import levers, stand")
        lines.insert(2, "from detente.analysis.unlock import find_levers")
        reading = kept.removeprefix(", believed=") or "None"
        offered, most = "levers(stand(model))", f", at_most={terms.at_most}" if terms.at_most else ""
        if terms.forbidden:
            lines.insert(1, "from detente.analysis.prices import permitted")
            offered = f"permitted({offered}, {list(terms.forbidden)!r}, model)"
        call = f"find_levers(stand(model), {asked}, [{reading}], {offered}{most})"
    lines += [f"model = load_model({str(model.path)!r})", f"wanted = read_condition({text!r}, model)", call]
    python = "\n".join(lines)
    return shell, python


@router.get("/analysis/map")
def map_(request: Request) -> Response:
    """Show the grid, the moves from the chosen state and the ways to it."""
    place, query = pages.place_of(request), request.query_params
    model = opened(place, query.get("model", ""))
    if model is None or model.conflict is None:
        return HTMLResponse("<p>The model has errors now; see the Model screen.</p>")
    believed = pages.chosen(model.conflict, query)
    try:
        values = map_values(model, believed, query.get("at", ""), query.get("concept") or "SEQ")
    except DetenteError as error:
        return pages.partial("told.html", 422, found=error.diagnostics)
    return pages.partial("map.html", **values)


def map_values(model: Model, believed: frozenset[str], at: str, key: str) -> dict[str, Any]:
    """Work out the grid and what can be done from the chosen state (the status quo, or the first)."""
    conflict = model.conflict
    assert conflict is not None
    now = judged(conflict, model.judged_as, believed)
    graph = now.graph
    if not grid.can_be_drawn(graph):
        return {"drawing": "", "size": graph.size, "limit": grid.MAX_STATES}
    concept = find_concept(key)
    s = index_of(graph, at)
    if s is None:
        s = graph.status_quo or 0
    words = [words_of(state_words(graph, t, conflict)) for t in range(graph.size)]
    reach = [
        {
            "who": graph.decision_makers[m.by],
            "by": m.by,
            "kind": f"dm{m.by % 6 + 1}",
            "move": move_words(graph, s, m.to, conflict),
            "to": m.to + 1,
            "name": graph.pattern(m.to),
            "gains": m.gains,
        }
        for m in grid.moves_from(graph, s)
    ]
    ways: dict[str, Any] | None = None
    target: Condition | str = graph.pattern(s)
    if graph.status_quo is not None and s != graph.status_quo:
        ways = paths_document(conflict, target, believed, reach="improvements")
        if ways["length"] is None:
            anyhow = paths_document(conflict, target, believed, reach="moves")
            ways = {**anyhow, "reason": ways["reason"]} if anyhow["length"] is not None else ways
    return {
        "drawing": grid.draw(conflict, graph, now.equilibria[concept.key], now.settled, s, words),
        "size": graph.size,
        "limit": grid.MAX_STATES,
        "here": words[s],
        "number": s + 1,
        "at": graph.pattern(s),
        "reach": reach,
        "legend": grid.legend(graph),
        "concept": concept,
        "quo": words[graph.status_quo] if graph.status_quo is not None else "",
        "ways": ways,
        "most_paths": MAX_PATHS,
    }
