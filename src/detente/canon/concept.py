"""What a concept of the canon says about itself, and the check that there are two decision makers."""

from collections.abc import Callable
from dataclasses import dataclass

from detente.base import DetenteError, Diagnostic
from detente.canon.spread import Flags, check_moves
from detente.graph import GraphModel


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonConcept:
    """A concept beyond the basic five.

    Attributes
    ----------
    key : what to call it; a small letter at the end stands for a number: ``Lh`` is asked for as ``L3``
    implies : keys of concepts under which every state stable under this one is stable too, within ``scope``
    scope : where the definition holds; outside it is refused
    judge : judge(graph, number) says for every decision maker and state whether it is stable, shape (n, m); the number
        is 0 for a concept without one. None where the concept is not about single decision makers.
    """

    key: str
    name: str
    formula: str
    source: str
    implies: tuple[str, ...] = ()
    scope: str = "any number of decision makers"
    judge: Callable[[GraphModel, int], Flags] | None = None

    @property
    def stem(self) -> str:
        """The key without the letter that stands for a number."""
        return self.key.rstrip("hk")


def check_two(graph: GraphModel, what: str, why: str) -> None:
    """Refuse models with other than two decision makers.

    Raises
    ------
    DetenteError
        E714: the concept is defined for two decision makers, and the model has another number; E705: too many moves.
    """
    n = len(graph.decision_makers)
    if n != 2:
        raise DetenteError(
            Diagnostic(
                code="E714",
                message=f"{what} is available for two decision makers only, and the model has {n}: {why}",
                hint="use NASH, GMR, SMR, SEQ or SSEQ, which hold for any number",
            )
        )
    check_moves(graph, what)


def check_horizon(h: int, what: str) -> None:
    """Refuse horizons below one.

    Raises
    ------
    DetenteError
        E714: the horizon is not a positive number of moves.
    """
    if h < 1:
        raise DetenteError(Diagnostic(code="E714", message=f"{what} needs a horizon of at least one move, not {h}"))
