"""Models in other tools' formats, one file each; ``load_model`` picks by the file's suffix."""

from pathlib import Path

from detente.base import Diagnostic
from detente.conflict import Conflict, diagnose, load
from detente.conflict.file import read_text


def load_model(path: str | Path) -> Conflict:
    """Read a model file in any known format.

    Raises
    ------
    DetenteError
        Once, carrying every error found.
    """
    return load(path)


def inspect_model(path: str | Path) -> list[Diagnostic]:
    """List every error and warning of a model file in any known format."""
    text, unreadable = read_text(path)
    if unreadable:
        return unreadable
    return diagnose(text, str(path))


__all__ = ["inspect_model", "load_model"]
