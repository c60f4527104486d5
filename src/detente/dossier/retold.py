"""Whether two English passages tell the same thing in other words: attribution off, small words off, like verbs as one.

Cautious as all that groups copies: a place, a person or a number that both sides name differently keeps them apart.
"""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import re
from collections.abc import Iterable
from functools import lru_cache

from detente.dossier.words import STOP, stem, tokens

_LIKE = {
    word: group.split()[0]
    for group in (
        "lower cut reduce slash trim bring-down decrease",
        "raise increase hike lift-up",
        "shut close closure shutdown halt suspend",
        "return resume restart",
        "reinstate rehire",
        "dismiss sack fire laid",
        "meet met meeting talk secretly-met",
        "withdraw pull pullout withdrawal evacuate",
        "accept agree consent approve",
        "secret secretly",
        "begin start open launch",
        "buy purchase acquire",
        "build construct erect",
        "free release liberate",
        "allow let permit",
        "stop end cease",
        "join enter",
        "leave quit exit",
        "send dispatch deploy",
        "give hand cede",
        "repair mend",
        "attack strike raid",
        "prisoner captive detainee",
        "truce ceasefire armistice",
        "worker employee staff",
        "salary wage pay",
        "tax levy duty",
        "vote ballot poll",
    )
    for word in group.split()
}
_PHRASES = tuple(
    (re.compile(pattern, re.IGNORECASE), put)
    for pattern, put in (
        (r"\b(?:go(?:es|ing)?|went|gone) back\b", "return"),
        (r"\b(?:tak(?:e|es|ing|en)|took) back\b", "reinstate"),
        (r"\b(?:put(?:s|ting)?) up\b", "raise"),
        (r"\b(?:call(?:s|ed|ing)?) off\b", "cancel"),
        (r"\b(?:bring(?:s|ing)?|brought) down\b", "lower"),
        (r"\b(?:pull(?:s|ed|ing)?)\b(?= (?:\S+ ){0,4}?(?:out|back)\b)", "withdraw"),
        (r"\b(?:h[eo]ld(?:s|ing)?|had|have) (?:\w+ )?talks?\b", "meet"),
        (r"\b(?:tak(?:e|es|ing|en)|took) place\b|\bcarried out\b", " "),
        (r"\bahead of\b|\bprior to\b", "before"),
        (r"\b(?:by|at) half\b", "half"),
    )
)
_SMALL = """
    held hold take taken make made work ready willing prepare deny denied earlier report reported tell told say said
    announce refuse want demand ask call order urge push press offer consider plan expect part time monday tuesday
    wednesday thursday friday saturday sunday correction version ago accord according cite citing"""
_LIGHT = frozenset(_SMALL.split())
_SAID = r"(?:said|says|say|told|tells|announced|reported|reports|wrote|confirmed|added|warned|stated|claimed|revealed|insisted|disclosed)"
_TAIL = re.compile(
    rf",\s+(?:according to\b.*|citing\b.*|(?:\S+\s+){{0,16}}?{_SAID}(?![\w’'])(?:\s+(?:on|in|to|late|early|by|at|from)\b.*|,.*|\s*\.?|\s+(?:the\s+)?[A-Z].*))",
    re.DOTALL,
)
_APPOSED = re.compile(r"(?:its|his|her|their|the|an?|[A-Z]\S*)(?: \S+){0,6}")
_HEAD = re.compile(
    rf"^(?:according to [^,]{{1,80}}(?:, [^,]{{1,60}},)?,?\s+|(?:correction:\s+)?(?:\S+\s+){{1,20}}?{_SAID}\b[^,]{{0,60}}?\bthat\s+|correction:\s+)",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"^.*?\b(?:den(?:y|ies|ied|ying)|refut(?:e|es|ed)|(?:dismiss|reject)(?:es|s|ed)?\s+(?:\w+\s+){0,2}?(?:reports?|claims?|suggestions?|rumou?rs?|allegations?))"
    r"\b(?:\s+(?:on|in|late|early)\s+\w+)?(?:\s+(?:the\s+)?(?:reports?|claims?|suggestions?|rumou?rs?|allegations?))?(?:\s+that)?\s+",
    re.IGNORECASE | re.DOTALL,
)


@lru_cache(maxsize=20_000)
def substance(quote: str) -> str:
    """Return a passage without who says it and without the verb that denies it.

    >>> substance("The toll will be cut, the minister, Oda Brenn, said on Monday")
    'The toll will be cut'
    >>> substance("Oda Brenn denied on Monday that the toll would be cut")
    'the toll would be cut'
    """
    text = quote[:600].strip()
    for pattern in (_HEAD, _DENIAL):
        shorter = pattern.sub("", text, count=1)
        text = shorter if len(shorter.split()) >= 3 else text
    commas = [found.start() for found in re.finditer(r",\s", text)]
    ends = [n for n, at in enumerate(commas) if _TAIL.fullmatch(text, at)]
    if not ends:
        return text
    k = ends[-1]
    while k and _APPOSED.fullmatch(text[commas[k - 1] + 1 : commas[k]].strip()):  # "its leader, Ada Quill, said"
        k -= 1
    return text[: commas[k]] if len(text[: commas[k]].split()) >= 3 else text


@lru_cache(maxsize=20_000)
def speaks_of(text: str) -> frozenset[str]:
    """Return what a text speaks of: stems of its telling words, words of like meaning as one.

    >>> sorted(speaks_of("would go back to work")) == sorted(speaks_of("will resume work"))
    True
    """
    for pattern, put in _PHRASES:
        text = pattern.sub(put, text)
    found = set()
    for word in tokens(text):
        if word.casefold() in STOP:
            continue
        bare = stem(word)
        like = _LIKE.get(word.casefold()) or _LIKE.get(bare) or _LIKE.get(bare + "e") or _LIKE.get(_undoubled(bare))
        if like or (bare not in _LIGHT and word.casefold() not in _LIGHT):
            found.add(stem(like) if like else bare)
    return frozenset(found)


def _undoubled(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def likeness(first: str, second: str, without: Iterable[str] = ()) -> bool:
    """Say whether two passages tell the same thing.

    Most of what the shorter speaks of is in the other, they do not each speak of two things that the other lacks, and
    neither has a name or number where the other has another.

    >>> likeness("lower the ferry toll to 4 crowns", "cut the ferry toll to 4 crowns ahead of the summer")
    True
    >>> likeness("shut the northern pipeline for repairs", "shut the coal terminal for repairs")
    False
    >>> likeness("raise night pay by 12 percent", "raise night pay by 2 percent")
    False
    """
    out = set()
    for word in without:
        out |= {stem(word), *speaks_of(word)}
    a, b = speaks_of(first) - out, speaks_of(second) - out
    if {"sign"} in (a, b):  # "until Tarn signs": what is signed was said before
        return "sign" in a and "sign" in b
    shared = len(a & b)
    if not shared or (shared < 2 and (len(a) > 1 or len(b) > 1)):
        return False
    part = shared / min(len(a), len(b))
    if part < 0.6 or (part < 0.75 and min(len(a - b), len(b - a)) > 1):
        return False
    one, other = _marks(first) - out, _marks(second) - out
    return one <= other or other <= one


def _marks(text: str) -> frozenset[str]:
    """Return the names and numbers that bound a passage's scope; days of the week do not."""
    words = tokens(text)[1:]
    found = {stem(w) for w in words if w[0].isupper() or w[0].isnumeric()}
    return frozenset(found - _LIGHT)
