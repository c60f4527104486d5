"""Models in other tools' formats, one file each; ``load_model`` and ``write_model`` pick by the file's suffix."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from detente.base import DetenteError, Diagnostic
from detente.conflict import Conflict, diagnose, dump, load
from detente.conflict.file import read_text
from detente.interop import drawings, gmcr, reachability, xu

READ: dict[str, ModuleType] = {".gmcr": gmcr, ".json": gmcr, ".m": xu}
"""Readers by suffix; anything else is a detente model file."""
YAML = (".yaml", ".yml")
DRAWN: dict[str, Callable[[Conflict], str]] = {
    ".dot": drawings.dot,
    ".csv": drawings.stability_csv,
    ".tex": drawings.option_form,
}
WRITTEN = (*YAML, ".gmcr", ".json", ".m", *DRAWN)
"""The suffixes that ``write_model`` knows."""


def load_model(path: str | Path) -> Conflict:
    """Read a model file in any known format.

    Raises
    ------
    DetenteError
        Once, carrying every error found.
    """
    reader = READ.get(_suffix(path))
    if reader is None:
        return load(path)
    text, unreadable = read_text(path)
    if unreadable:
        raise DetenteError(unreadable)
    conflict: Conflict = reader.loads(text, str(path))
    return conflict


def inspect_model(path: str | Path) -> list[Diagnostic]:
    """List every error and warning of a model file in any known format."""
    text, unreadable = read_text(path)
    if unreadable:
        return unreadable
    reader = READ.get(_suffix(path))
    found: list[Diagnostic] = diagnose(text, str(path)) if reader is None else reader.diagnose(text, str(path))
    return found


def write_model(conflict: Conflict, path: str | Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of a conflict in the format of ``path``, and what that format has no place for."""
    suffix = _suffix(path)
    if suffix == ".gmcr":
        return gmcr.dumps(conflict), tuple(gmcr.losses(conflict))
    if suffix == ".json":
        return reachability.dumps(conflict), tuple(gmcr.losses(conflict))
    if suffix == ".m":
        return xu.dumps(conflict), tuple(xu.losses(conflict))
    if suffix in DRAWN:
        return DRAWN[suffix](conflict), tuple(drawings.shown_only(suffix))
    return dump(conflict), ()


def _suffix(path: str | Path) -> str:
    return Path(path).suffix.casefold()


__all__ = ["WRITTEN", "inspect_model", "load_model", "write_model"]
