"""How much a decision maker prefers one state to another, in degrees: mildly, strongly, …"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.base import DetenteError, Diagnostic
from detente.canon.spread import Flags
from detente.canon.structure import Structure, judge
from detente.graph import GraphModel

Degrees = NDArray[np.int8]
STRENGTH_CONCEPTS: tuple[str, ...] = ("GMR", "SMR", "SEQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthVerdicts:
    """Stability with strength of preference; arrays of shape (n, m) by concept.

    Attributes
    ----------
    general : NASH, GMR, SMR, SEQ: stable whatever the degree of the loss
    strong : GMR, SMR, SEQ: every gain can be answered by a loss of the highest degree that no countermove mends
    weak : GMR, SMR, SEQ: generally but not strongly stable
    degree : GMR, SMR, SEQ: int8, the largest degree at which the state is stable, 0 if only a loss or tie of any
        degree is sure, -1 where unstable
    """

    general: dict[str, Flags]
    strong: dict[str, Flags]
    weak: dict[str, Flags]
    degree: dict[str, Degrees]


def strength(graph: GraphModel, degree: Degrees, level: int = 0) -> Structure:
    """Return a preference in degrees, with deterrents that cost at least ``level``.

    Parameters
    ----------
    degree : int8, shape (n, m, m), antisymmetric; degree[i, s, t] is d > 0 if i prefers t to s at degree d, -d if it
        prefers s to t, 0 for a tie
    level : 0 for general stability (a loss of any degree or a tie deters); k for stability at degree k (only losses of
        degree k or more deter, and no countermove may mend them); the highest degree is strong stability

    Raises
    ------
    DetenteError
        E709: wrong shape, not antisymmetric, or no such degree.

    Notes
    -----
    With two degrees, mild > and strong ≫, level 2 is the strong stability of the sources. Level 1 of several is read
    cumulatively: a loss of degree 1 *or more* deters, a tie does not. Gains and opponents' steps count at any degree.
    Nash stability has no strong form, and SSEQ is not in the sources.

    References
    ----------
    Hamouda, Kilgour and Hipel (2004), Group Decision and Negotiation 13, 449-462; (2006), Applied Mathematics and
    Computation 179, 314-327. Xu, Hipel, Kilgour and Fang (2018), Conflict Resolution Using the Graph Model, chapter 6.
    """
    check_degrees(graph, degree)
    most = int(degree.max(initial=0))
    if not 0 <= level <= max(most, 1):
        raise _fault(f"there is no degree {level}; degrees run from 0 to {most}")
    gain: Flags = degree > 0
    deters: Flags = degree <= -level
    concepts = ("NASH", *STRENGTH_CONCEPTS) if level == 0 else STRENGTH_CONCEPTS
    missing = [("SSEQ", "the sources define no such concept with strength of preference")]
    if level:
        missing.append(("NASH", "it expects no answer, so there is no strong form of it"))
    return Structure(
        key="strength" if level == 0 else f"strength-{level}",
        name="graded" if level == 0 else f"graded (losses of degree {level} or more)",
        source="Hamouda, Kilgour and Hipel 2004, 2006; Xu et al. 2018",
        gain=gain,
        step=gain,
        deters=deters,
        holds=deters,
        concepts=concepts,
        missing=tuple(missing),
    )


def strength_stability(graph: GraphModel, degree: Degrees, highest: int | None = None) -> StrengthVerdicts:
    """Judge every state for every decision maker: generally, strongly or weakly stable, and at which degree.

    Parameters
    ----------
    degree : int8, shape (n, m, m), see ``strength``
    highest : the degree that counts as strong; the largest that occurs if None

    Raises
    ------
    DetenteError
        E709: wrong shape, not antisymmetric, or no such degree; E705: more than 4096 states.
    """
    check_degrees(graph, degree)
    top = max(1, int(degree.max(initial=0)) if highest is None else highest)
    general = judge(graph, strength(graph, degree))
    reached: dict[str, Degrees] = {k: np.where(general[k], 0, -1).astype(np.int8) for k in STRENGTH_CONCEPTS}
    held = {key: general[key] for key in STRENGTH_CONCEPTS}
    for level in range(1, top + 1):
        held = judge(graph, strength(graph, degree, level))
        for key in STRENGTH_CONCEPTS:
            reached[key][held[key]] = level
    strong = {key: held[key] for key in STRENGTH_CONCEPTS}
    weak: dict[str, Flags] = {key: general[key] & ~strong[key] for key in STRENGTH_CONCEPTS}
    return StrengthVerdicts(general=general, strong=strong, weak=weak, degree=reached)


def degrees_from_gaps(rank: NDArray[np.int32] | NDArray[np.int16], gaps: Sequence[int]) -> Degrees:
    """Work out degrees from a ranking and the size of each gap between neighbouring places.

    Parameters
    ----------
    rank : shape (m,), places from 0 (least preferred) without holes
    gaps : one degree for each gap, least preferred first: gaps[k] is the degree between places k and k + 1

    Returns
    -------
    degree : int8, shape (m, m); a pair is as far apart as the largest gap between its places

    Raises
    ------
    DetenteError
        E709: the gaps do not fit the ranking.

    Examples
    --------
    One strong gap, between the worst state and the rest:

    >>> degrees_from_gaps(np.array([0, 1, 2]), [2, 1]).tolist()
    [[0, 2, 2], [-2, 0, 1], [-2, -1, 0]]
    """
    places = int(rank.max(initial=0)) + 1
    if set(rank.tolist()) != set(range(places)):
        raise _fault("the places of a ranking must run from 0 without holes")
    if len(gaps) != places - 1 or min(gaps, default=1) < 1 or max(gaps, default=1) > 127:
        raise _fault(f"{places} places have {places - 1} gaps, each of degree 1 to 127; got {list(gaps)}")
    between = np.zeros((places, places), dtype=np.int8)
    for low in range(places):
        for high in range(low + 1, places):
            between[low, high] = max(gaps[low:high])
            between[high, low] = -between[low, high]
    degree: Degrees = between[rank[:, None], rank[None, :]]
    return degree


def check_degrees(graph: GraphModel, degree: Degrees) -> None:
    """Check that degrees have the right shape and answer to each other.

    Raises
    ------
    DetenteError
        E709: they do not.
    """
    n, m = len(graph.decision_makers), graph.size
    if degree.shape != (n, m, m):
        raise _fault(f"degree has shape {degree.shape}; {n} decision makers and {m} states need ({n}, {m}, {m})")
    for i, name in enumerate(graph.decision_makers):
        wrong = degree[i] != -degree[i].T
        if wrong.any():
            s, t = (int(x) + 1 for x in np.argwhere(wrong)[0])
            raise _fault(f"the degrees of {name} between states {s} and {t} do not answer to each other")


def _fault(message: str) -> DetenteError:
    return DetenteError(Diagnostic(code="E709", message=message))
