"""Models in other tools' formats, one file each; ``load_model`` picks by the file's suffix."""

from pathlib import Path

from detente.base import DetenteError, Diagnostic
from detente.conflict import Conflict, diagnose, dump, load
from detente.conflict.file import read_text
from detente.interop import gmcr


def load_model(path: str | Path) -> Conflict:
    """Read a model file: ``.gmcr`` as that format, anything else as a detente model file.

    Raises
    ------
    DetenteError
        Once, carrying every error found.
    """
    if not _is_gmcr(path):
        return load(path)
    text, unreadable = read_text(path)
    if unreadable:
        raise DetenteError(unreadable)
    return gmcr.loads(text, str(path))


def inspect_model(path: str | Path) -> list[Diagnostic]:
    """List every error and warning of a model file in any known format."""
    text, unreadable = read_text(path)
    if unreadable:
        return unreadable
    if not _is_gmcr(path):
        return diagnose(text, str(path))
    return gmcr.diagnose(text, str(path))


def write_model(conflict: Conflict, path: str | Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of a conflict in the format of ``path``, and what that format has no place for."""
    if _is_gmcr(path):
        return gmcr.dumps(conflict), tuple(gmcr.losses(conflict))
    return dump(conflict), ()


def _is_gmcr(path: str | Path) -> bool:
    return Path(path).suffix.casefold() == ".gmcr"


__all__ = ["inspect_model", "load_model", "write_model"]
