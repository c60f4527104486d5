"""Draft the claims of a document; a person accepts, edits or rejects them."""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from detente.claims import Claim, Document, Hop, Trigger
from detente.reading import dates, grammar, kinds, numbers
from detente.reading.attribution import Attribution, attribute
from detente.reading.clauses import Piece, pieces
from detente.reading.confidence import STRONG, confidence, features
from detente.reading.gazetteer import fold_outlet
from detente.reading.lexicon import named, words
from detente.reading.names import Cast, Entity
from detente.reading.parse import Sentence, parse, plain
from detente.reading.roles import learn_roles
from detente.reading.sources import Memory, Speaker, own, pronoun, speaker_at

_EVASION = re.compile(
    r"\b(?:declined? to (?:comment|elaborate|say|give|discuss|be)|did not (?:immediately )?(?:respond|return|reply|answer|elaborate|comment)|"
    r"would not (?:say|comment|elaborate|be drawn)|would say only|could not be reached|was not available|(?:gave|named|offered) no (?:source|details?|further)|"
    r"refused to (?:comment|say|answer)|no comment|without elaborating)\b",
    re.IGNORECASE,
)
_COPIED = re.compile(
    r"\b(?:carried|reprinted|copied|republished|repeated|picked up|ran) the (?:same )?(?:report|story|news|article|claim)\b",
    re.IGNORECASE,
)
_OURS = words("we us our ours ourselves")
_MINE = words("i me my mine myself")
_POINTING = {
    "he": "he",
    "him": "he",
    "his": "he",
    "she": "she",
    "her": "she",
    "they": "they",
    "them": "they",
    "their": "they",
}
_POINTING |= {"it": "it", "its": "it"}
_BOTH = re.compile(
    r"(?:both|neither|either|the two|each|the)\s+(?:of\s+the\s+)?(?:warring |negotiating |rival )?(?:sides?|part(?:y|ies)|governments?|countr(?:y|ies)|delegations?|leaders|capitals|states|nations|neighbou?rs|camps|armies)\b|(?:both|neither|each other|one another)$"
)
_PLACED = words("dobj pobj dative poss nsubj nsubjpass agent conj appos")
_BETWEEN = words("demand offer acceptance refusal threat condition possibility plan")
_TIME_LEAD = re.compile(r"\b(?:on|last|this|late|early|earlier|next)?\s*$", re.IGNORECASE)


# What somebody plans, knows or feels is told of them as what they want is.
_MINDED = words(
    "plan intend decide know hope expect feel wish aim consider believe think prefer love like want see fear try"
)


@dataclass(slots=True)
class Draft:
    """A claim in the making, with what was used to make it."""

    piece: Piece
    found: Attribution
    sentence: Sentence
    start: int
    end: int
    wire: str | None
    features: dict[str, float]


@dataclass(frozen=True, slots=True)
class Telling:
    """Where in a text the speaker of a draft stands (None if nowhere), where what is told, and the draft."""

    source: tuple[int, int] | None
    content: tuple[tuple[int, int], ...]
    claim: Claim


def draft(document: Document) -> tuple[Claim, ...]:
    """Propose the claims of an English page, in order.

    Raises
    ------
    DetenteError
        E910 if the parser is not installed.
    """
    return tuple(_numbered([claim for claim, _ in _drafted(document)]))


def tellings(document: Document) -> list[Telling]:
    """Return the words behind each draft: where the speaker stands, where the words of telling, where what is told.

    What the page itself reports of somebody's demand, offer or refusal is told by whoever makes it; a quotation of
    several sentences is one telling.
    """
    found: list[Telling] = []
    ahead: list[tuple[int, int]] = []
    for claim, (said, verb) in _drafted(document):
        if said.continued == "ahead":
            ahead += said.content
        elif said.continued and found and found[-1].claim.source == claim.source:
            found[-1] = replace(found[-1], content=(*found[-1].content, *said.content))
        elif said.hops:
            said.content[:0], ahead = ahead, []
            found.append(Telling(said.hops[0].place, tuple(said.content), claim))
        elif verb is not None and (
            (claim.cue is not None and verb.lemma_.lower() in named("ACT")) or verb.lemma_.lower() in _MINDED
        ):
            subject = grammar.subject(verb)
            place = grammar.span(grammar.phrase(subject, clauses=False)) if subject is not None else None
            found.append(Telling(place, ((verb.idx + len(verb), claim.end),), claim))
        elif claim.cue is not None:
            found.append(Telling(None, tuple(said.content), claim))
    return found


def _drafted(document: Document) -> list[tuple[Claim, tuple[Attribution, Any]]]:
    if document.language != "en" or not document.text.strip():
        return []
    text = document.text
    sentences = parse(text)
    captions = "\n".join(cut.text for cut in document.cut if cut.reason == "caption")
    cast = Cast(text, sentences, document.outlet, captions)
    memory = Memory(cast, document.outlet)
    learn_roles(cast, sentences)
    claims: list[tuple[Claim, tuple[Attribution, Any]]] = []
    known: list[dates.Found] = []
    wire: str | None = None
    previous: list[Speaker] = []
    paragraph = -1
    for number, sentence in enumerate(sentences):
        if sentence.paragraph != paragraph:
            paragraph, previous = sentence.paragraph, []
            wire = _wire(text[sentence.start : sentence.end], wire, document.outlet)
        following = text[sentences[number + 1].start : sentences[number + 1].end] if number + 1 < len(sentences) else ""
        made, previous = _sentence(
            sentence, sentences[number : number + 4], document, memory, known, wire, previous, following
        )
        claims += made
        memory.note(sentence.start, sentence.end)
    return claims


def _numbered(claims: list[Claim]) -> list[Claim]:
    """Number the drafts, and turn how sure each speaker is into how far the draft can be trusted."""
    found = []
    for n, claim in enumerate(claims, 1):
        near = claims[max(0, n - 8) : n + 8]
        extra = any(o is not claim and o.start <= claim.start and claim.end <= o.end for o in near)
        trust = confidence(features(claim, extra=extra), claim.confidence)
        found.append(replace(claim, id=f"c{n}", confidence=trust))
    return found


def _wire(sentence: str, wire: str | None, outlet: str) -> str | None:
    """Return the agency whose copy a paragraph is: from a dateline on, until the page speaks again for itself."""
    dateline = re.match(r"[^\W\d_][\w .’'-]{1,30}?(?:,\s[\w .]{2,20})?\s+\(([^()]{2,40})\)\s*[–—-]", sentence)
    if dateline and dateline.group().split("(")[0].strip().split(",")[0].isupper():
        return None if fold_outlet(dateline.group(1)) == fold_outlet(outlet) else dateline.group(1)
    adds = re.match(r"(.{2,50}?)\s+adds:", sentence)
    if adds and (
        fold_outlet(adds.group(1)) == fold_outlet(outlet) or fold_outlet(outlet) in fold_outlet(adds.group(1))
    ):
        return None
    return wire


def _sentence(
    sentence: Sentence,
    rest: list[Sentence],
    document: Document,
    memory: Memory,
    known: list[dates.Found],
    wire: str | None,
    previous: list[Speaker],
    following: str,
) -> tuple[list[tuple[Claim, tuple[Attribution, Any]]], list[Speaker]]:
    text = document.text
    written = text[sentence.start : sentence.end]
    if not _claimable(written):
        return [], previous
    made: list[tuple[Claim, tuple[Attribution, Any]]] = []
    for piece in pieces(sentence, text):
        if _skipped(text[piece.start : piece.end]):
            continue
        found = attribute(piece, sentence, memory)
        if not found.hops and (not found.cue or (piece.verb is not None and sentence.quoted(piece.verb.idx))):
            _continue_quote(found, piece, sentence, rest, memory, previous)
        if found.hops:
            _still_relayed(found, memory)
            previous = list(found.hops)
            memory.speakers.append(next((hop for hop in found.hops if not hop.outlet), found.hops[0]))
            last = memory.speakers[-1]
            if last.hop.anonymous or (last.entity is not None and last.entity.sort == "person"):
                memory.said_at = sentence.start
        before = made[-1][0].kind if made else memory.kind
        claim = _claim(piece, found, sentence, document, memory, known, wire, following, before)
        if not found.hops:
            _acting(piece, memory)
        if claim is not None:
            if found.outer is not None:
                outer = _outer(found, sentence, document, memory, wire)
                made += [(outer, (found, found.verb))] if outer is not None else []
            made.append((claim, (found, found.verb if found.verb is not None else piece.verb)))
            memory.kind = claim.kind
    return made, previous


def _still_relayed(found: Attribution, memory: Memory) -> None:
    """Unnamed people known only through an outlet speak through it when a later sentence points back to them."""
    first = found.hops[0]
    if not first.hop.anonymous or not first.hop.role:
        return
    if len(found.hops) > 1:
        relaying = found.hops[1:]
        if all(hop.outlet for hop in relaying):
            memory.relays[first.hop.role] = relaying
    elif first.resolved and first.hop.role in memory.relays:
        found.hops += memory.relays[first.hop.role]


def _acting(piece: Piece, memory: Memory) -> None:
    """Whoever does something in a sentence is whom the next "he" or "she" means."""
    subject = grammar.own_subject(piece.verb) if piece.verb is not None and not piece.extra else None
    if subject is None:
        return
    start, end = grammar.span(grammar.phrase(subject, clauses=False))
    people = [m.entity for m in memory.cast.within(start, end) if m.entity.sort == "person"]
    if people:
        memory.speakers.append(Speaker(Hop(name=people[-1].name, role=people[-1].role or None), people[-1]))
        memory.said_at = start


def _claimable(written: str) -> bool:
    bare = written.rstrip("”’\"') »]")
    if bare.endswith("?") or not bare.endswith((".", "!", "…", ":", ",")) or len(written.split()) < 3:
        return False
    return not _COPIED.search(written)


def _skipped(written: str) -> bool:
    return len(written.split()) < 3 or (_EVASION.search(written) is not None and len(written.split()) < 16)


def _continue_quote(
    found: Attribution, piece: Piece, sentence: Sentence, rest: list[Sentence], memory: Memory, previous: list[Speaker]
) -> None:
    """A sentence that is all quotation belongs to whoever is named where the quotation closes, or spoke before."""
    if not sentence.quotes:
        return
    first, last = sentence.quotes[0], sentence.quotes[-1]
    text = memory.cast.text
    if first[0] > sentence.start + 1 or sentence.end - last[1] > 2:
        return
    open_ended = not text[sentence.start : sentence.end].rstrip().endswith(("”", '"', "»", "’"))
    if open_ended:
        for later in rest[1:4]:
            if later.paragraph != sentence.paragraph:
                break
            for part in pieces(later, text):
                ahead = attribute(part, later, memory)
                if ahead.hops:
                    found.hops, found.cue, found.lemma = list(ahead.hops), ahead.cue, ahead.lemma
                    found.continued = "ahead"
                    return
    if previous:
        found.hops, found.cue, found.lemma, found.continued = list(previous), "said", "say", "on"


def _claim(
    piece: Piece,
    found: Attribution,
    sentence: Sentence,
    document: Document,
    memory: Memory,
    known: list[dates.Found],
    wire: str | None,
    following: str,
    before: str,
) -> Claim | None:
    text = document.text
    start, end = _edges(
        text, min(found.start, piece.start) if not found.hops else found.start, max(found.end, found.start)
    )
    if end - start < 8:
        return None
    own_voice = not found.hops
    content = [(max(a, start), b) for a, b in found.content if b > start] or [(start, end)]
    passage = plain(" ".join(text[a:b] for a, b in content))
    verb = found.verb if found.verb is not None else piece.verb
    mentions = _dates(content, sentence, document, known)
    act = found.act
    if (
        not own_voice
        and not act
        and verb is not None
        and verb.lemma_.lower() in named("ACT")
        and not sentence.quoted(verb.idx)
    ):
        act = verb.lemma_.lower() if _acts(verb) else ""
    said = _said_when(found, content, sentence, document)
    told = kinds.Told(
        cue=found.lemma,
        own=own_voice,
        act=act,
        core=grammar.core(verb),
        cue_tense=grammar.tense(found.cue_verb) if found.cue_verb is not None else "",
        dates=tuple(mentions),
        said=said,
        published=document.published,
        before=before,
        aside=tuple(m for m in mentions if _aside(text, m, start, end)),
        nested=found.nested,
    )
    verdict = _verdict(passage, told, verb, content, sentence)
    hedged = verdict.hedge is not None or kinds.doubted(plain(following)) or found.lemma in ("suspect",)
    hedged = hedged or bool(
        found.cue and re.search(r"\b(?:said|believed|thought|rumou?red|reported) to$|reportedly|allegedly", found.cue)
    )
    quantities = _numbers(content, mentions, text)
    chain = [hop.hop for hop in found.hops]
    if wire is not None and not any(hop.outlet == wire for hop in chain):
        chain.append(Hop(outlet=wire))
    chain.append(own(memory))
    actors = _actors(content, verb, found, sentence, memory, verdict.kind)
    known += [m for m in mentions if m.first is not None]
    claim = Claim(
        id="",
        quote=text[start:end],
        start=start,
        end=end,
        kind=verdict.kind,
        source=tuple(chain),
        cue=found.cue,
        hedged=hedged,
        negated=verdict.negation is not None,
        actors=tuple(actors),
        places=tuple(_places(start, end, memory)),
        dates=tuple(m.mention() for m in mentions),
        numbers=tuple(q.number for q in quantities),
        triggers=_triggers(verdict, content, text),
        halves=_halves(verdict, passage),
        resolved=tuple(pair for hop in found.hops for pair in hop.resolved),
    )
    return replace(claim, confidence=min((hop.sure for hop in found.hops), default=1.0))


def _aside(text: str, mention: dates.Found, start: int, end: int) -> bool:
    """Say whether a date stands in a phrase set off by commas: ``The five, held since August, were …``."""
    before = text[max(start, mention.start - 40) : mention.start]
    after = text[mention.end : min(end, mention.end + 40)]
    return bool(re.search(r",\s+[a-z][^,]*$", before) and re.match(r"[^,.;]{0,20},", after))


def _verdict(
    passage: str, told: kinds.Told, verb: Any, content: list[tuple[int, int]], sentence: Sentence
) -> kinds.Verdict:
    """Judge a passage by its verb; by one coordinated with it where that one says what negotiators react to."""
    first = kinds.judge(passage, told)
    if verb is None or first.kind in STRONG or told.own:
        return first
    joined = [verb]
    for at in joined:
        joined += [c for c in at.children if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX")]
    for other in joined[1:]:
        if any(a <= other.idx < b for a, b in content) and sentence.quoted(other.idx) <= sentence.quoted(verb.idx):
            found = kinds.judge(passage, replace(told, core=grammar.core(other), act=""))
            if found.kind in STRONG:
                return found
    return first


def _said_when(
    found: Attribution, content: list[tuple[int, int]], sentence: Sentence, document: Document
) -> tuple[dates.Found, ...]:
    """Return when it was said: the dates of the sentence that stand outside what is said."""
    if not found.hops:
        return ()
    text = plain(document.text[sentence.start : sentence.end])
    every = dates.find(text, document.published, "past", None, sentence.start)
    return tuple(f for f in every if not any(a <= f.start < b for a, b in content))


def _acts(verb: Any) -> bool:
    return not any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) and grammar.finite(verb)


def _outer(
    found: Attribution, sentence: Sentence, document: Document, memory: Memory, wire: str | None
) -> Claim | None:
    """A report that somebody told somebody is a claim of its own beside what was told."""
    assert found.outer is not None
    start, end, hops, cue = found.outer
    start, end = _edges(document.text, start, end)
    if end - start < 20 or found.lemma not in ("assure", "warn"):
        return None
    chain = [hop.hop for hop in hops]
    if wire is not None:
        chain.append(Hop(outlet=wire))
    chain.append(own(memory))
    inner = found.hops[0]
    return Claim(
        id="",
        quote=document.text[start:end],
        start=start,
        end=end,
        kind="event",
        source=tuple(chain),
        cue=cue or None,
        actors=tuple(filter(None, [inner.hop.name])),
        confidence=0.4,
        resolved=tuple(pair for hop in hops for pair in hop.resolved),
    )


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Trim a quote: no space or joining word before it, no full stop or comma after it."""
    lead = re.match(
        r"[\s,;:–—-]*(?:(?:and|but|meanwhile|however|so|yet|then|also|still|instead|for its part),?\s+)*",
        text[start:end],
        re.IGNORECASE,
    )
    start += lead.end() if lead else 0
    dateline = re.match(r"[A-ZÀ-Þ][A-ZÀ-Þ .’'-]+(?:,\s[\w .]{2,20})?\s+\([^()]{2,40}\)\s*[–—-]\s*", text[start:end])
    start += dateline.end() if dateline else 0
    adds = re.match(r"(?:Correction|Update|[A-Z][\w ’']{2,40} adds):\s+", text[start:end])
    start += adds.end() if adds else 0
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:–—-."):
        if text[end - 1] == "." and re.search(r"\b(?:[A-Z]\.)+[A-Z]\.$|\b[ap]\.m\.$", text[max(start, end - 8) : end]):
            break
        end -= 1
    return start, end


def _dates(
    content: list[tuple[int, int]], sentence: Sentence, document: Document, known: list[dates.Found]
) -> list[dates.Found]:
    found: list[dates.Found] = []
    at = {t.idx: t for t in sentence.tokens}

    def tense(place: int) -> dates.Tense:
        token = next((at[k] for k in range(place, place + 40) if k in at and not at[k].is_space), None)
        if token is None:
            return ""
        verb = grammar.governing(token)
        led = token.i > 0 and token.nbor(-1).lower_ in ("on", "in", "before", "from", "at")
        if led and grammar.tense(verb) == "perfect":
            return "future"  # the present perfect takes no day behind it: "has cancelled its flights on Saturday"
        return grammar.time(verb)

    def inside(start: int) -> dates.TenseAt:
        return lambda place: tense(start + place)

    for a, b in content:
        earlier = [*known[-60:], *(f for f in found if f.first)]
        anchor = earlier[-1] if earlier else None
        found += dates.find(plain(document.text[a:b]), document.published, inside(a), anchor, a, tuple(known[-60:]))
    return found


def _numbers(content: list[tuple[int, int]], mentions: list[dates.Found], text: str) -> list[numbers.Quantity]:
    taken = tuple((m.start, m.end) for m in mentions)
    found: list[numbers.Quantity] = []
    for a, b in content:
        found += numbers.find(plain(text[a:b]), tuple((s - a, e - a) for s, e in taken), a)
    return found


def _actors(
    content: list[tuple[int, int]], verb: Any, found: Attribution, sentence: Sentence, memory: Memory, kind: str
) -> list[str]:
    """Return who the content is about: its subject first, then the others in it, then the party on the other side.

    Pronouns and short descriptions are resolved as those of speakers are; "we" is the speaker's side, a person brings
    the side that he or she speaks for, and "both sides" are the two parties that the text is most about.
    """
    cast, chosen = memory.cast, []
    parties = _parties(memory)
    tokens = [t for t in sentence.tokens if any(a <= t.idx < b for a, b in content)]
    speaking = found.hops[0] if found.hops else None
    side = _side(speaking, memory)
    told = _told(verb, memory) if found.nested and verb is not None else None
    unnamed = list(memory.unnamed)
    guessed = [(e, e.gender, e.guessed) for e in cast.entities if e.sort == "person"]

    def add(entity: Entity | None) -> None:
        if entity is None or entity.sort == "outlet":
            return
        entity = cast.stands_for(entity)
        if entity.sort == "place" and entity not in parties and not _party(entity, memory):
            return
        if entity.name not in chosen:
            chosen.append(entity.name)

    def take(head: Any, *, subject: bool = False) -> None:
        word = head.lower_
        if word in _OURS:
            add(side or (speaking.entity if speaking is not None else None))
        elif word in _MINE:
            add(speaking.entity if speaking is not None else None)
        elif subject and word == "it" and side is not None and found.nested:
            add(side)  # "Washington told Kyiv that it would not": whoever tells, though others are named before
        elif not subject and word == "it" and told is not None and kind == "condition":
            add(told)  # "informed Kyiv that it would not … until it signs": whoever is told has to act
        elif word in _POINTING:
            back = pronoun(_POINTING[word], memory, sentence, head.idx)
            if back is not None and (back.entity is None or back.entity.sort != "outlet"):
                add(back.entity)
        elif head.pos_ in ("NOUN", "PRON", "DET") and _BOTH.match(_written(head)):
            for party in parties:
                add(party)
        elif head.pos_ == "NOUN" and _somebody(head):
            start, end = grammar.span(grammar.phrase(head, clauses=False))
            held = [m.entity for m in cast.within(start, end) if m.entity.sort == "person"]
            who = None if held else speaker_at(start, end, sentence, memory)
            if who is None or who.outlet:
                return
            if who.hop.anonymous:
                if subject and who.hop.role and head.tag_ == "NNS" and who.hop.role not in chosen:
                    chosen.append(who.hop.role)
            elif who.entity is not None and who.hop.name == who.entity.name:
                add(who.entity)
            elif who.hop.name and subject and who.hop.name not in chosen:
                chosen.append(who.hop.name)

    head = grammar.subject(verb) if verb is not None else None
    if head is not None:
        start, end = grammar.span(grammar.phrase(head, clauses=False))
        for mention in cast.within(start, end):
            if any(a <= mention.start < b for a, b in content):
                add(_acting_name(mention, sentence, memory))
        if not chosen or head.pos_ == "PRON":
            take(head, subject=True)
    for mention in (m for a, b in content for m in cast.within(a, b)):
        add(_acting_name(mention, sentence, memory))
    for token in tokens:
        if token.dep_ in _PLACED and token != head:
            take(token)
    for name in list(chosen):
        called = cast.called(name)
        if called is not None and called.sort == "person" and called.party:
            add(cast.called(called.party))
    if side is not None and not chosen and speaking is not None:
        add(side)
    names = {party.name for party in parties}
    if len(parties) == 2 and (kind in _BETWEEN or not chosen) and (names & set(chosen) or not chosen):
        for party in parties:
            add(party)
    del memory.unnamed[:]
    memory.unnamed.extend(unnamed)
    for person, gender, guess in guessed:  # what was only looked up here decides nothing later
        person.gender, person.guessed = gender, guess
    return chosen[:6]


def _written(head: Any) -> str:
    start, end = grammar.span(grammar.phrase(head, clauses=False))
    return str(head.doc.text[start:end]).lower()


def _somebody(head: Any) -> bool:
    word = head.lemma_.lower()
    return word in named("PEOPLE") | named("GROUPS") | named("BODIES") or head.lower_ in named("BODIES")


def _acting_name(mention: Any, sentence: Sentence, memory: Memory) -> Entity | None:
    """Return who is named, or None for an adjective of nobody in the text ("Western") or a name behind "in" or "at"."""
    entity: Entity = mention.entity
    if entity.sort in ("thing", "place"):
        token = next((t for t in sentence.tokens if t.idx <= mention.start < t.idx + len(t)), None)
        if token is not None and " " not in entity.name and token.pos_ == "ADJ":
            return None
    if entity.sort == "place" or entity.name in memory.cast.seats:
        before = memory.cast.text[max(0, mention.start - 9) : mention.start]
        if re.search(r"\b(?:in|at|near|to|from|outside|around|of)\s(?:the\s)?$", before):
            return None
    return entity


def _side(speaking: Speaker | None, memory: Memory) -> Entity | None:
    """Return the body or state that a speaker speaks for."""
    if speaking is None or speaking.entity is None:
        return None
    entity = speaking.entity
    if entity.sort != "person":
        return memory.cast.stands_for(entity) if entity.sort != "outlet" else None
    return memory.cast.called(entity.party) if entity.party else None


def _told(verb: Any, memory: Memory) -> Entity | None:
    """Return the one body or state to which somebody tells what ``verb`` says."""
    if verb.dep_ != "ccomp":
        return None
    spans = [
        grammar.span(grammar.phrase(child, clauses=False))
        for child in verb.head.children
        if child.dep_ in ("dobj", "dative", "nsubjpass")
    ]
    named = [memory.cast.stands_for(m.entity) for a, b in spans for m in memory.cast.within(a, b)]
    return named[0] if len(named) == 1 and named[0].sort not in ("person", "outlet") else None


def _parties(memory: Memory) -> list[Entity]:
    """Return the two bodies or states that the text names most, with those who speak for them; none if they are too few."""
    if memory.parties is None:
        weight: Counter[str] = Counter()
        known: dict[str, Entity] = {}
        for mention in memory.cast.mentions:
            entity = memory.cast.stands_for(mention.entity)
            if entity.sort == "person":
                party = memory.cast.called(entity.party) if entity.party else None
                if party is None:
                    continue
                entity = party
            if entity.sort in ("body", "state") or (entity.sort in ("place", "thing") and _party(entity, memory)):
                weight[entity.name] += 1
                known[entity.name] = entity
        memory.parties = [known[name] for name, times in weight.most_common(2) if times >= 3]
    return memory.parties


def _party(entity: Entity, memory: Memory) -> bool:
    """Say whether a place acts somewhere in the text, as a state does."""
    text = memory.cast.text
    acting = re.compile(r"(?:[’']s\s|\s(?:has|have|will|would|is|was|had|said|says|and|refus\w+|deni\w+|wants?)\b)")
    return any(
        m.entity is entity
        and acting.match(text[m.end : m.end + 12])
        and not re.search(r"\b(?:in|at|near|of)\s$", text[max(0, m.start - 6) : m.start])
        for m in memory.cast.mentions
    )


def _places(start: int, end: int, memory: Memory) -> list[str]:
    text = memory.cast.text
    found = []
    for mention in memory.cast.within(start, end):
        if (
            mention.entity.sort in ("place", "state", "thing")
            and re.search(
                r"\b(?:in|at|near|outside|from|to|into|over|around|across)\s+(?:the\s+)?(?:[\w-]+\s+){0,4}?$",
                text[max(0, mention.start - 40) : mention.start],
            )
            and mention.entity.sort == "place"
        ):
            found.append(text[mention.start : mention.end])
    return list(dict.fromkeys(found))


def _triggers(verdict: kinds.Verdict, content: list[tuple[int, int]], text: str) -> tuple[Trigger, ...]:
    """Return the words that a claim's fields rest on, at their places in the text."""
    found = []
    for name, place in (
        ("kind", verdict.trigger),
        ("hedged", verdict.hedge),
        ("negated", verdict.negation),
        ("condition", verdict.condition),
    ):
        if place is None or place[0] == place[1]:
            continue
        start, end = _in_text(place[0], content), _in_text(place[1] - 1, content) + 1
        if 0 <= start < end:
            found.append(Trigger(field=name, text=text[start:end], start=start, end=end))
    return tuple(found)


def _in_text(place: int, content: list[tuple[int, int]]) -> int:
    """Return the place in the text of a place in the passage, whose stretches are joined by one space."""
    for start, end in content:
        if place < end - start:
            return start + place
        place -= end - start + 1
    return content[-1][1] - 1


def _halves(verdict: kinds.Verdict, passage: str) -> tuple[str, str] | None:
    if verdict.kind != "condition" or verdict.condition is None:
        return None
    a, b = verdict.condition
    first, second = passage[:a].strip(" ,"), passage[b:].strip(" ,.")
    return (first, second) if first and second else None
