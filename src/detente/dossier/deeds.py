"""What a claim says that somebody should, would or might do, cut out of an English passage by its turns of phrase.

Where no turn of phrase is known (another language, an unusual sentence) the whole passage stands for the deed: the
analyst sees it in the draft and shortens it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from detente.dossier.parties import forms

LONGEST = 1500  # of a longer passage only the beginning is searched: patterns can take quadratic time
_SAID = (
    r"said|says|say|told|tells|added|reported|announced|wrote|confirmed|warned|suggested|according to|citing|quoting"
)
_TAIL = re.compile(
    rf"\s*(?:,[”\"’]*\s+(?:[^\s.]+\s+){{0,14}}?(?:{_SAID})\b.*|,?\s+(?:which|who|whom|whose|while|despite|although|because)\b.*"
    r"|\s+that would\b.*|\s+as (?:soon|quickly|fast) as possible.*|\s+after all\W*)$",
    re.IGNORECASE | re.DOTALL,
)
_MODAL = (
    r"(?:would|will|could|can|may|might|must|should|shall|is to|are to|has to|have to|had to|needs? to|['’]ll|['’]d)"
)
_NEGATION = r"(?:not|never|n['’]t|no longer)"
_READY = (
    r"(?:(?:be|is|are|was|were|been) (?:potentially |possibly |now )?(?:ready|willing|prepared|able|about|considering"
    r"|set|going)(?: to)?|consider(?:s|ed|ing)?|agree(?:s|d)? to|accept(?:s|ed)? to)"
)
_PRONOUN = (
    r"(?:it|they|he|she|we|i|both sides|neither side|neither|both|the (?:company|union|government|party|front|city))"
)
_WISH = (
    r"demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)|ask(?:s|ed|ing)?|want(?:s|ed)?|order(?:s|ed|ing)?|press(?:es|ed|ing|ure)?"
    r"|call(?:s|ed|ing)? (?:on|for)|insist(?:s|ed|ing)?(?: on)?"
    r"|request(?:s|ed|ing)?|push(?:es|ed|ing)?|seek(?:s|ing)?|sought"
)
_REFUSE = (
    r"reject(?:s|ed|ing)?|refus(?:es?|ed|ing)|rul(?:es?|ed|ing) out|dismiss(?:es|ed|ing)?|turn(?:s|ed|ing)? down"
    r"|declin(?:es?|ed|ing)|oppos(?:es?|ed|ing)|den(?:y|ies|ied|ying)"
)
_ANAPHOR = re.compile(
    r"^(?:it|this|that|these|those|them|any such|(?:the|this|that|such a|his|her|its|their)"
    r" (?:idea|demand|plan|proposal|offer|request|call|figure|terms?|suggestion|move|condition|step|ultimatum))"
    r"\b(?:\s+(?:outright|out|flatly|at once|immediately|again))?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r",?\s+\b(unless and until|until|unless|only if|only when|only once|only after|if|once|as long as|before)\b\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something to do: the ``phrase``, who does it as far as the passage says (``by``), and whether it is denied.

    ``by`` is an actor, ``it`` for a pronoun, or empty; ``points_back`` where the phrase only points at something said
    before ("the idea"); ``whole`` where no turn of phrase was known and the whole passage stands for the deed.
    """

    phrase: str
    by: str = ""
    negated: bool = False
    points_back: bool = False
    whole: bool = False


def demanded(quote: str, actors: Iterable[str]) -> Deed:
    """Find what is demanded, and of whom.

    >>> demanded("Ada Quill has demanded that Tarn withdraw its boats, which fish there", ["Ada Quill", "Tarn"])
    Deed(phrase='withdraw its boats', by='Tarn', negated=False, points_back=False, whole=False)
    >>> demanded("under pressure from Quay to sign", ["Quay", "Tarn"]).by
    ''
    >>> demanded("Quay sought to tie it to that", ["Quay", "Tarn"]).by
    'Quay'
    >>> demanded("Tarn asked for 19 percent", ["Tarn", "Quay"]).phrase
    'agree to 19 percent'
    """
    names, quote = list(actors), _one_line(quote)
    text = quote
    wish = re.search(rf"\b(?:{_WISH})\b", quote, re.IGNORECASE)
    if wish:
        after = quote[wish.end() :]
        that = re.match(r"\s*(?:\w+\s+){0,2}?that\s+", after)
        if that:
            return clause(after[that.end() :], names)
        infinitive = re.search(
            r"^(?P<whom>.*?)\b(?P<not>not )?to\s+(?=[a-z])(?!the\b|a\b|an\b|its\b)", after, re.DOTALL
        )
        if infinitive:
            deed = clause(after[infinitive.end() :], names)
            whom = _first_named(infinitive["whom"], names[1:])
            if not infinitive["whom"].strip() and re.match(r"want|seek|sought", wish.group(), re.IGNORECASE):
                whom = names[0] if names else ""  # "has sought to tie": what it would do itself
            return Deed(phrase=deed.phrase, by=whom or deed.by, negated=deed.negated or bool(infinitive["not"]))
        noun = re.sub(r"^\s*(?:for|on)?\s+", "", _without_tail(after))
        if noun and not re.match(rf"\s*{_MODAL}\b", after):
            return Deed(phrase=f"agree to {noun}")
    modal = re.search(r"\b(?:must|should|has to|have to|needs? to)\b", text, re.IGNORECASE)
    return clause(text, names) if modal else Deed(phrase=_tidy(text), whole=True)


def refused(quote: str, actors: Iterable[str]) -> Deed:
    """Find what is refused; the phrase is what the refuser will not do.

    >>> refused("Director Pavo said that the company would not keep the depot", ["Northloop"]).phrase
    'keep the depot'
    >>> refused("Tarn has rejected the idea outright", ["Tarn"]).points_back
    True
    >>> refused("Tarn rejected a takeover by Quay", ["Tarn"]).phrase
    'accept a takeover by Quay'
    """
    names, quote = list(actors), _one_line(quote)
    wont = re.search(
        rf"\b(?:(?:would|will|do|does|did|could|can|shall)\s*{_NEGATION}|won['’]t|never)\s+(?P<vp>.+)", quote, re.DOTALL
    )
    if wont:
        return Deed(phrase=clause(wont["vp"], names).phrase)
    if re.search(r"\brul(?:es?|ed|ing) (?:that|this|it) out\b", quote):
        return Deed(phrase="that", points_back=True)
    refusal = re.search(rf"\b(?:{_REFUSE})\b\s*(?P<rest>.*)", quote, re.IGNORECASE | re.DOTALL)
    if not refusal:
        return Deed(phrase=_tidy(_reported(quote)), whole=True)
    rest = _without_tail(refusal["rest"]).strip(" .,”\"'")
    rest = re.sub(r"\s+(?:despite|even though|though|but|and)\b.*$", "", rest, flags=re.DOTALL)
    if not rest or _ANAPHOR.match(rest):
        return Deed(phrase=rest, points_back=True)
    ready = re.search(rf"(?:^to\s+|\b{_READY}\s+)(?P<vp>.+)", rest, re.IGNORECASE | re.DOTALL)
    if ready:
        return Deed(phrase=_tidy(ready["vp"]))
    if re.match(r"\w+ing\b", rest):
        return Deed(phrase=_tidy(rest))
    return Deed(phrase=_tidy(f"accept {rest}"))


def possible(quote: str, actors: Iterable[str]) -> Deed:
    """Find what somebody might do.

    >>> possible("The Post reported that Tarn might be ready to cede the pier", ["Tarn"])
    Deed(phrase='cede the pier', by='Tarn', negated=False, points_back=False, whole=False)
    """
    names, quote = list(actors), _one_line(quote)
    might = re.search(rf"\b(?:might|may|could|can)\b|\b{_READY}(?=\s)", quote, re.IGNORECASE)
    if not might:
        return Deed(phrase=_tidy(_reported(quote)), whole=True)
    deed = clause(quote[might.start() :], names)
    return Deed(phrase=deed.phrase, by=_just_before(quote[: might.start()], names), negated=deed.negated)


def conditioned(quote: str, halves: tuple[str, str] | None, actors: Iterable[str]) -> tuple[Deed, Deed] | None:
    """Find what is conditioned and on what; None where the passage does not come apart.

    >>> what, on = conditioned("Tarn said it would not sign until Quay opens the port", None, ["Tarn", "Quay"])
    >>> what.phrase, on.phrase, on.by
    ('sign', 'open the port', 'Quay')
    >>> what, on = conditioned("pay must be raised before Tarn signs", None, ["Tarn"])
    >>> what.phrase, on.phrase
    ('sign', 'pay be raised')
    """
    names, quote = list(actors), _one_line(quote)
    if halves is None:
        found = list(_BETWEEN.finditer(quote))
        if not found:
            return None
        cut = found[-1] if found[-1].group(1).casefold() == "before" else found[0]
        halves = (quote[: cut.start()], quote[cut.end() :])
        if cut.group(1).casefold() == "before" and re.search(r"\b(?:must|should|has to|have to)\b", halves[0]):
            halves = (halves[1], halves[0])
    what, on = clause(_reported(_one_line(halves[0])), names), clause(halves[1], names)
    if re.fullmatch(r"(?:do|did|does|do so|did so|does so)", on.phrase, re.IGNORECASE):
        on = Deed(phrase=what.phrase, by=on.by, negated=on.negated)
    return (what, on) if what.phrase and on.phrase else None


def clause(text: str, actors: Iterable[str]) -> Deed:
    """Take a clause apart: its subject off where it is an actor or a pronoun, its modal and its negation off.

    >>> clause("it signs a peace agreement with Quay", ["Tarn", "Quay"])
    Deed(phrase='sign a peace agreement with Quay', by='it', negated=False, points_back=False, whole=False)
    >>> clause("Tarn would not finalize a deal", ["Tarn"])
    Deed(phrase='finalize a deal', by='Tarn', negated=True, points_back=False, whole=False)
    """
    text = re.sub(r"^that\s+", "", _without_tail(_one_line(text).strip("“”\"‘’' ")))
    by = ""
    named = _leading(text, actors)
    if named:
        by, text = named
    else:
        pronoun = re.match(rf"{_PRONOUN}\b\s*(?=\w|['’])", text, re.IGNORECASE)
        if pronoun:
            by, text = "it", text[pronoun.end() :]
        elif re.match(r"[A-Z]\w+ [a-z]+s (?!of\b)", text):  # "Kyiv signs …": a name that the claim does not list
            by, text = "it", text.partition(" ")[2]
    nobody = re.match(r"(?:no|not (?:one|a single))\s+", text, re.IGNORECASE)
    negated = nobody is not None
    text = text[nobody.end() :] if nobody else text
    first = True
    while True:
        helper = re.match(
            rf"(?:(?P<no>{_NEGATION})|{_MODAL}(?P<nt>n['’]t)?|(?:do|does|did)(?P<nt2>n['’]t)?(?= not)|{_READY}"
            r"|(?P<refuse>refus(?:es|ed|e) to)|has|have|had|been|also|then|potentially|possibly|even|only|yet)\s+",
            text,
            re.IGNORECASE,
        )
        if not helper:
            break
        negated ^= any(helper[group] for group in ("no", "nt", "nt2", "refuse"))
        text, first = text[helper.end() :], False
    if not by:
        inner = re.match(rf"(?P<subject>(?:\w+[ ,]+){{1,5}}?)(?P<modal>{_MODAL})\s+(?P<no>{_NEGATION}\s+)?", text)
        if inner:
            negated ^= bool(inner["no"])
            text = f"{inner['subject']}{text[inner.end() :]}"
    if by and first:
        text = _infinitive(text)
    return Deed(phrase=_tidy(text), by=by, negated=negated)


def _reported(text: str) -> str:
    """Cut "X said (that)", "X had informed Y that" off the front of a clause."""
    patterns = (
        rf"^.*\b(?:{_SAID}|informed)\b[^,]*?\bthat\s+",
        rf"^.*\b(?:told|informed)\b\s+(?:[\w.’'-]+\s+){{1,4}}?(?={_PRONOUN}\b)",
        rf"^.*?\b(?:{_SAID})\b,?\s+",
    )
    again = True
    while again:  # one reports what another said
        again = False
        for pattern in patterns:
            lead = re.match(pattern, text, re.IGNORECASE | re.DOTALL)
            if lead and lead.end() < len(text):
                text, again = text[lead.end() :], True
                break
    return text


def _leading(text: str, actors: Iterable[str]) -> tuple[str, str] | None:
    best: tuple[int, str] | None = None
    for actor in actors:
        for form in (*forms(actor), actor.split()[0] if actor.split() else actor):
            found = re.match(rf"(?:the |both )?{re.escape(form)}(?:[’']s [\w-]+)?(?!\w)\s*", text, re.IGNORECASE)
            if found and found.end() < len(text) and (best is None or found.end() > best[0]):
                best = (found.end(), actor)
    return (best[1], text[best[0] :]) if best else None


def mentions(text: str, actor: str) -> bool:
    """Say whether a text names an actor, in one of its forms.

    >>> mentions("sign a peace agreement with Moscow", "Russia")
    True
    """
    return bool(_named(text, [actor]))


def _first_named(text: str, actors: Iterable[str]) -> str:
    places = _named(text, actors)
    return min(places)[1] if places else ""


def _just_before(text: str, actors: Iterable[str]) -> str:
    """Return the actor with whose name the text ends."""
    for actor in actors:
        if any(
            re.search(rf"(?<!\w){re.escape(form)}(?:\s+(?:himself|herself|itself))?\s*$", text) for form in forms(actor)
        ):
            return actor
    return ""


def _named(text: str, actors: Iterable[str]) -> list[tuple[int, str]]:
    return [
        (found.start(), actor)
        for actor in actors
        for form in forms(actor)
        for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)
    ]


def _one_line(text: str) -> str:
    """Bring runs of spaces and line breaks to one space, and a very long passage to its beginning."""
    return " ".join(text[:LONGEST].split())


def _without_tail(text: str) -> str:
    return _TAIL.sub("", re.sub(r",\s+for (?:its|his|her|their) part,", "", text))


def _infinitive(text: str) -> str:
    """Bring a verb at the front from the third person to the infinitive."""
    word, space, rest = text.partition(" ")
    low = word.casefold()
    irregular = {"is": "be", "are": "be", "has": "have", "does": "do", "goes": "go", "was": "be", "were": "be"}
    if low in irregular:
        word = irregular[low]
    elif low.endswith("ies") and len(low) > 4:
        word = word[:-3] + "y"
    elif low.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif low.endswith("s") and not low.endswith(("ss", "us", "is")):
        word = word[:-1]
    return f"{word}{space}{rest}"


def _tidy(text: str) -> str:
    text = re.sub(r"\s+(?:if|unless)\b.*$", "", _without_tail(text), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", re.sub(r"[“”\"«»]", "", text)).strip(" .,;:!?“”\"‘’'–—-")
    return re.sub(r"^(?:to|that)\s+", "", text)
