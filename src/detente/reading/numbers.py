"""Quantities with their relation and unit: "more than 300 POWs" is more_than 300, POWs."""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import re
from dataclasses import dataclass

from detente.claims import Number, Relation
from detente.reading.lexicon import words

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = {w: n for n, w in enumerate(_ONES.split())}
_TENS = {
    w: 10 * n for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
_SCALE = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "bn": 1e9,
    "m": 1e6,
    "k": 1e3,
    "dozen": 12,
}
_SCALE |= {"mn": 1e6, "tn": 1e12}
_PARTS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1}

_RELATIONS: tuple[tuple[str, Relation], ...] = (
    (
        r"not less than|no less than|no fewer than|at least|a minimum of|nothing below|nothing under|nothing less than|not below|as little as",
        "at_least",
    ),
    (
        r"no more than|not more than|at most|a maximum of|up to|as much as|as many as|nothing above|not above|no longer than|not exceeding",
        "at_most",
    ),
    (
        r"more than|greater than|larger than|longer than|higher than|above|over|upwards of|in excess of|exceeding|well over|just over",
        "more_than",
    ),
    (r"less than|fewer than|lower than|below|under|shorter than|just under|well under", "less_than"),
    (r"nearly|almost|close to|approaching|not quite|just short of", "nearly"),
    (r"about|around|roughly|approximately|some|an estimated|circa", "about"),
)
_WORDNUM = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine)"
)
_MONEY = r"(?:US\$|A\$|C\$|[$€£¥₽₴₹₪₺])"
_NUMBER = re.compile(
    rf"(?P<mod>\b(?:{'|'.join(words for words, _ in _RELATIONS)})\s+)?"
    rf"(?:(?P<frac>\b(?:(?:a|one|two|three)[\s-])?(?:half|third|quarter|fifth|tenth)s?\b)"
    rf"|(?P<sign>{_MONEY}\s?)?(?P<num>(?<![\w.,])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![\w.,/])\d+(?:\.\d+)?|\b{_WORDNUM}\b|\ba\s+(?=(?:dozen|hundred|thousand|million|billion)\b)|\ban?(?=\s+(?:hour|day|week|fortnight|month|year|decade)\b))"
    rf"(?P<scale>(?:\s?(?:bn|mn|tn)\b|(?<=\d)[mk]\b|[\s-](?:hundred|thousand|million|billion|trillion|dozen)\b)*)"
    rf"(?P<pct>\s?%)?(?P<day>-(?!off\b|way\b|sided\b|fold\b|thirds?\b|quarters?\b|time\b|old\b|on\b|to\b)[a-z]{{3,}}\b(?!-))?)",
    re.IGNORECASE,
)
_STOP = words(
    "the a an of in on at to for and or but that which who with by from as is are was were be been has have had will would "
    "if until unless when while because after before since into than not it its they their his her he she this these those "
    "below above between per more less said says over under against so during about nor could might may can do did does "
    "last next began started ended including each also only still even already then there here where"
)
_PER = re.compile(r"\s+(?:a|per|an|each|every)\s+(?:day|week|month|year|hour|barrel|tonne|ton|head|person|worker)\b")
_TIME = words("day days week weeks month months year years hour hours minute minutes decade decades")
_NOT_ONE = words("of another day side more by thing way on in at who that is was has will would and or, to for")
_COUNTED = words(
    "government governments side sides country countries party parties capital capitals leader leaders men women minister "
    "ministers delegation delegations neighbours neighbors states nations camps presidents teams"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number and its place in the text."""

    start: int
    end: int
    number: Number


def find(text: str, taken: tuple[tuple[int, int], ...] = (), offset: int = 0) -> tuple[Quantity, ...]:
    """Find the quantities of a passage; ``taken`` are places already read as something else, such as dates.

    Ordinals, ages, clock times, numbers in names and "the two governments" are not quantities.

    Examples
    --------
    >>> [(n.number.text, n.number.value, n.number.relation) for n in find("freed more than 300 POWs and €1.9bn")]
    [('more than 300', 300.0, 'more_than'), ('€1.9bn', 1900000000.0, 'exact')]
    """
    found = []
    for m in _NUMBER.finditer(text):
        core = m.start("frac") if m.group("frac") else m.start("num")
        if any(core < b and a < m.end() for a, b in taken) or not _counts(m, text):
            continue
        value = _value(m)
        if value is None:
            continue
        relation: Relation = "exact"
        start = m.start()
        modifier = (m.group("mod") or "").strip().lower()
        for pattern, name in _RELATIONS:
            if modifier and re.fullmatch(pattern, modifier):
                relation = name
        unit = _unit(m, text)
        if (
            modifier == "over"
            and (not unit or unit.split(" ")[0] in _TIME)
            and re.search(r"(?:percent|%|cent|million|billion|\d)\s*$", text[:start])
        ):
            relation, start = "exact", core
        if modifier == "over" and re.search(
            r"\b(?:hand|turn|sign|giv|pass|tak|carr|hands|turns|signs|gives|passes|takes)(?:e|ed|ing|en|y|ied)?\s*$",
            text[:start],
        ):
            relation, start = "exact", core
        if modifier == "some" and not re.match(r"\d|\w+ (?:hundred|thousand|million)", text[core:]):
            relation, start = "exact", core
        if m.group("day") and (m.group("num") or "").lower().startswith("a ") and modifier in ("over", "under", "some"):
            relation, start = "exact", core + 2
        end = m.end("day") if m.group("day") is None else m.start("day")
        end = m.end() if m.group("day") is None else end
        found.append(
            Quantity(
                start=start + offset,
                end=end + offset,
                number=Number(text=text[start:end].strip(), value=value, relation=relation, unit=unit),
            )
        )
    return tuple(found)


def _counts(m: re.Match[str], text: str) -> bool:
    after = text[m.end() :]
    if m.group("frac"):
        return bool(m.group("mod") or re.match(r"\s+(?:of|the|its|their)\b", after)) and not re.match(
            r"\s+time\b", after
        )
    num = m.group("num").lower()
    core = text[: m.start("num")]
    if num in ("a", "an") and not m.group("mod"):
        return False
    if re.match(r"\s?(?:[ap]\.?m\b|o['’]clock|GMT|[.:]\d\d\s?[ap]\.?m)", after) or re.match(
        r"(?:st|nd|rd|th)\b", after
    ):
        return False
    if re.match(r"[.:]\d\d\b", after) and not m.group("sign"):
        return False
    if re.match(r"\w|-\w", after) and not m.group("day"):
        return False
    if (
        re.search(r",\s*$", core)
        and re.match(r"\s*(?:,|\.?$)", after)
        and num[0].isdigit()
        and float(num.replace(",", "")) < 110
        and not m.group("pct")
    ):
        return False  # an age
    if re.search(
        r"\b(?:aged?|No\.|number|article|resolution|chapter|clause|section|page|route|local|channel|flight|unit|group of|level|phase|round|plan)\s*$",
        core,
        re.IGNORECASE,
    ) and not m.group("mod"):
        return False
    if (
        num[0].isdigit()
        and re.search(r"[A-ZÀ-Þ][\w.]+\s$", core)
        and not re.search(r"(?:^|[.!?]\s+[\"“']?)\w+\s$", core)
        and not m.group("sign")
        and not m.group("pct")
        and not m.group("scale")
        and re.match(r"\s*(?:[,.;:]|$|[a-z]+(?:ed|s)\b)", after)
        and not re.match(r"\s+[a-z]+s\b", after)
    ):
        return False  # a number in a name
    if num == "one":
        follows = re.match(r"\s+(\w+)", after)
        if not m.group("mod") and (
            not follows
            or follows.group(1).lower() in _NOT_ONE
            or re.search(r"\b(?:no|any|every|some|each|the|this|that|not)\s*$", core, re.IGNORECASE)
        ):
            return False
    follows = re.match(r"\s+(?:[a-z-]+\s+)?(\w+)", after)
    if num in _SMALL and re.search(r"\b(?:the|these|those|all|both|other|our|their)\s*$", core, re.IGNORECASE):
        nouns = re.findall(r"\w+", after[:40].lower())[:2]
        return not (nouns and any(noun in _COUNTED for noun in nouns))
    return True


def _value(m: re.Match[str]) -> float | None:
    if m.group("frac"):
        parts = re.split(r"[\s-]+", m.group("frac").lower())
        times = {"two": 2, "three": 3}.get(parts[0], 1)
        return times * _PARTS[parts[-1].rstrip("s") if parts[-1] != "half" else "half"]
    num = re.sub(r"^a\s+", "", m.group("num").lower()).strip()
    if num in ("a", "an", ""):
        value = 1.0
    elif num[0].isdigit():
        value = float(num.replace(",", ""))
    elif "-" in num:
        tens, ones = num.split("-")
        value = float(_TENS[tens] + _SMALL[ones])
    else:
        value = float(_TENS.get(num, _SMALL.get(num, 0)))
    for scale in re.findall(r"[a-z]+", (m.group("scale") or "").lower()):
        value *= _SCALE[scale]
    return round(value, 9)


def _unit(m: re.Match[str], text: str) -> str:
    after = text[m.end() :]
    if m.group("day"):
        unit = m.group("day")[1:]
        return unit if unit.endswith("s") else unit + "s"
    per = _PER.match(after)
    if m.group("sign"):
        return m.group("sign").strip() + (per.group() if per else "")
    if m.group("pct"):
        return "%"
    if m.group("frac"):
        of = re.match(r"\s+(?:of\s+)?((?:the\s+|its\s+|their\s+)?[\w'’-]+(?:\s+[\w'’-]+)?)", after)
        return of.group(1) if of else ""
    taken: list[str] = []
    for word in re.findall(r"\s*([^\W\d_][\w'’-]*|\S)", after[:80])[:3]:
        if not word[0].isalpha() or word.lower() in _STOP or (taken and re.search(r"(?:ed|ing)$", word)):
            break
        taken.append(word)
        if word.lower() in ("percent", "tonnes", "tons", "people", "cents", "dollars", "euros", *_TIME) or (
            len(taken) > 1 and word.endswith("s")
        ):
            break
    unit = " ".join(taken)
    tail = _PER.match(after[after.find(taken[-1]) + len(taken[-1]) :]) if taken else per
    return unit + (tail.group() if tail else "")
