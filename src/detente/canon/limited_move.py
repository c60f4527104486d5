"""Limited-move stability: looking h moves ahead, each side for its own good."""

from detente.canon.concept import CanonConcept, check_horizon, check_two
from detente.canon.horizon import DISPUTED, MOST_LEVELS, course, never_repeats
from detente.canon.spread import Flags
from detente.graph import GraphModel


def limited_move(graph: GraphModel, h: int) -> Flags:
    """Say which states hold when each of two decision makers looks ``h`` moves ahead.

    Parameters
    ----------
    h : the horizon, a number of moves of at least 1

    Returns
    -------
    stable : bool, shape (2, m)

    Raises
    ------
    DetenteError
        E714: not two decision makers, or a horizon below 1; E712: a horizon beyond 10,000 moves within which what is
        anticipated does not repeat.

    Notes
    -----
    G_0(i, s) = {s}, and G_h(i, s) = {s} where i cannot move. Otherwise a move to s₁ is worth to i the worst rank among
    G_{h−1}(j, s₁), j being the other one. If no move is worth more than staying, G_h(i, s) = {s}; else G_h(i, s) is
    the union of G_{h−1}(j, s₁) over the most valuable moves. s is L_h-stable for i iff G_h(i, s) = {s}.

    With strict rankings this is the anticipated state of the sources. With ties it need not be unique; then all are
    kept, the chooser fears the worst of them, and stays where moving gains nothing.

    References
    ----------
    Kilgour (1985); Fang, Hipel and Kilgour (1993), Interactive Decision Making, Wiley.
    """
    check_two(graph, "limited-move stability", DISPUTED)
    check_horizon(h, "limited-move stability")
    found, start = course(graph, min(h, MOST_LEVELS))
    if start is not None:
        return found[start + (h - 1 - start) % (len(found) - start)] if h > len(found) else found[h - 1]
    if h > MOST_LEVELS:
        raise never_repeats()
    return found[-1]


LIMITED_MOVE = CanonConcept(
    key="Lh",
    name="Limited-move stability",
    formula="G_h(i, s) = {s}, where G_h is what i anticipates when both look h moves ahead",
    source="Kilgour 1985; Fang, Hipel and Kilgour 1993",
    scope="two decision makers",
    judge=limited_move,
)
