"""Drafting by plain rules, for where the English parser is not installed: fewer drafts, each less sure, and said to be so.

It finds who says what in the commonest turns of phrase, by patterns over words; kinds, dates, numbers, hedges and
negation are read by the same rules as with the parser. What it cannot do is listed in ``MISSING``.
"""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import importlib.util
import re
from dataclasses import dataclass

from detente.claims import Claim, Document, Hop, Trigger
from detente.reading import dates, kinds, numbers, parse
from detente.reading.draft import draft as draft_parsed
from detente.reading.gazetteer import fold_outlet, gazetteer
from detente.reading.lexicon import words
from detente.reading.parse import LONGEST, plain, quotes, sentences

CONFIDENCE = 0.3
MISSING = (
    "the English parser is not installed, so claims are drafted by plain rules: long sentences are not taken apart, "
    "nested reports and conditions get one source only, words that point back are given to the last speaker, "
    "and acts without a verb of saying are taken from the page's own voice; for all of it: pip install 'detente[read]'"
)
_SAID = {
    form: lemma
    for lemma, forms in (
        *(
            ("say", "said says"),
            ("tell", "told tells"),
            ("announce", "announced announces"),
            ("report", "reported reports"),
        ),
        *(("add", "added adds"), ("warn", "warned warns"), ("deny", "denied denies"), ("claim", "claimed claims")),
        *(("confirm", "confirmed confirms"), ("insist", "insisted insists"), ("argue", "argued argues")),
        *(("write", "wrote writes"), ("promise", "promised promises"), ("threaten", "threatened threatens")),
        *(
            ("demand", "demanded demands"),
            ("suggest", "suggested suggests"),
            ("acknowledge", "acknowledged acknowledges"),
        ),
        *(("note", "noted notes"), ("state", "stated states"), ("vow", "vowed vows"), ("hint", "hinted hints")),
    )
    for form in forms.split()
}
_VERB = "|".join(_SAID)
_WHO = rf"(?P<who>(?!.{{0,160}}\b(?:{_VERB})\b.{{0,160}}\b(?:{_VERB})\b)[^.!?\"“”]{{2,160}}?)"
_FIRST = re.compile(
    rf"^{_WHO},?\s+(?:has |have |had |also )?(?P<cue>{_VERB})\b(?P<to>[^,:“\"]{{0,60}}?)(?:\s+that\s+|\s*[:,]\s*(?=[“\"])|\s+(?=[“\"]))(?P<what>.+)$",
    re.DOTALL,
)
_BARE = re.compile(
    rf"^{_WHO},?\s+(?P<cue>said|says)(?P<to>(?: on \w+day| \w+day| in \w+)?)\s+(?P<what>(?:the|a|an|it|its|his|her|their|he|she|they|no|there|[A-Z]).+)$",
    re.DOTALL,
)
_LAST = re.compile(
    rf"^(?P<what>.+?)[,”\"]+\s+(?:(?P<who>[^.!?“”\"]{{2,160}}?)\s+(?:has |have |had |also )?(?P<cue>{_VERB})(?:\s+(?:the\s|a\s|[A-Z])[^,.]{{0,60}}?)?|(?P<cue2>said|says|added|warned)\s+(?P<who2>[^.!?“”\"]{{2,160}}?))(?:,?\s+(?:on|in|to|at|late|early)\s[^.]{{2,60}})?(?:,\s+\w+ing\s.*)?[.,]*$",
    re.DOTALL,
)
_ACCORDING = re.compile(
    r"^(?:(?P<a>according to)\s+(?P<who>[^,]{2,100}(?:,[^,]{2,60})?),\s+(?P<what>.+)|(?P<what2>.+?),?\s+(?P<b>according to)\s+(?P<who2>[^.]{2,120})\.?)$",
    re.IGNORECASE | re.DOTALL,
)
_NAME = re.compile(r"\b[^\W\d_a-z][\w’'.-]*(?:\s+(?:(?:al|de|van|von|bin|ibn|da|du|la|el)[\s-])*[^\W\d_a-z][\w’'.-]*)*")
_TITLE = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Sir|Lord|Lady|President|Prime|Minister|Foreign|Finance|General|Colonel|Secretary|Chancellor|Governor|Mayor|Judge|King|Queen|Ambassador|Senator)\.?\s+)+"
)
_UNNAMED = re.compile(
    r"\b(?:officials?|sources?|diplomats?|advis[eo]rs?|aides?|people|persons?|insiders?|witnesses|members|lawmakers?|negotiators?|delegates?|ministers?)\b",
    re.IGNORECASE,
)
_NUMBERS = "one two three four five six seven eight nine ten"
_COUNT = {word: n for n, word in enumerate(_NUMBERS.split(), 1)}
_AHEAD = re.compile(
    r"\b(?:will|would|shall|may|might|could|must|should|(?:is|are|was|were) (?:to|due|set|expected|scheduled|going))\b"
)
_POINTS = words("he she they it")
_NOT_NAMES = words(
    "One Two Three Four Five Six Seven Eight Nine Ten The A An In On At But And He She They It Its His Her Their This That These Those If When While Although After Before According Both Neither No Not As For With By Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December"
)


@dataclass(slots=True)
class _Voice:
    """Who spoke last, and the full names met so far by their last word."""

    last: Hop | None
    names: dict[str, str]


def draft(document: Document) -> tuple[Claim, ...]:
    """Propose the claims of an English page: with the parser where it is installed, else by plain rules."""
    return draft_parsed(document) if parser_installed() else draft_plainly(document)


def parser_installed() -> bool:
    """Say whether the English parser is there."""
    return importlib.util.find_spec(parse.MODEL) is not None and importlib.util.find_spec("spacy") is not None


def draft_plainly(document: Document) -> tuple[Claim, ...]:
    """Propose the claims of an English page without any model, in order."""
    if document.language != "en" or not document.text.strip():
        return ()
    text = document.text[:LONGEST]
    voice = _Voice(None, {})
    for found in _NAME.finditer(text):
        name = _TITLE.sub("", found.group())
        if " " in name and name.split()[0] not in _NOT_NAMES:
            voice.names.setdefault(name.split()[-1].rstrip("’'s."), name)
    claims: list[Claim] = []
    at = 0
    for paragraph in text.split("\n\n"):
        marked = quotes(paragraph)
        for start, end in sentences(paragraph):
            if 5 <= len(paragraph[start:end].split()) <= 120:
                whole = any(a <= start and end <= b + 1 for a, b in marked)
                claim = _claim(document, at + start, at + end, voice, f"c{len(claims) + 1}", quoted=whole)
                claims += [claim] if claim else []
        at += len(paragraph) + 2
    return tuple(claims)


def _claim(document: Document, start: int, end: int, voice: _Voice, ident: str, *, quoted: bool) -> Claim | None:
    written = document.text[start:end]
    shown = plain(written)
    found = _FIRST.match(shown) or _ACCORDING.match(shown) or _BARE.match(shown) or _LAST.match(shown)
    hop: Hop | None = None
    cue, lemma, content, resolved = None, "", (0, len(written)), ""
    if found:
        g = found.groupdict()
        who = "who2" if g.get("who2") else "who"
        what = "what2" if g.get("what2") else "what"
        named = next((key for key in ("cue", "cue2", "a", "b") if g.get(key)), "")
        hop, resolved = _speaker(written[slice(*found.span(who))], voice)
        cue, content = written[slice(*found.span(named))], found.span(what)
        lemma = _SAID.get(cue.lower(), "say")
    elif quoted and voice.last is not None:
        hop, lemma = voice.last, "say"
    if hop is not None:
        voice.last = hop
    passage = plain(written[slice(*content)])
    ahead = _AHEAD.search(passage)
    timed = dates.find(passage, document.published, "future" if ahead else "past", None, start + content[0])
    told = kinds.Told(cue=lemma, own=hop is None, dates=timed, published=document.published)
    verdict = kinds.judge(passage, told)
    counted = numbers.find(passage, tuple((d.start - start - content[0], d.end - start - content[0]) for d in timed))
    actors, places = _named(written[slice(*content)], voice)
    if hop is None and not (actors or places or counted or timed):
        return None
    outlet = Hop(outlet=document.outlet)
    chain = (outlet,) if hop is None else (hop, outlet)
    if hop is not None and hop.name and fold_outlet(hop.name) in gazetteer().outlets:
        chain = (Hop(outlet=hop.name), outlet)
    base = start + content[0]
    marks = (
        ("kind", verdict.trigger),
        ("hedged", verdict.hedge),
        ("negated", verdict.negation),
        ("condition", verdict.condition),
    )
    return Claim(
        id=ident,
        quote=written,
        start=start,
        end=end,
        kind=verdict.kind,
        source=chain,
        cue=cue,
        hedged=verdict.hedge is not None,
        negated=verdict.negation is not None,
        actors=actors,
        places=places,
        dates=tuple(d.mention() for d in timed),
        numbers=tuple(q.number for q in counted),
        confidence=CONFIDENCE if hop is None else CONFIDENCE + 0.2,
        triggers=tuple(
            Trigger(field=name, text=document.text[base + a : base + b], start=base + a, end=base + b)
            for name, span in marks
            if span is not None
            for a, b in [span]
            if 0 <= a < b <= len(passage)
        ),
        resolved=((resolved, hop.name),) if resolved and hop is not None and hop.name else (),
    )


def _speaker(who: str, voice: _Voice) -> tuple[Hop | None, str]:
    """Read who speaks; the second value is the word that was taken to point at the last speaker."""
    who = " ".join(who.split()).strip(" ,-–—")
    who = re.sub(r"^[\w .]{2,30}\([^)]{2,30}\)\s*[-–—]\s*", "", who)  # a dateline
    if who.lower() in _POINTS or re.match(r"(?:one|two|both|some) of (?:them|the)\b", who.lower()):
        return voice.last, who if voice.last else ""
    pieces = [piece.strip() for piece in who.split(",") if piece.strip()]
    names = [(piece, m) for piece in pieces for m in _NAME.finditer(piece) if m.group().split()[0] not in _NOT_NAMES]
    people = [
        (piece, m) for piece, m in names if _TITLE.match(m.group()) or " " in m.group() or m.group() in voice.names
    ]
    first = who.split()[0].lower() if who else ""
    unnamed = _UNNAMED.search(who) or first in _COUNT
    if unnamed and (not people or first in _COUNT or first in ("a", "an", "some", "several")):
        role = re.sub(r"^(?:the|an?|some|several|" + "|".join(_COUNT) + r")\s+", "", who, flags=re.IGNORECASE)
        return Hop(role=role, anonymous=True, count=_COUNT.get(first)), ""
    if people:
        piece, found = people[0]
        title = _TITLE.match(found.group())
        name = _TITLE.sub("", found.group()) or found.group()
        name = voice.names.get(name, name)
        rest = [p for p in pieces if p != piece] or [piece[: found.start()].strip()]
        role = (title.group().strip() if title else "") or rest[0].removeprefix("the ").removeprefix("The ").strip()
        return Hop(name=name, role=role or None), ""
    body = re.sub(r"^(?:the|an?)\s+", "", pieces[0] if pieces else who, flags=re.IGNORECASE)
    return (Hop(name=body), "") if body else (voice.last, "")


def _named(text: str, voice: _Voice) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return who is named in a passage, states by their usual name, and where."""
    actors: list[str] = []
    places: list[str] = []
    states = gazetteer().states
    for found in _NAME.finditer(text):
        parts = found.group().rstrip(".").removesuffix("’s").removesuffix("'s").split()
        while parts and parts[0] in _NOT_NAMES:
            parts = parts[1:]
        if not parts:
            continue
        name = _TITLE.sub("", " ".join(parts)) or " ".join(parts)
        if re.search(r"\b(?:in|at|near|outside)\s+(?:the\s+)?$", text[max(0, found.start() - 14) : found.start()]):
            places.append(name)
        else:
            actors.append(states.get(name) or voice.names.get(name, name))
    return tuple(dict.fromkeys(actors)), tuple(dict.fromkeys(places))
