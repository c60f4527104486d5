"""Heterogeneous equilibria: every decision maker judges by a concept of its own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon.concept import CanonConcept
from detente.canon.registry import CANON
from detente.canon.spread import Flags
from detente.graph import GraphModel
from detente.stability import CONCEPTS, analyze

MOST_DIGITS = 18


def individual_stability(graph: GraphModel, key: str) -> Flags:
    """Judge every state for every decision maker under any concept for single decision makers.

    Parameters
    ----------
    key : NASH, GMR, SMR, SEQ, SSEQ, SIM, SIMANY, NM, or a concept with its number: L3, MAXIMIN4, STACKELBERG1

    Returns
    -------
    stable : bool, shape (n, m)

    Raises
    ------
    DetenteError
        E700 no such concept; E714, E716 the model is outside the concept's range.
    """
    name = key.upper()
    if name in {c.key for c in CONCEPTS}:
        return analyze(graph, [name]).stable[name]
    stem = name.rstrip("0123456789")
    number = name[len(stem) :].lstrip("0") or name[len(stem) :][:1]
    if len(number) > MOST_DIGITS:
        raise DetenteError(Diagnostic(code="E714", message="that horizon is too far to be meant", hint="such as L4"))
    for concept in CANON:
        if concept.stem == stem and (concept.stem != concept.key) == bool(number):
            if concept.judge is None:
                raise DetenteError(
                    Diagnostic(code="E700", message=f"{name} is about coalitions", hint="name one with --coalition")
                )
            return concept.judge(graph, int(number or 0))
    known = [c.key for c in CONCEPTS] + [c.stem + "2" * (c.stem != c.key) for c in CANON]
    near = did_you_mean(name, known)
    hint = f"did you mean {near!r}?" if near else "the concepts are " + ", ".join(known)
    raise DetenteError(Diagnostic(code="E700", message=f"no concept is called {key!r}", hint=hint))


@dataclass(frozen=True, slots=True, kw_only=True)
class IndividualVerdicts:
    """Stability of every state for every decision maker, under any concepts: ``stable[key]`` has shape (n, m)."""

    graph: GraphModel
    stable: Mapping[str, Flags]

    def equilibria(self, key: str) -> NDArray[np.int64]:
        """Return the indices of the states that are stable for every decision maker under concept ``key``."""
        return np.flatnonzero(np.logical_and.reduce(self.stable[key]))


def judge_individually(graph: GraphModel, keys: Iterable[str]) -> IndividualVerdicts:
    """Judge every state under any concepts for single decision makers, built-in ones or others.

    Raises
    ------
    DetenteError
        E700 no such concept; E714, E716 the model is outside a concept's range.
    """
    names = list(dict.fromkeys(key.upper() for key in keys))
    fast = [name for name in names if name in {c.key for c in CONCEPTS}]
    basic = analyze(graph, fast).stable if fast else {}
    stable = {name: basic[name] if name in basic else individual_stability(graph, name) for name in names}
    return IndividualVerdicts(graph=graph, stable=stable)


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
        E718 not one concept for each; E700, E714, E716 as for the concepts.

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


MIXED = CanonConcept(
    key="MIXED",
    name="Mixed (heterogeneous) equilibrium",
    formula="s is stable for every i under i's own concept",
    source="applications since 2019; immediate from the concepts",
    scope="whatever range the concepts chosen have; asked for as --each NAME=CONCEPT",
)
