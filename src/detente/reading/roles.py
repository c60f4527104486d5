"""The role that a text gives each person, and the nouns that bodies go by in it."""

import re
from collections.abc import Sequence

from detente.reading.lexicon import named
from detente.reading.names import Cast, Entity, split_title
from detente.reading.parse import Sentence


def learn_roles(cast: Cast, sentences: Sequence[Sentence]) -> None:
    """Note the role that the text gives each person, where it first gives one, and the nouns that bodies go by."""
    for sentence in sentences:
        for mention in cast.within(sentence.start, sentence.end):
            entity = mention.entity
            if entity.sort == "person" and not entity.role:
                entity.role = role_at(cast.text, mention.start, mention.end, sentence)
                for noun in re.findall(r"[a-z-]+", entity.role.lower()):
                    if noun in named("PEOPLE") | {title.lower() for title in named("TITLES")}:
                        entity.nouns.add(noun)
                if not entity.party:
                    entity.party = _party(cast, sentence.start, mention.start, mention.end)
                if not entity.gender:
                    entity.gender = _gender(entity.role)
            elif entity.sort not in ("person", "state"):
                entity.nouns |= _body_nouns(cast.text, mention.start, mention.end, entity)


def _party(cast: Cast, floor: int, start: int, end: int) -> str:
    """Return the body or state a person's role names: "Ferro's foreign minister, X", "X, head of the Guild"."""
    for mention in reversed(cast.within(max(floor, start - 70), start)):
        between = cast.text[mention.end : start]
        if mention.entity.sort == "person" or not re.fullmatch(r"(?:[’']s?)?\s+[\w’' -]{3,50},?\s+", between):
            continue
        held = set(re.findall(r"[\w-]+", between.lower())) & named("PEOPLE")
        if held or re.search(r"[A-Z]\w+ $", between):
            return mention.entity.name
    after = re.match(
        r",\s+(?:the|an?|its)?\s*[\w -]{3,40}\s(?:of|at|for|with)\s+(?:the\s+)?", cast.text[end : end + 80]
    )
    if after:
        for mention in cast.within(end + after.end(), end + after.end() + 60)[:1]:
            if mention.start == end + after.end() and mention.entity.sort != "person":
                return mention.entity.name
    return ""


def _gender(role: str) -> str:
    pieces = set(role.split())
    return "m" if pieces & named("MALE") else "f" if pieces & named("FEMALE") else ""


def _body_nouns(text: str, start: int, end: int, entity: Entity) -> set[str]:
    found = {w.lower() for w in entity.name.split() if w in named("ORG_NAMES")}
    if entity.name.split()[0] in ("Banco", "Banca", "Banque", "Banka", "Banko", "Sberbank"):
        found.add("bank")
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
    return split_title(text[start:end])


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
