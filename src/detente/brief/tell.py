"""A model's answers as a brief: the same content for the screen, Markdown and one self-contained HTML page."""

import hashlib
from dataclasses import dataclass
from itertools import combinations

import jinja2

from detente.brief.record import Record
from detente.conditions import show, truth
from detente.conflict import Conflict, compile, dump
from detente.graph import GraphModel
from detente.stability import CONCEPTS, analyze

MAX_CONTESTED = 8
CAUTION = "An equilibrium is not a forecast: it says what nobody would leave alone, not what will happen."


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What would hold under one concept: the states in words, settlements apart."""

    key: str
    name: str
    settlements: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinge:
    """A contested claim and the verdicts it moves: lines such as ``GMR: loses …``, empty if none."""

    id: str
    name: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The finished answer, in words."""

    title: str
    about: str
    caution: str
    bottom: str
    holds: tuple[Hold, ...]
    hinges: tuple[Hinge, ...]
    wants: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    sources: tuple[tuple[str, str, str, str], ...]
    decided: str
    options: tuple[tuple[str, str], ...]
    sha256: str

    def to_html(self) -> str:
        """Write one page that asks nothing of the network."""
        return _environment(True).get_template("brief.html").render(b=self)

    def to_markdown(self) -> str:
        """Write the same content as Markdown."""
        return _environment(False).get_template("brief.md").render(b=self)


def _environment(escape: bool) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("detente.brief", "templates"),
        autoescape=escape,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def words(graph: GraphModel, s: int) -> str:
    """Name a state by the options taken in it."""
    taken = [name for k, name in enumerate(graph.options) if int(graph.codes[s]) >> k & 1]
    return " + ".join(taken) or "nothing taken"


def write(conflict: Conflict, record: Record | None = None) -> Brief:
    """Work out and tell what would hold, what it rests on, and which contested claims change it."""
    graph = compile(conflict)
    verdicts = analyze(graph)
    settled = _settled(conflict, graph)
    holds = []
    for concept in CONCEPTS:
        at = [int(s) for s in verdicts.equilibria(concept.key)]
        holds.append(
            Hold(
                key=concept.key,
                name=concept.name,
                settlements=tuple(words(graph, s) for s in at if s in settled),
                others=tuple(words(graph, s) for s in at if s not in settled),
            )
        )
    with_settlement = [h.key for h in holds if h.settlements]
    if conflict.settlement is None:
        bottom = "The model names no settlement; the table says what would hold."
    elif with_settlement:
        bottom = f"A settlement ({show(conflict.settlement)}) would hold under {', '.join(with_settlement)}."
    else:
        bottom = f"No settlement ({show(conflict.settlement)}) would hold under any of the concepts."
    return Brief(
        title=conflict.title,
        about=(conflict.fictional and f"Fictional: {conflict.fictional}") or (record.about if record else ""),
        caution=CAUTION,
        bottom=bottom,
        holds=tuple(holds),
        hinges=hinges(conflict),
        wants=tuple(
            (
                dm.name,
                tuple(
                    (
                        show(s.want),
                        f"assumed: {s.guard.assumed}" if s.guard.assumed else f"because {', '.join(s.guard.because)}",
                    )
                    for s in dm.statements
                ),
            )
            for dm in conflict.decision_makers
        ),
        sources=tuple((c.id, c.kind, c.quote, " → ".join(c.source)) for c in record.claims.values()) if record else (),
        decided=f"{record.decided_by}, {record.decided_on}" if record else "",
        options=tuple((o.id, o.name) for o in conflict.options),
        sha256=hashlib.sha256(dump(conflict).encode()).hexdigest(),
    )


def _settled(conflict: Conflict, graph: GraphModel) -> frozenset[int]:
    if conflict.settlement is None:
        return frozenset()
    table = truth(conflict.settlement, graph.options)
    return frozenset(s for s in range(graph.size) if table[int(graph.codes[s])])


def hinges(conflict: Conflict) -> tuple[Hinge, ...]:
    """Say for every contested claim which equilibria it adds or removes, whatever else is believed.

    Raises
    ------
    ValueError
        More contested claims than can be listed.
    """
    ids = [c.id for c in conflict.contested]
    if len(ids) > MAX_CONTESTED:
        raise ValueError(f"{len(ids)} contested claims give {2 ** len(ids)} readings; {MAX_CONTESTED} are the most")
    found: dict[frozenset[str], dict[str, frozenset[str]]] = {}
    for size in range(len(ids) + 1):
        for chosen in combinations(ids, size):
            graph = compile(conflict, frozenset(chosen))
            verdicts = analyze(graph)
            found[frozenset(chosen)] = {
                c.key: frozenset(words(graph, int(s)) for s in verdicts.equilibria(c.key)) for c in CONCEPTS
            }
    result = []
    for claim in conflict.contested:
        lines: dict[str, None] = {}
        for reading, answers in found.items():
            if claim.id not in reading:
                continue
            without = found[reading - {claim.id}]
            for key in answers:
                for state in sorted(answers[key] - without[key]):
                    lines[f"{key}: if believed, '{state}' holds; if not, it does not"] = None
                for state in sorted(without[key] - answers[key]):
                    lines[f"{key}: if believed, '{state}' no longer holds"] = None
        result.append(Hinge(id=claim.id, name=claim.name or claim.id, changes=tuple(lines)))
    return tuple(result)
