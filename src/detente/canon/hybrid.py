"""Preferences that are graded where they are known and unknown elsewhere."""

from detente.base import DetenteError, Diagnostic
from detente.canon.spread import Flags
from detente.canon.strength import Degrees, check_degrees
from detente.canon.structure import Structure, check_relation
from detente.canon.unknown import unknown
from detente.graph import GraphModel


def hybrid(graph: GraphModel, degree: Degrees, unsure: Flags, extension: str, strong: bool = False) -> Structure:
    """Return a preference with mild and strong degrees and unknown pairs.

    Parameters
    ----------
    degree : int8, shape (n, m, m), antisymmetric, 0 where unknown; see ``strength``
    unsure : bool, shape (n, m, m), symmetric; see ``unknown``
    extension : "a", "b", "c" or "d"
    strong : only losses of the highest degree deter, and no countermove may mend them

    Raises
    ------
    DetenteError
        E709 wrong shape or a pair both known and unknown; E710 no such extension; E717 strong stability under
        extensions c and d, whose wording could not be read.

    Notes
    -----
    General: the extension's row for unknown preference, with every degree counting as ≻. Strong, extensions a and b:
    the same gains and steps, and only the highest degree of loss deters. Whether an unknown comparison deters
    *strongly* under c and d is stated from memory only in what could be consulted, and is refused.

    References
    ----------
    Xu, Hipel, Kilgour and Chen (2010), Theory and Decision 69, 497-521.
    """
    if strong and extension in ("c", "d"):
        raise DetenteError(
            Diagnostic(
                code="E717",
                message=f"strong stability under extension {extension} is refused: whether an unknown comparison "
                "deters strongly could not be verified at the source",
                hint="ask for general stability, or for extension a or b",
            )
        )
    check_degrees(graph, degree)
    check_relation(graph, unsure, "unsure")
    better: Flags = degree > 0
    general = unknown(graph, better, unsure, extension)
    deters: Flags = degree <= -max(1, int(degree.max(initial=0))) if strong else general.deters
    return Structure(
        key=f"hybrid-{extension}{'-strong' if strong else ''}",
        name=f"hybrid ({extension}{', strong' if strong else ''})",
        source="Xu, Hipel, Kilgour and Chen 2010",
        gain=general.gain,
        step=general.step,
        deters=deters,
        holds=deters,
        concepts=("GMR", "SMR", "SEQ") if strong else general.concepts,
        missing=(*general.missing, *((("NASH", "it expects no answer, so there is no strong form of it"),) * strong)),
    )
