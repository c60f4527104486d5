"""One template for all preference structures, and the five concepts judged on it."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.canon.spread import Flags, Links, check_size, links, pack, spread, unpack
from detente.graph import GraphModel

TEMPLATE_CONCEPTS: tuple[str, ...] = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """What counts as a gain, as a step of an answer, and as a deterrent.

    Each is a bool array of shape (n, m, m) whose entry [i, s, t] speaks of decision maker i going from s to t:

    Attributes
    ----------
    gain : i has a reason to move from s to t
    step : j may move from s to t as part of an answer that must pay those who make it (SEQ, SSEQ)
    deters : an answer that ends at t takes away i's reason to leave s
    holds : a countermove of i to t does not undo what deters i at s (SMR, SSEQ)
    concepts : keys of the concepts that the source defines for this structure
    missing : for each other key, why it is refused
    """

    key: str
    name: str
    source: str
    gain: Flags
    step: Flags
    deters: Flags
    holds: Flags
    concepts: tuple[str, ...] = TEMPLATE_CONCEPTS
    missing: tuple[tuple[str, str], ...] = ()


def judge(graph: GraphModel, structure: Structure, concepts: Iterable[str] | None = None) -> dict[str, Flags]:
    """Judge every state of ``graph`` for every decision maker under a preference structure.

    Parameters
    ----------
    graph : the moves (its own ranks are not looked at)
    structure : the preferences
    concepts : keys among NASH, GMR, SMR, SEQ, SSEQ; all that the structure defines if None

    Returns
    -------
    stable : for each key a bool array of shape (n, m)

    Raises
    ------
    DetenteError
        E705 more than 4096 states; E708 the concept is not defined for this structure.

    Notes
    -----
    s is stable for i iff ∀ s₁ ∈ R_i(s) with gain ∃ s₂ ∈ L(s₁) that deters, and (SMR, SSEQ) ∀ s₃ ∈ R_i(s₂) holds. L is
    R_{N−i} for GMR and SMR, and the legal sequences of opponents' steps for SEQ and SSEQ. NASH: there is no gain.
    """
    check_size(graph, f"{structure.name} preference")
    keys = structure.concepts if concepts is None else tuple(_known(structure, key) for key in concepts)
    n, m = len(graph.decision_makers), graph.size
    steps = [links(graph, i) for i in range(n)]
    paid = [steps[j].only(structure.step[j][steps[j].source, steps[j].to]) for j in range(n)]
    stable = {key: np.ones((n, m), dtype=np.bool_) for key in keys}
    for i in range(n):
        others = [j for j in range(n) if j != i]
        gains = steps[i].only(structure.gain[i][steps[i].source, steps[i].to])
        deterred = pack(structure.deters[i].T)  # row t: the states from which t deters i
        undone = spread([steps[i]], pack(~structure.holds[i].T)) if {"SMR", "SSEQ"} & set(keys) else deterred
        for key in keys:
            movers = [(paid if key in ("SEQ", "SSEQ") else steps)[j] for j in others if key != "NASH"]
            stable[key][i] = _held(gains, movers, deterred & ~undone if key in ("SMR", "SSEQ") else deterred, m)
    return stable


def _held(gains: Links, movers: list[Links], deterred: np.typing.NDArray[np.uint8], m: int) -> Flags:
    """Say where every gain meets a deterrent among what the movers reach."""
    met = unpack(spread(movers, deterred), m)
    held = np.ones(m, dtype=np.bool_)
    held[gains.source[~met[gains.to, gains.source]]] = False
    return held


def _known(structure: Structure, key: str) -> str:
    if key.upper() in structure.concepts:
        return key.upper()
    why = dict(structure.missing).get(key.upper(), "")
    if why:
        raise DetenteError(
            Diagnostic(
                code="E708",
                message=f"{key.upper()} is not available under {structure.name} preference: {why}",
                hint=f"available are {', '.join(structure.concepts)}",
            )
        )
    near = did_you_mean(key, structure.concepts)
    hint = f"did you mean {near!r}?" if near else f"available are {', '.join(structure.concepts)}"
    raise DetenteError(Diagnostic(code="E700", message=f"no concept is called {key!r}", hint=hint))


def check_relation(graph: GraphModel, table: Flags, what: str) -> None:
    """Check the shape of a relation between states for every decision maker.

    Raises
    ------
    DetenteError
        E709: the array has another shape than (n, m, m).
    """
    n, m = len(graph.decision_makers), graph.size
    if table.shape != (n, m, m):
        raise DetenteError(
            Diagnostic(
                code="E709",
                message=f"{what} has shape {table.shape}; {n} decision makers and {m} states need ({n}, {m}, {m})",
            )
        )


def simple(graph: GraphModel) -> Structure:
    """Return the simple preference of the model's own ranks: each pair is better, worse or a tie."""
    check_size(graph, "simple preference in pairs")
    better: Flags = graph.rank[:, None, :] > graph.rank[:, :, None]
    return Structure(
        key="simple",
        name="simple",
        source="Fang, Hipel and Kilgour 1993",
        gain=better,
        step=better,
        deters=~better,
        holds=~better,
    )
