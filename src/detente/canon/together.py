"""Where improvements taken at the same time end together."""

from itertools import product

from detente.base import DetenteError, Diagnostic
from detente.canon.spread import check_size
from detente.graph import GraphModel, improvements


def all_spoilt(graph: GraphModel, s: int, i: int, others: list[int]) -> bool:
    """Say whether each improvement of i can be spoilt by others who improve from ``s`` at the same time."""
    here = int(graph.codes[s])
    flips = [[0, *(here ^ int(graph.codes[t]) for t in improvements(graph, j, s))] for j in others]
    for t in improvements(graph, i, s).tolist():
        own = int(graph.codes[t])
        ends = (graph.index(own ^ _union(combined)) for combined in product(*flips))
        if not any(end is not None and graph.rank[i, end] <= graph.rank[i, s] for end in ends):
            return False
    return True


def _union(flips: tuple[int, ...]) -> int:
    total = 0
    for flip in flips:  # owners differ, so that no two share an option
        total |= flip
    return total


def check_options(graph: GraphModel) -> None:
    """Refuse models from which the joint result of moves cannot be read.

    Raises
    ------
    DetenteError
        E716: the model has no options; E705: more than 4096 states.
    """
    check_size(graph, "simultaneous stability")
    if graph.arcs is not None or not graph.options:
        raise DetenteError(
            Diagnostic(
                code="E716",
                message="simultaneous moves need options: in graph form nothing says where they end together",
                hint="use NASH, GMR, SMR, SEQ or SSEQ",
            )
        )
