"""Who says a thing: the chain of hops from whoever said it first to the page's own outlet."""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from detente.claims import Hop
from detente.reading.gazetteer import fold_outlet, gazetteer
from detente.reading.lexicon import named, words
from detente.reading.names import Cast, Entity
from detente.reading.parse import Sentence, plain

_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their|our|my|this|that|these|those|some)\s+", re.IGNORECASE)
_COUNT = {
    w: n
    for n, w in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_COUNT |= {"a": 1, "an": 1, "another": 1}
_NOBODY = words("none nobody no one neither nothing that this which who what there these those both")
_OWNED = re.compile(r"((?:[^\W\d_a-z][\w-]*\s)*[^\W\d_a-z][\w-]*[’']s?\s(?:[a-z]+\s)?([a-z]+))\b")
_INSTITUTIONS = words(
    "government army police parliament court palace presidency state church navy cabinet opposition crown treasury"
)
_INNER = re.compile(
    r"\b(?:in|of|at|to|for|from|with|on|by|familiar|close|briefed|involved|speaking|reached|contacted|interviewed|quoted|posted|serving|stationed|working|living|standing|within|among|outside|behind|around|near|inside|under|based|present|representing|holding|leading|running|owning|supplying|covering|led|backed)\b"
)
_REASON = re.compile(
    r",?\s+(?:who|whose)\s+(?:asked|sought|requested|declined|spoke|speaking|wished|did not|insisted|were not|was not)\b.*$"
)
_TITLE_ONLY = re.compile(r"the\s+(?:former\s+|retired\s+)?\w+$", re.IGNORECASE)
_GENERAL = words("company firm employer operator maker group carmaker miner airline retailer producer manufacturer")
_SAME = {
    "union": words("union guild local federation association"),
    "lender": words("bank lender"),
    "bank": words("bank lender"),
    "ministry": words("ministry department"),
    "newspaper": words("paper daily"),
    "rebels": words("front movement army"),
    "group": words("front movement alliance society committee"),
    "board": words("board authority"),
    "company": words("company firm"),
    "firm": words("company firm"),
}
_OTHER_BODIES = words(
    "union party ministry agency commission committee court council front army bank government federation"
)
_UNNAMED = re.compile(
    r"\b(?:anonymous|unnamed|unidentified|who (?:asked|requested|declined|spoke|wished|did not want|refused)|on condition|"
    r"familiar with|close to|briefed on|with (?:direct )?knowledge|with knowledge|not authori[sz]ed|involved in)\b",
    re.IGNORECASE,
)
_VOICES = frozenset({"spokesman", "spokeswoman", "spokesperson", "aide", "adviser", "advisor", "representative"})
_HE, _SHE, _THEY, _IT = (
    frozenset({"he", "him", "his"}),
    frozenset({"she", "her"}),
    frozenset({"they", "them"}),
    frozenset({"it"}),
)


@dataclass(slots=True)
class Speaker:
    """A hop with what it was read from."""

    hop: Hop
    entity: Entity | None = None
    noun: str = ""
    resolved: tuple[tuple[str, str], ...] = ()
    sure: float = 1.0
    place: tuple[int, int] | None = None

    @property
    def outlet(self) -> bool:
        """Say whether the speaker is a news outlet."""
        return self.hop.outlet is not None


@dataclass(slots=True)
class Memory:
    """What was said and named so far, for words that point back."""

    cast: Cast
    outlet: str = ""
    people: list[Entity] = field(default_factory=list)
    bodies: list[Entity] = field(default_factory=list)
    speakers: list[Speaker] = field(default_factory=list)
    unnamed: list[Speaker] = field(default_factory=list)
    kind: str = ""
    owned: list[str] = field(default_factory=list)
    said_at: int = -1
    parties: list[Entity] | None = None
    relays: dict[str, list[Speaker]] = field(default_factory=dict)

    def note(self, start: int, end: int) -> None:
        """Remember who is named in a stretch; the last named comes last."""
        for mention in self.cast.within(start, end):
            pile = self.people if mention.entity.sort == "person" else self.bodies
            if mention.entity in pile:
                pile.remove(mention.entity)
            pile.append(mention.entity)
        for m in _OWNED.finditer(self.cast.text, start, end):
            if m.group(2) in named("BODIES"):
                self.owned.append(m.group(1))


def own(memory: Memory) -> Hop:
    """Return the page's outlet."""
    return Hop(outlet=memory.outlet)


def is_outlet(entity: Entity | None, name: str) -> bool:
    """Say whether a name is a news outlet's."""
    return (entity is not None and entity.sort == "outlet") or fold_outlet(name) in gazetteer().outlets


def speaker(tokens: Sequence[Any], sentence: Sentence, memory: Memory) -> Speaker | None:
    """Read the tokens of a noun phrase as a speaker; None where they cannot be one."""
    inside = [t for t in tokens if not t.is_space]
    if not inside:
        return None
    return speaker_at(inside[0].idx, inside[-1].idx + len(inside[-1]), sentence, memory)


def speaker_at(start: int, end: int, sentence: Sentence, memory: Memory) -> Speaker | None:
    """Read a stretch of the text as a speaker: a name with its role, a pronoun, a body, an outlet, somebody unnamed."""
    found = _read_speaker(start, end, sentence, memory)
    if found is None:
        return None
    while end > start and memory.cast.text[end - 1] in " ,":
        end -= 1
    return replace(found, place=(start, end))


def _read_speaker(start: int, end: int, sentence: Sentence, memory: Memory) -> Speaker | None:
    cast = memory.cast
    for mention in cast.within(start, end + 120):
        if mention.start < end < mention.end:
            end = mention.end
    while end > start and cast.text[end - 1] in " ,":
        end -= 1
    text = cast.text[start:end]
    lowered = plain(text).lower()
    if lowered in _HE | _SHE | _THEY | _IT:
        return pronoun(lowered, memory, sentence, start)
    if lowered in _NOBODY or re.match(r"(?:neither|none|no one|nobody|no)\b", lowered) or not re.search(r"\w", lowered):
        return None
    head = head_of(text)
    mentions = cast.within(start, end)
    indefinite = is_indefinite(text)
    for mention in mentions:
        place = mention.start - start
        if mention.entity.sort != "person" or _behind(text, place) or _possessor(text, mention.end - start):
            continue
        if indefinite and not ("," in text[:place] and place < len(text)):
            continue
        if mention.start - start > len(head) and "," not in text[:place]:
            continue
        return Speaker(Hop(name=mention.entity.name, role=mention.entity.role or None), mention.entity)
    if indefinite:
        return _unnamed(text, memory)
    return _spokesman(text, head, memory) or _body(text, head, start, memory, sentence)


def head_of(text: str) -> str:
    """Return a noun phrase up to its first comma or relative clause.

    >>> head_of("the former general, who represents the union")
    'the former general'
    """
    return re.split(r",(?!\d)|\s(?:who|which|whose|whom|that)\b|\s(?=(?:it|he|she|they)\s)|\s\(", text)[0]


def _behind(text: str, place: int) -> bool:
    """Say whether a name stands behind a preposition, as in "a spokesman for Prime Minister X"."""
    return bool(
        re.search(
            r"\b(?:for|of|to|by|with|from|at|in|on|near|behind|inside|under)\s+(?:the\s+)?(?:[A-Z][\w.]+\s+){0,3}$",
            text[:place],
        )
    )


def _possessor(text: str, place: int) -> bool:
    return bool(re.match(r"[’']s?\s+\w", text[place : place + 6]))


def is_indefinite(text: str) -> bool:
    """Say whether a phrase names nobody.

    >>> [is_indefinite(t) for t in ("two advisers to the king", "a third", "officials", "the king", "People close to it")]
    [True, True, True, False, True]
    """
    lowered = plain(text).lower()
    found = re.findall(r"[\w'-]+", lowered)
    if not found:
        return False
    if re.match(r"(?:an?\s+)?(?:second|third|fourth|fifth|another)$|one of (?:them|the)\b", lowered):
        return True
    both = re.match(
        r"(.+?)\s+and\s+(?:an?|the|its|their|internal|court)\s+(?:[\w-]+\s+){0,2}(?:letters?|documents?|memos?|filings?|e-?mails?|notes?|records?|minutes|texts?|drafts?)\b",
        text,
    )
    if both:
        return is_indefinite(both.group(1))
    if re.match(r"(?:an?\s+)?(?:second|third|fourth|fifth|another)\s+\w", lowered):
        return is_indefinite(re.sub(r"^(?:an?\s+)?(?:second|third|fourth|fifth|another)\s+", "a ", lowered))
    head = re.split(_INNER, plain(head_of(text)).lower())[0]
    last = (re.findall(r"[\w'-]+", head) or [""])[-1]
    people = named("PEOPLE") | named("GROUPS")
    plural = (
        (last.endswith("s") and last[:-1] in people)
        or last in named("GROUPS")
        or (last.endswith("men") and last[:-2] + "an" in people)
    )
    if found[0] in _COUNT or found[0].isdigit():
        return last in people or plural or bool(_UNNAMED.search(text))
    if found[0] in ("the", "its", "his", "her", "their", "both") or "'s" in head:
        return False
    bare = re.split(_INNER, plain(head_of(text)))[0].strip()
    common = last.endswith("s") and len(last) > 4 and last not in named("BODIES") | named("OUTLET_NOUNS")
    apposed = plain(text)[len(bare) :].lstrip().startswith(",")
    if apposed and " " not in bare and bare[:-1].lower() not in people:
        return plural
    if common and not re.search(r"[A-Z]", bare[1:]) and (" " in bare or bare[:-1].lower() in people or text != bare):
        return True
    if found[0] in ("some", "several", "many", "few", "other", "others", "senior", "anonymous", "unnamed"):
        return plural or last in people
    return plural


def _unnamed(text: str, memory: Memory) -> Speaker:
    lowered = plain(text).lower()
    back = re.match(r"(?:an?\s+)?(?:second|third|fourth|fifth|another)$|(one|two|three) of (?:them|the)\b", lowered)
    if back and memory.unnamed:
        last = memory.unnamed[-1]
        hop = Hop(role=last.hop.role, anonymous=True, count=_COUNT.get(back.group(1) or "one", 1))
        return Speaker(hop, None, last.noun, ((text, last.hop.role or ""),), 0.85)
    text = re.sub(
        r"\s+and\s+(?:an?|the|its|their|internal|court)\s+(?:[\w-]+\s+){0,2}(?:letter|document|memo|filing|e-?mail|note|record|minutes|text|draft)s?\b.*$",
        "",
        text,
    )
    text = re.sub(r"^(?:an?\s+)?(?:second|third|fourth|fifth|another)\s+(?=\w)", "a ", text, flags=re.IGNORECASE)
    lowered = plain(text).lower()
    first = re.match(r"[\w'-]+", lowered)
    word = first.group() if first else ""
    count = _COUNT.get(word) or (int(word) if word.isdigit() else None)
    counted = count is not None or word in ("several", "many", "some")
    role = _ARTICLE.sub("", text[len(word) :].strip() if counted else text)
    role = re.sub(_REASON, "", role)
    role = re.sub(r"\s+(?:it|they|whom?)\s+(?:did not|declined|would not).*$", "", role).strip(" ,")
    role = re.split(r",\s+(?=an?\s|the\s|who\s|all\s|both\s|speaking\s|including\s)", role)[0]
    found = Speaker(Hop(role=role, anonymous=True, count=count), None, _noun(role))
    memory.unnamed.append(found)
    return found


def _noun(role: str) -> str:
    people = named("PEOPLE") | named("GROUPS")
    found = [
        w
        for w in re.findall(r"[a-z-]+", re.split(_INNER, role.lower())[0])
        if w in people or w.removesuffix("s") in people
    ]
    return found[-1] if found else ""


def _spokesman(text: str, head: str, memory: Memory) -> Speaker | None:
    """A spokesman without a name is one unnamed person, whoever's he is."""
    noun = (re.findall(r"[\w-]+", re.split(_INNER, plain(head).lower())[0]) or [""])[-1]
    if noun not in ("spokesman", "spokeswoman", "spokesperson", "aide"):
        return None
    held = [e for e in reversed(memory.people) if noun in e.nouns]
    if held and re.match(r"the\s+\w+$", head, re.IGNORECASE):
        return Speaker(Hop(name=held[0].name, role=held[0].role or None), held[0], "", ((text, held[0].name),), 0.8)
    if re.match(r"the\s+\w+$", head, re.IGNORECASE):
        for last in reversed(memory.unnamed):
            if last.noun == noun:
                return Speaker(last.hop, None, noun, ((text, last.hop.role or ""),), 0.9)
    found = Speaker(Hop(role=_ARTICLE.sub("", text), anonymous=True, count=1), None, noun)
    memory.unnamed.append(found)
    return found


def pronoun(word: str, memory: Memory, sentence: Sentence, start: int) -> Speaker | None:
    """Resolve he, she, it or they that stands at ``start``."""
    if word in _HE | _SHE:
        return _person(word, memory, sentence, start)
    if word in _THEY and memory.unnamed and memory.speakers and memory.speakers[-1].hop.anonymous:
        last = memory.unnamed[-1]
        return Speaker(last.hop, None, last.noun, ((word, last.hop.role or ""),), 0.8)
    before = [m.entity for m in memory.cast.within(sentence.start, start) if m.entity.sort not in ("person", "outlet")]
    spoken = [s.entity for s in reversed(memory.speakers[-3:]) if s.entity is not None and s.entity.sort != "person"]
    pool = before[:1] or spoken[:1] or memory.bodies[-1:]
    if not pool:
        return None
    return Speaker(Hop(name=pool[0].name), pool[0], "", ((word, pool[0].name),), 0.6)


def _person(word: str, memory: Memory, sentence: Sentence, start: int) -> Speaker | None:
    """Resolve he or she: by gender where it is known, else the nearest in the sentence, the last speaker, the last named."""
    gender, other = ("m", "f") if word in _HE else ("f", "m")
    spoken = [s.entity for s in reversed(memory.speakers) if s.entity is not None and s.entity.sort == "person"][:3]
    before = [m.entity for m in memory.cast.within(sentence.start, start) if m.entity.sort == "person"]
    told: list[Entity] = []
    if _closes_speech(memory.cast.text[sentence.start : start + 40], start - sentence.start):
        found = [m for m in memory.cast.within(sentence.start, start) if m.entity.sort == "person"]
        told = [
            m.entity for m in found if not _possessor(memory.cast.text[sentence.start : start], m.end - sentence.start)
        ]
        before = []
    ranked: list[Entity] = []
    opening = memory.cast.text.rfind("\n\n", 0, sentence.start) + 1
    if memory.said_at < opening and not before:
        here = [m.entity for m in memory.cast.within(opening, sentence.start) if m.entity.sort == "person"]
        before = here[:1] if len(set(map(id, here))) == 1 else []
    for entity in [*before[:1], *spoken[:1], *reversed(memory.people), *spoken[1:]]:
        if entity in told and entity not in spoken[:1]:
            continue
        if (entity.gender != other or entity.guessed) and entity not in ranked:
            ranked.append(entity)
    near = memory.said_at >= opening or bool(before)
    if ranked and not near and not ranked[0].gender and any(e.gender == gender and not e.guessed for e in ranked[:3]):
        ranked.sort(key=lambda e: e.gender != gender)
    if not ranked:
        last = memory.speakers[-1] if memory.speakers else None
        return (
            Speaker(last.hop, None, last.noun, ((word, last.hop.role or ""),), 0.6)
            if last and last.hop.anonymous
            else None
        )
    chosen = ranked[0]
    last = memory.speakers[-1] if memory.speakers else None
    unnamed = last is not None and last.hop.anonymous and last.hop.count == 1 and not before
    nearer = bool(spoken) and chosen.gender == gender and chosen in memory.people[-1:]
    if last is not None and unnamed and not nearer:
        return Speaker(last.hop, None, last.noun, ((word, last.hop.role or ""),), 0.7)
    if not chosen.gender:
        chosen.gender, chosen.guessed = gender, True
    hop = Hop(name=chosen.name, role=chosen.role or None, alternatives=tuple(e.name for e in ranked[1:3]))
    return Speaker(hop, chosen, "", ((word, chosen.name),), 0.9 if len(ranked) == 1 else 0.7)


def _closes_speech(text: str, place: int) -> bool:
    """Say whether a pronoun stands behind what it tells, as in ``X will lead, he added``: then it is not X.

    >>> _closes_speech("Ana Roth will lead, he added", 20), _closes_speech("Ana Roth left, and he stays", 19)
    (True, False)
    """
    word = re.match(r"(?:he|she)\s+(?:\w+ly\s+|also\s+|later\s+)?([a-z]+)", text[place:], re.IGNORECASE)
    return bool(word) and re.search(r"[,”\"’]\s$", text[:place]) is not None and _saying(word.group(1) if word else "")


def _saying(word: str) -> bool:
    stems = {word, word.removesuffix("s"), word.removesuffix("d"), word.removesuffix("ed"), word.removesuffix("es")}
    return word in ("said", "told", "wrote") or bool(stems & named("SAY"))


def _body(text: str, head: str, start: int, memory: Memory, sentence: Sentence) -> Speaker | None:
    cast = memory.cast
    lowered = plain(text).lower()
    bare = _ARTICLE.sub("", text)
    article = re.match(r"(the|its|his|her|their|this|these|those|both)\b", lowered)
    noun = (re.findall(r"[\w'-]+", re.split(_INNER, plain(head).lower())[0]) or [""])[-1]
    mentions = cast.within(start, start + len(text))
    outlet = next(
        (m.entity for m in mentions if m.entity.sort == "outlet" and not _possessor(text, m.end - start)), None
    )
    if outlet is not None and set(re.findall(r"[a-z-]+", lowered)) & named("OUTLET_NOUNS"):
        return Speaker(Hop(outlet=_with_noun(outlet.name, text)), outlet)
    inside = [
        m
        for m in mentions
        if m.end - start <= len(head) and not _possessor(text, m.end - start) and not _behind(text, m.start - start)
    ]
    if inside and inside[-1].end - start == len(head):
        return _stand_in(_named_body(inside[-1], text, start, head), memory)
    if inside and inside[0].start - start <= (4 if article else 0):
        return _named_body(inside[0], text, start, head)
    apposed = [
        m
        for m in mentions
        if m.entity.sort not in ("person", "place") and text[: m.start - start].rstrip().endswith((",", ", the"))
    ]
    if apposed and article and noun in named("BODIES") | named("PEOPLE"):
        return Speaker(Hop(name=apposed[0].entity.name, role=_ARTICLE.sub("", head)), apposed[0].entity)
    if article or noun in named("PEOPLE") | named("GROUPS"):
        core = re.split(_INNER, head)[0].rstrip()
        back = _pointing_back(text, head, noun, cast.within(start, start + len(core)), memory, sentence, start)
        if back is not None:
            return back
    if apposed and article:
        return Speaker(Hop(name=apposed[0].entity.name, role=_ARTICLE.sub("", head)), apposed[0].entity)
    if noun in named("OUTLET_NOUNS") and not mentions:
        return Speaker(Hop(outlet=bare))
    name = _ARTICLE.sub("", head).strip()
    return Speaker(Hop(name=name), mentions[0].entity if mentions else None, noun) if name else None


def _with_noun(name: str, text: str) -> str:
    """Keep a noun that goes with an outlet's name when it follows it: "KQ radio", "the X news agency"."""
    m = re.search(rf"{re.escape(name)}((?:\s+news)?\s+(?:agency|radio|television|tv|newspaper))\b", text)
    return name + m.group(1) if m else name


def _named_body(mention: Any, text: str, start: int, head: str) -> Speaker:
    entity = mention.entity
    tail = text[mention.end - start : len(head)]
    lower = re.match(r"((?:\s+[a-z][\w-]*){1,3})$", tail)
    if lower and lower.group(1).split()[-1] in named("BODIES") | named("OUTLET_NOUNS"):
        name = text[mention.start - start : mention.end - start] + lower.group(1)
        if lower.group(1).split()[-1] in named("OUTLET_NOUNS"):
            return Speaker(Hop(outlet=name), entity)
        return Speaker(Hop(name=name), entity)
    if tail.strip() and re.match(r"\s+(?:[a-z]|(?:in|of|for)\s)", tail):
        return Speaker(Hop(name=_ARTICLE.sub("", head).strip()), entity)
    if is_outlet(entity, entity.name):
        return Speaker(Hop(outlet=entity.name), entity)
    after = re.match(r",\s+(?:an?|the|its)\s+([^,]+)", text[mention.end - start :])
    before = re.match(r"(?:the|an?|its)\s+([^,]+),", text, re.IGNORECASE)
    role = (
        after.group(1).strip()
        if after
        else before.group(1)
        if before and before.end() <= mention.start - start
        else None
    )
    return Speaker(Hop(name=entity.name, role=role), entity)


def _stand_in(found: Speaker, memory: Memory) -> Speaker:
    """A seat of government speaks for its state."""
    if found.entity is None or found.hop.name != found.entity.name:
        return found
    state = memory.cast.stands_for(found.entity)
    if state is found.entity:
        return found
    pair = (found.entity.name, state.name)
    return Speaker(Hop(name=state.name), state, found.noun, (*found.resolved, pair), 0.7)


def _pointing_back(
    text: str, head: str, noun: str, mentions: Sequence[Any], memory: Memory, sentence: Sentence, start: int
) -> Speaker | None:
    """Resolve "the advisers", "the company", "the former general", "the minister", "their association"."""
    single = noun.removesuffix("s") if noun != "press" else noun
    people = named("PEOPLE")
    if noun in named("GROUPS") or (noun != single and single in people):
        for last in reversed(memory.unnamed):
            if last.noun in (noun, single) or noun in ("people", "sources", "officials", "others"):
                return Speaker(last.hop, None, last.noun, ((text, last.hop.role or ""),), 0.9)
    if noun in people | {title.lower() for title in named("TITLES")} - {"house"}:
        return _by_role(text, head, noun, mentions, memory)
    if not mentions:
        same = {noun, single} | _SAME.get(noun, frozenset())
        for entity in reversed(memory.bodies):
            if same & entity.nouns:
                return Speaker(Hop(name=entity.name), entity, "", ((text, entity.name),), 0.85)
        party = _own_party(memory) if noun in ("party", "government", "ministry", "company", "group", "union") else None
        if party is not None and noun == "party":
            return Speaker(Hop(name=party.name), party, "", ((text, party.name),), 0.7)
        spoken = [s for s in reversed(memory.speakers) if s.hop.name and noun and s.hop.name.lower().endswith(noun)]
        if spoken:
            return Speaker(spoken[0].hop, spoken[0].entity, spoken[0].noun, ((text, spoken[0].hop.name or ""),), 0.8)
        ahead = [e for e in memory.cast.entities if e.sort != "person" and same & e.nouns]
        if ahead:
            return Speaker(Hop(name=ahead[0].name), ahead[0], "", ((text, ahead[0].name),), 0.7)
        mine = [name for name in reversed(memory.owned) if name.lower().endswith(f" {noun}")]
        if mine and re.fullmatch(r"the\s+\w+", head, re.IGNORECASE):
            return Speaker(Hop(name=mine[0]), None, noun, ((text, mine[0]),), 0.8)
        if noun in named("BODIES") - _INSTITUTIONS and re.fullmatch(r"the\s+\w+", head, re.IGNORECASE):
            blank = [e for e in memory.bodies[-3:] if e.sort in ("body", "thing") and not e.nouns]
            if blank:
                return Speaker(Hop(name=blank[-1].name), blank[-1], "", ((text, blank[-1].name),), 0.6)
        if noun in _GENERAL and re.fullmatch(r"(?:the|its|their)\s+\w+", head, re.IGNORECASE):
            bodies = [e for e in memory.cast.entities if e.sort == "body" and not e.nouns & _OTHER_BODIES]
            if bodies:
                best = max(bodies, key=lambda e: e.mentions)
                return Speaker(Hop(name=best.name), best, "", ((text, best.name),), 0.6)
    owner = re.match(r"(its|his|her|their)\s+(.+)$", head, re.IGNORECASE)
    if owner:
        plain_owner = _subject_before(sentence, start) if owner.group(1).lower() in ("its", "their") else ""
        if plain_owner:
            name = f"{plain_owner}’{'' if plain_owner.endswith('s') else 's'} {owner.group(2)}"
            return Speaker(Hop(name=name), None, noun, ((text, name),), 0.6)
        whose = pronoun(
            {"its": "it", "his": "he", "her": "she", "their": "they"}[owner.group(1).lower()], memory, sentence, start
        )
        if whose is not None and whose.hop.name:
            name = f"{whose.hop.name}’s {owner.group(2)}"
            return Speaker(Hop(name=name), None, noun, ((text, name),), 0.6)
    return None


def _own_party(memory: Memory) -> Entity | None:
    """Return the body that the last person who spoke or was named belongs to."""
    people = [s.entity for s in reversed(memory.speakers) if s.entity is not None and s.entity.sort == "person"]
    for person in [*people[:1], *reversed(memory.people)]:
        if person.party:
            return memory.cast.called(person.party)
    return None


def _subject_before(sentence: Sentence, start: int) -> str:
    """Return the subject that a sentence opens with, if it stands before ``start``."""
    for token in sentence.tokens:
        if token.idx >= start:
            break
        if token.dep_ in ("nsubj", "nsubjpass") and token.pos_ in ("NOUN", "PROPN"):
            words_of = [
                t for t in token.subtree if t.dep_ in ("compound", "amod", "nummod", "poss", "case") or t == token
            ]
            if words_of[-1].idx < start:
                return " ".join(t.text for t in words_of)
            break
    return ""


def _by_role(text: str, head: str, noun: str, mentions: Sequence[Any], memory: Memory) -> Speaker | None:
    for last in reversed(memory.unnamed):
        if last.noun == noun and last.hop.count == 1 and not mentions:
            return Speaker(last.hop, None, noun, ((text, last.hop.role or ""),), 0.8)
    modifiers = set(re.findall(r"[\w’'-]+", head.lower())) - {"the", "its", "former", noun}
    held = [e for e in reversed(memory.people) if noun in e.nouns]
    held += [e for e in memory.cast.entities if e.sort == "person" and noun in e.nouns and e not in held]
    if mentions and held:
        named_here = {w for m in mentions for w in m.entity.name.lower().split()}
        held = [e for e in held if named_here & set(re.findall(r"[\w-]+", f"{e.role} {e.party}".lower()))] or held[:0]
    held.sort(key=lambda e: -len(modifiers & set(re.findall(r"[\w’'-]+", e.role.lower()))))
    recent = [s.entity for s in reversed(memory.speakers) if s.entity is not None and s.entity.sort == "person"]
    title = _TITLE_ONLY.match(head) is not None
    pool = held or ([] if mentions or not title else recent or list(reversed(memory.people)))
    if not pool:
        return None
    others = tuple(e.name for e in pool[1:3] if e is not pool[0])
    hop = Hop(name=pool[0].name, role=pool[0].role or None, alternatives=others)
    return Speaker(hop, pool[0], "", ((text, pool[0].name),), 0.9 if held else 0.6)
