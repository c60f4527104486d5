"""Words of a phrase in any script: what carries content, and when two phrases speak of the same thing."""

import re
import unicodedata
from collections.abc import Iterable

from detente.conditions import KEYWORDS

_STOP = """
    a an the this that these those all any some each every both either such own its their his her our your it they
    he she we i you them him us me who which what and or but nor if iff than as of to in on at by for from with into
    onto over under about against between through until till before after during without within upon per via not no
    never be is are was were been being am do does did done has have had having will would shall should can could may
    might must also only just still yet already again outright soon possible possibly potentially there here more most
    less least very so too out off up down back partially next last week month year
    today spring summer autumn winter one ones"""
STOP = frozenset(_STOP.split())
_SAME = {
    word: group[0]
    for group in (
        ("agreement", "deal", "treaty", "accord", "pact", "settlement"),
        ("withdraw", "withdrawal", "pull"),
        ("guarantee", "guarante"),
        ("finalize", "finalise", "final"),
        ("territory", "land"),
        ("soldier", "troop", "force"),
    )
    for word in group
}
LONGEST = 24
SLUG_WORDS = 4


def tokens(text: str) -> list[str]:
    """Cut text into words of any script, marks kept with their letters, apostrophes and hyphens as cuts.

    >>> tokens("Ukraine’s “guns”, 82 cents; हिन्दी")
    ['Ukraine', 'guns', '82', 'cents', 'हिन्दी']
    """
    text = re.sub(r"[’']s\b", " ", unicodedata.normalize("NFC", text))
    kept = "".join(c if c.isalnum() or unicodedata.category(c).startswith("M") else " " for c in text)
    return kept.split()


def stem(word: str) -> str:
    """Bring an English word near its stem; other words only lose their case.

    >>> [stem(w) for w in ("signs", "signing", "troops", "treaties", "Київ")]
    ['sign', 'sign', 'soldier', 'agreement', 'київ']
    """
    word = word.casefold()
    if word.isascii():
        for ending, put in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return _SAME.get(word[: -len(ending)] + put, word[: -len(ending)] + put)
        if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
            word = word[:-1]
        for ending in ("ing", "ed"):
            if word.endswith(ending) and len(word) > len(ending) + 3:
                word = word[: -len(ending)]
    return _SAME.get(word, word)


def content(text: str, without: Iterable[str] = ()) -> frozenset[str]:
    """Return the stems of the words that carry content, leaving out those in ``without`` (names of parties)."""
    out = {stem(word) for word in without}
    return frozenset(s for word in tokens(text) if word.casefold() not in STOP and (s := stem(word)) not in out)


def alike(first: str, second: str, without: Iterable[str] = ()) -> bool:
    """Say whether two phrases speak of the same thing.

    Most of the content of the shorter is in the other; and neither names a place, person or number that the other
    lacks while lacking one of the other's: a scope that differs is never flattened.

    >>> alike("sign a peace deal with Moscow as soon as possible", "signs a peace agreement with Russia", ["Russia"])
    True
    >>> alike("withdraw its troops from the Donbas", "withdraw its troops from Donetsk")
    False
    """
    without = list(without)
    a, b = content(first, without), content(second, without)
    if {"sign"} in (a, b):  # "until Tarn signs": what is signed was said before
        return "sign" in a and "sign" in b
    shared = len(a & b)
    if not shared or shared < 0.6 * min(len(a), len(b)) or (shared < 2 and (len(a) > 1 or len(b) > 1)):
        return False
    marks_a, marks_b = _marks(first, without), _marks(second, without)
    return marks_a <= marks_b or marks_b <= marks_a


def _marks(text: str, without: Iterable[str]) -> frozenset[str]:
    """Return the words after the first that are capitalised or numbers: what bounds a phrase's scope."""
    out = {stem(word) for word in without}
    words = tokens(text)[1:]
    return frozenset(s for w in words if (w[0].isupper() or w[0].isnumeric()) and (s := stem(w)) not in out)


def slug(text: str, taken: Iterable[str], fallback: str, without: Iterable[str] = ()) -> str:
    """Make an id from the content words of ``text`` that is not in ``taken``.

    >>> slug("Withdraw all of its troops from the Donbas region", [], "option")
    'withdraw_troops_donbas_region'
    >>> slug("підписати мирну угоду", ["підписати_мирну_угоду"], "option")
    'підписати_мирну_угоду_2'
    """
    out = {word.casefold() for word in without}
    words = [w.casefold() for w in tokens(text) if w.casefold() not in STOP | out] or [
        w.casefold() for w in tokens(text)
    ]
    made = "_".join(word[:LONGEST] for word in words[:SLUG_WORDS])
    if (
        not made
        or made in KEYWORDS
        or made in ("null", "true", "false", "yes", "no", "y", "n")
        or not made.isprintable()
    ):
        made = fallback
    used, number, result = set(taken), 2, made
    while result in used:
        result, number = f"{made}_{number}", number + 1
    return result
