"""detente: a sourced record of a negotiation, and what could hold.

These names are promised; everything else may move. Each is loaded when it is first used, so ``import detente`` is quick
and works without the extras. ``docs/library.md`` shows them at work.
"""

import importlib

__version__ = "0.1.0"

_PLACES = {
    "Conflict": ("conflict", "Conflict"),
    "DetenteError": ("base", "DetenteError"),
    "Diagnostic": ("base", "Diagnostic"),
    "GraphModel": ("graph", "GraphModel"),
    "analyze": ("stability", "analyze"),
    "answer": ("analysis", "answer"),
    "compile": ("conflict", "compile"),
    "draft_claims": ("reading", "draft"),
    "dump": ("conflict", "dump"),
    "explain": ("analysis", "explain"),
    "load": ("interop", "load_model"),
    "loads": ("conflict", "loads"),
    "read_page": ("reading", "load"),
    "write_brief": ("brief", "write"),
}

__all__ = ["__version__", *_PLACES]


def __getattr__(name: str) -> object:
    """Load a promised name when it is first used."""
    if name not in _PLACES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}; it offers {', '.join(_PLACES)}")
    module, there = _PLACES[name]
    found: object = getattr(importlib.import_module(f"detente.{module}"), there)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
