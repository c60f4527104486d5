"""What is known before reading: states with their seats and peoples, and news outlets."""

import functools
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """States and outlets.

    ``states`` maps every name, seat and adjective to the state's usual name; ``adjectives`` and ``seats`` are those
    that are not themselves names. ``outlets`` are names of news outlets, folded.
    """

    states: dict[str, str]
    seats: frozenset[str]
    adjectives: frozenset[str]
    outlets: frozenset[str]


@functools.cache
def gazetteer() -> Gazetteer:
    """Read the bundled lists once."""
    states: dict[str, str] = {}
    seats: set[str] = set()
    adjectives: set[str] = set()
    for line in _lines("states.txt"):
        name, capitals, peoples, others = line.split("|")
        for other in [name, *filter(None, others.split(","))]:
            states[other] = name
        for seat in filter(None, capitals.split(",")):
            states.setdefault(seat, name)
            seats.add(seat)
        for people in filter(None, peoples.split(",")):
            states.setdefault(people, name)
            adjectives.add(people)
    outlets = frozenset(fold_outlet(line) for line in _lines("outlets.txt"))
    return Gazetteer(states, frozenset(seats), frozenset(adjectives), outlets)


def _lines(name: str) -> list[str]:
    text = (files("detente.reading") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def fold_outlet(name: str) -> str:
    """Fold an outlet's name: no article, no case.

    >>> fold_outlet("The Harbour Ledger")
    'harbour ledger'
    """
    folded = " ".join(name.replace("’", "'").casefold().split())
    return folded[4:] if folded.startswith("the ") else folded
