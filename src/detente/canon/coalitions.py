"""When a group holds: stability for coalitions that move together and gain together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon import cgmr, cseq, csmr
from detente.canon.opposed import Opposed
from detente.canon.spread import Flags, Links, check_group, check_size, links, pack, reach, spread, unpack
from detente.graph import GraphModel

COALITION_CONCEPTS: tuple[str, ...] = ("CNASH", "CGMR", "CSMR", "CSEQ")
MOST_DECISION_MAKERS = 10  # 2^10 coalitions


@dataclass(frozen=True, slots=True, kw_only=True)
class CoalitionVerdicts:
    """Stability of every state for several coalitions: ``stable[members][key]`` has shape (m,)."""

    graph: GraphModel
    stable: dict[tuple[int, ...], dict[str, Flags]]

    def equilibria(self, key: str) -> NDArray[np.int64]:
        """Return the states that hold for every coalition judged, under concept ``key``."""
        held = np.array([verdict[key] for verdict in self.stable.values()], dtype=np.bool_)
        return np.flatnonzero(held.all(axis=0))


def coalition_improvements(graph: GraphModel, members: Iterable[int]) -> Flags:
    """Say where a coalition gains: what it reaches jointly and every member strictly prefers.

    Parameters
    ----------
    members : indices of the coalition's members

    Returns
    -------
    gains : bool, shape (m, m); gains[s, t] says whether t is a coalition improvement from s. The way there may pass
        through states that members dislike.

    Raises
    ------
    DetenteError
        E705 more than 4096 states; E706 nobody, or somebody who is not in the model.

    Notes
    -----
    CI_H(s) = {t ∈ R_H(s) : t ≻_i s for all i ∈ H}.

    References
    ----------
    Kilgour, Hipel, Fang and Peng (2001), Group Decision and Negotiation 10, 159-175.
    """
    group = check_group(graph, members)
    check_size(graph, "coalition analysis")
    return reach([links(graph, i) for i in group], graph.size) & _all_prefer(graph, group)


def coalition_stability(graph: GraphModel, members: Iterable[int]) -> dict[str, Flags]:
    """Say which states hold for one coalition, under CNASH, CGMR, CSMR and CSEQ.

    Parameters
    ----------
    members : indices of the coalition's members; one member alone is a coalition too

    Returns
    -------
    stable : for each key of ``COALITION_CONCEPTS`` a bool array of shape (m,)

    Raises
    ------
    DetenteError
        E705 too many states or decision makers; E706 nobody, or somebody who is not in the model.

    Notes
    -----
    A state t deters H from s if at least one member does not strictly prefer t to s.

    * CNASH: CI_H(s) = ∅
    * CGMR: ∀ s₁ ∈ CI_H(s) ∃ s₂ ∈ R_{N−H}(s₁): s₂ deters H
    * CSMR: as CGMR, and ∀ s₃ ∈ R_H(s₂): s₃ deters H
    * CSEQ: ∀ s₁ ∈ CI_H(s) ∃ s₂ ∈ CI*_{N−H}(s₁): s₂ deters H, where CI* are the class coalitional improvements: legal
      sequences in which each step is a coalition improvement of some K ⊆ N−H, and no K acts twice in succession

    The coalition of all decision makers meets no answer, so that there all four say the same.

    References
    ----------
    Inohara and Hipel (2008), Systems Engineering 11, 343-359.

    Examples
    --------
    In the prisoners' dilemma both gain by cooperating together, though neither does alone:

    >>> from detente.canon.forms import graph_form
    >>> graph = graph_form(
    ...     states=["defect", "one", "two", "both"],
    ...     moves={"One": [("defect", "one"), ("one", "defect"), ("two", "both"), ("both", "two")],
    ...            "Two": [("defect", "two"), ("two", "defect"), ("one", "both"), ("both", "one")]},
    ...     rankings={"One": [["two"], ["both"], ["defect"], ["one"]], "Two": [["one"], ["both"], ["defect"], ["two"]]},
    ... )
    >>> coalition_stability(graph, [0, 1])["CNASH"].tolist()
    [False, True, True, True]
    """
    return _Judge(graph).stable(check_group(graph, members))


def all_coalitions(graph: GraphModel) -> CoalitionVerdicts:
    """Judge every state for every coalition, single decision makers included.

    ``equilibria`` of the result are the coalitionally stable states: nobody, alone or in any group, leaves.

    Raises
    ------
    DetenteError
        E705: more than 4096 states, or more than 10 decision makers.
    """
    judge = _Judge(graph)
    return CoalitionVerdicts(graph=graph, stable={g: judge.stable(g) for g in _groups(range(judge.n))})


def partition_stability(graph: GraphModel, partition: Sequence[Iterable[int]]) -> CoalitionVerdicts:
    """Judge every state for the coalitions of a partition: everybody belongs to exactly one.

    Raises
    ------
    DetenteError
        E706: a decision maker is in no coalition or in two; E705: too many states.
    """
    groups = [check_group(graph, members) for members in partition]
    counted = sorted(chain.from_iterable(groups))
    if counted != list(range(len(graph.decision_makers))):
        raise DetenteError(
            Diagnostic(
                code="E706",
                message="a partition puts every decision maker into exactly one coalition; "
                f"these hold {', '.join(graph.decision_makers[i] for i in counted)}",
                hint="list those who act alone as coalitions of one",
            )
        )
    judge = _Judge(graph)
    return CoalitionVerdicts(graph=graph, stable={g: judge.stable(g) for g in groups})


def find_members(graph: GraphModel, names: Iterable[str]) -> tuple[int, ...]:
    """Return the indices of decision makers given by name.

    Raises
    ------
    DetenteError
        E706: nobody is called that.
    """
    known = {name: i for i, name in enumerate(graph.decision_makers)}
    found = []
    for name in names:
        if name not in known:
            near = did_you_mean(name, known)
            hint = f"did you mean '{near}'?" if near else f"the decision makers are {', '.join(known)}"
            raise DetenteError(Diagnostic(code="E706", message=f"no decision maker is called '{name}'", hint=hint))
        found.append(known[name])
    return check_group(graph, found)


class _Judge:
    """The improvements of every coalition asked about so far, each worked out once."""

    def __init__(self, graph: GraphModel) -> None:
        check_size(graph, "coalition analysis")
        self.graph, self.m, self.n = graph, graph.size, len(graph.decision_makers)
        if self.n > MOST_DECISION_MAKERS:
            raise DetenteError(
                Diagnostic(
                    code="E705",
                    message=f"{self.n} decision makers form {2**self.n - 1:,} coalitions; "
                    f"{MOST_DECISION_MAKERS} decision makers are the most",
                )
            )
        self.links = [links(graph, i) for i in range(self.n)]
        self.gains: dict[tuple[int, ...], Links] = {}

    def improvements(self, group: tuple[int, ...]) -> Links:
        """Return the coalition improvements of ``group`` as steps."""
        if group not in self.gains:
            joint = reach([self.links[i] for i in group], self.m)
            self.gains[group] = Links.of(joint & _all_prefer(self.graph, group))
        return self.gains[group]

    def stable(self, group: tuple[int, ...]) -> dict[str, Flags]:
        """Judge every state for ``group``."""
        own = [self.links[i] for i in group]
        rest = [i for i in range(self.n) if i not in group]
        gains = self.improvements(group)
        deterred = pack(~_all_prefer(self.graph, group).T)  # row t: the states from which t deters the group
        side = Opposed(
            rest=[self.links[j] for j in rest],
            improving=lambda: [self.improvements(k) for k in _groups(rest)],
            deterred=deterred,
            escapes=spread(own, ~deterred),
        )
        threats = {"CGMR": cgmr.answered(side), "CSMR": csmr.answered(side), "CSEQ": cseq.answered(side)}
        stable = {"CNASH": np.ones(self.m, dtype=np.bool_)}
        stable["CNASH"][gains.source] = False
        for key, rows in threats.items():
            held = np.ones(self.m, dtype=np.bool_)
            held[gains.source[~unpack(rows, self.m)[gains.to, gains.source]]] = False
            stable[key] = held
        return stable


def _groups(members: Iterable[int]) -> Iterator[tuple[int, ...]]:
    pool = tuple(members)
    return chain.from_iterable(combinations(pool, size) for size in range(1, len(pool) + 1))


def _all_prefer(graph: GraphModel, group: tuple[int, ...]) -> Flags:
    """Return the table [s, t]: every member strictly prefers t to s."""
    better = np.ones((graph.size, graph.size), dtype=np.bool_)
    for i in group:
        better &= graph.rank[i][None, :] > graph.rank[i][:, None]
    return better
