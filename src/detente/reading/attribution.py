"""Who says a stretch of a sentence, by which verb, and which part of it is what is said."""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import re
from dataclasses import dataclass, field
from typing import Any

from detente.claims import Hop
from detente.reading import grammar
from detente.reading.clauses import Piece
from detente.reading.gazetteer import fold_outlet
from detente.reading.lexicon import named, words
from detente.reading.parse import Sentence, inner_quotes, plain
from detente.reading.sources import Memory, Speaker, is_outlet, pronoun, speaker, speaker_at

_HEARD = words("tell inform assure brief remind notify warn advise ask")
_CITING = words("citing quoting cites cited quotes basing relying")
_NOMINAL = words(
    "evaluate characterise characterize label brand denounce hail decry slam blast judge assess fear expect anticipate forecast confirm deny announce correct describe accuse blame criticise criticize condemn praise predict report reveal disclose acknowledge admit advise publish state estimate find"
)
_TIME = (
    r"(?:(?:on|late|early|earlier|last|this|later|the same|the next)\s+)*(?:on\s+)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s(?:morning|afternoon|evening|night))?"
    r"|today|yesterday|week|month|year|\d{1,2}\s\w+|\w+\.?\s\d{1,2}|day|evening|night|morning)"
)
_MANNER = (
    rf"(?:\s*,?\s*(?:{_TIME}"
    r"|(?:in|at|on|by|from|during|after)\s(?:an?\s|the\s|his\s|her\s|its\s|their\s)?[\w’'-]+"
    r"(?:\s(?:to|of|on|with|for|from|in)?\s?(?:the\s|a\s)?[\w’'-]+){0,4}"
    r"|on condition of anonymity|(?:citing|quoting|speaking|adding|without|under|according to|who|whose)\s.*))?"
)
_TAIL = re.compile(rf"(?:{_MANNER}){{1,2}}[\s.”’\"']*", re.IGNORECASE)
_HEARER_TAIL = re.compile(
    r"\s(?:the\s|an?\s|its\s|his\s|her\s|their\s|this\s|that\s)?[\w’'&.-]+(?:\s[\w’'&.-]+){0,5}?"
    rf"(?:{_MANNER}){{1,2}}[\s.”’\"']*",
    re.IGNORECASE,
)
_FIGURES = words("figure number toll total cost death damage bill loss count value share odds")
_CLAUSAL = words(
    "find hear expect believe think hold figure guess judge assess detail outline text certify chronicle message email"
)
_NAMED_AS = words(
    "accuse describe criticise criticize praise hail denounce condemn blame dismiss label brand characterise characterize"
)
_ANSWERS = words("hit fire respond react retaliate strike push answer counter reply rise speak")
_INANIMATE = words("suggest indicate imply signal mean show hint predict")
_DOCUMENT = words(
    "minute letter memo statement draft document report filing text survey study poll email e-mail note communique communiqué transcript recording decree summary minutes excerpt copy text account figure figures data"
)


_VOICED = words("express voice convey")
_STANCE = words(
    "hope concern fear confidence view belief doubt regret conviction wish desire readiness willingness support opposition "
    "commitment optimism pessimism worry alarm dismay satisfaction interest intention determination objection disappointment"
)
_WEIGHT = words("need importance necessity urgency significance right")
_PLAINLY = words("say tell inform assure warn write announce state explain declare add insist argue note claim stress")
_SENT = words(
    "letter statement communique communiqué readout note memo filing email e-mail post tweet declaration submission"
)


@dataclass(slots=True)
class Attribution:
    """The result: hops from the origin on (without the page's own outlet), the cue, and the stretches of content."""

    hops: list[Speaker] = field(default_factory=list)
    cue: str | None = None
    lemma: str = ""
    act: str = ""
    start: int = 0
    end: int = 0
    content: list[tuple[int, int]] = field(default_factory=list)
    outer: tuple[int, int, list[Speaker], str] | None = None
    verb: Any = None
    cue_verb: Any = None
    nested: bool = False
    continued: str = ""


def attribute(piece: Piece, sentence: Sentence, memory: Memory) -> Attribution:
    """Read who says a piece. Without a verb of saying the page's outlet does, and ``hops`` is empty."""
    text = memory.cast.text
    relayed = _quoted_as(piece, sentence, memory)
    if relayed is not None:
        return relayed
    passive_told = _by_agent(piece, sentence, memory)
    if passive_told is not None:
        return passive_told
    behind = _behind(piece, sentence, memory)
    if behind is not None:
        return behind
    cue = _cue(piece, sentence)
    if cue is not None:
        found = _said(cue, piece, sentence, memory)
        if found is not None:
            _told_first(found, cue, piece, sentence, memory)
            return found
    according = (
        _according(piece, sentence, memory)
        or _answering(piece, sentence, memory)
        or _inverted(piece, sentence, memory)
        or _of_mind(piece, sentence, memory)
        or _announced(piece, sentence, memory)
    )
    if according is not None:
        return according
    found = Attribution(start=piece.start, end=piece.end, content=[(piece.start, piece.end)], verb=piece.verb)
    lowered = plain(text[piece.start : piece.end]).lower()
    passive = re.search(
        r"\b(?:is|are|was|were)\s+(?:also\s+|widely\s+|now\s+|still\s+)?(?:said|believed|thought|understood|reported|rumou?red|expected)\s+to\b",
        lowered,
    )
    if passive and "expected" not in passive.group():
        found.cue = text[piece.start + passive.start() : piece.start + passive.end()]
        found.verb = next((c for c in piece.verb.children if c.dep_ == "xcomp"), piece.verb)
        found.act = found.verb.lemma_.lower() if found.verb.lemma_.lower() in named("ACT") else ""
        return found
    reportedly = re.search(r"\b(?:reportedly|allegedly)\b", lowered)
    if reportedly and not sentence.quoted(piece.start + reportedly.start()):
        _act(found, piece, text)
        found.cue = text[piece.start + reportedly.start() : piece.start + reportedly.end()]
        return found
    _act(found, piece, text)
    return found


def _told_first(found: Attribution, cue: Any, piece: Piece, sentence: Sentence, memory: Memory) -> None:
    """Whoever an opening "According to two aides, the minister said …" names relayed what the minister said."""
    text = memory.cast.text
    if not re.match(r"according to\b", text[piece.start : piece.end], re.IGNORECASE) or not found.hops:
        return
    to = next((t for t in sentence.tokens if t.idx + len(t) == piece.start + len("according to")), None)
    noun = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if noun is None or noun.lemma_.lower() in _DOCUMENT:
        return
    phrase = grammar.phrase(noun)
    first = found.hops[0].place
    who = speaker(phrase, sentence, memory)
    apart = first is not None and grammar.span(phrase)[1] <= first[0] and grammar.span(phrase)[1] <= cue.idx
    if who is not None and apart and all(who.hop != hop.hop for hop in found.hops):
        found.hops.append(who)
        found.start = piece.start
        _relaying(found, memory)


def _inverted(piece: Piece, sentence: Sentence, memory: Memory) -> Attribution | None:
    """Read ``"QUOTATION," said PHRASE`` by the words, where the grammar finds no clause in the quotation."""
    text = memory.cast.text
    for token in sentence.tokens:
        if not piece.start < token.idx < piece.end or token.tag_ not in ("VBD", "VBZ", "VBP"):
            continue
        if token.lemma_.lower() not in named("SAY") or sentence.quoted(token.idx):
            continue
        quote = next(
            (q for q in sentence.quotes if q[1] <= token.idx and not text[q[1] : token.idx].strip(" ,”’\"'")), None
        )
        stop = token.idx + len(token)
        rest = re.match(r"\s+([^“\"”;:]{2,120}?)(?=[.,;:]?\s*[“\"]|[.,;:]?\s*$)", text[stop : piece.end])
        if quote is None or rest is None:
            continue
        place = stop + rest.start(1)
        opening = next((t for t in sentence.tokens if t.idx >= place), None)
        if opening is None or not _speakerly(rest.group(1).strip(" ,."), opening):
            continue
        who = speaker_at(place, stop + rest.end(1), sentence, memory)
        if who is None:
            continue
        found = Attribution(hops=[who], cue=token.text, lemma=token.lemma_.lower(), start=piece.start)
        found.end = min(piece.end, stop + rest.end(1))
        found.content = [(piece.start, _trim(text, piece.start, token.idx))]
        found.verb = found.cue_verb = token
        return found
    return None


def _of_mind(piece: Piece, sentence: Sentence, memory: Memory) -> Attribution | None:
    """Read ``X is adamant that CONTENT`` and ``X has made clear that CONTENT``: a stance told as one's own."""
    text = memory.cast.text
    verb = piece.verb
    if (
        verb is None
        or sentence.quoted(verb.idx)
        or verb.lemma_.lower() not in ("be", "remain", "make", "feel", "sound")
    ):
        return None
    subject = grammar.own_subject(verb)
    if subject is None or subject.lower_ in ("it", "this", "that", "there", "i", "we", "you", "what"):
        return None
    told = re.match(
        r"(?:\s+(?:also|still|now|not|quite|very|equally|increasingly|absolutely|less|more|far from))*\s+"
        r"(adamant|confident|convinced|certain|sure|hopeful|worried|concerned|afraid|fearful|optimistic|pessimistic|insistent|doubtful"
        r"|sceptical|skeptical|aware|unaware|clear|(?:it\s+)?(?:very\s+|quite\s+)?(?:clear|plain|known))\s+(?:that\s+)(?=\w)",
        text[verb.idx + len(verb) : piece.end],
    )
    if told is None:
        return None
    who = speaker(grammar.phrase(subject, clauses=False), sentence, memory)
    if who is None or not (who.entity is not None or who.hop.anonymous or who.noun or who.resolved):
        return None
    found = Attribution(hops=[who], cue=told.group(1), lemma="say", start=piece.start, end=piece.end, cue_verb=verb)
    found.content = [(verb.idx + len(verb) + told.end(), piece.end)]
    found.verb = _content_verb(verb, found, sentence) or verb
    return found


def _announced(piece: Piece, sentence: Sentence, memory: Memory) -> Attribution | None:
    """Read ``X: "QUOTATION"`` and ``X's answer was blunt: "QUOTATION"``."""
    text = memory.cast.text
    lead = re.match(
        r"(?P<who>[^:“\"”]{2,60}?)(?:[’']s?\s+(?:[\w-]+\s+)?(?:message|answer|reply|response|verdict|view|words|line|position|warning|advice|comment|conclusion|retort)"
        r"(?:\s+(?:to|on|about)\s+[^:“\"”]{2,40}?)?\s+(?:is|was|were|came|remains)\b[^:“\"”]{0,30})?:\s+(?=[“\"‘])",
        text[piece.start : piece.end],
    )
    if lead is None:
        return None
    first = next((t for t in sentence.tokens if t.idx >= piece.start), None)
    phrase = lead.group("who").strip()
    if (
        first is None
        or not _speakerly(phrase, first)
        or any(t.pos_ in ("VERB", "AUX") for t in sentence.tokens if piece.start <= t.idx < piece.start + len(phrase))
    ):
        return None
    who = speaker_at(piece.start, piece.start + len(phrase), sentence, memory)
    if who is None or who.entity is None:
        return None
    found = Attribution(hops=[who], cue=None, lemma="say", start=piece.start, end=piece.end)
    found.content = [(piece.start + lead.end(), piece.end)]
    inside = [t for t in sentence.tokens if piece.start + lead.end() <= t.idx < piece.end and t.pos_ in ("VERB", "AUX")]
    found.verb = min(inside, key=lambda t: (grammar.depth(t), t.i), default=piece.verb)
    return found


def _quoted_as(piece: Piece, sentence: Sentence, memory: Memory) -> Attribution | None:
    """Read "X was quoted by Y as saying that …" and "Y quoted X as saying that …"."""
    text = memory.cast.text
    for token in sentence.tokens:
        if token.lemma_.lower() not in ("quote", "cite", "report") or not piece.start <= token.idx < piece.end:
            continue
        saying = re.search(
            r"\bas (saying|telling|warning|adding|stating|writing|declaring|stressing)[\s:]+(?:that\s+)?",
            text[token.idx : piece.end],
        )
        if saying is None or sentence.quoted(token.idx) or len(text[token.idx :][: saying.start()].split()) > 14:
            continue
        passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in token.children)
        agent = next((c for c in token.children if c.dep_ == "agent"), None)
        by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
        object_ = next((c for c in token.children if c.dep_ == "dobj"), None)
        first, second = (grammar.subject(token), by) if passive else (object_, grammar.subject(token))
        if first is None:
            continue
        hops = [speaker([t for t in grammar.phrase(n) if t != token], sentence, memory) for n in (first, second) if n]
        found = Attribution(hops=[h for h in hops if h is not None], cue=saying.group(1), lemma="say")
        if not found.hops:
            continue
        if len(found.hops) == 2 and not found.hops[1].outlet and found.hops[1].hop.name and not found.hops[1].hop.role:
            found.hops[1] = Speaker(Hop(outlet=found.hops[1].hop.name), found.hops[1].entity)
        found.start = min(grammar.span(grammar.phrase(grammar.subject(token) or token))[0], token.idx)
        found.end = piece.end
        found.content = [(token.idx + saying.end(), piece.end)]
        found.verb = _content_verb(token, found, sentence) or token
        return found
    return None


def _by_agent(piece: Piece, sentence: Sentence, memory: Memory) -> Attribution | None:
    """Read "X was told by Y that …", "it was learned from Y that …", "X is accused by Y of …": Y says it."""
    verb = piece.verb
    if verb is None or piece.extra or not any(c.dep_ == "auxpass" for c in verb.children):
        return None
    lemma = verb.lemma_.lower()
    subject = grammar.own_subject(verb)
    if subject is None or sentence.quoted(verb.idx):
        return None
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    heard = subject.lower_ == "it" and lemma in ("learn", "understand", "hear", "gather", "establish")
    told = lemma in ("tell", "inform", "assure", "notify", "brief", "warn", "advise")
    if ((heard or told) and clause is None) or not (heard or told or lemma in _NAMED_AS):
        return None
    links = ("from",) if heard else ("by",)
    by = next((c for c in verb.children if c.lower_ in links and c.dep_ in ("agent", "prep")), None)
    teller = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    who = speaker(grammar.phrase(teller, clauses=False), sentence, memory) if teller is not None else None
    if teller is None or who is None or not (who.entity is not None or who.hop.anonymous or who.noun):
        return None
    if teller.lemma_.lower() == "counterpart" and (who.entity is None or who.entity.sort != "person"):
        who = Speaker(Hop(role=re.sub(r"^.*\b(?:his|her|its|their)\s+", "", _words(teller)), anonymous=True, count=1))
    found = Attribution(
        hops=[who], cue=verb.text, lemma="say" if heard or told else lemma, start=piece.start, end=piece.end
    )
    found.cue_verb, found.verb = verb, verb
    if clause is None:
        found.content = [(piece.start, piece.end)]
        return found
    begin = grammar.span(clause.subtree)[0]
    aside = re.search(
        r",\s+([^,]{2,40}?)\s+(?:said|says|added|told \w+),\s+(?:that\s+)?", memory.cast.text[verb.idx : piece.end]
    )
    if aside is not None:
        relay = speaker_at(verb.idx + aside.start(1), verb.idx + aside.end(1), sentence, memory)
        if relay is not None:
            found.hops.append(relay)
        begin = verb.idx + aside.end()
    found.content, found.verb = [(begin, piece.end)], clause
    return found


def _words(noun: Any) -> str:
    start, end = grammar.span(grammar.phrase(noun, clauses=False))
    return str(noun.doc.text[start:end])


def _answering(piece: Piece, sentence: Sentence, memory: Memory) -> Attribution | None:
    """Read ``X hit back, saying CONTENT``, where what X did tells nothing but that X answered."""
    text = memory.cast.text
    for token in sentence.tokens:
        if token.tag_ != "VBG" or not piece.start <= token.idx < piece.end or sentence.quoted(token.idx):
            continue
        if token.lemma_.lower() not in named("SAY") or token.head.lemma_.lower() not in _ANSWERS:
            continue
        if not text[: token.idx].rstrip().endswith(","):
            continue
        subject = grammar.subject(token.head)
        named_first = [m for m in memory.cast.within(piece.start, token.head.idx) if m.start - piece.start < 60]
        if subject is not None:
            who = speaker(grammar.phrase(subject, clauses=False), sentence, memory)
        else:
            named_first.sort(key=lambda m: m.entity.sort != "person")
            who = speaker_at(named_first[0].start, named_first[0].end, sentence, memory) if named_first else None
        if who is None:
            continue
        found = Attribution(hops=[who], cue=token.text, lemma=token.lemma_.lower(), start=piece.start, end=piece.end)
        found.content = [(token.idx + len(token) + 1, piece.end)]
        found.cue_verb = token
        found.verb = _content_verb(token, found, sentence) or token
        return found
    return None


def _behind(piece: Piece, sentence: Sentence, memory: Memory) -> Attribution | None:
    """Find ``CONTENT, the minister, X, said`` by the words themselves, where the grammar may be read wrong."""
    if piece.extra:
        return None
    text = memory.cast.text
    say = named("SAY")
    tokens = [t for t in sentence.tokens if piece.start <= t.idx < piece.end and not t.is_space]
    for at in range(len(tokens) - 1, 2, -1):
        cue = tokens[at]
        if (
            (cue.lemma_.lower() not in say and not _quoting(cue, sentence))
            or cue.tag_ not in ("VBD", "VBZ", "VBP", "VBN")
            or sentence.quoted(cue.idx)
        ):
            continue
        stop = cue.idx + len(cue)
        rest = text[stop : piece.end]
        if not (_TAIL.fullmatch(rest) or (cue.lemma_.lower() in _HEARD and _HEARER_TAIL.fullmatch(rest))):
            return None
        start = _phrase_start(tokens, at, sentence, text)
        if start is None or start <= piece.start + 8:
            return None
        told = [t for t in tokens[:at] if t.idx < start]
        if not any(t.pos_ in ("VERB", "AUX") or sentence.quoted(t.idx) for t in told):
            return None
        who = speaker_at(start, tokens[at - 1].idx + len(tokens[at - 1]), sentence, memory)
        if who is None or not (who.entity is not None or who.hop.anonymous or who.resolved or who.noun):
            return None
        found = Attribution(cue=cue.text, lemma=cue.lemma_.lower(), verb=cue, cue_verb=cue, hops=[who])
        _as_outlet(found)
        _after_content(found, cue, (start, cue.idx), piece, sentence, memory)
        return _finished(found, cue, None, sentence, memory)
    return None


def _phrase_start(tokens: list[Any], at: int, sentence: Sentence, text: str) -> int | None:
    """Return where the speaker's phrase before a verb begins: behind the comma or quotation that ends what is said."""
    if tokens[at - 1].text == '"' or sentence.quoted(tokens[at - 1].idx):
        return None
    best: int | None = None
    for k in range(at - 1, 0, -1):
        token = tokens[k]
        finite = token.pos_ in ("VERB", "AUX") and token.tag_ in ("VBD", "VBZ", "VBP", "MD")
        if finite and not _in_relative(tokens, k):
            break
        before = tokens[k - 1]
        closes = sentence.quoted(before.idx) and not sentence.quoted(token.idx)
        if before.text != "," and not closes:
            continue
        if _speakerly(text[token.idx : tokens[at].idx].strip(" ,"), token):
            best = token.idx
        if closes:
            break
    return best


def _in_relative(tokens: list[Any], k: int) -> bool:
    return any(t.lower_ in ("who", "which", "whose") for t in tokens[max(0, k - 5) : k])


def _speakerly(phrase: str, first: Any) -> bool:
    """Say whether a phrase can be a speaker: it opens with a name, or with a noun for people or bodies."""
    parts = [p.strip() for p in phrase.split(",") if p.strip()]
    if not parts or first.pos_ in ("ADV", "SCONJ", "CCONJ", "ADP", "VERB", "AUX"):
        return False
    people = named("PEOPLE") | named("GROUPS") | named("BODIES") | named("OUTLET_NOUNS")
    opening = re.findall(r"[\w-]+", re.split(r"\s(?:of|for|at|in|to|from|with|on|who)\s", parts[0])[0])
    if not opening:
        return False
    last = opening[-1].lower()
    pronoun = len(opening) == 1 and last in ("he", "she", "they", "it")
    second = opening[1].lower() if len(opening) > 2 and opening[0].lower() in ("a", "an", "one", "the") else ""
    told = last in people or last.removesuffix("s") in people or opening[-1][:1].isupper() or pronoun
    told = told or second in people
    return told and not re.match(r"(?:this|that|these|those|when|where|while|if|as|but|and)\b", phrase, re.IGNORECASE)


def _act(found: Attribution, piece: Piece, text: str) -> None:
    verb = piece.verb
    lemma = verb.lemma_.lower()
    particle = next((c for c in verb.children if c.dep_ == "prt"), None)
    if lemma == "rule" and particle is not None and particle.lower_ == "out":
        end = particle.idx + len(particle)
        found.act, found.cue = "reject", text[verb.idx : end] if end - verb.idx < 24 else verb.text
        return
    if lemma not in named("ACT") or lemma in ("rule", "agree"):
        if lemma == "agree":
            found.act = "agree"
        return
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return
    if lemma == "call" and not any(c.dep_ == "prep" and c.lower_ in ("for", "on") for c in verb.children):
        return
    if lemma == "seek" and not any(c.dep_ in ("xcomp", "dobj") for c in verb.children):
        return
    if lemma in ("back", "press", "order", "push") and not any(
        c.dep_ in ("dobj", "xcomp", "ccomp") for c in verb.children
    ):
        return
    found.act, found.cue = lemma, verb.text


def _cue(piece: Piece, sentence: Sentence) -> Any | None:
    """Return the verb of saying that governs a piece."""
    say = named("SAY")
    if piece.extra == "said":
        return piece.verb
    if piece.extra:
        inside = (
            [piece.verb]
            if piece.verb.lemma_.lower() in say and any(c.dep_ == "ccomp" for c in piece.verb.children)
            else []
        )
        return inside[0] if inside else None
    found = []
    for token in sentence.tokens:
        if not piece.start <= token.idx < piece.end or sentence.quoted(token.idx):
            continue
        if token.pos_ not in ("VERB", "AUX") or (token.lemma_.lower() not in say and not _quoting(token, sentence)):
            continue
        if token.dep_ in ("relcl", "acl", "xcomp", "csubj", "amod") and token != piece.verb:
            continue
        if token.tag_ == "VBG" and not any(c.dep_ == "aux" for c in token.children):
            continue
        if token.dep_ == "advcl" and token != piece.verb and not (token.tag_ != "VBG" and _set_off(token, sentence)):
            continue
        if _counts(token, piece, sentence):
            found.append(token)
    return min(found, key=lambda t: (grammar.depth(t), t.i), default=None)


def _quoting(verb: Any, sentence: Sentence) -> bool:
    """Say whether a verb that is none of saying stands beside a quotation as one does: ``"…," she went on, "…"``."""
    if verb.lemma_.lower() not in named("QUOTING") or not sentence.quotes or not grammar.finite(verb):
        return False
    subject = grammar.own_subject(verb)
    if subject is None or subject.lower_ in ("i", "we", "you", "that", "which", "this", "it", "there"):
        return False
    text = verb.doc.text
    start, end = grammar.span(t for t in grammar.phrase(subject, clauses=False) if t != verb)
    left, right = min(start, verb.idx), max(end, verb.idx + len(verb))
    if any(text[b:left].strip(" ,") == "" for _, b in sentence.quotes if b <= left):
        return True
    return any(
        re.fullmatch(r"(?:\s(?:on|back|out|in|up))?(?:\s\w+ly)?\s*[:,]\s*", text[right:a])
        for a, _ in sentence.quotes
        if a >= right
    )


def _set_off(token: Any, sentence: Sentence) -> bool:
    return token.i > 0 and grammar.own_subject(token) is not None


def _counts(verb: Any, piece: Piece, sentence: Sentence) -> bool:
    """Say whether a verb of saying has something said: a clause, a quotation, or an object that tells enough."""
    lemma = verb.lemma_.lower()
    children = list(verb.children)
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in children):
        return False
    if _quoting(verb, sentence):
        return True
    if lemma not in named("SAY"):
        return False
    clause = next((c for c in children if c.dep_ == "ccomp" and c.i > verb.i), None)
    if lemma == "insist" and clause is not None and _subjunctive(verb, clause):
        return False
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in children):
        return False
    if lemma in ("call", "describe", "dismiss") and sentence.quotes and any(q[0] > verb.idx for q in sentence.quotes):
        return True
    if lemma == "call" and any(c.dep_ in ("oprd", "ccomp") for c in children):
        return not any(c.dep_ == "prep" and c.lower_ in ("for", "on") for c in children)
    acts = named("ACT")
    if clause is not None:
        return lemma not in acts or (
            lemma in ("insist", "suggest", "agree", "pledge", "promise", "vow", "threaten") and grammar.finite(clause)
        )
    if lemma in acts and lemma not in ("deny", "dismiss"):
        return False
    if lemma == "deny":
        return True
    if lemma == "say" and any(c.lower_ in ("yes", "no") and c.i > verb.i for c in children):
        return True
    if lemma == "put" and re.match(r" it\b[^:\"]{0,40}:", verb.doc.text[verb.idx + len(verb) :]):
        return True
    if lemma == "put":
        at = any(c.dep_ == "prep" and c.lower_ == "at" and re.search(r"\d", _words(c)) for c in children)
        return any(c.dep_ == "dobj" and (c.lemma_ in _FIGURES or at) for c in children)
    if _before(verb, piece, sentence):
        return True
    if lemma in _VOICED:
        return any(c.dep_ == "dobj" and c.lemma_.lower() in _STANCE for c in children)
    if lemma in ("underline", "underscore", "stress", "emphasise", "emphasize", "reaffirm", "reiterate") and any(
        c.dep_ == "dobj" and c.lemma_.lower() in _WEIGHT | _STANCE for c in children
    ):
        return True
    if lemma in _PLAINLY and _that(verb, piece, sentence):
        return True
    if sentence.quotes and lemma not in _CLAUSAL:
        return True
    reports = ("report", "claim", "allegation", "rumour", "rumor", "suggestion", "accusation")
    if lemma == "dismiss" and any((c.dep_ == "prep" and c.lower_ == "as") or c.lemma_ in reports for c in children):
        return True
    objects = [c for c in children if c.dep_ in ("dobj", "oprd", "xcomp", "attr")]
    return bool(objects) and lemma in _NOMINAL and lemma not in ("find", "report", "publish", "state", "reveal")


def _that(verb: Any, piece: Piece, sentence: Sentence) -> bool:
    """Say whether a clause with "that" follows a verb of saying which the grammar hung elsewhere: told staff in a memo that …"""
    rest = verb.doc.text[verb.idx + len(verb) : piece.end]
    m = re.match(r"[^,.;:\"]{1,70}?\sthat\s", rest)
    if m is None or sentence.quoted(verb.idx + len(verb) + m.end()):
        return False
    begin = verb.idx + len(verb) + m.end()
    between = [t for t in sentence.tokens if verb.idx < t.idx < begin and t.pos_ in ("VERB", "AUX")]
    return not between and any(grammar.finite(t) for t in sentence.tokens if begin <= t.idx < piece.end)


def _subjunctive(verb: Any, clause: Any) -> bool:
    """Say whether "insisted that its men go" demands: the clause has a bare verb under one in the past."""
    bare = clause.text.lower() == clause.lemma_.lower() and not any(
        c.dep_ in ("aux", "auxpass") for c in clause.children
    )
    return bare and grammar.tense(verb) in ("past", "perfect", "pluperfect")


def _before(verb: Any, piece: Piece, sentence: Sentence) -> bool:
    """Say whether a clause or quotation stands before the verb and its subject: the verb comes after what is said."""
    subject = grammar.own_subject(verb)
    if subject is None:
        return False
    left = min(grammar.span(grammar.phrase(subject, clauses=True))[0], verb.idx)
    head = [t for t in sentence.tokens if piece.start <= t.idx < left]
    while head and (head[-1].is_space or head[-1].text in ('"', "'", "''", "``")):
        head.pop()
    if not head or (head[-1].text not in (",", "-", "?", "!") and not sentence.quoted(head[-1].idx)):
        return False
    return (
        any(t.pos_ in ("VERB", "AUX") and t.tag_ != "VBG" for t in head)
        or any(sentence.quoted(t.idx) for t in head)
        or _medial(verb, piece)
    )


def _medial(verb: Any, piece: Piece) -> bool:
    """Say whether the verb stands amid what is said: ``No monitor, she said, until …``."""
    after = [t for t in verb.doc[verb.i + 1 : verb.i + 8] if t.idx < piece.end]
    return any(t.text == "," for t in after)


def _said(cue: Any, piece: Piece, sentence: Sentence, memory: Memory) -> Attribution | None:
    relative = grammar.own_subject(cue) if piece.extra == "said" else None
    apposed = piece.extra == "said" and (relative is None or relative.tag_ in ("WP", "WDT"))
    subject = piece.head if apposed else relative or grammar.subject(cue)
    if subject is None:
        phrase = _words_before(cue, piece, sentence, memory)
        subject = phrase[-1] if phrase else None
    else:
        phrase = grammar.phrase(subject, clauses=False) if apposed else _subject_phrase(subject, cue)
    if not phrase or subject is None:
        return None
    who = _documented(subject, sentence, memory) or speaker(phrase, sentence, memory)
    if who is None or (cue.lemma_.lower() in _INANIMATE and who.entity is None and not who.hop.anonymous):
        return None
    if cue.lemma_.lower() in _INANIMATE and subject.lower_ in ("it", "this", "that"):
        return None
    found = Attribution(cue=cue.text, lemma=cue.lemma_.lower(), verb=cue, cue_verb=cue, hops=[who])
    _as_outlet(found)
    clause = next((c for c in cue.children if c.dep_ == "ccomp" and c.i > cue.i), None)
    start, end = grammar.span(phrase)
    post = clause is None and piece.extra != "said" and _before(cue, piece, sentence) and start > piece.start + 8
    if post:
        _after_content(found, cue, (start, end), piece, sentence, memory)
    else:
        _before_content(found, cue, clause, (start, end), piece, sentence, memory)
    return _finished(found, cue, clause, sentence, memory)


def _words_before(cue: Any, piece: Piece, sentence: Sentence, memory: Memory) -> list[Any]:
    """Return the tokens of the phrase before a verb whose subject the grammar missed."""
    tokens = [t for t in sentence.tokens if piece.start <= t.idx < piece.end and not t.is_space]
    at = next((k for k, t in enumerate(tokens) if t.i == cue.i), 0)
    start = _phrase_start(tokens, at, sentence, memory.cast.text) if at > 1 else None
    return [] if start is None else [t for t in tokens[:at] if t.idx >= start]


def _after_content(
    found: Attribution, cue: Any, phrase: tuple[int, int], piece: Piece, sentence: Sentence, memory: Memory
) -> None:
    """The speaker stands behind what is said: ``CONTENT, the minister told the radio, MORE CONTENT``."""
    text = memory.cast.text
    hearer_end = _hearer(cue, sentence, memory, found)
    citing = _citing(piece, sentence, memory, found)
    left = min(phrase[0], cue.idx)
    stop = max(phrase[1] if phrase[0] > cue.idx else 0, cue.idx + len(cue), hearer_end)
    found.start, found.end = piece.start, stop
    found.content = [(piece.start, _trim(text, piece.start, left))]
    right = _rest(text, stop, piece)
    if right is not None:
        found.content.append(right)
        found.end = right[1]
    elif citing:
        found.end = max(found.end, citing[1])


def _before_content(
    found: Attribution,
    cue: Any,
    clause: Any,
    phrase: tuple[int, int],
    piece: Piece,
    sentence: Sentence,
    memory: Memory,
) -> None:
    """The speaker stands before what is said: ``The minister told the radio that CONTENT``."""
    text = memory.cast.text
    hearer_end = _hearer(cue, sentence, memory, found)
    citing = _citing(piece, sentence, memory, found)
    shared = grammar.own_subject(cue) is None and piece.extra != "said"
    found.start = _shared_start(piece, cue) if shared else _front(piece, phrase[0], sentence, text)
    begin = grammar.span(clause.subtree)[0] if clause is not None else max(cue.idx + len(cue), hearer_end)
    if clause is not None and begin < cue.idx:
        begin = cue.idx + len(cue)
    found.end = piece.end
    if clause is None and phrase[0] > cue.idx:
        begin = max(begin, phrase[1])
        found.content = [(begin, piece.end)] if piece.end - begin > 3 else [(piece.start, cue.idx)]
        return
    found.content = [(begin, piece.end)]
    if citing and citing[0] >= begin:
        found.content = [(begin, citing[0])]
        if piece.end - citing[1] > 12:
            found.content.append((citing[1], piece.end))


def _finished(found: Attribution, cue: Any, clause: Any, sentence: Sentence, memory: Memory) -> Attribution:
    """Settle the verb of the content, then whoever spoke before the speaker."""
    _relaying(found, memory)
    content = clause if clause is not None else _content_verb(cue, found, sentence)
    found.verb = content if content is not None else cue
    if content is not None:
        _nested(content, found, sentence, memory)
    _inner(found, sentence, memory)
    return found


def _as_outlet(found: Attribution) -> None:
    """Whoever reports is an outlet, if nothing else is known of the name."""
    who = found.hops[0]
    entity = who.entity
    if entity is None or who.hop.name != entity.name or found.lemma not in ("report", "publish"):
        return
    if entity.sort in ("thing", "body", "place") and entity.rank < 3 and not entity.nouns & named("BODIES"):
        who.hop = Hop(outlet=entity.name)
        entity.sort, entity.rank = "outlet", 2


def _relaying(found: Attribution, memory: Memory) -> None:
    """The page's own outlet is no hop of its own chain."""
    hops = []
    for who in found.hops:
        if is_own(who.hop.outlet or who.hop.name or "", memory.outlet):
            continue
        hops.append(who)
    found.hops = hops


def is_own(name: str, outlet: str) -> bool:
    """Say whether a name is the page's own outlet, in full or by its last word.

    >>> [is_own(n, "The Hill Valley Chronicle") for n in ("The Chronicle", "Hill Valley Chronicle", "Hill", "")]
    [True, True, False, False]
    """
    short, full = plain(name).removeprefix("The ").removeprefix("the ").split(), plain(outlet).split()
    if not short or not full:
        return False
    if fold_outlet(name) == fold_outlet(outlet):
        return True
    return len(full) > 1 and full[-len(short) :] == short and short[0][:1].isupper()


def _subject_phrase(subject: Any, cue: Any) -> list[Any]:
    """Return the subject's phrase, with a name that stands before it in apposition but was parsed apart."""
    tokens = [t for t in grammar.phrase(subject) if t.i != cue.i]
    if subject.i < cue.i:
        tokens = [t for t in tokens if t.i < cue.i]
        lead = [t for t in cue.sent if t.i < tokens[0].i] if tokens else []
        if 0 < len(lead) <= 6 and _plural_people(lead[0]) and not any(t.is_punct for t in lead):
            tokens = [*lead, *tokens]
    return tokens


def _plural_people(token: Any) -> bool:
    word = token.lower_
    return word in named("GROUPS") or (word.endswith("s") and word[:-1] in named("PEOPLE"))


def _front(piece: Piece, phrase_start: int, sentence: Sentence, text: str) -> int:
    """Leave out a mere time before the speaker: ``Last week she told …``."""
    lead = [t for t in sentence.tokens if piece.start <= t.idx < phrase_start and not t.is_punct]
    if lead and len(lead) <= 6 and not any(t.pos_ in ("VERB", "AUX") for t in lead):
        return phrase_start
    if any(t.pos_ == "VERB" and t.tag_ == "VBN" for t in lead) and text[piece.start : phrase_start].rstrip().endswith(
        ","
    ):
        return phrase_start
    return piece.start


def _shared_start(piece: Piece, cue: Any) -> int:
    """A verb that shares its subject is quoted from the sentence's start, where the speaker is named."""
    subject = grammar.subject(cue)
    return min(piece.start, subject.left_edge.idx) if subject is not None else piece.start


def _trim(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1].isspace() or text[end - 1] in ","):
        end -= 1
    return end


def _rest(text: str, stop: int, piece: Piece) -> tuple[int, int] | None:
    """Return what goes on being said after a verb amid it, or None."""
    tail = text[stop : piece.end]
    if re.match(
        r"\s*,?\s*(?:citing|quoting|adding|speaking|according|in an? |on |at |after |through |without |when asked|referring|before|whose|who )",
        tail,
    ):
        later = re.match(
            r"[^,“\"]{0,60},\s+(?=(?:its|his|her|their|the|a|an|until|if|unless|but|and|that|“|\")\b)", tail
        )
        if not (later and re.match(r"\s*(?:in an?|on|at)\s", tail)):
            return None
        begin = stop + later.end()
        return (begin, piece.end) if piece.end - begin > 12 else None
    if re.match(r"\s*,\s*(?:\w+ly )?[a-z]+ing\b(?! (?:the|it|he|she|they) (?:would|will|had|was|is))", tail):
        return None
    m = re.match(r"\s*[,:.]\s*(?=\S)", tail)
    if m and piece.end - stop - m.end() > 8:
        return stop + m.end(), piece.end
    quote = re.match(r"\s+(?:that\s+)?(?=[“\"])|\s+(?:that|because)\s+", tail)
    if quote and piece.end - stop > 12:
        return stop + quote.end(), piece.end
    return None


def _content_verb(cue: Any, found: Attribution, sentence: Sentence) -> Any | None:
    inside = [
        t
        for t in sentence.tokens
        if any(a <= t.idx < b for a, b in found.content)
        and t.pos_ in ("VERB", "AUX")
        and t.dep_ not in ("aux", "auxpass")
        and t != cue
    ]
    best = [t for t in inside if grammar.finite(t)] or inside
    return min(best, key=lambda t: (grammar.depth(t), t.i), default=None)


def _hearer(cue: Any, sentence: Sentence, memory: Memory, found: Attribution) -> int:
    """Add the outlet that was told; return where the hearer's phrase ends, 0 if there is none."""
    text = memory.cast.text
    end = 0
    if cue.lemma_.lower() in _HEARD:
        for child in cue.children:
            if child.dep_ in ("dobj", "dative") and child.i > cue.i and not sentence.quoted(child.idx):
                start, end = grammar.span(grammar.phrase(child, clauses=False))
                _relay(text[start:end], start, end, memory, found)
                break
    tail = text[cue.idx : min(sentence.end, cue.idx + 160)]
    m = re.search(
        r"\b(?:interview (?:with|to|on|by)|statement to|remarks to|comments to|speaking (?:to|on)|wrote in|writing in|said on|said in a post on|email to|e-mail to)\s+((?:the\s+|state\s+)?[\w’'-]+(?:\s[A-Z][\w’'-]*){0,3})",
        tail,
    )
    if m and len(found.hops) == 1:
        _relay(m.group(1), cue.idx + m.start(1), cue.idx + m.end(1), memory, found)
    return end


def _relay(phrase: str, start: int, end: int, memory: Memory, found: Attribution) -> None:
    apposed = re.match(
        r"((?:the\s+)?[A-Z][\w’'&.-]*(?:\s[A-Z0-9][\w’'&.-]*)*),\s+(?:an?|the)\s+([^,]+)", phrase.strip()
    )
    if apposed and any(w in named("OUTLET_NOUNS") for w in re.findall(r"[a-z-]+", apposed.group(2))):
        found.hops.append(Speaker(Hop(outlet=re.sub(r"^the\s+", "", apposed.group(1)))))
        return
    bare = re.sub(r"^(?:the|a|an)\s+|[’']s$", "", phrase.strip(), flags=re.IGNORECASE)
    last = re.findall(r"[\w’'-]+", bare)
    noun = plain(last[-1]).lower() if last else ""
    if re.match(
        r"(?:this|our)\s+(?:newspaper|paper|site|website|magazine|outlet|reporter|agency|channel|broadcaster)",
        bare,
        re.IGNORECASE,
    ):
        return
    if is_own(bare, memory.outlet):
        return
    mentions = memory.cast.within(start, end)
    entity = mentions[0].entity if mentions else None
    own = entity is not None and is_own(entity.name, memory.outlet)
    if own or noun in named("HEARERS"):
        return
    title = re.fullmatch(r"(?:[a-z-]+\s+)*([a-z]+)\s+([A-Z][\w’'-]*(?:\s[A-Z0-9][\w’'-]*)*)", bare)
    if title and title.group(1) in named("OUTLET_NOUNS"):
        found.hops.append(Speaker(Hop(outlet=title.group(2)), entity))
        return
    after = memory.cast.text[end : end + 24]
    if entity is not None and is_outlet(entity, entity.name):
        tail = re.match(r"\s+((?:radio|television|tv|newspaper|news agency|magazine|daily|channel)\b)", after)
        name = bare if len(bare) > len(entity.name) else entity.name
        if tail:
            name = f"{entity.name} {tail.group(1)}"
        found.hops.append(Speaker(Hop(outlet=name), entity))
    elif noun in named("OUTLET_NOUNS") and not re.match(
        r"(?:an?|several|local|many|foreign)\b", phrase.strip(), re.IGNORECASE
    ):
        found.hops.append(Speaker(Hop(outlet=bare)))
    elif (
        entity is not None
        and entity.sort in ("thing", "body")
        and entity.rank <= 1
        and entity.name[:1].isupper()
        and bare.startswith(entity.name)
        and not entity.nouns
        and cueless(memory, entity)
    ):
        found.hops.append(Speaker(Hop(outlet=entity.name), entity))


def cueless(memory: Memory, entity: Any) -> bool:
    """Say whether a name never acts in the text: then, where it is told something, it is likely an outlet."""
    text = memory.cast.text
    for mention in memory.cast.mentions:
        if mention.entity is entity and re.match(
            r"\s(?:has|will|would|refus\w+|demand\w*|reject\w*|agree\w*|want\w*|is to|had|offer\w*|accept\w*|and\s+[A-Z])\b",
            text[mention.end : mention.end + 20],
        ):
            return False
        if mention.entity is entity and re.match(r"[’']s\s", text[mention.end : mention.end + 3]):
            return False
    return True


def _citing(piece: Piece, sentence: Sentence, memory: Memory, found: Attribution) -> tuple[int, int] | None:
    """Put whom an outlet cites before it; return the place of the citing clause."""
    for token in sentence.tokens:
        if not piece.start <= token.idx < piece.end or token.lower_ not in _CITING or sentence.quoted(token.idx):
            continue
        cited = next((c for c in token.children if c.dep_ in ("dobj", "pobj")), None)
        if token.lower_ in ("basing", "relying"):
            on = next((c for c in token.subtree if c.lower_ in ("on", "upon") and c.dep_ == "prep"), None)
            cited = next((c for c in on.children if c.dep_ == "pobj"), None) if on is not None else None
            if cited is None:
                continue
        if cited is None:
            nouns = [t for t in token.doc[token.i + 1 : token.i + 8] if t.pos_ in ("NOUN", "PROPN")]
            cited = nouns[-1] if nouns else None
        if cited is None:
            continue
        phrase = grammar.phrase(cited)
        _start, end = grammar.span(phrase)
        more = re.match(
            r"\s+(?:to|in|at|from|of|for|with|on|close|familiar|briefed|involved|working)\b[^,;“”\"]{2,80}(?=,|$)",
            memory.cast.text[end : piece.end],
        )
        if more and cited.pos_ != "PROPN":
            end += more.end()
            phrase = [t for t in cited.doc[phrase[0].i : cited.doc.vocab and cited.i + 60] if t.idx < end]
        if found.hops and found.hops[0].outlet:
            who = _documented(cited, sentence, memory) or speaker(phrase, sentence, memory)
            if who is not None:
                found.hops.insert(0, who)
        return token.idx, end
    return None


def _documented(noun: Any, sentence: Sentence, memory: Memory) -> Speaker | None:
    """A letter, a filing or a survey speaks for whoever sent or made it."""
    if noun.lemma_.lower() not in _DOCUMENT:
        return None
    for child in noun.subtree:
        if child.dep_ == "relcl":
            sender = grammar.own_subject(child)
            if sender is not None and sender.lower_ not in ("that", "which", "who"):
                return speaker(grammar.phrase(sender), sentence, memory)
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            sender = next((c for c in child.children if c.dep_ == "pobj"), None)
            if sender is not None:
                return speaker(grammar.phrase(sender, clauses=False), sentence, memory)
        if child.dep_ == "poss" and noun.lemma_.lower() in _SENT:
            return speaker(
                [t for t in grammar.phrase(child, clauses=False) if t.text not in ("'s", "'")], sentence, memory
            )
    definite = any(c.lower_ in ("the", "that", "this") for c in noun.children) and len(list(noun.children)) == 1
    if definite and noun.lemma_.lower() in _SENT and memory.speakers and not memory.speakers[-1].outlet:
        last = memory.speakers[-1]
        return Speaker(last.hop, last.entity, last.noun, ((_words(noun), last.hop.name or last.hop.role or ""),), 0.6)
    return None


def _according(piece: Piece, sentence: Sentence, memory: Memory) -> Attribution | None:
    text = memory.cast.text
    for m in re.finditer(r"\baccording to\b", text[piece.start : piece.end], re.IGNORECASE):
        start, end = piece.start + m.start(), piece.start + m.end()
        if sentence.quoted(start):
            continue
        to = next((t for t in sentence.tokens if t.idx + len(t) == end), None)
        named_here = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
        if named_here is None:
            continue
        phrase = grammar.phrase(named_here)
        sender = _documented(named_here, sentence, memory)
        who = sender or speaker(phrase, sentence, memory)
        paper = named_here.lemma_.lower() in _DOCUMENT and sender is None
        if who is None and not paper:
            continue
        phrase_end = grammar.span(phrase)[1]
        hops = [] if paper or who is None else [who]
        found = Attribution(hops=hops, cue=text[start:end], lemma="according", verb=piece.verb)
        found.start, found.end = piece.start, piece.end
        if start - piece.start > 12:
            found.content = [(piece.start, _trim(text, piece.start, start))]
            found.end = min(piece.end, max(phrase_end, end))
        else:
            begin = re.match(r"[\s,]*", text[phrase_end:])
            found.content = [(phrase_end + (begin.end() if begin else 0), piece.end)]
        _act(found, piece, text)
        found.cue = text[start:end]
        return found
    viewed = re.match(
        r"in\s+(?P<a>[^,]{2,50}?)(?:[’']s?)?\s+(?:view|eyes|opinion|words|telling|account|estimation|judge?ment|reading|version|phrase),\s+"
        r"|in\s+the\s+(?:view|words|opinion|eyes|judge?ment|estimation)\s+of\s+(?P<b>[^,]{2,60}(?:,[^,]{2,60})?),\s+"
        r"|(?P<c>[^,.:;]{2,50}?)[’']s?\s+(?:view|version|position|argument|claim|account|line|message|answer|contention|case|reading|response|stance)"
        r"\s+(?:is|was|remains)\s+that\s+",
        text[piece.start : piece.end],
        re.IGNORECASE,
    )
    if viewed and not sentence.quoted(piece.start):
        group = next(k for k in ("a", "b", "c") if viewed.group(k))
        holder = viewed.group(group).lower()
        if holder in ("his", "her", "their", "its", "my", "our", "your"):
            holder_word = {"his": "he", "her": "she", "their": "they", "its": "it"}.get(holder, "")
            who = pronoun(holder_word, memory, sentence, piece.start) if holder_word else None
        else:
            who = speaker_at(piece.start + viewed.start(group), piece.start + viewed.end(group), sentence, memory)
        if who is not None:
            found = Attribution(
                hops=[who], cue=viewed.group().strip(" ,"), lemma="say", start=piece.start, end=piece.end
            )
            found.content = [(piece.start + viewed.end(), piece.end)]
            found.verb = _content_verb(piece.verb, found, sentence) or piece.verb
            return found
    read = re.search(
        r"(?:read (?:out )?to|seen by|obtained by|shown to)\s+[^,]{2,40}?\sby\s+", text[piece.start : piece.end]
    )
    if read:
        place = piece.start + read.end()
        token = next((t for t in sentence.tokens if t.idx >= place), None)
        if token is not None:
            noun = next(
                (
                    t
                    for t in token.doc[token.i : token.i + 6]
                    if t.pos_ in ("NOUN", "PROPN") and t.dep_ in ("pobj", "conj")
                ),
                None,
            )
            if noun is not None:
                who = speaker(grammar.phrase(noun, clauses=False), sentence, memory)
                if who is not None and who.hop.anonymous:
                    end = grammar.span(grammar.phrase(noun, clauses=False))[1]
                    return Attribution(
                        [who],
                        read.group().split()[0],
                        "read",
                        "",
                        piece.start,
                        piece.end,
                        [(piece.start, piece.start + read.start()), (end, piece.end)],
                        None,
                        piece.verb,
                    )
    return None


def _nested(clause: Any, found: Attribution, sentence: Sentence, memory: Memory) -> None:
    """Reported speech inside reported speech: its speaker goes before the others."""
    lemma = clause.lemma_.lower()
    inner = next((c for c in clause.children if c.dep_ == "ccomp" and c.i > clause.i), None)
    if (
        lemma not in named("SAY")
        or inner is None
        or sentence.quoted(clause.idx)
        or lemma in ("know", "believe", "think", "hope")
    ):
        return
    subject = grammar.own_subject(clause)
    if subject is None:
        return
    phrase = grammar.phrase(subject)
    who = speaker(phrase, sentence, memory)
    if who is None or (found.hops and who.hop == found.hops[0].hop):
        return
    if who.entity is None and not who.hop.anonymous and who.sure == 1.0:
        return
    begin = grammar.span(inner.subtree)[0]
    hearer = next((c for c in clause.children if c.dep_ in ("dobj", "dative")), None)
    outer_end = max(
        clause.idx + len(clause), grammar.span(grammar.phrase(hearer, clauses=False))[1] if hearer is not None else 0
    )
    found.outer = (found.start, outer_end, list(found.hops), found.cue or "")
    found.hops.insert(0, who)
    found.cue, found.lemma, found.verb, found.nested = clause.text, lemma, inner, True
    end = found.content[-1][1]
    found.content = [(begin, end)]


def _inner(found: Attribution, sentence: Sentence, memory: Memory) -> None:
    """A quotation inside a quotation: whoever is quoted in it spoke first."""
    text = memory.cast.text
    for a, b in found.content:
        for start, end in inner_quotes(text[a:b]):
            lead = text[a : a + start]
            m = re.search(
                r"\b(said|says|say|told|asked|answered|replied|wrote|whispered|shouted)\b[^.‘’']{0,20}$", lead
            )
            if not m:
                continue
            verb = next((t for t in sentence.tokens if t.idx == a + m.start(1)), None)
            subject = grammar.subject(verb) if verb is not None else None
            if subject is not None and subject.lower_ in ("i", "we", "you"):
                continue
            before = [n for n in memory.cast.within(a, a + m.start(1)) if n.entity.sort == "person"]
            if subject is not None:
                who = speaker(grammar.phrase(subject, clauses=False), sentence, memory)
            else:
                who = speaker_at(before[-1].start, before[-1].end, sentence, memory) if before else None
            if who is None or (found.hops and who.hop.name == found.hops[0].hop.name):
                continue
            found.hops.insert(0, who)
            found.content = [(a + start, a + end)]
            found.cue, found.nested = m.group(1), True
            inside = [t for t in sentence.tokens if a + start <= t.idx < a + end and t.pos_ in ("VERB", "AUX")]
            found.verb = min(inside, key=lambda t: (grammar.depth(t), t.i), default=found.verb)
            return
