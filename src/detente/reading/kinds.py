"""What kind of claim a passage makes, whether it is hedged or negated, and on which words that rests."""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import re
from dataclasses import dataclass
from datetime import date, timedelta

from detente.reading.dates import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A kind with its trigger, and the marks of doubt and denial with theirs; places are in the passage."""

    kind: str
    trigger: tuple[int, int] | None = None
    hedge: tuple[int, int] | None = None
    negation: tuple[int, int] | None = None
    condition: tuple[int, int] | None = None


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# Verbs that perform an act when somebody does them: kind by the verb.
ACTS: dict[str, str] = {}
for _name, _verbs in {
    "demand": "demand ask urge want order request press appeal call insist require seek implore instruct invite pressure beg exhort summon",
    "offer": "offer propose volunteer suggest float pledge promise",
    "acceptance": "accept agree approve endorse embrace ratify consent welcome back concede",
    "refusal": "refuse reject decline rebuff dismiss veto spurn oppose resist block",
    "threat": "threaten warn",
}.items():
    for _verb in _verbs.split(" "):
        ACTS.setdefault(_verb, _name)

_CONDITION = _re(
    r"\b(?:until|unless|only if|only when|only after|only once|provided(?: that)?|on condition|as long as|so long as|in (?:exchange|return) for|its price for|not before|before (?:any|it|they|we|he|she|the)\b.{0,60}(?:is|are|was|were|has|have|had|s)\b|without (?:a|an|the|first)|if and only if|in case)\b"
)
_WILL = _re(
    r"\b(?:will|would|won['’]t|wouldn['’]t|['’]ll|shall|cannot|can['’]t|can not|could not|moves?|goes|leaves?|happens?|stays?|stay|remains?|refus\w+)\b"
)
_IF = _re(r"\b(?:if|unless|in case|should (?=\w+ (?:fail|refuse|reject|attack)))\b")
_HOSTILE = _re(
    r"\b(?:retaliat\w+|withdraw\w*|walk(?:ed|ing)? (?:out|away)|blockad\w+|block|strike|striking|impose|imposes|attack\w*|invade|close|shut|suspend\w*|expel|sanction\w*|punish\w*|cut off|call off|cancel\w*|march|boycott\w*|seize|shrink|lose|sue|raise tariffs?|halt|respond with|hit back|honou?r the picket|picket|reduce|pull out|quit|leave|escalat\w+|destroy|bomb|consequences|step up|double|resign|dissolve)\b"
)
_REFUSE = _re(
    r"\b(?:will|would|shall|['’]ll)\s+(?:not|never|no longer|under no circumstances)\b|\b(?:won['’]t|wouldn['’]t)\b|\bnot? (?:an option|acceptable|negotiable|on the table|up for)\b|\bout of the question\b|\bunacceptable\b|\bnon-?starter\b|\bruled? (?:it|that|this|them)? ?out\b|\bruling out\b|\btoo early\b|\brefus\w+\b|\breject\w*\b|\bdecline[ds]? to\b|\bred line\b|\bno (?:talks|deal|concessions|compromise|negotiations?) (?:with|on|over)\b|\bnever (?:accept|agree|sign|give|allow|recogni[sz]e|surrender)\b"
)
_DEMAND = _re(
    r"\b(?:must|should|ought to|has to|have to|needs? to|needed to|demand\w*|insist\w*|calls? (?:for|on)|called (?:for|on)|urg(?:e|es|ed|ing)|nothing (?:below|less|short)|the floor|non-negotiable|wants?|wanted|requir\w+ that|sign nothing|asked? for|ultimatum)\b"
)
_OFFER = _re(
    r"\b(?:offer\w*|propos\w+|ready to|willing to|prepared to|can have|could have|would be (?:ready|willing|prepared)|promised to|has been promised|pledged to|dropped (?:its|his|her|their|the) (?:demand|claim|objection)s?|give up|i will free|we will (?:free|give|release|lift)|in return we|bid|values? the)\b"
)
_ACCEPT = _re(
    r"\b(?:accept(?:ed|s|ing)?|agreed|agrees|signed off|approved|endorsed|consented|would attend|will attend|initialled|gave (?:its|his|her|their) consent|said yes|would sign|will sign|committed to|ratified)\b"
)
_POSSIBLE = _re(
    r"\b(?:might|may|could|possibly|potentially|perhaps|maybe|considering|considers?|weighing|mulling|exploring|studying|open to|flexible|fallback|under (?:discussion|consideration)|on the table|option|an option|possible|in talks (?:to|about)|being considered|being discussed|hint\w*|float\w*|thinking about|live with)\b"
)
_PLAN = _re(
    r"\b(?:will|['’]ll|shall|would|is to|are to|was to|were to|is due|are due|falls? due|is set|are set|is scheduled|are scheduled|set for|due in|due on|slated|plans? to|planned|planning to|is expected|are expected|going to|intends? to|expires?|takes? effect|begins? on|ends? on|starts? on|starting|has called|have called|decided to|until \d|meets? (?:on|in)|must vote|to lead|to meet|to hold|agreed to meet|vote on|resume on|convene)\b"
)
_ASSESS = _re(
    r"\b(?:appear\w*|seem\w*|suggest\w*|impl(?:y|ies|ied)|likely|unlikely|worthless|too (?:little|late|low|high|small|far|much)|fell short|falls? short|hard to|difficult|matter of|very much|closer|doubt\w*|risk\w*|mean[st]?|success\w*|failure|failed state|disaster|setback|breakthrough|progress|deadlock|stalemate|hopes?|fears?|healthier|stronger|weaker|important|serious|real|unfair|fair|realistic|constructive|productive|pushes|leaves\b.{0,60}\b(?:with|little|no)|worr\w+|depends?|would (?:be|leave|mean|cut|cost|reach|feel|represent|make|hurt|help|lose|take|require)|leak|best|worst|signal\w*|way|estimat\w+|represent)\b"
)
_BACKGROUND = _re(
    r"\b(?:since|previous|earlier this|in \d{4}|last year|ago|the first (?:two|three|four)|had (?:been|told|said|called)|years? (?:of|after)|remains?|owes?|represents?|employs?|is the|are the|was the|each year|a year|annually|founded|home to|makes up|controls?|population|annexed|broke out|began|last (?:contract|restructuring|round|war)|once)\b"
)
_NEG = _re(
    r"\b(?:not|n['’]t|never|no one|nobody|nothing|none|neither|nor|no|failed to|fails to|without|denied|denies|deny|denying|unable to|refuted|rejected (?:the )?(?:claim|report|allegation)s?|no longer|ended without|hardly|has yet to|have yet to)\b"
)
_NOT_NEG = _re(
    r"\b(?:not only|no less than|not less than|no fewer than|no more than|not more than|no later than|no doubt|not to be named|not named|did not name|no sooner|not until|nothing below|nothing less|without (?:reservations?|conditions?|crediting|delay)|no-one in between|with no one)\b"
)
_HEDGE = _re(
    r"\b(?:might|could(?! not)|may(?= (?!\d))|reportedly|allegedly|apparently|possibly|potentially|perhaps|maybe|likely|unlikely|probably|presumably|purportedly|supposedly|appear(?:s|ed)?|seem(?:s|ed)?|suggest(?:s|ed)?|suspect(?:s|ed)?|rumou?red|(?:is|are|was|were) (?:said|believed|thought|expected|understood|rumou?red|reported) to|(?:are|is) expected|considering|weighing|mulling|it (?:is|was) unclear|unclear (?:if|whether)|not clear (?:if|whether)|may be|might be)\b"
)
_DOUBT = _re(
    r"\b(?:could not (?:immediately |independently )?be (?:verified|confirmed)|(?:has|have|had) not been (?:able to )?(?:independently )?(?:confirm\w*|verif\w*)|(?:has|have|had) not been able to (?:confirm|verify)|unable to (?:confirm|verify)|not independently (?:verified|confirmed)|unverified|unconfirmed|no independent confirmation|could not independently)\b"
)
_DENY = _re(r"\b(?:den(?:y|ies|ied|ying)|refut\w+)\b")
_PERMISSION = _re(r"\b(?:neither|no|none|nobody)\b[^.;]{0,60}\bmay\b|\bmay not\b|\bmay only\b")
_STATIVE = _re(
    r"\b(?:owes?|represents?|employs?|remains?|stands?|lies|belongs?|goes?|go|takes?|holds?|has|have|is|are|values?|sells?|buys?|produces?|depends?|makes up)\b"
)


def doubted(text: str) -> bool:
    """Say whether a sentence states that the report before it could not be confirmed.

    >>> doubted("The report could not be verified.")
    True
    """
    return _DOUBT.search(text) is not None


def judge(
    content: str,
    *,
    cue: str = "",
    own: bool = False,
    act: str = "",
    tense: str = "",
    dates: tuple[Found, ...] = (),
    published: date | None = None,
    quoted: bool = False,
    cue_negated: bool = False,
) -> Verdict:
    """Judge a passage.

    Parameters
    ----------
    content : what is claimed, without who says so, plain quotation marks
    cue : lemma of the verb of saying, if there is one
    own : the page's own voice
    act : lemma of the verb that performs the act, where the passage is one ("demanded")
    tense : of the main verb: past, perfect, pluperfect, present, future, or empty
    """
    denial = cue == "deny" or bool(_DENY.search(content) and act == "deny")
    hedge = _hedge(content)
    negation = _negation(content)
    kind, trigger, condition = _kind(content, cue, own, act, tense, dates, published, hedge, negation)
    if denial:
        kind = kind if kind in ("possibility", "assessment", "plan") and cue == "deny" else "event"
        found = _DENY.search(content)
        negation = found.span() if found else (0, 0)
    elif kind in ("refusal", "condition", "threat", "demand", "offer") or (kind == "acceptance" and negation is None):
        negation = None
    elif kind == "acceptance":
        kind = "event"
    return Verdict(kind=kind, trigger=trigger, hedge=hedge, negation=negation, condition=condition)


def _hedge(content: str) -> tuple[int, int] | None:
    for found in _HEDGE.finditer(content):
        if found.group().lower().startswith("may") and _PERMISSION.search(content):
            continue
        return found.span()
    return None


def _negation(content: str) -> tuple[int, int] | None:
    skip = [m.span() for m in _NOT_NEG.finditer(content)]
    # a denial inside a subordinate clause does not deny the whole
    main = re.split(
        r"\b(?:if|until|unless|because|although|while|that|which|who|whose|when|before|after|as)\b", content
    )[0]
    reach = len(content) if len(main) < 12 else len(main)
    for found in _NEG.finditer(content[:reach]):
        if not any(a <= found.start() < b for a, b in skip):
            return found.span()
    return None


def _kind(
    content: str,
    cue: str,
    own: bool,
    act: str,
    tense: str,
    dates: tuple[Found, ...],
    published: date | None,
    hedge: tuple[int, int] | None,
    negation: tuple[int, int] | None,
) -> tuple[str, tuple[int, int] | None, tuple[int, int] | None]:
    condition = _CONDITION.search(content)
    place = condition.span() if condition else None
    if act in ACTS and act != "deny":
        kind = ACTS[act]
        if kind == "refusal" and condition and not re.match(r"before", condition.group(), re.IGNORECASE):
            return "condition", place, place
        if negation and kind in ("acceptance", "demand", "offer"):
            return "event", negation, None
        return kind, _span(content, act), None
    if own and tense in ("pluperfect",) and not hedge:
        return "background", None, None
    will = _WILL.search(content)
    if (
        condition
        and will
        and (
            negation
            or re.search(r"\bonly\b|as long as|so long as|price for|on condition|provided", content, re.IGNORECASE)
        )
    ):
        return "condition", place, place
    if condition and "price for" in content:
        return "condition", place, place
    hostile = _HOSTILE.search(content)
    future = re.search(r"\b(?:will|would|['’]ll|shall|going to)\b", content, re.IGNORECASE)
    if future and hostile and _IF.search(content):
        return "threat", hostile.span(), None
    if cue in ("threaten",) or (future and re.search(r"\bretaliat\w+|\bshrink\b|\bhit back\b", content)):
        return "threat", hostile.span() if hostile else None, None
    return _plainer(content, cue, own, tense, dates, published, hedge, negation, future is not None)


def _plainer(
    content: str,
    cue: str,
    own: bool,
    tense: str,
    dates: tuple[Found, ...],
    published: date | None,
    hedge: tuple[int, int] | None,
    negation: tuple[int, int] | None,
    future: bool,
) -> tuple[str, tuple[int, int] | None, tuple[int, int] | None]:
    for kind, pattern in (("refusal", _REFUSE), ("demand", _DEMAND)):
        found = pattern.search(content)
        if found and not (
            own
            and tense in ("past", "perfect", "pluperfect")
            and kind == "refusal"
            and not re.search(r"ruled|refus|reject", content)
        ):
            if kind == "demand" and re.match(r"must|should", found.group(), re.IGNORECASE) and own:
                continue
            return kind, found.span(), None
    found = _OFFER.search(content)
    if found and not negation:
        return "offer", found.span(), None
    if re.search(r"\bwould (?:raise|lower|lift|pay|give|lend|free)\b", content) and re.search(
        r"\b(?:offer|proposal|bid)\b", content
    ):
        return "offer", None, None
    found = _ACCEPT.search(content)
    if found and not negation:
        return "acceptance", found.span(), None
    possible = _POSSIBLE.search(content)
    distant = own and re.search(r"\bwould\b", content) and not re.search(r"\b(?:might|may|could)\b", content)
    if possible and not (negation and possible.group().lower() == "may") and not distant:
        return "possibility", possible.span(), None
    assess = _ASSESS.search(content)
    if (
        assess
        and re.search(r"\bwould\b|\bappear|\bseem|\bsuggest", content)
        and not re.search(r"\bwould (?:meet|attend|open|hold|start|resume|vote|take place)\b", content)
    ):
        return "assessment", assess.span(), None
    if future or (tense == "future") or (_PLAN.search(content) and tense in ("present", "future", "")):
        plan = _PLAN.search(content)
        return "plan", plan.span() if plan else None, None
    if own:
        return _own(content, tense, dates, published)
    if tense in ("present", "") and not re.search(r"\b(?:killed|arrived|signed|was|were|had|been checked)\b", content):
        return "assessment", assess.span() if assess else None, None
    if (
        assess
        and not negation
        and re.search(r"\b(?:was|were|is|are)\b|fell short", content)
        and not re.search(r"\b(?:been|being)\b", content)
    ):
        return "assessment", assess.span(), None
    if re.search(r"\b(?:in|since) (?:1[89]|20)\d\d\b", content):
        return "background", None, None
    return "event", None, None


def _own(
    content: str, tense: str, dates: tuple[Found, ...], published: date | None
) -> tuple[str, tuple[int, int] | None, tuple[int, int] | None]:
    recent = False
    old = False
    for found in dates:
        if found.last is None or published is None or found.last > published:
            continue
        if published - found.last <= timedelta(45) and (found.last - found.first).days < 62 if found.first else False:
            recent = True
        else:
            old = True
    background = _BACKGROUND.search(content)
    if tense == "present" and not recent:
        assess = _ASSESS.search(content)
        if assess and not re.match(r"mean|risk|represent", assess.group()):
            return "assessment", assess.span(), None
        return "background", None, None
    if old and not recent:
        return "background", background.span() if background else None, None
    if (
        background
        and not recent
        and re.search(r"\b(?:previous|earlier|last|since|once|first (?:two|three))\b", content)
    ):
        return "background", background.span(), None
    return "event", None, None


def _span(content: str, lemma: str) -> tuple[int, int] | None:
    stem = lemma[: max(3, len(lemma) - 2)]
    found = re.search(rf"\b{re.escape(stem)}\w*", content, re.IGNORECASE)
    return found.span() if found else None
