"""What is implemented: concept by preference structure, found out by asking, not by listing.

``python -m detente.canon.overview`` writes the page docs/concepts/index.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from detente.base import DetenteError
from detente.canon.coalitions import COALITION_CONCEPTS, coalition_stability
from detente.canon.hybrid import hybrid
from detente.canon.merged import merge_decision_makers
from detente.canon.mixed import individual_stability
from detente.canon.registry import CANON
from detente.canon.strength import Degrees, strength
from detente.canon.structure import Structure, judge, simple
from detente.canon.unknown import EXTENSIONS, unknown
from detente.canon.valued import fuzzy, grey, probabilistic
from detente.graph import GraphModel
from detente.stability import CONCEPTS

UNREAD = "published, but the wording could not be read"
NONE_KNOWN = "no definition in the literature is known"
COALITIONS_OF = {"unknown", "graded", "hybrid", "fuzzy"}  # structures with published coalition forms


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Whether a concept is available under a preference structure.

    ``status`` is "implemented", "undefined" (in the literature) or "refused"; ``why`` says why where it is not.
    """

    concept: str
    structure: str
    coalition: bool
    status: str
    why: str = ""


Builder = Callable[[GraphModel], tuple[GraphModel, Structure]]


def structures() -> dict[str, Builder]:
    """Return how to build each preference structure on a small model."""
    made: dict[str, Builder] = {"simple": lambda g: (g, simple(g))}
    made |= {f"unknown {e}": partial(_unknown, e) for e in EXTENSIONS}
    made["graded, general"] = lambda g: (g, strength(g, _degree(g)))
    made["graded, strong"] = lambda g: (g, strength(g, _degree(g), 1))
    for word, strong in (("general", False), ("strong", True)):
        made |= {f"hybrid {e}, {word}": partial(_hybrid, e, strong) for e in EXTENSIONS}
    made["fuzzy"] = lambda g: (g, fuzzy(g, np.full(_shape(g), 0.5), 0.5))
    made["probabilistic"] = lambda g: (g, probabilistic(g, np.full(_shape(g), 0.25), 0.5, 0.5, 0.5))
    made["grey"] = lambda g: (g, grey(g))
    made["merged decision makers"] = lambda g: merge_decision_makers(g, [0, 1])
    return made


def _shape(graph: GraphModel) -> tuple[int, int, int]:
    return len(graph.decision_makers), graph.size, graph.size


def _degree(graph: GraphModel) -> Degrees:
    rank = graph.rank.astype(np.int8)
    degree: Degrees = np.sign(rank[:, None, :] - rank[:, :, None])
    return degree


def _unknown(extension: str, graph: GraphModel) -> tuple[GraphModel, Structure]:
    return graph, unknown(graph, _degree(graph) > 0, np.zeros(_shape(graph), dtype=np.bool_), extension)


def _hybrid(extension: str, strong: bool, graph: GraphModel) -> tuple[GraphModel, Structure]:
    return graph, hybrid(graph, _degree(graph), np.zeros(_shape(graph), dtype=np.bool_), extension, strong)


def _dilemma() -> GraphModel:
    """A small model to ask about."""
    return GraphModel(
        decision_makers=("One", "Two"),
        options=("a", "b"),
        owner=(0, 1),
        one_way=(0, 0),
        codes=np.arange(4, dtype=np.int64),
        rank=np.array([[1, 0, 3, 2], [1, 3, 0, 2]], dtype=np.int32),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """What there is under a preference structure; ``refused`` says why there is nothing, else it is empty."""

    structure: str
    source: str
    concepts: tuple[str, ...]
    refused: str


def available() -> tuple[Available, ...]:
    """Return for every preference structure its source and the concepts it has.

    >>> [a.concepts for a in available() if a.structure == "graded, strong"]
    [('GMR', 'SMR', 'SEQ')]
    """
    found = []
    for name, make in structures().items():
        try:
            _, made = make(_dilemma())
        except DetenteError as refusal:
            found.append(Available(structure=name, source="", concepts=(), refused=refusal.diagnostics[0].message))
        else:
            found.append(Available(structure=name, source=made.source, concepts=made.concepts, refused=""))
    return tuple(found)


def cells() -> tuple[Cell, ...]:
    """Ask for every concept under every structure and say what happens.

    >>> {cell.status for cell in cells()} == {"implemented", "refused", "undefined"}
    True
    """
    graph = _dilemma()
    found = []
    for name, make in structures().items():
        found += [_ask(c.key, name, partial(_judge, make, graph, c.key)) for c in CONCEPTS]
        for canon in CANON:
            if canon.judge is None:
                found.append(_coalition(canon.key, name, graph))
            elif name == "simple":
                key = canon.stem + ("" if canon.stem == canon.key else "1")
                found.append(_ask(canon.key, name, partial(individual_stability, graph, key)))
            else:
                found.append(
                    Cell(concept=canon.key, structure=name, coalition=False, status="undefined", why=NONE_KNOWN)
                )
    return tuple(found)


def _judge(make: Builder, graph: GraphModel, key: str) -> None:
    smaller, structure = make(graph)
    judge(smaller, structure, [key])


def _ask(concept: str, structure: str, question: Callable[[], object]) -> Cell:
    try:
        question()
    except DetenteError as refusal:
        why = refusal.diagnostics[0].message
        if refusal.diagnostics[0].code == "E708":  # "… is not available under … preference: reason"
            why = f"{concept}: {why.split(': ', 1)[1]}"
        return Cell(concept=concept, structure=structure, coalition=False, status="refused", why=why)
    return Cell(concept=concept, structure=structure, coalition=False, status="implemented")


def _coalition(concept: str, structure: str, graph: GraphModel) -> Cell:
    if structure == "simple":
        assert concept in COALITION_CONCEPTS
        assert concept in coalition_stability(graph, [0, 1])
        return Cell(concept=concept, structure=structure, coalition=True, status="implemented")
    published = structure.split()[0].strip(",") in COALITIONS_OF
    return Cell(
        concept=concept,
        structure=structure,
        coalition=True,
        status="refused" if published else "undefined",
        why=UNREAD if published else NONE_KNOWN,
    )


PAGES = {
    "NASH": "nash.md",
    "GMR": "gmr.md",
    "SMR": "smr.md",
    "SEQ": "seq.md",
    "SSEQ": "sseq.md",
    "SIM": "simultaneous.md",
    "SIMANY": "simultaneous-any.md",
    "Lh": "limited-move.md",
    "NM": "non-myopic.md",
    "MAXIMINh": "maximin.md",
    "STACKELBERGk": "stackelberg.md",
    "CNASH": "cnash.md",
    "CGMR": "cgmr.md",
    "CSMR": "csmr.md",
    "CSEQ": "cseq.md",
}
STRUCTURE_PAGES = {
    "simple": "simple.md",
    "unknown": "unknown.md",
    "graded": "strength.md",
    "hybrid": "hybrid.md",
    "fuzzy": "fuzzy.md",
    "probabilistic": "probabilistic.md",
    "grey": "fuzzy.md",
    "merged": "merged.md",
}


def page() -> str:
    """Write the page docs/concepts/index.md."""
    found = cells()
    concepts = list(dict.fromkeys(cell.concept for cell in found))
    notes = list(dict.fromkeys(cell.why for cell in found if cell.status == "refused"))
    table = [
        "| | " + " | ".join(f"[{c}]({PAGES[c]})" for c in concepts) + " |",
        "|---" * (len(concepts) + 1) + "|",
    ]
    for structure in dict.fromkeys(cell.structure for cell in found):
        target = STRUCTURE_PAGES.get(structure.split()[0].strip(","))
        row = [f"[{structure}]({target})" if target else structure]
        for cell in (c for c in found if c.structure == structure):
            mark = {"implemented": "yes", "undefined": "–"}.get(cell.status)
            row.append(mark or f"no ({notes.index(cell.why) + 1})")
        table.append("| " + " | ".join(row) + " |")
    reasons = [f"({k}) {why}." for k, why in enumerate(notes, 1)]
    return "\n\n".join([HEAD, "\n".join(table), *reasons, TAIL])


HEAD = """# What is implemented

This page is written by `python -m detente.canon.overview`, which asks for every concept under every preference
structure; a test compares. *yes*: implemented; *–*: no definition in the literature is known; *no*: refused, with the
reason below. Concepts beginning with C are for coalitions: for one, for all, or for a partition."""
TAIL = """Also on these pages: [coalitions](coalitions.md), [mixed equilibria](mixed.md), [status quo
analysis](status-quo.md), [inverse analysis](inverse.md), [goal seeking](goal-seeking.md),
[hypergames](hypergames.md), [robustness](robustness.md),
[other forms of models](forms.md), [from statements to preferences](elicitation.md), [where the literature is
unclear](unclear.md), and [where other tools differ](other-tools.md).

Everything here beyond the basic five takes models of up to 4,096 states; limited-move, non-myopic, Maximin and
Stackelberg stability take as many as have 67 million moves.
"""

if __name__ == "__main__":
    print(page(), end="")
