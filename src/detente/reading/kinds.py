"""What kind of claim a passage makes, whether it is hedged or negated, and on which words that rests."""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from detente.reading.dates import Found
from detente.reading.grammar import Core
from detente.reading.lexicon import words

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A kind with its trigger, and the marks of doubt and denial with theirs; places are in the passage."""

    kind: str
    trigger: Span | None = None
    hedge: Span | None = None
    negation: Span | None = None
    condition: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a passage is told: the verb of saying, whose voice, the act it performs, what it rests on, when."""

    cue: str = ""
    own: bool = False
    act: str = ""
    core: Core = field(default_factory=Core)
    cue_tense: str = ""
    dates: tuple[Found, ...] = ()
    said: tuple[Found, ...] = ()
    published: date | None = None
    before: str = ""
    aside: tuple[Found, ...] = ()
    nested: bool = False


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# Verbs that perform an act when somebody does them: kind by the verb.
ACTS: dict[str, str] = {}
for _name, _verbs in {
    "demand": "demand ask urge want order request press appeal call insist require implore instruct pressure beg exhort seek push",
    "offer": "offer propose volunteer float pledge promise",
    "acceptance": "accept agree approve endorse embrace ratify consent welcome back concede initial",
    "refusal": "refuse reject decline rebuff spurn oppose resist veto rule dismiss",
    "threat": "threaten",
}.items():
    for _verb in _verbs.split(" "):
        ACTS[_verb] = _name

_PROPOSALS = "offer|counter-?offer|bid|proposal|counter-?proposal|draft|plan|package|initiative|blueprint|road ?map|compromise|formula"
_DEALS = "bill|law|resolution|budget|amendment|agreement|deal|treaty|protocol|accord|pact|contract|memorandum|truce|ceasefire|settlement|declaration|charter|convention|communique|armistice"
_STAND = words("block oppose resist reject fight veto stop prevent obstruct boycott")
_RULED = _re(
    r"\b(?:not|never|n['’]t) (?:been |yet |entirely |completely )?rul(?:e|ed|ing) (?:\w+ ){0,3}out\b|\brefus\w+ to rule out\b|\bdeclin\w+ to rule out\b"
)
_NOTHING = _re(
    r"\b(?:there (?:can|could|will|would|shall|must) be no|there['’]ll be no|^\W*no) (?:\w+ ){0,2}(?:deal|talks?|negotiations?|agreement|ceasefire|truce|peace|concessions?|compromise|return|withdrawal|signature|election|vote|discussions?|progress|solution|settlement|exchange|release)\b|^\W*no (?:deal|talks?|negotiations?|agreement|ceasefire|concessions?)\b"
)
_WITHOUT = _re(r"\b(?:without|before|until|unless|while|as long as|so long as)\b")
_STRAINED = _re(
    r"\b(?:far apart|divided|at odds|deadlocked|stuck|stalled|uncertain|unclear|wide apart|no closer|in doubt|on the brink|under pressure)\b"
)
_TELLING = words(
    "push raise complicate deepen strain test mark reflect underline underscore highlight suggest show threaten worry alarm mean leave make pose undermine weaken strengthen risk add put cast signal appear seem look come expose reveal fuel ease fear doubt face depend fare tend"
)
_LACKING = _re(
    r"\b(?:will|would|can|could)(?:\s?not|n['’]t)\b.{3,80}\bwithout (?:an?|the|its|his|her|their|full|clear|written|firm|security)\b"
)
_INVOLUNTARY = words(
    "work translate happen last matter help solve affect know seem become feel succeed survive fit recover understand see go come end fall rise reach change mean suffice cause bring"
)
_VOLUNTARY = words(
    "accept agree allow attend back bow cede compromise concede consider cooperate deal discuss extend give join leave let lift meet negotiate pay permit recognise recognize release return sign support surrender take talk tolerate vote withdraw yield sell send resume participate"
)
_UNCLEAR = _re(
    r"\b(?:un|not )(?:immediately )?clear (?:if|whether|when|how)\b"
    r"|^\W*whether\b.{3,120}\b(?:is|remains|was) (?:unclear|unknown|uncertain|to be seen|an open question)\b"
)
_DURATION = _re(r"\bfor (?:\w+ ){0,3}(?:years?|decades?|generations?|centur(?:y|ies)|months)\b")
_HOSTILE = words(
    "retaliate withdraw walk blockade block strike impose attack invade close shut suspend expel sanction punish cut call "
    "cancel march boycott seize sue raise halt respond hit pull quit leave escalate destroy bomb resign dissolve drive storm "
    "occupy shoot fire kill fight burn bomb shell evacuate mobilise mobilize intervene stop freeze terminate abandon collapse dismiss fire evict deport ban stage picket honor honour join tear"
)
_EVALUATE = words(
    "evaluate reckon assess judge characterise characterize rate regard view decry hail slam lament blame doubt find call describe dismiss brand label deem consider hail denounce condemn criticise criticize praise estimate predict forecast believe think argue fear hope expect suspect suggest advise accuse caution"
)
# What somebody does for the other side: promised on a proviso, it is an offer.
_GIVING = words(
    "pay give release lift free return open share provide fund supply lend reduce lower grant send help drop repay "
    "compensate reimburse refund restore reopen waive finance donate deliver"
)
# What is done at once: told in the present, it is news.
_ACHIEVED = words("end quit win lose sign resign reject cancel arrest sack suspend")
# What happens by itself or by a timetable: said of a thing, it is still a plan.
_TIMED = words(
    "start begin resume continue open close end happen meet hold convene expire run arrive land sail depart fly stop"
)
# What one cannot help, or does not do: denied, it refuses nothing.
_INNER = words(
    "know believe think want need have see understand expect mean feel care like trust fear doubt hope seem appear "
    "remember regret mind love hate agree exist contain include involve apply reflect represent work help matter do say"
)
_YIELDED = _re(
    r"\b(?:sh(?:ook|aken?) (?:\w+ )?hands? on|g(?:ave|iven?|iving) (?:its|his|her|their|the|my|our) (?:\w+ )?(?:consent|approval|blessing|assent|backing|agreement|word)|g(?:ave|iven?|iving) (?:\w+ )?(?:the )?(?:go-ahead|green light)|signed up to|bow(?:ed|s) to|g(?:ave|iven|ives) in to|said yes to)\b"
)
_PLANNED = words(
    "decide plan intend schedule aim prepare set begin start resume continue convene expire end open launch visit travel meet hold vote lead head send receive exchange release free publish announce sign attend take return fall come go hand hear mean open close"
)
_STATIVE = words(
    "be have owe represent employ remain stand lie belong go take hold value sell buy produce contain cover own run make account export import rely control use heat supply cost include need"
)
_CHANGE = words("replace succeed take appoint name elect resign join leave dismiss sack promote")

_NOT_DATE = r"(?!\s+(?:\d|mon|tues|wednes|thurs|fri|satur|sun|jan|feb|mar|apr|may\b|jun|jul|aug|sep|oct|nov|dec|next|last|this|then|now|at least|noon|midnight|christmas|further notice|the end|the beginning|early|late|mid))"
_UNTIL = _re(
    rf"\b(?:until|till|unless){_NOT_DATE}\b|\bbefore\b.{{3,70}}\b(?:is|are|was|were|has|have|had|does|do|can|will)\b"
)
_ONLY = _re(
    r"\b(?:only if|only when|only after|only once(?=\s+\w)|only on condition|if and only if|on (?:the )?condition (?:that|of)|on one condition|provided that|(?:as|so) long as(?! (?:it takes|needed|necessary|possible))|(?:its|his|her|their|the) price for|in (?:exchange|return) for|conditional (?:on|upon)|contingent (?:on|upon)|not without|requires? (?:the )?(?:consent|approval|backing|agreement|unanimity|(?:a |an )?(?:[\w-]+ )?majority|(?:at least )?\d+ votes)|needs? (?:the )?(?:consent|approval|unanimity) of|first condition|a condition for|precondition)\b"
)
_RESTRICTED = _re(r"\b(?:not|never|no)\b.{2,60}\b(?:a|an|any)\s+\w+(?:\s\w+)?\s+(?:that|which|who)\s+\w+")
_WHEN = _re(r"\bwill\b.{3,80}\bwhen (?:they|he|she|it|the|you)\b")
_IF = _re(
    r"\b(?:if|unless|should (?:the|they|it|he|she|talks|negotiations|\w+ (?:fail|refuse|reject|ignore|attack|not)))\b"
)
_REFUSE = _re(
    r"\b(?:will|would|shall|['’]ll|can|could)\s*(?:not|never|no longer)\b|\b(?:won['’]t|wouldn['’]t|cannot|can['’]t)\b|\b(?:not|never) (?:an option|acceptable|negotiable|on the table|up for|for sale|be accepted)\b|\bout of the question\b|\bunacceptable\b|\bnon-?starter\b|\b(?:too early|too late|premature) (?:for|to)\b|\bwas too early\b|\bred line\b|\bno (?:talks|deal|concessions|compromise|negotiations?) (?:with|on|over|until)\b|\b(?:offer|position|decision|word) (?:was|is) final\b"
)
_MUST = _re(r"\b(?:must|should|ought to|has to|have to|had to|needs? to|needed to)\b")
_FLOOR = _re(
    r"\b(?:accept nothing (?:below|less|short|under)|nothing (?:below|less than|short of)|the (?:floor|minimum)\b|not a \w+ less|non-negotiable|ultimatum|demands? (?:are|is|remain)|call(?:s|ed|ing)? (?:for|on)|insist\w* (?:on|that))\b"
)
_OFFER = _re(
    r"\b(?:(?:ready|willing|prepared|happy) to|can have|could have|offer(?:ed|s|ing) to|propos(?:ed|es|ing|al)\b|(?:has|have|had|been) (?:promised|offered)|dropp(?:ed|ing) (?:its|his|her|their|the|a) (?:\w+ )?(?:demand|claim|objection|insistence|condition)s?|in return,? (?:we|it|they|he|she)|olive branch)\b"
)
_POSSIBLE = _re(
    r"\b(?:might|(?-i:may)|could|possibly|potentially|perhaps|maybe|considering|considers?|considered|weighing|mulling|exploring|studying|open to|flexible|under (?:discussion|consideration|review)|being (?:considered|discussed|weighed)|thinking about|not (?:been )?ruled? out|no (?:fallback|plan b|alternative)|toying with|taking shape|in talks (?:on|to|about|over))\b"
)
_ASSESS = _re(
    r"\b(?:appear\w*|seem\w*|suggest\w*|impl(?:y|ies|ied)|likely|unlikely|worthless|too (?:little|late|low|high|small|far|much)|fell short|falls? short|hard to|difficult|a matter of|very much|closer|doubt\w*|mean[st]?\b|success\w*|failure|disaster|setback|breakthrough|progress|deadlock|stalemate|hopes?|fears?|stronger|weaker|important|serious|unfair|fair|realistic|constructive|productive|disappoint\w*|worr\w+|depends? on|fabrication|nonsense|false|untrue|baseless)\b"
)
_CONSEQUENCE = _re(
    r"\b(?:would|will) (?:be|leave|mean|cut|cost|reach|feel|represent|make|hurt|help|lose|take|require|need|have to|face|amount|give|remain|struggle|suffer)\b"
)
_DUE = _re(
    r"\b(?:is|are|was|were) (?:to|due|set|scheduled|slated|expected|bound)\b|\bfalls? due\b|\bset for\b|\bgoing to\b|\bplans? to\b|\bplanned\b|\bintends? to\b"
)
_EARLIER = _re(
    r"\b(?:previous|earlier|last|first (?:two|three|four|round)|once|in the past|at the time|those (?:meetings|talks)|the last)\b"
)
_NEG = _re(
    r"\b(?:not|cannot|\w+n['’]t|never|no one|nobody|nothing|none|neither|nor|no|fail(?:ed|s|ing)? (?:\w+ ){0,4}to|without|den(?:y|ies|ied|ying)|unable to|no longer|hardly|has yet to|have yet to|had yet to)\b"
)
_NOT_NEG = _re(
    r"\b(?:not only|no less than|not less than|no fewer than|no more than|not more than|no later than|no doubt|not to be named|not named|(?:did|does|do) not name|no sooner|nothing (?:below|less|short)|without (?:reservations?|conditions?|crediting|delay|precondition)|with no one|not one (?:\w+ )?more|not (?:been )?ruled? out|at no cost)\b"
)
_FALSE = _re(
    r"\b(?:a (?:total |complete |pure )?(?:fabrication|lie|fiction|invention|hoax)|untrue|false|fake|baseless|unfounded|groundless|nonsense)\b"
)
_HEDGE = _re(
    r"\b(?:might|could(?! not (?:be|have been) (?:verified|reached|confirmed))|(?-i:may)(?=\s)|reportedly|allegedly|apparently|possibly|potentially|perhaps|maybe|likely|unlikely|probably|presumably|purportedly|supposedly|appear(?:s|ed)?|seem(?:s|ed)?|suggest(?:s|ed)?|suspect(?:s|ed)? (?:that|of|it)|suspected|rumou?red|(?:is|are|was|were) (?:also |widely |now |still )?(?:said|believed|thought|expected|understood|rumou?red|reported) to|(?:are|is|was|were) (?:also |widely )?expected|considering|weighing|mulling|it (?:is|was) unclear|unclear (?:if|whether|when|how)|not clear (?:if|whether|when|how))\b"
)
_DOUBT = _re(
    r"\b(?:could not (?:immediately |independently )?be (?:\w+ )?(?:verified|confirmed|corroborated)|(?:has|have|had) not been (?:able to )?(?:independently )?(?:confirm\w*|verif\w*)|(?:has|have|had) (?:not been able|been unable) to (?:\w+ )?(?:confirm|verify)|unable to (?:\w+ )?(?:confirm|verify)|not independently (?:verified|confirmed)|unverified|unconfirmed|no independent confirmation|could not independently|cannot be verified)\b"
)
_PERMISSION = _re(r"\b(?:neither|no|none|nobody)\b[^.;]{0,60}\b(?-i:may)\b|\b(?-i:may) only\b")


def doubted(text: str) -> bool:
    """Say whether a sentence states that the report before it could not be confirmed.

    >>> doubted("The report could not be verified.")
    True
    """
    return _DOUBT.search(text) is not None


def judge(content: str, told: Told) -> Verdict:
    """Judge a passage: what is claimed, without who says so, in plain quotation marks."""
    hedge = _hedge(content) or _span(_UNCLEAR.search(content))
    negation = None if _UNCLEAR.search(content) else _negation(content)
    kind, trigger, condition = _kind(content, told, hedge, negation)
    rejects = told.cue == "dismiss" and re.search(
        r"\b(?:report|claim|allegation|rumou?r|suggestion|accusation)s?\b", content[:60]
    )
    if rejects:
        kind, negation = ("event" if kind == "assessment" else kind), rejects.span()
    elif told.cue == "deny" or told.core.lemma == "deny":
        kind = kind if kind in ("possibility", "assessment", "plan") and told.cue == "deny" else "event"
        negation = negation or (0, 0)
    elif kind in ("refusal", "condition", "threat", "demand", "offer", "acceptance"):
        negation = None
    elif _FALSE.search(content) and negation is None and kind == "assessment":
        found = _FALSE.search(content)
        negation = found.span() if found else None
    return Verdict(kind=kind, trigger=trigger, hedge=hedge, negation=negation, condition=condition)


def _hedge(content: str) -> Span | None:
    for found in _HEDGE.finditer(content):
        if found.group().lower().startswith("may") and _PERMISSION.search(content):
            continue
        return found.span()
    return None


def _negation(content: str) -> Span | None:
    """A denial in the main clause; what stands in a subordinate clause denies only that."""
    skip = [m.span() for m in _NOT_NEG.finditer(content)]
    starts = [
        m.start()
        for m in re.finditer(
            r"\b(?:if|until|unless|because|although|while|that|which|who|whose|when|before|after|as|where|but)\b|:",
            content,
        )
        if m.start() >= 12
    ]
    reach = min(starts, default=len(content))
    opening = re.match(r"(?:if|when|after|before|as|although|while|because)\b[^,]*,", content, re.IGNORECASE)
    begin = 0
    if opening:
        begin = opening.end()
        reach = min((s for s in starts if s > begin + 12), default=len(content))
    if (
        re.match(r".{0,40}\b(?:there (?:is|was|were|are)|it (?:is|was))\b", content, re.IGNORECASE)
        or reach < begin + 12
    ):
        reach = max(reach, begin + 40)
    for found in _NEG.finditer(content, begin, reach):
        if not any(a <= found.start() < b for a, b in skip):
            return found.span()
    return None


Choice = tuple[str, Span | None, Span | None]


def _kind(content: str, told: Told, hedge: Span | None, negation: Span | None) -> Choice:
    core = told.core
    recent = any(f.last and told.published and told.published - f.last < timedelta(7) for f in told.dates)
    if told.own and core.tense == "pluperfect" and hedge is None and not recent:
        return "background", None, None
    opened = _RULED.search(content)
    if opened:
        return "possibility", opened.span(), None
    if _impossible(content) and (told.own or told.cue):
        condition = _condition(content, told, (0, 1)) or _span(_WITHOUT.search(content))
        return ("condition", condition, condition) if condition else ("refusal", _span(_NOTHING.search(content)), None)
    drafted = re.match(
        rf"\W*under (?:the|that|its|his|her|their|an?)\b.{{0,24}}\b(?:{_PROPOSALS})\b", content, re.IGNORECASE
    )
    if drafted and core.modals & {"would", "will"}:
        return "offer", drafted.span(), None
    condition = _condition(content, told, negation)
    threat = _threat(content, told)
    if threat is not None and (condition is None or _IF.search(content)) and not (condition and _ONLY.search(content)):
        return "threat", threat, None
    unclear = _UNCLEAR.search(content)
    if unclear:
        return "possibility", unclear.span(), None
    act = told.act or (core.lemma if not told.own and core.lemma in ACTS and not core.passive else "")
    if core.lemma in ("vote", "decide", "choose", "opt", "move") and core.then in ACTS and not core.modals:
        act = core.then
    phrased = _phrased(content, told, negation)
    if told.own and _old(told.dates, told.published, 45) and hedge is None and not _ahead(told):
        return "background", None, None
    if phrased is not None and condition is None:
        return phrased, _word(content, core.lemma), None
    if act in ACTS and act != "deny":
        choice = _act(content, act, told, condition, hedge, negation)
        if choice is not None:
            return choice
    if condition is not None:
        return "condition", condition, condition
    return _by_words(content, told, hedge, negation)


def _condition(content: str, told: Told, negation: Span | None) -> Span | None:
    core = told.core
    only = _ONLY.search(content)
    until = _UNTIL.search(content) or (_LACKING.search(content) if negation else None)
    depends = re.search(r"\b(?:depend|hinge) (?:on|upon)\b", content)
    if depends and core.modals & {"will", "would"} and not told.own:
        return depends.span()
    binding = (
        core.modals & {"will", "would", "can", "could", "shall"}
        or core.tense in ("present", "future")
        or core.lemma == "refuse"
        or core.imperative
    )
    if only and (binding or "price for" in content or not told.own):
        return only.span()
    if (
        until
        and (
            negation
            or core.lemma in ("refuse", "reject", "stay", "remain", "rule", "keep", "continue", "hold", "retain")
        )
        and binding
        and not core.imperative
    ):
        return until.span()
    restricted = _RESTRICTED.search(content)
    if (
        restricted
        and core.modals & {"will", "would"}
        and negation
        and core.lemma in ("join", "sign", "accept", "support", "back", "attend", "enter", "vote")
    ):
        return restricted.span()
    when = _WHEN.search(content)
    if when and not told.own and "will" in core.modals:
        return when.span()
    once = re.search(r"\b(?:once|as soon as)\b", content)
    if once and core.modals & {"will", "would"}:
        return once.span()
    return None


def _threat(content: str, told: Told) -> Span | None:
    core = told.core
    if told.act == "threaten" or told.cue == "threaten" or core.lemma == "threaten":
        found = re.search(r"\bthreaten\w*", content)
        return found.span() if found else (0, 0)
    ahead = bool(core.modals & {"will", "would", "shall"})
    if ahead and core.lemma == "retaliate":
        return _word(content, "retaliat")
    answered = re.search(
        r"\b(?:will|would) (?:be )?(?:met|meet|answered?|responded?|face) (?:\w+ )?(?:with|by|to)?\s?(?:an? )?(?:\w+ )?(?:response|force|retaliation|consequences|counter-?measures)\b",
        content,
    )
    court = re.search(
        r"\b(?:will|would) (?:go to (?:court|war|arbitration)|go on strike|down tools|walk (?:out|away)|stop work|lay down tools|work to rule|seek (?:an? )?(?:judicial review|injunction|damages)|(?:start|launch|bring|begin) (?:\w+ )?(?:proceedings|action)|take (?:\w+ )?to court|take (?:legal|industrial|military) action)\b",
        content,
    )
    if court and _IF.search(content):
        return court.span()
    tit = re.search(r"\bif (?:our|we|my|they (?:attack|touch|hit|strike))\b", content, re.IGNORECASE)
    if tit and told.cue == "warn" and ahead:
        return tit.span()
    if answered:
        return answered.span()
    if ahead and core.lemma in _HOSTILE and _IF.search(content) and not re.search(r"\b(?:will|would) not\b", content):
        return _word(content, core.lemma)
    return None


def _act(
    content: str, act: str, told: Told, condition: Span | None, hedge: Span | None, negation: Span | None
) -> Choice | None:
    core, kind = told.core, ACTS[act]
    here = _word(content, act)
    if act in ("push", "press") and not re.search(rf"\b{act}\w* (?:\w+ ){{0,4}}?(?:for|to)\b", content):
        return None
    if core.lemma == act and core.modals & {"might", "may", "could"}:
        return "possibility", here, None
    if kind == "refusal":
        if condition and _UNTIL.search(content):
            return "condition", condition, condition
        if act == "dismiss":
            spoken = told.cue or re.search(
                r"\bas\b|\b(?:report|claim|idea|suggestion|talk|accusation|allegation)s?\b", content
            )
            offered = re.search(rf"\b(?:{_PROPOSALS}|idea|suggestion|offer|talks|calls?|demands?)\b", content)
            if offered and re.search(
                r"\bdismiss\w* (?:the|its|his|her|their|that|this|any|an?) (?:\w+ )?(?:demand|proposal|offer|plan|idea|call|suggestion|bid)\b",
                content,
            ):
                return "refusal", here, None
            if told.own and offered:
                return "refusal", here, None
            return ("assessment" if spoken else "event"), here, None
        return "refusal", here, None
    if act == "call" and not re.search(r"\bcall\w*\b.{0,30}\b(?:for|on|upon)\b", content):
        return ("plan", here, None) if re.search(r"\bcalled\b.{0,60}\bto\b", content) else ("assessment", here, None)
    if negation and kind in ("acceptance", "demand", "offer") and not _FLOOR.search(content):
        if core.modals & {"will", "would", "can", "could"}:
            return ("condition", condition, condition) if condition else ("refusal", here, None)
        return "event", negation, None
    if kind == "acceptance" and _FLOOR.search(content):
        return "demand", here, None
    if act == "appeal" and re.search(
        r"\bappeal (?:against|to the (?:\w+ )?(?:court|tribunal)|the (?:ruling|verdict|decision|judgment|sentence))\b",
        content,
        re.IGNORECASE,
    ):
        return ("plan", here, None) if _ahead(told) or core.modals & {"will", "would"} else None
    if (
        act in ("ask", "request", "urge")
        and core.subject in ("i", "we")
        and core.tense == "past"
        and _old(told.dates, told.published, 30)
    ):
        return "event", here, None
    if act == "want" and told.core.subject.startswith(("nobody", "no one", "everyone", "i ", "we all")):
        return "assessment", here, None
    if act in ("promise", "pledge") and (told.own or told.cue) and _ahead(told):
        return "plan", here, None
    return kind, here, None


def _by_words(content: str, told: Told, hedge: Span | None, negation: Span | None) -> Choice:
    core = told.core
    refuse = _REFUSE.search(content)
    willed = core.modals & {"will", "would", "can", "shall"} and negation
    inert = willed and (
        not core.agent
        or core.subject == "you"
        or core.lemma in _INVOLUNTARY
        or (told.own and core.lemma not in _VOLUNTARY)
    )
    if told.cue in ("promise", "vow", "pledge", "swear") and willed:
        return "refusal", negation, None
    answer = re.fullmatch(r"\W*(yes|no)\W*", content, re.IGNORECASE)
    if answer and told.cue == "say":
        return ("acceptance" if answer.group(1).lower() == "yes" else "refusal"), answer.span(1), None
    yielded = _YIELDED.search(content)
    if yielded and not negation and not core.modals:
        return "acceptance", yielded.span(), None
    if core.lemma == "like" and "would" in core.modals and not told.own and not negation:
        return "demand", _word(content, "like"), None
    nobody = re.match(r"(?:no|nobody|none|not one)\b", core.subject)
    if nobody and not told.own and "will" in core.modals and core.agent and core.lemma not in _INNER:
        return "refusal", negation, None
    if (
        willed
        and core.passive
        and not told.own
        and told.cue
        and core.lemma not in _INVOLUNTARY | _INNER
        and not _ahead(told)
    ):
        return "refusal", negation, None
    if (
        _IF.search(content)
        and not negation
        and core.lemma in _GIVING
        and core.modals & {"will", "would"}
        and core.agent
        and not core.passive
        and not told.own
    ):
        return "offer", _word(content, core.lemma), None
    if inert and not (core.passive and core.agent) and refuse is not None and refuse.start() < 80:
        return ("plan" if _ahead(told) else "assessment"), refuse.span(), None
    if (
        refuse
        and (willed or not re.search(r"\b(?:will|would|can|could|shall)\b|n['’]t", refuse.group()))
        and not core.passive
        and core.tense != "pluperfect"
        and not (told.own and not willed)
    ):
        return "refusal", refuse.span(), None
    main = _main(content)
    if core.imperative and not told.own:
        return ("offer" if re.search(r"\band (?:i|we) will\b", content, re.IGNORECASE) else "demand"), None, None
    floor = _FLOOR.search(content)
    if floor:
        return "demand", floor.span(), None
    must = _MUST.search(content)
    if must and core.modals & {"must", "should", "ought"} and not told.own:
        return "demand", must.span(), None
    first = core.subject in ("i", "we", "you", "one")
    if must and core.lemma in ("have", "need") and core.then and not core.modals and not told.own and not first:
        return "demand", must.span(), None
    if must and core.modals & {"must"} and told.own:
        return "plan", must.span(), None
    offer = _OFFER.search(main)
    if offer and core.modals & {"may", "might", "could"}:
        return "possibility", offer.span(), None
    proposal = re.search(rf"\b(?:{_PROPOSALS})\b", core.subject) or (
        re.match(rf"under (?:the|that|its|his|her|their|a)\b.{{0,20}}\b(?:{_PROPOSALS})\b", content, re.IGNORECASE)
    )
    if offer and not negation:
        return "offer", offer.span(), None
    if (
        proposal
        and (
            core.modals & {"would"}
            or core.lemma in ("value", "envisage", "foresee", "propose", "include", "give")
            or re.search(r"\bon the table\b", content)
        )
        and not negation
        and not re.search(r"\bfinal\b", content)
    ):
        return "offer", None, None
    if (
        not negation
        and core.lemma
        in ("sign", "attend", "join", "comply", "support", "back", "endorse", "accept", "ratify", "abide")
        and core.modals & {"will", "would"}
        and not told.own
        and not _ahead(told)
    ):
        return "acceptance", _word(content, core.lemma), None
    if not negation and core.lemma == "sign" and core.particle == "off":
        return "acceptance", _word(content, "sign"), None
    if core.complement in ("possible", "conceivable", "open", "flexible") and not negation:
        return "possibility", _word(content, core.complement), None
    possible = _POSSIBLE.search(main)
    if possible and _really_possible(possible, content, told):
        return "possibility", possible.span(), None
    return _by_time(content, told, hedge, negation)


def _really_possible(found: re.Match[str], content: str, told: Told) -> bool:
    word = found.group().lower()
    if word == "may" and _PERMISSION.search(content):
        return False
    if word == "could" and re.search(r"\bcould not be\b", content):
        return False
    inside = re.search(r"\b(?:whether|that|who|which|what|how)\b", content[: found.start()])
    if word in ("might", "may", "could") and inside and told.core.tense in ("past", "perfect"):
        return False
    if told.own and "would" in told.core.modals and not told.core.modals & {"might", "may", "could"}:
        return False
    if (
        word in ("might", "may", "could")
        and not told.core.modals & {"might", "may", "could"}
        and told.core.lemma
        and told.own
    ):
        return bool(re.match(r".{0,60}\b(?:might|may|could)\b", content))
    return True


def _ahead(told: Told) -> bool:
    day = told.published
    return day is not None and any(f.last and f.first and (f.last > day or f.first >= day) for f in told.dates)


def _by_time(content: str, told: Told, hedge: Span | None, negation: Span | None) -> Choice:
    core = told.core
    assess = _ASSESS.search(content)
    consequence = _CONSEQUENCE.search(content)
    planned = _DUE.search(content)
    if core.lemma in ("appear", "seem", "suggest", "imply") or (
        told.cue in _EVALUATE and told.cue not in ("expect", "advise", "suggest")
    ):
        return "assessment", assess.span() if assess else None, None
    if told.cue == "advise":
        return "assessment", None, None
    permitted = _PERMISSION.search(content)
    if permitted:
        return "plan", permitted.span(), None
    if core.modals & {"will", "would", "shall"} or planned or core.tense == "future":
        state = core.lemma in (
            "be",
            "have",
            "need",
            "leave",
            "mean",
            "cost",
            "cut",
            "reach",
            "feel",
            "represent",
            "make",
            "hurt",
            "help",
            "lose",
            "take",
            "require",
            "face",
            "give",
            "amount",
            "suffer",
            "worsen",
            "trigger",
            "lead",
        )
        if consequence and state and not _ahead_action(content, told) and not core.passive:
            return "assessment", consequence.span(), None
        inert = core.modals & {"will", "would"} and not core.agent and not core.passive and not _ahead(told)
        if inert and core.lemma not in _TIMED and not planned and not told.own:
            return "assessment", consequence.span() if consequence else None, None
        if told.cue == "warn" and not core.passive:
            return "assessment", consequence.span() if consequence else None, None
        return "plan", planned.span() if planned else None, None
    if core.then and core.lemma in ("decide", "plan", "intend", "aim", "prepare", "vow", "pledge"):
        return "plan", _word(content, core.lemma), None
    if _ahead(told) and (
        core.tense in ("present", "")
        or core.lemma
        in (
            "give",
            "set",
            "schedule",
            "call",
            "confirm",
            "announce",
            "summon",
            "invite",
            "extend",
            "postpone",
            "delay",
            "move",
            "adjourn",
            "put",
            "book",
            "reschedule",
            "prolong",
            "appoint",
        )
    ):
        return "plan", None, None
    if re.search(r"\b(?:has|have) yet to\b", content):
        return "event", negation, None
    if core.lemma in ("hope", "fear", "believe", "think", "doubt", "regret", "worry") and not told.own:
        return "assessment", _word(content, core.lemma), None
    if told.own:
        return _own(content, told, assess)
    return _speech(content, told, assess, negation)


def _ahead_action(content: str, told: Told) -> bool:
    return (
        _ahead(told)
        and told.core.lemma in ("take", "have", "be", "give", "make", "lead", "reach")
        and told.core.tense == "future"
        and not re.search(r"\bwould\b", content)
    )


def _speech(content: str, told: Told, assess: re.Match[str] | None, negation: Span | None) -> Choice:
    core = told.core
    if not told.nested and (told.cue_tense == "pluperfect" or _old(told.said, told.published, 6)):
        if not (assess or core.complement or _quoted_judgement(content)):
            return "background", None, None
        if core.lemma == "be" and core.subject == "there" and not negation:
            return "background", None, None
        if re.search(r"\d", content) and not assess:
            return "background", None, None
        return "assessment", assess.span() if assess else None, None
    if told.cue == "according" and core.tense == "present" and not assess:
        return "background", None, None
    if _since(told):
        return "background", None, None
    existential = core.lemma == "be" and core.subject in ("there", "")
    if existential and negation:
        return "event", negation, None
    if core.lemma == "be" and not core.passive and not existential:
        return "assessment", assess.span() if assess else None, None
    if assess and not core.passive:
        return "assessment", assess.span(), None
    if core.tense == "present" and not core.passive and core.lemma not in ("exist", "know"):
        return (
            (
                "background"
                if core.lemma in _STATIVE and core.lemma != "be" and told.cue == "according"
                else "assessment"
            ),
            None,
            None,
        )
    if _old(told.dates, told.published, 200):
        return "background", None, None
    return "event", None, None


def _quoted_judgement(content: str) -> bool:
    return bool(re.search(r"\b(?:is|was|are|were|a)\b.{0,30}\"", content))


def _old(found: tuple[Found, ...], published: date | None, days: int) -> bool:
    ends = [f.last for f in found if f.last is not None and published is not None and f.last <= published]
    return bool(ends) and published is not None and all(published - end > timedelta(days) for end in ends)


def _own(content: str, told: Told, assess: re.Match[str] | None) -> Choice:
    core = told.core
    personal = core.lemma in _CHANGE
    if _since(told) and not personal:
        return "background", None, None
    if core.tense == "perfect" and _DURATION.search(content):
        return "background", None, None
    if core.passive and core.tense == "present" and core.lemma in ("accuse", "charge", "suspect", "wanted"):
        return "background", None, None
    fresh = core.tense == "present" and not core.passive and not _old(told.dates, told.published, 18)
    if fresh and core.lemma in _ACHIEVED:
        return "event", _word(content, core.lemma), None
    if core.tense == "present":
        strained = _STRAINED.search(content)
        if (
            core.lemma in _TELLING
            or strained
            or (assess and core.lemma in ("be", "remain", "look", "appear", "seem", "stay"))
        ):
            return "assessment", assess.span() if assess else strained.span() if strained else None, None
        return "background", None, None
    if _old(told.dates, told.published, 62 if personal else 18):
        return "background", None, None
    earlier = _EARLIER.search(_main(content))
    if (
        earlier
        and not any(f.last and told.published and told.published - f.last <= timedelta(18) for f in told.dates)
        and not personal
    ):
        return "background", earlier.span(), None
    if re.search(r"\bthere\b|\bthen\b", content) and told.before == "background":
        return "background", None, None
    return "event", None, None


def _span(found: re.Match[str] | None) -> Span | None:
    return found.span() if found else None


def _impossible(content: str) -> bool:
    return _NOTHING.search(content) is not None


def _phrased(content: str, told: Told, negation: Span | None) -> str | None:
    """Acts that need more than their verb: a particle, an object, an infinitive."""
    core = told.core
    done = core.tense in ("past", "perfect", "present") and not core.modals
    if core.lemma == "turn" and core.particle == "down":
        return "event" if negation else "refusal"
    if core.lemma in ("decline", "refuse") and core.then:
        return "refusal"
    voted = re.search(r"\bvot(?:e|ed|es|ing)\b.{0,30}\b(against|for|in favou?r of)\b", content)
    if core.lemma == "vote" and voted and done:
        return "refusal" if voted.group(1) == "against" else "acceptance"
    vows = core.lemma in ("vow", "pledge", "promise", "swear")
    if vows and re.search(r"\bnot to\b.{3,80}\b(?:until|unless|before)\b", content):
        return "condition"
    if vows and (core.then in _STAND or re.search(r"\b(?:vow|pledg|promis|sw[eo]r)\w* (?:not|never) to\b", content)):
        return "refusal"
    if negation or core.passive or not done:
        return None
    forward = core.lemma == "put" and core.particle in ("forward", "on")
    brings = forward or core.lemma in words("table submit present unveil make float issue send")
    if brings and re.search(rf"\b(?:{_PROPOSALS})\b", core.objects):
        return "offer"
    if core.lemma in ("sign", "initial", "ratify", "adopt", "endorse", "approve", "pass") and re.search(
        rf"\b(?:{_DEALS})\b", core.objects
    ):
        return "acceptance"
    return None


def _since(told: Told) -> bool:
    """Say whether a passage tells of a time that began long before publication and lasts until it."""
    day = told.published
    windows = [f for f in told.dates if f.first and f.last == day and f.rule.startswith("from") and f not in told.aside]
    news = [
        f for f in told.dates if f.first and f.first == f.last and day and timedelta(0) <= day - f.first < timedelta(8)
    ]
    return day is not None and not news and any(f.first and day - f.first > timedelta(75) for f in windows)


def _main(content: str) -> str:
    """Return a passage up to its first subordinate clause or contrast, unless that opens it."""
    cut = re.search(r"(?<=.{12})(?:\b(?:if|until|unless|because|although|while|but|when|which|who)\b|, as\b)", content)
    return content[: cut.start()] if cut else content


def _word(content: str, lemma: str) -> Span | None:
    stem = lemma[: max(3, len(lemma) - 2)]
    found = re.search(rf"\b{re.escape(stem)}\w*", content, re.IGNORECASE)
    return found.span() if found else None
