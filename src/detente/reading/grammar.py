"""Small questions to a parsed sentence: subjects, clauses, tenses. Tokens are spaCy's."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from detente.reading.dates import Tense
from detente.reading.lexicon import named

SUBJECTS = ("nsubj", "nsubjpass", "expl", "csubj")
_FUTURE_AUX = frozenset({"will", "shall", "would", "wo", "'ll", "'d"})
_MODAL = frozenset({"can", "could", "may", "might", "should", "must", "ought", "ca"})
_MODALS = _FUTURE_AUX | _MODAL | {"will", "would", "can"}
_AHEAD = frozenset({"due", "set", "scheduled", "expected", "slated", "bound", "planned", "supposed"})


def subject(verb: Any) -> Any | None:
    """Return the head of a verb's subject, its own or the one that it shares; None if there is none."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            return child
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return subject(verb.head)
    if verb.dep_ in ("xcomp", "advcl", "acl") and verb.head.pos_ in ("VERB", "AUX"):
        return subject(verb.head)
    return None


def own_subject(verb: Any) -> Any | None:
    """Return the head of the verb's own subject, or None."""
    return next((child for child in verb.children if child.dep_ in SUBJECTS), None)


def phrase(token: Any, *, clauses: bool = True) -> list[Any]:
    """Return the tokens of a noun phrase in order, optionally without relative and adverbial clauses."""
    if clauses:
        return list(token.subtree)
    left_out: set[int] = set()
    for child in token.subtree:
        if child.dep_ in ("relcl", "advcl", "ccomp", "parataxis") and child != token:
            left_out |= {t.i for t in child.subtree}
    return [t for t in token.subtree if t.i not in left_out]


def span(tokens: Iterable[Any]) -> tuple[int, int]:
    """Return the places of the first and behind the last token."""
    found = list(tokens)
    return min(t.idx for t in found), max(t.idx + len(t) for t in found)


def governing(token: Any) -> Any | None:
    """Return the verb that governs a token: the nearest one above it, or itself."""
    at = token
    for _ in range(60):
        if at.pos_ in ("VERB", "AUX"):
            return at
        if at.head == at:
            return None
        at = at.head
    return None


def finite(verb: Any) -> bool:
    """Say whether a verb is finite, by itself or by an auxiliary."""
    if verb.tag_ in ("VBD", "VBZ", "VBP", "MD"):
        return True
    return any(c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in verb.children)


def tense(verb: Any | None) -> str:
    """Return past, perfect, pluperfect, present, future, modal or an empty string.

    Participles and infinitives without an auxiliary take the time of their use: "captured in April" is past, "to meet
    in May" is future.
    """
    if verb is None:
        return ""
    aux = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    lower = {c.lower_ for c in aux}
    if lower & _FUTURE_AUX:
        return "future"
    if lower & _MODAL:
        return "modal"
    if "had" in lower and verb.tag_ in ("VBN", "VBD"):
        return "pluperfect"
    if lower & {"has", "have", "'ve"} and verb.tag_ in ("VBN", "VBD", "VB"):
        return "perfect"
    if "to" in lower and (verb.tag_ == "VB" or (verb.tag_ == "VBN" and "be" in lower and "have" not in lower)):
        told = verb.dep_ == "xcomp" and verb.head.lemma_ in (
            "believe",
            "say",
            "think",
            "understand",
            "report",
            "appear",
            "seem",
        )
        return "present" if told else "future"
    if verb.lower_ in ("is", "are", "was", "were") or lower & {"is", "are"}:
        if any(c.lower_ in _AHEAD for c in verb.children) or verb.lower_ in _AHEAD:
            return "future"
        if any(c.dep_ == "xcomp" and "to" in {g.lower_ for g in c.children} for c in verb.children):
            return "future"
    if lower & {"was", "were", "did"} or verb.tag_ == "VBD":
        return "past"
    if lower & {"is", "are", "am", "do", "does"} or verb.tag_ in ("VBZ", "VBP"):
        return "present"
    if verb.tag_ == "VBN":
        return "past"
    if verb.tag_ == "VBG":
        return tense(governing(verb.head)) if verb.head != verb and governing(verb.head) != verb else ""
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        return tense(verb.head)
    return "future" if verb.tag_ == "VB" else ""


def time(verb: Any | None) -> Tense:
    """Return whether what a verb dates lies behind or ahead."""
    kind = tense(verb)
    if kind in ("past", "perfect", "pluperfect"):
        return "past"
    return "future" if kind in ("future", "modal", "present") else ""


def depth(token: Any) -> int:
    """Return how far a token is from the root."""
    n, at = 0, token
    while at.head != at and n < 80:
        at, n = at.head, n + 1
    return n


@dataclass(frozen=True, slots=True)
class Core:
    """What a clause rests on: the lemma of its verb with what is controlled by it, auxiliaries, subject, complement."""

    lemma: str = ""
    then: str = ""
    modals: frozenset[str] = frozenset()
    tense: str = ""
    subject: str = ""
    complement: str = ""
    particle: str = ""
    objects: str = ""
    imperative: bool = False
    agent: bool = True
    passive: bool = False


def _agent(head: Any) -> bool:
    """Say whether a subject can want something: somebody, a body, a name, or a word that stands for one."""
    if head.pos_ in ("PROPN", "PRON"):
        return head.lower_ not in ("this", "that", "there", "which", "these", "those")
    word = head.lemma_.lower()
    return word in named("PEOPLE") | named("GROUPS") | named("BODIES") or head.lower_ in named("BODIES")


def core(verb: Any | None) -> Core:
    """Describe the clause of a verb; ``then`` is the lemma of an infinitive that hangs on it: decide to *meet*."""
    if verb is None:
        return Core()
    children = list(verb.children)
    aux = {c.lower_ for c in children if c.dep_ in ("aux", "auxpass")}
    then = next((c for c in children if c.dep_ in ("xcomp", "acomp") and c.pos_ in ("VERB", "AUX")), None)
    complement = next((c for c in children if c.dep_ in ("acomp", "attr", "oprd")), None)
    if then is None and complement is not None:
        then = next((c for c in complement.children if c.dep_ == "xcomp"), None)
    head = own_subject(verb) or (subject(verb) if verb.dep_ == "conj" else None)
    first = min((t.i for t in verb.subtree if not t.is_punct and not t.is_space), default=verb.i)
    bare = (
        verb.tag_ in ("VB", "VBP")
        and head is None
        and not aux
        and verb.i - first <= 1
        and verb.dep_ not in ("xcomp", "conj", "pcomp")
    )
    return Core(
        lemma=verb.lemma_.lower(),
        then=then.lemma_.lower() if then is not None else "",
        modals=frozenset(
            {"will" if a in ("'ll", "wo") else "would" if a == "'d" else "can" if a == "ca" else a for a in aux}
            & _MODALS
        ),
        tense=tense(verb),
        subject=" ".join(t.lower_ for t in phrase(head, clauses=False)) if head is not None else "",
        complement=complement.lemma_.lower() if complement is not None else "",
        particle=next((c.lower_ for c in children if c.dep_ == "prt"), ""),
        objects=" ".join(t.lower_ for c in children if c.dep_ in ("dobj", "dative") for t in phrase(c, clauses=False)),
        imperative=bare,
        agent=head is None or _agent(head),
        passive=any(c.dep_ in ("auxpass", "nsubjpass") for c in children),
    )
