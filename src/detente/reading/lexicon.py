"""Sets of words that rules rest on, kept as data in ``data/words.txt``."""

import functools
from importlib.resources import files


def words(text: str) -> frozenset[str]:
    """Return the set of the words of ``text``."""
    return frozenset(text.split())


@functools.cache
def _sets() -> dict[str, frozenset[str]]:
    text = (files("detente.reading") / "data" / "words.txt").read_text(encoding="utf-8")
    found: dict[str, frozenset[str]] = {}
    for paragraph in text.split("\n\n"):
        name, _, rest = paragraph.strip().partition("\n")
        if not name.startswith("#"):
            found[name] = words(rest)
    return found


def named(name: str) -> frozenset[str]:
    """Return a bundled set of words.

    >>> "spokesman" in named("PEOPLE")
    True
    """
    return _sets()[name]
