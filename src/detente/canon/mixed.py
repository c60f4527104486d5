"""Heterogeneous equilibria: every decision maker judges by a concept of its own."""

from collections.abc import Sequence

import numpy as np

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon.concept import CanonConcept
from detente.canon.horizon import LIMITED_MOVE, NON_MYOPIC
from detente.canon.maximin import MAXIMIN
from detente.canon.simultaneous import SIMULTANEOUS, SIMULTANEOUS_ANY
from detente.canon.spread import Flags
from detente.graph import GraphModel
from detente.stability import CONCEPTS, analyze

INDIVIDUAL: tuple[CanonConcept, ...] = (LIMITED_MOVE, NON_MYOPIC, MAXIMIN, SIMULTANEOUS, SIMULTANEOUS_ANY)


def individual_stability(graph: GraphModel, key: str) -> Flags:
    """Judge every state for every decision maker under any concept for single decision makers.

    Parameters
    ----------
    key : NASH, GMR, SMR, SEQ, SSEQ, SIM, SIMANY, NM, or a concept with its number of moves such as L3 or MAXIMIN4

    Returns
    -------
    stable : bool, shape (n, m)

    Raises
    ------
    DetenteError
        E700 no such concept; E714, E715 the model is outside the concept's range.
    """
    name = key.upper()
    if name in {c.key for c in CONCEPTS}:
        return analyze(graph, [name]).stable[name]
    stem = name.rstrip("0123456789")
    number = name[len(stem) :]
    for concept in INDIVIDUAL:
        needs = concept.key.endswith("h")
        if concept.judge is not None and concept.key.removesuffix("h") == stem and needs == bool(number):
            return concept.judge(graph, int(number or 0))
    known = [c.key for c in CONCEPTS] + [c.key.removesuffix("h") + "3" * c.key.endswith("h") for c in INDIVIDUAL]
    near = did_you_mean(name, known)
    hint = f"did you mean {near!r}?" if near else "the concepts are " + ", ".join(known)
    raise DetenteError(Diagnostic(code="E700", message=f"no concept is called {key!r}", hint=hint))


def mixed_equilibria(graph: GraphModel, concepts: Sequence[str]) -> Flags:
    """Say which states hold for everybody, each by its own concept.

    Parameters
    ----------
    concepts : one key for each decision maker, in order; see ``individual_stability``

    Returns
    -------
    equilibrium : bool, shape (m,)

    Raises
    ------
    DetenteError
        E718 not one concept for each; E700, E714, E715 as for the concepts.

    References
    ----------
    "Heterogeneous" or "mixed" behaviour in several applications since 2019; the definition is immediate.

    Examples
    --------
    In the prisoners' dilemma cooperation holds if both look further than one move, and not if one of them does not:

    >>> dilemma = GraphModel(decision_makers=("One", "Two"), options=("a", "b"), owner=(0, 1), one_way=(0, 0),
    ...                      codes=np.arange(4), rank=np.array([[1, 0, 3, 2], [1, 3, 0, 2]], dtype=np.int32))
    >>> mixed_equilibria(dilemma, ["SEQ", "SEQ"]).tolist(), mixed_equilibria(dilemma, ["SEQ", "NASH"]).tolist()
    ([True, False, False, True], [True, False, False, False])
    """
    n = len(graph.decision_makers)
    if len(concepts) != n:
        raise DetenteError(
            Diagnostic(
                code="E718",
                message=f"{len(concepts)} concepts were given for {n} decision makers",
                hint="give one for each, in the order " + ", ".join(graph.decision_makers),
            )
        )
    stable = {key: individual_stability(graph, key) for key in dict.fromkeys(concepts)}
    held: Flags = np.logical_and.reduce(np.array([stable[key][i] for i, key in enumerate(concepts)]))
    return held
