"""Cut a sentence into the stretches that each make one claim."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from detente.reading import grammar
from detente.reading.lexicon import named, words
from detente.reading.parse import Sentence

_JOINED = words("and but or yet though although while nor")
_CHANGES = words(
    "replace succeed join leave resign appoint name take win lose sign reject refuse accept walk begin start end "
    "collapse kill release free seize open close expire break fail agree demand threaten want run lead seek drop give "
    "require"
)


@dataclass(slots=True)
class Piece:
    """A stretch of a sentence with the verb that governs it; ``extra`` marks a clause taken out of a larger claim."""

    start: int
    end: int
    verb: Any
    extra: str = ""
    head: Any = None


def pieces(sentence: Sentence, text: str) -> list[Piece]:
    """Return the stretches of a sentence, in order: between semicolons, coordinated clauses, telling subclauses."""
    found: list[Piece] = []
    for start, end in _segments(sentence, text):
        tokens = [t for t in sentence.tokens if start <= t.idx < end and not t.is_space]
        verb = main_verb(tokens) or _root(tokens)
        if verb is None:
            continue
        found += _coordinated(sentence, text, start, end, verb, tokens)
    extras = [extra for piece in found for extra in _subclauses(sentence, piece, text)]
    for extra in extras:
        _carve(found, extra)
    return sorted([*found, *extras], key=lambda p: (p.start, p.end))


def _segments(sentence: Sentence, text: str) -> list[tuple[int, int]]:
    cuts = [k for k in range(sentence.start, sentence.end) if text[k] == ";" and not sentence.quoted(k)]
    bounds = [sentence.start, *(k + 1 for k in cuts), sentence.end]
    found = []
    for a, b in itertools.pairwise(bounds):
        while a < b and text[a].isspace():
            a += 1
        if b - a > 8:
            found.append((a, b))
    return found


def main_verb(tokens: Sequence[Any]) -> Any | None:
    """Return the highest verb of a stretch."""
    verbs = [t for t in tokens if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("aux", "auxpass")]
    heads = [t for t in verbs if grammar.finite(t)] or verbs
    return min(heads, key=lambda t: (grammar.depth(t), t.i), default=None)


def _root(tokens: Sequence[Any]) -> Any | None:
    """Return the root of a stretch where no verb was found, if it could be one: "Talks resume on Thursday"."""
    roots = [t for t in tokens if t.head == t]
    fits = (
        roots and any(t.i < roots[0].i for t in tokens) and any(t.dep_ == "prep" and t.head == roots[0] for t in tokens)
    )
    return roots[0] if fits and len(tokens) >= 5 else None


def _coordinated(sentence: Sentence, text: str, start: int, end: int, verb: Any, tokens: Sequence[Any]) -> list[Piece]:
    cuts: list[tuple[int, int, Any]] = []
    chain = [verb]
    for at in chain:
        for child in at.children:
            if child.dep_ == "conj" and child.pos_ in ("VERB", "AUX") and start <= child.idx < end:
                chain.append(child)
                joined = _joint(child, at)
                if joined is not None and not sentence.quoted(child.idx) and _apart(child):
                    cuts.append((joined.idx, joined.idx + len(joined), child))
    cuts.sort(key=lambda cut: cut[0])
    found = []
    at, head = start, verb
    for stop, begin, child in cuts:
        if stop <= at + 8:
            continue
        found.append(Piece(at, _back(text, stop), head))
        while begin < end and text[begin].isspace():
            begin += 1
        at, head = begin, child
    found.append(Piece(at, _back(text, end), head))
    for piece, before in zip(found[1:], found, strict=False):
        if grammar.own_subject(piece.verb) is None:
            piece.head = before.verb
    return found


def _joint(child: Any, head: Any) -> Any | None:
    """Return the conjunction between two coordinated verbs."""
    left = child.left_edge.i
    found = [
        t
        for t in child.doc[head.i + 1 : child.i]
        if t.dep_ in ("cc", "mark") and t.lower_ in _JOINED and t.head in (head, child)
    ]
    return next((t for t in reversed(found) if t.i < left or t.i == left), None) or (found[-1] if found else None)


def _apart(child: Any) -> bool:
    """Say whether a coordinated verb makes a claim of its own."""
    if not grammar.finite(child) and child.tag_ not in ("VBD", "VBN"):
        return False
    length = int(child.right_edge.i) - int(child.i)
    if grammar.own_subject(child) is not None:
        return length >= 1
    say, act = named("SAY"), named("ACT")
    if child.lemma_.lower() in say | act and length >= 2:
        return True
    dated = any(t.ent_type_ in ("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "QUANTITY") for t in child.subtree)
    return dated and length >= 4


def _back(text: str, end: int) -> int:
    while end > 0 and (text[end - 1].isspace() or text[end - 1] in ",;:–—-"):
        end -= 1
    return end


def _subclauses(sentence: Sentence, piece: Piece, text: str) -> list[Piece]:
    """Return clauses inside a piece that tell something of their own."""
    found = []
    speech = _content_tokens(piece)
    for token in sentence.tokens:
        if not piece.start <= token.idx < piece.end or token.pos_ not in ("VERB", "AUX") or sentence.quoted(token.idx):
            continue
        if token.i in speech or token == piece.verb:
            continue
        if token.tag_ == "VBG" and token.dep_ == "advcl" and token.head == piece.verb:
            extra = _saying(token, piece, text)
            found += [extra] if extra is not None else []
            continue
        if not grammar.finite(token):
            continue
        if token.dep_ == "relcl" and token.head.pos_ in ("NOUN", "PROPN", "PRON", "NUM"):
            extra = _relative(token, piece, text)
        elif token.dep_ == "advcl":
            extra = _adverbial(token, piece, text)
        else:
            continue
        if extra is not None:
            found.append(extra)
    return found


def _saying(verb: Any, piece: Piece, text: str) -> Piece | None:
    """Read ``X cut its forecast, saying that …``: the act is one claim, what is said with it another."""
    subject = grammar.subject(piece.verb)
    clause = next((c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i), None)
    said = piece.verb.lemma_.lower() in named("SAY")
    if subject is None or clause is None or said or verb.lemma_.lower() not in named("SAY"):
        return None
    if not text[: verb.idx].rstrip().endswith(",") or verb.idx - piece.start < 25:
        return None
    return Piece(piece.start, _back(text, grammar.span(verb.subtree)[1]), verb, "said", subject)


def _content_tokens(piece: Piece) -> set[int]:
    """Tokens of reported speech: what stands there belongs to the report."""
    out: set[int] = set()
    for token in piece.verb.subtree:
        if token.dep_ in ("ccomp", "xcomp") and token.head.lemma_.lower() in named("SAY"):
            out |= {t.i for t in token.subtree}
    return out


def _relative(verb: Any, piece: Piece, text: str) -> Piece | None:
    lemma = verb.lemma_.lower()
    start, end = grammar.span(verb.subtree)
    if lemma in named("SAY") and any(c.dep_ == "ccomp" for c in verb.children):
        return Piece(grammar.span(verb.head.subtree)[0], _back(text, end), verb, "said", verb.head)
    tells = _dated(verb) or lemma in _CHANGES
    if (
        grammar.tense(verb) == "present"
        and end < piece.end - 4
        and not any(t.ent_type_ == "DATE" for t in verb.subtree)
    ):
        return None
    comma = text[max(0, start - 2) : start].strip().endswith(",")
    if not tells or not (comma or _dated(verb)) or end - start < 18 or _dummy(verb):
        return None
    head = grammar.span(grammar.phrase(verb.head, clauses=False))[0]
    return Piece(head if start - head < 120 else start, _back(text, end), verb, "relative", verb.head)


def _adverbial(verb: Any, piece: Piece, text: str) -> Piece | None:
    mark = next((c for c in verb.children if c.dep_ in ("mark", "advmod") and c.i < verb.i), None)
    if mark is None or grammar.own_subject(verb) is None:
        return None
    start, end = grammar.span(verb.subtree)
    measured = mark.i > 0 and mark.nbor(-1).lower_.rstrip("s") in ("day", "week", "month", "year", "hour", "decade")
    measured = measured and verb.head != piece.verb
    if mark.lower_ in ("after",) and grammar.time(verb) == "past" and start > piece.start + 20 and not measured:
        return Piece(grammar.span([mark])[1] + 1, _back(text, end), verb, "after")
    if mark.lower_ in ("though", "although", "whereas") and start > piece.start + 20:
        return Piece(grammar.span([mark])[1] + 1, _back(text, end), verb, "though")
    return None


def _dated(verb: Any) -> bool:
    return any(
        t.ent_type_ in ("DATE", "CARDINAL", "MONEY", "PERCENT", "QUANTITY") and t.pos_ != "DET" for t in verb.subtree
    )


def _dummy(verb: Any) -> bool:
    if verb.lemma_.lower() in ("name", "identify") and verb.tag_ == "VBN":
        return True
    return verb.lemma_.lower() in ("be", "have", "know", "call") and not _dated(verb)


def _carve(found: list[Piece], extra: Piece) -> None:
    """Shorten the claim that a clause was taken from, where the clause stands at its end."""
    if extra.extra == "said":
        for piece in found:
            if piece.start == extra.start and extra.verb.tag_ == "VBG" and extra.verb.head == piece.verb:
                piece.end = _back(piece.verb.doc.text, extra.verb.idx)
        return
    for piece in found:
        if piece.start <= extra.start and extra.end >= piece.end - 1 and extra.verb != piece.verb:
            cut = grammar.span(extra.verb.subtree)[0]
            if cut - piece.start > 25:
                piece.end = cut
