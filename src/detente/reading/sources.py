"""Who says a thing: the chain of hops from whoever said it first to the page's own outlet."""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import re
from dataclasses import dataclass, field, replace
from typing import Any

from detente.claims import Hop
from detente.reading.gazetteer import fold_outlet, gazetteer
from detente.reading.lexicon import named
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
    roles: dict[str, str] = field(default_factory=dict)

    def note(self, start: int, end: int) -> None:
        """Remember who is named in a stretch; the last named comes last."""
        for mention in self.cast.within(start, end):
            pile = self.people if mention.entity.sort == "person" else self.bodies
            if mention.entity in pile:
                pile.remove(mention.entity)
            pile.append(mention.entity)


def learn_roles(memory: Memory, sentences: list[Sentence]) -> None:
    """Note the role that the text gives each person, where it first gives one, and the nouns that bodies go by."""
    for sentence in sentences:
        for mention in memory.cast.within(sentence.start, sentence.end):
            entity = mention.entity
            if entity.sort == "person" and not entity.role:
                entity.role = role_at(memory.cast.text, mention.start, mention.end, sentence)
                for noun in re.findall(r"[a-z-]+", entity.role.lower()):
                    if noun in named("PEOPLE"):
                        entity.nouns.add(noun)
                if not entity.gender:
                    entity.gender = _gender(entity.role)
            elif entity.sort != "person":
                entity.nouns |= _body_nouns(memory.cast.text, mention.start, mention.end, entity)


def _gender(role: str) -> str:
    pieces = set(role.split())
    return "m" if pieces & named("MALE") else "f" if pieces & named("FEMALE") else ""


def _body_nouns(text: str, start: int, end: int, entity: Entity) -> set[str]:
    found = {w.lower() for w in entity.name.split() if w in named("ORG_NAMES")}
    after = re.match(r"\s*(?:\([^)]*\))?,\s+(?:an?|the|its|[\w’'-]+[’']s)\s+([^,.;]{3,60})", text[end : end + 80])
    if after:
        head = re.split(r"\b(?:of|for|at|in|to|from|with|who|which|that|holding|based)\b", after.group(1))[0]
        found |= set(re.findall(r"[a-z-]+", head.lower())[-1:])
        found |= {w for w in re.findall(r"\bof\s+([a-z]+)", after.group(1)) if w in named("BODIES")}
    before = re.search(
        r"\b(?:the|its|an?)\s+(?:[\w-]+\s+){0,3}([a-z-]+),?\s+(?:the\s+)?$", text[max(0, start - 60) : start]
    )
    if before and before.group(1) in named("BODIES") | named("PEOPLE"):
        found.add(before.group(1))
    if entity.name.split()[-1] in named("FIRMS") - {"Union", "Front", "Party", "Alliance", "Movement"}:
        found |= {"company", "firm"}
    return found


def role_at(text: str, start: int, end: int, sentence: Sentence) -> str:
    """Return the role that stands beside a person's name, without article: before it, or in apposition after it."""
    people = named("PEOPLE")
    left = text[sentence.start : start]
    for mark in ("“", "”", '"', ";", "—", "–"):
        left = left.rsplit(mark, 1)[-1]
    m = re.search(r"((?:[^\W\d_][\w’'.-]*\s+(?:and\s+)?){0,6}?[^\W\d_][\w’'-]*)(,)?\s+$", left)
    if m and m.group(1).split()[-1].lower() in people | {p.lower() for p in named("TITLES")}:
        return _noun_phrase(m.group(1), bool(m.group(2)))
    title, bare = _titled(text, start, end)
    after = re.match(
        r"\s*(?:\([^)]*\))?,\s+(?:\d+,\s+)?(?:(?:the|an?|its|his|her|their)\s+)?((?:[^,.;:“”\"]|\.(?=\w))+)",
        text[end : end + 160],
    )
    if after and not re.match(r"(?:who|which|whose|that|and|but|when|where|said|told|for)\b", after.group(1)):
        phrase = re.split(r"\s+(?:who|which|whose|that|said|told|says|as)\b", after.group(1))[0].strip()
        head = re.split(r"\s(?:of|for|at|in|to|from|with|on)\s", phrase)[0]
        if any(w.lower() in people for w in re.findall(r"[\w-]+", head)):
            return phrase
    who = re.match(
        r",?\s+who\s+(?:leads|heads|chairs|runs|represents)\s+((?:the\s+)?[^,.;]{3,50})", text[end : end + 90]
    )
    del bare
    if who:
        return f"head of {who.group(1)}"
    return title if title not in ("Mr", "Ms", "Mrs", "Mr.", "Ms.", "Mrs.", "Miss", "Dr", "Dr.") else ""


def _titled(text: str, start: int, end: int) -> tuple[str, str]:
    pieces = text[start:end].split()
    n = 0
    while n < len(pieces) - 1 and pieces[n] in named("TITLES"):
        n += 1
    return " ".join(pieces[:n]), " ".join(pieces[n:])


def _noun_phrase(words: str, comma: bool) -> str:
    """Cut what stands before a name down to the noun phrase that ends there."""
    pieces = words.split()
    small = {
        "the",
        "a",
        "an",
        "its",
        "his",
        "her",
        "their",
        "by",
        "with",
        "from",
        "to",
        "of",
        "and",
        "that",
        "said",
        "told",
        "but",
        "when",
        "while",
    }
    start = 0
    for at, piece in enumerate(pieces):
        if piece.lower() in small and not (
            piece.lower() in ("of", "and") and comma is False and at > 0 and pieces[at - 1].lower() in named("PEOPLE")
        ):
            if piece.lower() == "of" and at > 0 and pieces[at - 1].lower() in named("PEOPLE"):
                continue
            start = at + 1
    return " ".join(pieces[start:])


def own(memory: Memory) -> Hop:
    """Return the page's outlet."""
    return Hop(outlet=memory.outlet)


def is_outlet(memory: Memory, entity: Entity | None, name: str) -> bool:
    """Say whether a name is a news outlet's."""
    return (entity is not None and entity.sort == "outlet") or fold_outlet(name) in gazetteer().outlets


def speaker(tokens: list[Any], sentence: Sentence, memory: Memory) -> Speaker | None:
    """Read a noun phrase as a speaker.

    Parameters
    ----------
    tokens : the phrase, subject of a verb of saying, with what stands in apposition
    """
    tokens = [t for t in tokens if not t.is_space]
    if not tokens:
        return None
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    text = memory.cast.text[start:end].strip(" ,")
    lowered = plain(text).lower()
    if lowered in _HE | _SHE | _THEY | _IT:
        return _pronoun(lowered, memory, sentence, start)
    head_text = re.split(r",|\bwho\b|\bwhich\b", text)[0]
    mentions = memory.cast.within(start, end)
    person = next(
        (m for m in mentions if m.entity.sort == "person" and not _inside_role(text, m.start - start, mentions)), None
    )
    indefinite = _indefinite(text)
    if (
        person
        and not (indefinite and not _apposed(text, person.start - start))
        and not _possessor(text, person.end - start)
    ):
        entity = person.entity
        return Speaker(Hop(name=entity.name, role=entity.role or None), entity)
    if indefinite:
        return _unnamed(text, memory)
    return _body(text, head_text, start, mentions, memory, sentence)


def _inside_role(text: str, place: int, mentions: object) -> bool:
    """Say whether a name stands behind a preposition, as in "a spokesman for Prime Minister X"."""
    return bool(re.search(r"\b(?:for|of|to|by|with|from|at)\s+(?:the\s+)?(?:[A-Z][\w.]+\s+){0,3}$", text[:place]))


def _apposed(text: str, place: int) -> bool:
    return "," in text[:place] or place == 0


def _possessor(text: str, place: int) -> bool:
    return bool(re.match(r"[’']s?\s+\w", text[place : place + 6]))


def _indefinite(text: str) -> bool:
    """Say whether a phrase names nobody: "two advisers to …", "a diplomat", "officials", "people familiar with …"."""
    lowered = plain(text).lower()
    pieces = re.findall(r"[\w'-]+", lowered)
    if not pieces:
        return False
    people = named("PEOPLE") | named("GROUPS")
    head = re.split(
        r"\b(?:in|of|at|to|for|from|with|on|by|who|whose|familiar|close|briefed|involved|speaking|near|inside|under|based|present)\b|,",
        lowered,
    )[0]
    nouns = re.findall(r"[\w'-]+", head)
    last = nouns[-1] if nouns else ""
    single = last.removesuffix("'s")
    plural = (
        (single.endswith("s") and single[:-1] in people)
        or single in named("GROUPS")
        or (single.endswith("men") and single[:-2] + "an" in people)
    )
    if pieces[0] in ("a", "an", "one", "another") or (pieces[0] in _COUNT and pieces[0] not in ("a", "an")):
        return single in people or plural or pieces[0] == "one" or bool(_UNNAMED.search(text))
    if re.match(r"(?:a\s+)?(?:second|third|fourth|fifth)\b", lowered) and len(pieces) <= 3:
        return True
    if pieces[0] in ("the", "its", "his", "her", "their"):
        return False
    if pieces[0] in ("some", "several", "many", "few", "other", "others", "senior", "anonymous", "unnamed"):
        return plural or single in people
    return (plural and "'s" not in head and not re.search(r"[a-z]\s+[A-Z]", text.split(",")[0])) or (
        plural and bool(re.match(r"[A-Z][\w.]*\s", text)) and "'s" not in head
    )


def _unnamed(text: str, memory: Memory) -> Speaker:
    lowered = plain(text).lower()
    part = re.match(r"([\w'-]+)\s+of\s+(?:them\b|(?:the|these|those)\s+(?:[\w'-]+\s+)*?([\w'-]+)$)", lowered)
    if part and memory.unnamed:
        noun = (part.group(2) or "").removesuffix("s")
        alike = [s for s in memory.unnamed if not noun or s.noun.removesuffix("s") == noun or noun == "source"]
        last = alike[-1] if alike else memory.unnamed[-1] if not noun else None
        if last is not None:
            hop = Hop(role=last.hop.role, anonymous=True, count=_COUNT.get(part.group(1)))
            return Speaker(hop, None, last.noun, ((text, last.hop.role or ""),), 0.9)
    ordinal = re.match(r"(?:a\s+)?(?:second|third|fourth|fifth)\b", lowered)
    if ordinal and len(lowered.split()) <= 3 and memory.unnamed:
        last = memory.unnamed[-1]
        hop = Hop(role=last.hop.role, anonymous=True, count=1)
        return Speaker(hop, None, last.noun, ((text, last.hop.role or ""),))
    first = re.match(r"[\w'-]+", lowered)
    word = first.group() if first else ""
    count = _COUNT.get(word) or (int(word) if word.isdigit() else None)
    role = text
    if count is not None:
        role = text[len(word) :].strip()
    else:
        role = _ARTICLE.sub("", text)
    if word in ("several", "many", "some"):
        role = text[len(word) :].strip()
    bare = re.sub(
        r",?\s+(?:who|whose)\s+(?:asked|requested|declined|spoke|speaking|wished|did not|insisted|were not|was not)\b.*$",
        "",
        role,
    )
    bare = re.sub(r"\s+(?:it|they|who[m]?)\s+(?:did not|declined|would not).*$", "", bare).strip(" ,")
    people = named("PEOPLE") | named("GROUPS")
    nouns = [w for w in re.findall(r"[a-z-]+", bare.lower()) if w in people or w.removesuffix("s") in people]
    found = Speaker(Hop(role=bare, anonymous=True, count=count), None, nouns[0] if nouns else "")
    memory.unnamed.append(found)
    return found


def _pronoun(word: str, memory: Memory, sentence: Sentence, start: int) -> Speaker | None:
    if word in _HE | _SHE:
        gender, other = ("m", "f") if word in _HE else ("f", "m")
        spoken = [s.entity for s in reversed(memory.speakers) if s.entity is not None and s.entity.sort == "person"][:3]
        ranked: list[Entity] = []
        before = [m.entity for m in memory.cast.within(sentence.start, start) if m.entity.sort == "person"]
        for entity in [*before[:1], *spoken[:1], *reversed(memory.people), *spoken[1:]]:
            if entity.gender != other and entity not in ranked:
                ranked.append(entity)
        ranked.sort(key=lambda e: 0 if e.gender == gender else 1) if _clear(ranked, gender) else None
        if not ranked:
            return None
        chosen = ranked[0]
        chosen.gender = chosen.gender or gender
        hop = Hop(name=chosen.name, role=chosen.role or None, alternatives=tuple(e.name for e in ranked[1:3]))
        return Speaker(hop, chosen, "", ((word, chosen.name),), 0.9 if len(ranked) == 1 else 0.7)
    if word in _THEY and memory.unnamed and memory.speakers and memory.speakers[-1].hop.anonymous:
        last = memory.unnamed[-1]
        return Speaker(last.hop, None, last.noun, ((word, last.hop.role or ""),), 0.8)
    for candidate in reversed(memory.speakers):
        if candidate.entity is not None and candidate.entity.sort != "person":
            return Speaker(candidate.hop, candidate.entity, "", ((word, candidate.entity.name),), 0.7)
    before = [m.entity for m in memory.cast.within(sentence.start, start) if m.entity.sort not in ("person", "outlet")]
    pool = before[:1] or memory.bodies[-1:]
    if not pool:
        return None
    return Speaker(Hop(name=pool[0].name), pool[0], "", ((word, pool[0].name),), 0.6)


def _clear(ranked: list[Entity], gender: str) -> bool:
    """Known gender wins only if the nearest candidate has none."""
    return bool(ranked) and not ranked[0].gender and any(e.gender == gender for e in ranked[:3])


def _body(text: str, head: str, start: int, mentions: list[Any], memory: Memory, sentence: Sentence) -> Speaker | None:
    lowered = plain(text).lower()
    bare = _ARTICLE.sub("", text)
    article = re.match(r"(the|its|his|her|their|this|these|those|both)\b", lowered)
    pieces = re.findall(r"[\w'-]+", plain(head).lower())
    noun = pieces[-1] if pieces else ""
    first = mentions[0] if mentions else None
    if first is not None and first.start - start <= (4 if article else 0) and not _possessor(text, first.end - start):
        entity = first.entity
        tail = memory.cast.text[first.end : start + len(text)]
        lower_tail = re.match(r"\s+((?:news\s+)?[a-z][\w-]*(?:\s[a-z][\w-]*)?)", tail)
        nouns = named("BODIES") | named("OUTLET_NOUNS")
        if lower_tail and lower_tail.group(1).split()[-1] in nouns and not re.match(r"\s*,", tail):
            name = f"{memory.cast.text[first.start : first.end]}{tail[: lower_tail.end()]}".strip()
            if is_outlet(memory, entity, name) or lower_tail.group(1).split()[-1] in named("OUTLET_NOUNS"):
                return Speaker(Hop(outlet=name), entity)
            return Speaker(Hop(name=name), entity)
        if is_outlet(memory, entity, entity.name):
            return Speaker(Hop(outlet=entity.name), entity)
        return Speaker(Hop(name=entity.name, role=_body_role(text, first.end - start)), entity)
    outlet = next((m.entity for m in mentions if m.entity.sort == "outlet"), None)
    if outlet is not None and any(w in named("OUTLET_NOUNS") for w in pieces[-1:] + re.findall(r"[a-z-]+", lowered)):
        return Speaker(Hop(outlet=outlet.name), outlet)
    behind = mentions[-1] if mentions else None
    if behind is not None and behind.entity.sort != "person" and behind.end - start >= len(text.rstrip()):
        lead = re.search(r"([a-z][\w-]*),?\s+(?:the\s+)?$", plain(text)[: behind.start - start])
        if lead and lead.group(1) in named("BODIES") | named("OUTLET_NOUNS") | {"maker", "giant"}:
            return Speaker(Hop(name=behind.entity.name, role=_ARTICLE.sub("", text[: lead.end(1)])), behind.entity)
    if article or noun in named("PEOPLE") | named("GROUPS"):
        back = _pointing_back(text, noun, mentions, memory)
        if back is not None:
            return back
    if noun in _VOICES and re.search(r"[’']s?\s|\bfor\b", text):
        found = Speaker(Hop(role=bare, anonymous=True, count=1), None, noun)
        memory.unnamed.append(found)
        return found
    if noun in named("OUTLET_NOUNS") and not mentions:
        return Speaker(Hop(outlet=bare))
    name = re.split(r",|\bwho\b|\bwhich\b", bare)[0].strip()
    return Speaker(Hop(name=name or None), first.entity if first else None, noun) if name else None


def _body_role(text: str, place: int) -> str | None:
    m = re.match(r",\s+(?:an?|the|its)\s+([^,]+)", text[place:])
    if m:
        return m.group(1).strip()
    before = re.match(r"(?:the|an?|its)\s+([^,]+),", text, re.IGNORECASE)
    return before.group(1) if before and before.end() <= place else None


def _pointing_back(text: str, noun: str, mentions: list[Any], memory: Memory) -> Speaker | None:
    """Resolve "the advisers", "the company", "the former general", "the minister"."""
    single = noun.removesuffix("s") if noun != "press" else noun
    people = named("PEOPLE")
    if noun in named("GROUPS") or (noun != single and single in people):
        for last in reversed(memory.unnamed):
            if last.noun in (noun, single) or noun in ("people", "sources", "officials", "others"):
                return Speaker(last.hop, None, last.noun, ((text, last.hop.role or ""),), 0.9)
    if noun in people:
        for last in reversed(memory.unnamed):
            if last.noun == noun and last.hop.count == 1:
                return Speaker(last.hop, None, noun, ((text, last.hop.role or ""),), 0.8)
        modifiers = set(re.findall(r"[\w’'-]+", text.lower())) - {"the", "its", "former", noun}
        held = [e for e in reversed(memory.people) if noun in e.nouns]
        held.sort(key=lambda e: -len(modifiers & set(re.findall(r"[\w’'-]+", e.role.lower()))))
        if not mentions or held:
            recent = [s.entity for s in reversed(memory.speakers) if s.entity is not None and s.entity.sort == "person"]
            pool = held or ([] if mentions else recent or list(reversed(memory.people)))
            if pool:
                hop = Hop(
                    name=pool[0].name,
                    role=pool[0].role or None,
                    alternatives=tuple(e.name for e in pool[1:3] if e is not pool[0]),
                )
                return Speaker(hop, pool[0], "", ((text, pool[0].name),), 0.9 if held else 0.6)
        return None
    if mentions:
        return None
    for entity in reversed(memory.bodies):
        if noun in entity.nouns or single in entity.nouns:
            return Speaker(Hop(name=entity.name), entity, "", ((text, entity.name),), 0.85)
    spoken = [s for s in reversed(memory.speakers) if s.hop.name and s.hop.name.lower().endswith(noun)]
    if spoken and noun:
        return replace_sure(spoken[0], text)
    if noun in ("party", "group", "movement"):
        body = next((e for e in reversed(memory.bodies) if e.sort == "body"), None)
        if body is not None:
            return Speaker(Hop(name=body.name), body, "", ((text, body.name),), 0.6)
    return None


def replace_sure(found: Speaker, text: str) -> Speaker:
    """Return a speaker again, named by words that point back."""
    return Speaker(replace(found.hop), found.entity, found.noun, ((text, found.hop.name or ""),), 0.8)
