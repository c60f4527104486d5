"""Which model the reader rests on, where it comes from, and whether the files here are those that were measured."""

import hashlib
import importlib.util
import json
from importlib.resources import files
from pathlib import Path
from typing import Any


def recorded() -> dict[str, Any]:
    """Return what is on record of the parser: package, version, licence, origin, hash of its files."""
    text = (files("detente.reading") / "data" / "model.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def installed(module: str) -> str | None:
    """Return the SHA-256 over the installed files, names and bytes, compiled ones left out; None if there are none."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def pickles(module: str) -> list[str]:
    """Return the model's files that begin as a pickle does, which could run code when read: none may be there."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return []
    every = (p for p in Path(spec.origin).parent.rglob("*") if p.is_file())
    return [str(p) for p in every if p.read_bytes()[:2] in {bytes((0x80, n)) for n in range(2, 6)}]
