"""Several decision makers merged into one: the shortcut of another tool, under its own name."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from detente.base import DetenteError, Diagnostic
from detente.canon.concept import CanonConcept
from detente.canon.spread import Flags, check_group, check_size
from detente.canon.structure import Structure
from detente.graph import GraphModel


def merge_decision_makers(graph: GraphModel, members: Iterable[int]) -> tuple[GraphModel, Structure]:
    """Treat some decision makers as one who changes all their options at once and gains only where all of them do.

    This is *not* coalition analysis. The merged one jumps over states that are not feasible, and joins in an answer
    to others only where all its members gain. ``coalition_stability`` has the definitions of the field.

    Parameters
    ----------
    members : indices of those merged

    Returns
    -------
    graph, structure : the smaller model, and its preferences for ``judge``. The merged one stands in the place of its
        first member; its name joins theirs with " + ". The smaller model's own ranks say nothing about it, because a
        gain of all is no ranking.

    Raises
    ------
    DetenteError
        E706 nobody, or somebody who is not in the model; E716 a model without options; E705 too many states.

    Examples
    --------
    >>> from detente.canon.structure import judge
    >>> dilemma = GraphModel(decision_makers=("One", "Two"), options=("a", "b"), owner=(0, 1), one_way=(0, 0),
    ...                      codes=np.arange(4), rank=np.array([[1, 0, 3, 2], [1, 3, 0, 2]], dtype=np.int32))
    >>> judge(*merge_decision_makers(dilemma, [0, 1]), ["NASH"])["NASH"].tolist()
    [[False, True, True, True]]
    """
    group = check_group(graph, members)
    check_size(graph, "merging decision makers")
    if graph.arcs is not None or not graph.options:
        raise DetenteError(
            Diagnostic(
                code="E716",
                message="merging decision makers needs options: in graph form nothing says what they can do at once",
                hint="judge the coalition instead",
            )
        )
    kept = [i for i in range(len(graph.decision_makers)) if i not in group or i == group[0]]
    place = {i: kept.index(i if i in kept else group[0]) for i in range(len(graph.decision_makers))}
    better: Flags = np.array(
        [
            np.logical_and.reduce(
                np.array([graph.rank[j][None, :] > graph.rank[j][:, None] for j in (group if i == group[0] else (i,))])
            )
            for i in kept
        ],
        dtype=np.bool_,
    )
    names = tuple(
        " + ".join(graph.decision_makers[j] for j in group) if i == group[0] else graph.decision_makers[i] for i in kept
    )
    smaller = replace(
        graph,
        decision_makers=names,
        owner=tuple(place[i] for i in graph.owner),
        rank=graph.rank[kept],
        transitive=False,  # gains of all members need not compose
    )
    return smaller, Structure(
        key="merged",
        name="merged",
        source="GMCR+ (Kinsara, Petersons, Hipel and Kilgour 2015)",
        gain=better,
        step=better,
        deters=~better,
        holds=~better,
    )


MERGED = CanonConcept(
    key="MERGED",
    name="Merged decision makers (rule of GMCR+)",
    formula="NASH to SSEQ, some decision makers being one that flips all their options at once and gains where all do",
    source="GMCR+ 2014; Kinsara, Petersons, Hipel and Kilgour 2015",
    scope="models with options; asked for as --merged A,B; this is not coalition analysis",
)
