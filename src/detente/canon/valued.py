"""Preferences with a value between two states: fuzzy certainty, or probability."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.base import DetenteError, Diagnostic
from detente.canon.spread import Flags
from detente.canon.structure import Structure
from detente.graph import GraphModel

Values = NDArray[np.float64]
TOLERANCE = 1e-9
NO_SSEQ = (("SSEQ", "the source defines NASH, GMR, SMR and SEQ only"),)


def fuzzy(graph: GraphModel, relation: Values, thresholds: ArrayLike) -> Structure:
    """Return a fuzzy preference: how far one state is preferred to another, against what is enough to move.

    Parameters
    ----------
    relation : float, shape (n, m, m), in [0, 1]; relation[i, s, t] is how far i prefers s to t. The two directions
        add up to 1, so that 1/2 is indifference
    thresholds : one number in (0, 1] for each decision maker: the certainty with which it is content to move

    Raises
    ------
    DetenteError
        E709: wrong shape, values out of range, or directions that do not add up to 1.

    Notes
    -----
    The certainty of preferring t to s is α(t, s) = r(t, s) − r(s, t). A gain, and a step of an answer, is a move with
    α ≥ γ of its mover; a state t deters i from leaving s iff α_i(t, s) < γ_i. With relations of 0, ½ and 1 only, this
    is simple preference at every threshold.

    The source's abstract was read, its formulas only in retellings; interval and coalition forms are not implemented.

    References
    ----------
    Bashar, Kilgour and Hipel (2012), IEEE Transactions on Fuzzy Systems 20(4), 760-770.
    """
    n, m = len(graph.decision_makers), graph.size
    relation = _checked(graph, relation, "relation")
    if not np.allclose(relation + relation.transpose(0, 2, 1), 1, atol=TOLERANCE):
        raise _fault("the two directions of a fuzzy relation must add up to 1")
    level = _levels(n, thresholds, "thresholds")
    if not (level > 0).all():
        raise _fault("a fuzzy threshold must be above 0: at 0 indifference would be a gain")
    certainty = relation.transpose(0, 2, 1) - relation  # [i, s, t]: of preferring t to s
    enough: Flags = certainty >= level[:, None, None] - TOLERANCE
    assert enough.shape == (n, m, m)
    return Structure(
        key="fuzzy",
        name="fuzzy",
        source="Bashar, Kilgour and Hipel 2012",
        gain=enough,
        step=enough,
        deters=~enough,
        holds=~enough,
        concepts=("NASH", "GMR", "SMR", "SEQ"),
        missing=NO_SSEQ,
    )


def probabilistic(
    graph: GraphModel, probability: Values, gain_above: ArrayLike, deters_up_to: ArrayLike, step_above: ArrayLike
) -> Structure:
    """Return a preference in probabilities, with the three thresholds written out.

    Parameters
    ----------
    probability : float, shape (n, m, m), in [0, 1]; probability[i, s, t] is how likely i is to prefer s to t; the two
        directions add up to at most 1, and the rest is indifference
    gain_above : for each decision maker, or one for all: a move is a gain iff it is preferred with more than this
    deters_up_to : a state deters iff it is preferred to where i stands with no more than this
    step_above : a step of an answer must be preferred by its mover with more than this

    Raises
    ------
    DetenteError
        E709: wrong shape, or values out of range.

    Notes
    -----
    Rêgo and Santos write α, β and γ for thresholds of this kind (more caution at larger α and β). Which number of
    theirs belongs to which of these could not be read at the source, so their symbols are not used here. With
    probabilities of 0 and 1 only and every threshold below 1 this is simple preference.

    References
    ----------
    Rêgo and Santos (2015), IEEE Transactions on Systems, Man, and Cybernetics: Systems 45(4), 595-608.
    """
    n = len(graph.decision_makers)
    probability = _checked(graph, probability, "probability")
    if (probability + probability.transpose(0, 2, 1) > 1 + TOLERANCE).any():
        raise _fault("the probabilities of the two directions add up to more than 1")
    towards = probability.transpose(0, 2, 1)  # [i, s, t]: of preferring t to s
    deters: Flags = towards <= _levels(n, deters_up_to, "deters_up_to")[:, None, None] + TOLERANCE
    return Structure(
        key="probabilistic",
        name="probabilistic",
        source="after Rêgo and Santos 2015",
        gain=towards > _levels(n, gain_above, "gain_above")[:, None, None] + TOLERANCE,
        step=towards > _levels(n, step_above, "step_above")[:, None, None] + TOLERANCE,
        deters=deters,
        holds=deters,
        concepts=("NASH", "GMR", "SMR", "SEQ"),
        missing=NO_SSEQ,
    )


def grey(graph: GraphModel) -> Structure:
    """Refuse grey preference.

    Raises
    ------
    DetenteError
        E717: always; the order on grey numbers that the definitions need could not be read at the source.
    """
    raise DetenteError(
        Diagnostic(
            code="E717",
            message="grey preference is refused: the order on grey numbers used by Kuang, Bashar, Hipel and Kilgour "
            "(2015) could not be verified at the source",
            hint="use fuzzy preference with several thresholds",
        )
    )


def _checked(graph: GraphModel, values: Values, what: str) -> Values:
    n, m = len(graph.decision_makers), graph.size
    table: Values = np.asarray(values, dtype=np.float64)
    if table.shape != (n, m, m):
        raise _fault(f"{what} has shape {table.shape}; {n} decision makers and {m} states need ({n}, {m}, {m})")
    if not ((table >= 0) & (table <= 1)).all():
        raise _fault(f"{what} must lie between 0 and 1")
    return table


def _levels(n: int, values: ArrayLike, what: str) -> Values:
    level: Values = np.broadcast_to(np.asarray(values, dtype=np.float64), (n,))
    if not ((level >= 0) & (level <= 1)).all():
        raise _fault(f"{what} must lie between 0 and 1")
    return level


def _fault(message: str) -> DetenteError:
    return DetenteError(Diagnostic(code="E709", message=message))
