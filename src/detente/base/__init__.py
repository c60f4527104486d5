"""What every floor shares: places in a text, diagnostics, the one exception."""

from detente.base.diagnostic import DetenteError, Diagnostic, did_you_mean, show
from detente.base.span import Span

__all__ = ["DetenteError", "Diagnostic", "Span", "did_you_mean", "show"]
