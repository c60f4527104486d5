"""Which decision maker an actor of the record belongs to: spellings brought together, people put under a party.

Only what the pages say, or the analyst says, puts a person under a party. Other names and seats of a state come from
the reader's gazetteer: no table says who holds an office.
"""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.dossier.words import tokens

WINDOW = 80
_ALONE = re.compile(r"\s+(?:has|had|have|is|was|will|would|could|might|may|said|told|\w+ed|\w+s)\b|[,.;]")
_TITLES = "president|prime minister|premier|chancellor|king|queen|sultan|emir|minister|leader|chairman|chairwoman"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """Actor → decision maker, and why where it is not the same name."""

    of: Mapping[str, str]
    why: Mapping[str, str]

    def __call__(self, actor: str) -> str:
        """Return the decision maker that an actor belongs to."""
        return self.of.get(actor, actor)


def parties(actors: Iterable[str], texts: Iterable[str], same: Mapping[str, str]) -> Parties:
    """Bring actors together.

    Parameters
    ----------
    actors : names as the claims have them, in order
    texts : the pages; "Ukraine's Zelensky" in one of them puts Zelensky under Ukraine
    same : what the analyst said: actor → decision maker; stands above everything else
    """
    names = list(dict.fromkeys([*actors, *same.values()]))
    of: dict[str, str] = {}
    why: dict[str, str] = {}
    for name in names:
        longer = [n for n in names if n != name and _shortens(name, n)]
        if name not in same and len(longer) == 1:
            of[name], why[name] = longer[0], "a shorter form of the name"
    joined = "\n".join(texts)
    for name in names:
        if name in same:
            of[name], why[name] = same[name], "as you said"
        elif name not in of:
            before = _before(name, joined)
            owners = [n for n in names if n != name and _owns(n, before)]
            if len(owners) == 1:
                of[name], why[name] = owners[0], f"a page puts {name} under {owners[0]}"
    return Parties(of={name: _end(name, of) for name in of if _end(name, of) != name}, why=why)


def forms(actor: str) -> tuple[str, ...]:
    """Return how a text may name an actor: in full, by last word, by initials; a state by its other names and seats.

    >>> forms("Kharun Liberation Front")
    ('Kharun Liberation Front', 'Front', 'KLF')
    >>> "Kyiv" in forms("Ukraine")
    True
    """
    words = tokens(actor)
    initials = "".join(word[0] for word in words).upper() if len(words) > 2 else ""
    names, _ = _state(actor)
    found = (actor, *names) if names else (actor, words[-1] if words else "", initials)
    return tuple(dict.fromkeys(form for form in found if len(form) > 1))


@functools.cache
def _state(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the other names and seats of a state, and its adjectives; nothing for what is no state."""
    from detente.reading.gazetteer import gazetteer  # the reader takes long to load, and most questions need none

    known = gazetteer()
    mine = [other for other, state in known.states.items() if state == name]
    adjectives = tuple(other for other in mine if other in known.adjectives)
    return tuple(other for other in mine if other not in adjectives), adjectives


def _shortens(short: str, long: str) -> bool:
    a, b = tokens(short), tokens(long)
    return 0 < len(a) < len(b) and b[-len(a) :] == a


def _before(name: str, text: str) -> frozenset[str]:
    """Return what stands before each mention of a name, within its line; mentions in compounds are left out."""
    short = (tokens(name) or [""])[-1]
    result: set[str] = set()
    at = text.find(short) if short else -1
    while at >= 0:
        end = at + len(short)
        start = end - len(name) if text[max(0, end - len(name)) : end] == name else at
        if not text[start - 1 : start].isalnum() and _ALONE.match(text, end):
            result.add(text[max(0, start - WINDOW) : start].rpartition("\n")[2])
        at = text.find(short, end)
    return frozenset(result)


def _owns(owner: str, before: Iterable[str]) -> bool:
    """Say whether a name is announced as "OWNER's [president] NAME", or as "OWNERIAN president NAME"."""
    names, adjectives = _state(owner)
    near = [text for text in before if any(form in text for form in (owner, *names, *adjectives))]
    if not near:
        return False
    title = rf"(?:{_TITLES}|[A-Z]\w*)\s*,?\s+"
    ways = [rf"(?:{'|'.join(map(re.escape, (owner, *names)))})(?:[’']s|[’'])\s+(?:{title}){{0,3}}"]
    if adjectives:
        ways.append(rf"(?:{'|'.join(map(re.escape, adjectives))})\s+(?:{title}){{1,3}}")
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(ways)})$")
    return any(pattern.search(text) for text in near)


def _end(name: str, of: Mapping[str, str]) -> str:
    seen = {name}
    while name in of and of[name] not in seen:
        name = of[name]
        seen.add(name)
    return name
