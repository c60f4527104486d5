"""Time expressions and what they mean on the day of publication, by rules on tense, coordination and what was dated last.

Weeks run from Monday to Sunday. A bare weekday or month lies behind the publication day after a verb in the past, ahead
of it after one in the future, and stays unresolved where the verb says neither. Whatever hangs on an event that has no
date has no dates either.
"""

# ruff: noqa: E501  (a pattern is easier to check on one line than broken over several)

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from detente.claims import DateMention

Tense = Literal["past", "future", "near", ""]
TenseAt = Callable[[int], Tense]

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = {name: n for n, name in enumerate(DAYS)}
_MONTH = {calendar.month_name[n]: n for n in range(1, 13)}
_MONTH |= {f"{calendar.month_abbr[n]}.": n for n in (1, 2, 3, 4, 8, 9, 10, 11, 12)} | {"Sept.": 9, "Sept": 9}
_MONTH |= {calendar.month_abbr[n]: n for n in (1, 2, 4, 8, 9, 10, 11, 12)}
_SEASON = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_NUMBER = {
    w: n
    for n, w in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
}
_NUMBER |= {"a": 1, "an": 1, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90}

_W = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_M = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|(?:Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)\.?)"
_D = r"(?:[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?:1[5-9]\d\d|20\d\d)"
_N = r"(?:\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety)"
_U = r"(?:hour|day|week|fortnight|month|year)s?"
_PART = r"(?:\s+(?:morning|afternoon|evening|night))?"
_LEAD = (
    r"(?:(?:by|until|till|before|since|from|on|in|during|after|as of|no later than|not before|starting|effective)\s+)?"
)
_SINCE_EVENT = re.compile(
    r"\bsince\s+(?:the\s+|an?\s+|its\s+|their\s+)?(?:[\w-]+\s+){1,4}(?:of|on|in)\s+$", re.IGNORECASE
)
_DATED = rf"(?:{_D}\s+(?:of\s+)?{_M}(?:,?\s+{_Y})?|{_M}\s+{_D}(?!\d)(?:,?\s+{_Y})?|\d{{4}}-\d\d-\d\d)"

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE if name not in ("month", "dated", "range", "monthyear", "weekof") else 0))
    for name, pattern in (
        (
            "range",
            rf"\b(?:(?:from|between)\s+)?(?P<a>{_D}(?:\s+{_M})?)\s*(?:[-–—]|to|and|until)\s*(?P<b>{_D}\s+{_M})(?:,?\s+(?P<y>{_Y}))?\b",
        ),
        (
            "range",
            rf"\b(?:(?:from|between)\s+)?(?P<c>{_M}\s+{_D})\s*(?:[-–—]|to|and|until|through)\s*(?P<e>(?:{_M}\s+)?{_D})\b(?!\s+{_M})(?:,?\s+(?P<z>{_Y}))?",
        ),
        ("weekof", rf"\b(?:the\s+)?week\s+(?:of|beginning|starting)\s+(?P<d>{_DATED})"),
        ("dated", rf"\b(?P<d>{_DATED})\b"),
        (
            "part",
            rf"\b(?P<p>(?:the\s+)?(?:end|beginning|start|middle|close)\s+of\s+(?:the\s+)?|mid-?\s?|early\s+(?:in\s+)?|late\s+(?:in\s+)?)(?P<m>{_M}|this\s+(?:week|month|year)|next\s+(?:week|month|year)|week|month|year|(?:this\s+|next\s+)?(?:spring|summer|autumn|winter))(?:\s+(?P<y>{_Y}))?(?![\w-])",
        ),
        ("monthyear", rf"\b(?P<m>{_M}),?\s+(?:of\s+)?(?P<y>{_Y}|last year|this year|next year)\b"),
        ("ago", rf"\b(?:about\s+|nearly\s+|almost\s+)?(?P<n>{_N})\s+(?P<u>{_U})\s+ago\b"),
        (
            "within",
            rf"\b(?:within|in|over|during)\s+(?:the\s+)?(?:next|coming)\s+(?P<n>{_N})\s+(?P<u>{_U})\b|\bwithin\s+(?P<n2>{_N})\s+(?P<u2>{_U})(?!\s+(?:of|after|before))\b|\bwithin\s+(?P<n3>{_N})\s+(?P<u3>{_U})\b",
        ),
        ("past", rf"\b(?:in|over|during|for)\s+the\s+(?:past|last|previous)\s+(?P<n>{_N})\s+(?P<u>{_U})\b"),
        ("hence", rf"\bin\s+(?P<n>{_N})\s+(?P<u>(?:day|week|month)s?)['’]?(?:\s+time)?\b(?!\s+of)"),
        (
            "after",
            rf"\b(?:(?:no later than|at most|not later than|not before|less than)\s+)?(?P<n>{_N}|the)\s+(?P<u>{_U})\s+(?P<w>after|before)\s+(?P<e>(?:it|he|she|they|\w+ing|the|a|an|any|his|her|its|their|\w+['’]s)\b(?:\s+[\w'’-]+){{0,5}})",
        ),
        (
            "later",
            rf"\b(?:about\s+|just\s+)?(?P<n>{_N})\s+(?P<u>{_U})\s+(?P<w>later|earlier|afterwards|beforehand|(?:before|after)(?=\s*(?:[,.;:)]|$)))\b",
        ),
        (
            "nextday",
            r"\b(?:the\s+)(?P<w>next|following|same|previous|preceding)\s+(?P<u>day|morning|afternoon|evening|night|week|month|year|weekend)\b|\bthe\s+day\s+(?P<x>before|after)\b(?=\s*[,.;]|\s*$)",
        ),
        (
            "dayevent",
            r"\bthe\s+(?:day|morning|week|month|year)\s+(?P<w>after|before)\s+(?P<e>(?:the|a|an|his|her|its|their|\w+['’]s)\s+[\w'’-]+)",
        ),
        (
            "weekday",
            rf"\b(?:(?P<p>last|next|this|the following|this coming|this past|early|late|early on|late on)\s+)?(?P<w>{_W}){_PART}(?:['’]s)?\b(?P<q>\s+(?:week|next week|last week)\b)?",
        ),
        (
            "relative",
            r"\b(?P<p>earlier|later|early|late|sooner)?\s*(?P<t>this|last|next|the past|the coming)\s+(?P<u>week|month|year|spring|summer|autumn|fall|winter|weekend|quarter|decade|morning|afternoon|evening|night)\b(?!\s+(?:ago|\d))",
        ),
        ("word", r"\b(?P<w>today|tonight|yesterday|tomorrow)\b(?:['’]s)?"),
        ("then", r"\b(?P<p>by|until|before|since)\s+(?P<w>then)\b"),
        ("month", rf"\b(?:(?P<p>last|next|this)\s+)?(?P<m>{_M})(?![\w’'-]*\s*\d)(?:['’]s)?(?![\w-])"),
        ("feastweek", r"\b(?P<w>Christmas|Easter)\s+week\b"),
        (
            "feast",
            r"\b(?P<w>Christmas Eve|Christmas Day|Christmas(?! (?:market|tree|card|party|present|shopp|bonus|lights))|New Year['’]s Day|New Year['’]s Eve|New Year|Good Friday|Easter Sunday|Easter Monday|Easter)\b",
        ),
        ("sinceseason", r"\bsince\s+(?:the\s+|last\s+)?(?P<s>spring|summer|autumn|winter)\b(?!\s+(?:of|\d|[a-z]+ing))"),
        (
            "byseason",
            r"\b(?:by|until|till|before)\s+(?:the\s+)?(?P<s>spring|summer|autumn|winter)\b(?!\s+(?:of|\d|[a-z]+ing))",
        ),
        (
            "year",
            rf"(?<![\d.,$€£])\b(?P<y>{_Y})\b(?!\s*(?:percent|per cent|%|tonnes|tons|people|workers|km|metres|meters|jobs)|[,.]\d|\s*%)",
        ),
        (
            "season",
            r"\b(?:before|after|until|by|during|over|ahead of)\s+(?P<e>(?:the|its|their|his|her|a|any)\s+(?:[\w-]+\s+)?(?:season|harvest|winter|summer|spring|autumn|rains|monsoon|thaw|election|elections|vote|referendum|summit|deadline|holiday|holidays|congress))\b",
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A time expression: its place in the text, and both days it spans, None where they cannot be told."""

    start: int
    end: int
    text: str
    first: date | None = None
    last: date | None = None
    rule: str = ""

    def mention(self) -> DateMention:
        """Return it as a field of a claim."""
        return DateMention(text=self.text, start=self.first, end=self.last, rule=self.rule)


def find(
    text: str,
    published: date | None,
    tense: TenseAt | Tense = "",
    anchor: Found | None = None,
    offset: int = 0,
    known: Sequence[Found] = (),
) -> tuple[Found, ...]:
    """Find the time expressions of a passage and resolve them.

    Parameters
    ----------
    text : the passage
    published : the day of publication; without it only full dates are resolved
    tense : of the passage, or a function from a place in it to the tense there
    anchor : what was dated last before the passage, for "two days later"
    offset : added to the places found
    known : days dated before the passage, for "before the January meeting"

    Examples
    --------
    >>> [(f.text, str(f.first)) for f in find("They will meet next Tuesday and Wednesday", date(2026, 2, 13), "future")]
    [('next Tuesday', '2026-02-17'), ('Wednesday', '2026-02-18')]
    """
    at: TenseAt = tense if callable(tense) else (lambda _: tense)
    taken: list[tuple[int, int]] = []
    raw: list[tuple[str, re.Match[str]]] = []
    for name, pattern in PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < b and a < match.end() for a, b in taken) or not _plausible(name, match, text):
                continue
            taken.append(match.span())
            raw.append((name, match))
    raw.sort(key=lambda item: item[1].start())
    found: list[Found] = []
    last = anchor
    for name, match in raw:
        start, end = match.span()
        lead = re.search(rf"\b{_LEAD}$", text[max(0, start - 16) : start], re.IGNORECASE)
        word = lead.group().strip().lower() if lead else ""
        event = _SINCE_EVENT.search(text[max(0, start - 60) : start])
        if event:
            lead, word = event, "since"
        when = at(start)
        if word == "since":
            when = "past"
        if word in ("by", "until", "till") and when != "future":
            when = "near"  # a deadline may lie ahead of a verb in the past: "has given them until 10 November"
        if re.search(
            r"\b(?:before|until|till|by|ahead of)\s+(?:the|its|their|an?)\s+(?:[\w-]+\s+){1,4}(?:of|on)\s+$",
            text[max(0, start - 70) : start],
        ):
            when = "near"  # "before the elections of 18 May"
        days, rule = _days(name, match, text, published, when, last, found)
        if word == "since" and days and published:
            days, rule = (days[0], max(days[0], published)), "from then until publication"
        if word in ("by", "until", "till", "since", "before") and lead:
            start -= len(lead.group())
        first, final = days if days else (None, None)
        one = Found(
            start=start + offset, end=end + offset, text=text[start:end].strip(), first=first, last=final, rule=rule
        )
        found.append(one)
        if first is not None and rule != "a year":
            last = one
    return tuple(found)


def _plausible(name: str, match: re.Match[str], text: str) -> bool:
    start = match.start()
    if name == "month" or (name == "part" and match.group("m") in _MONTH):
        word = match.group("m")
        if word == "May" and match.group().startswith("May"):
            before = text[:start].rstrip().rsplit(None, 1)[-1:] or [""]
            return before[0].lower() in {
                "in",
                "since",
                "by",
                "until",
                "till",
                "from",
                "of",
                "before",
                "after",
                "during",
                "for",
                "and",
                "to",
            }
        if word in ("March", "August", "April", "June"):  # also a verb, or a given name
            after = text[match.end() : match.end() + 20].lstrip()
            return not re.match(r"[A-Z][a-z]+", after) or name == "part"
    if name == "year":
        before = text[max(0, start - 25) : start].rstrip().rsplit(None, 1)[-1:] or [""]
        after = text[match.end() : match.end() + 14]
        if before[0].lower().strip("(") in {
            "in",
            "since",
            "by",
            "until",
            "till",
            "of",
            "from",
            "during",
            "before",
            "after",
            "and",
            "to",
            "than",
            "late",
            "early",
            "for",
        }:
            return not re.match(r"\s+(?:of|and more|or more)\b", after)
        return (
            before[0].lower() in {"a", "the", "an", "its", "their", "that"}
            and re.match(r"\s+[a-z]{4,}", after) is not None
        )
    if name == "range":
        return bool(re.search(_M, match.group()))
    if name in ("after", "later"):  # "lasted 14 months before …" is how long, not when
        return not re.search(
            r"\b(?:last(?:s|ed|ing)?|t(?:ook|akes?|aken)|for|spent)(?:\s+(?:only|just|about))?\s*$", text[:start]
        )
    return True


def _days(
    name: str,
    m: re.Match[str],
    text: str,
    published: date | None,
    tense: Tense,
    anchor: Found | None,
    found: Sequence[Found],
) -> tuple[tuple[date, date] | None, str]:
    g = m.groupdict()
    if name == "year":
        year = int(g["y"])
        return (date(year, 1, 1), date(year, 12, 31)), "a year"
    if name == "dated":
        day = _dated(g["d"], published, tense)
        return ((day, day) if day else None), "a day"
    if name == "range":
        return _range(g, published, tense), "a range of days"
    if name == "weekof":
        day = _dated(g["d"], published, tense)
        return ((day, day + timedelta(6)) if day else None), "the week from that day"
    if name == "monthyear" and g["y"].isdigit():
        return _month(int(g["y"]), _MONTH[g["m"]]), "a month"
    if name in ("after", "dayevent"):
        return _by_event(name, g, anchor, found, text, published)
    if name == "season":
        return None, "hangs on an event without a date"
    if name in ("later", "nextday"):
        return _by_anchor(name, g, anchor)
    if name == "then":
        return ((anchor.first, anchor.last) if anchor and anchor.first and anchor.last else None), "what was dated last"
    if published is None:
        return None, "needs the publication date"
    if name == "monthyear":
        shift = {"last": -1, "this": 0, "next": 1}[g["y"].split()[0]]
        return _month(published.year + shift, _MONTH[g["m"]]), "a month"
    return _by_publication(name, g, m, published, tense, found, text)


def _by_publication(
    name: str,
    g: dict[str, str | None],
    m: re.Match[str],
    published: date,
    tense: Tense,
    found: Sequence[Found],
    text: str,
) -> tuple[tuple[date, date] | None, str]:
    one = timedelta(1)
    if name == "word":
        day = published + {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[(g["w"] or "").lower()] * one
        return (day, day), "counted from publication"
    if name == "ago":
        return _shifted(published, -_count(g["n"]), g["u"] or "", exact=True), "counted back from publication"
    if name == "hence":
        return _shifted(published, _count(g["n"]), g["u"] or "", exact=True), "counted from publication"
    if name == "within":
        n, unit = g["n"] or g["n2"] or g["n3"], g["u"] or g["u2"] or g["u3"] or ""
        end = _shifted(published, _count(n), unit, exact=True)
        return (published, end[1]), "a window from publication on"
    if name == "past":
        start = _shifted(published, -_count(g["n"]), g["u"] or "", exact=True)
        return (start[0], published), "a window up to publication"
    if name == "weekday":
        return _weekday(g, m, published, tense, found, text)
    if name == "month":
        return _bare_month(g, published, tense)
    if name == "relative":
        return _relative(g, published, tense)
    if name == "feast":
        return _feast(g["w"] or "", published, tense), "a feast"
    if name == "feastweek":
        feast = _feast(g["w"] or "", published, tense)
        if feast is None:
            return None, "a feast"
        monday = feast[0] - one * feast[0].weekday()
        return (monday, monday + 6 * one), "the week of a feast"
    if name == "sinceseason":
        month = _SEASON[(g["s"] or "").lower()]
        begun = max(d for y in (-1, 0) if (d := date(published.year + y, month, 1)) <= published or y == -1)
        return (begun, published), "from then until publication"
    if name == "byseason":
        month = _SEASON[(g["s"] or "").lower()]
        begun = min(d for y in (0, 1) if (d := date(published.year + y, month, 1)) > published or y == 1)
        return _season(begun.year, month), "the next such season"
    return _part(g, published, tense)


def _count(word: str | None) -> int:
    word = (word or "").lower()
    return int(word) if word.isdigit() else _NUMBER.get(word, 1)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _shifted(day: date, n: int, unit: str, *, exact: bool) -> tuple[date, date]:
    unit = unit.lower().rstrip("s")
    if unit == "hour":
        moved = day
    elif unit in ("day", "week", "fortnight"):
        moved = day + timedelta(n * {"day": 1, "week": 7, "fortnight": 14}[unit])
    else:
        months = day.year * 12 + day.month - 1 + n * (12 if unit == "year" else 1)
        year, month = divmod(months, 12)
        year = min(max(year, 1), 9999)
        moved = date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    return moved, moved


def _dated(text: str, published: date | None, tense: Tense) -> date | None:
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        return _safe(*map(int, iso.groups()))
    name = re.search(_M, text)
    day = re.search(r"(?<!\d)([0-3]?\d)(?:st|nd|rd|th)?(?!\d)", text)
    year = re.search(rf"\b{_Y}\b", text)
    if not name or not day:
        return None
    month = _MONTH.get(name.group()) or _MONTH[name.group().rstrip(".")]
    if year:
        return _safe(int(year.group()), month, int(day.group(1)))
    if published is None:
        return None
    near = [d for y in (-1, 0, 1) if (d := _safe(published.year + y, month, int(day.group(1))))]
    return _choose(near, published, tense)


def _choose(days: Sequence[date], published: date, tense: Tense) -> date | None:
    behind = [d for d in days if d <= published]
    ahead = [d for d in days if d >= published]
    if tense == "past" and behind:
        return max(behind)
    if tense == "future" and ahead:
        return min(ahead)
    return min(days, key=lambda d: abs((d - published).days), default=None)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _range(g: dict[str, str | None], published: date | None, tense: Tense) -> tuple[date, date] | None:
    if g.get("b"):
        later, year = g["b"] or "", g.get("y")
        month = re.search(_M, later)
        earlier = g["a"] or ""
        if month and not re.search(_M, earlier):
            earlier = f"{earlier} {month.group()}"
    else:
        earlier, year = g["c"] or "", g.get("z")
        month = re.search(_M, earlier)
        later = g["e"] or ""
        if month and not re.search(_M, later):
            later = f"{month.group()} {later}"
    if year:
        earlier, later = f"{earlier} {year}", f"{later} {year}"
    last = _dated(later, published, tense)
    first = _dated(earlier, published, tense)
    if first and last and first > last and not year:
        first = _safe(first.year - 1, first.month, first.day)
    return (first, last) if first and last and first <= last else None


def _weekday(
    g: dict[str, str | None], m: re.Match[str], published: date, tense: Tense, found: Sequence[Found], text: str
) -> tuple[tuple[date, date] | None, str]:
    target = _DAY[(g["w"] or "").lower()]
    monday = published - timedelta(published.weekday())
    lead = (g["p"] or "").lower()
    if lead in ("", "early", "late", "early on", "late on") and found:
        before = found[-1]
        between = text[before.end - before.start + text.find(before.text) : m.start()] if before.text in text else ""
        joined = re.fullmatch(r"\s*(?:,|and|or|to|through|,\s*and|-|–)\s*(?:on\s+)?", between)
        if joined and before.first and re.search(rf"\b{_W}", before.text, re.IGNORECASE):
            day = before.first + timedelta((target - before.first.weekday()) % 7)
            return (day, day), "goes on from the weekday before it"
    tail = (g.get("q") or "").strip().lower()
    if lead == "next" or tail == "next week":
        day = monday + timedelta(7 + target)
        return (day, day), "in the week after publication"
    if tail == "last week":
        day = monday + timedelta(target - 7)
        return (day, day), "in the week before publication"
    if lead in ("last", "this past"):
        day = published - timedelta((published.weekday() - target) % 7 or 7)
        return (day, day), "the latest before publication"
    if lead == "this":
        day = monday + timedelta(target)
        return (day, day), "in the week of publication"
    if lead in ("the following", "this coming"):
        day = published + timedelta((target - published.weekday()) % 7 or 7)
        return (day, day), "the first after publication"
    if tense == "near":
        tense = "future"
    if tense == "past":
        day = published - timedelta((published.weekday() - target) % 7)
        return (day, day), "past tense: the latest not after publication"
    if tense == "future":
        day = published + timedelta((target - published.weekday()) % 7)
        return (day, day), "future: the first not before publication"
    return None, "a weekday whose verb shows no tense"


def _bare_month(g: dict[str, str | None], published: date, tense: Tense) -> tuple[tuple[date, date] | None, str]:
    month = _MONTH.get(g["m"] or "") or _MONTH[(g["m"] or "").rstrip(".")]
    lead = (g["p"] or "").lower()
    year = published.year
    if lead == "this":
        return _month(year, month), "in the year of publication"
    if tense == "near" and not lead:
        year = min((year - 1, year, year + 1), key=lambda y: abs((date(y, month, 15) - published).days))
        return _month(year, month), "a deadline: the nearest"
    if lead == "last" or (not lead and tense == "past"):
        year -= month > published.month or (month == published.month and lead == "last")
        return _month(year, month), "past tense: the latest not after publication"
    if lead == "next" or tense == "future":
        year += month < published.month or (month == published.month and lead == "next")
        return _month(year, month), "future: the first not before publication"
    return None, "a month whose verb shows no tense"


def _relative(g: dict[str, str | None], published: date, tense: Tense) -> tuple[tuple[date, date] | None, str]:
    unit, lead = (g["u"] or "").lower(), (g["p"] or "").lower()
    shift = {"this": 0, "last": -1, "next": 1, "the past": -1, "the coming": 1}[(g["t"] or "").lower()]
    if unit in ("morning", "afternoon", "evening", "night"):
        day = published + timedelta(shift)
        return (day, day), "counted from publication"
    period = _period(unit, shift, published, tense)
    if lead == "earlier" and shift == 0:
        return (period[0], max(period[0], published)), "from its start until publication"
    if lead in ("later", "late") and shift == 0:
        return (min(published, period[1]), period[1]), "from publication to its end"
    return period, "the whole period"


def _period(unit: str, shift: int, published: date, tense: Tense = "") -> tuple[date, date]:
    monday = published - timedelta(published.weekday())
    if unit == "week":
        return monday + timedelta(7 * shift), monday + timedelta(7 * shift + 6)
    if unit == "weekend":
        return monday + timedelta(7 * shift + 5), monday + timedelta(7 * shift + 6)
    if unit == "month":
        year, month = divmod(published.year * 12 + published.month - 1 + shift, 12)
        return _month(year, month + 1)
    if unit == "quarter":
        year, quarter = divmod(published.year * 4 + (published.month - 1) // 3 + shift, 4)
        return date(year, quarter * 3 + 1, 1), _month(year, quarter * 3 + 3)[1]
    if unit == "decade":
        start = published.year // 10 * 10 + 10 * shift
        return date(start, 1, 1), date(start + 9, 12, 31)
    if unit in _SEASON:
        year, month = published.year, _SEASON[unit]
        if unit == "winter" and published.month <= 2:
            year -= 1
        if (shift == -1 and date(year, month, 1) <= published and _season(year, month)[1] >= published) or (
            shift == -1 and date(year, month, 1) > published
        ):
            year -= 1
        elif shift == 1 and date(year, month, 1) <= published:
            year += 1
        return _season(year, month)
    year = published.year + shift
    return date(year, 1, 1), date(year, 12, 31)


def _season(year: int, month: int) -> tuple[date, date]:
    end_year, end = (year + 1, 2) if month == 12 else (year, month + 2)
    return date(year, month, 1), _month(end_year, end)[1]


def _feast(word: str, published: date, tense: Tense) -> tuple[date, date] | None:
    """Return a feast's day; deadlines and verbs that tell no tense point ahead."""
    lowered = word.lower()
    years = [published.year + k for k in (-1, 0, 1)]
    if "easter" in lowered or lowered == "good friday":
        moved = timedelta({"good friday": -2, "easter monday": 1}.get(lowered, 0))
        days = [_easter(year) + moved for year in years]
    else:
        month, day = {"christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24)}.get(lowered, (1, 1))
        if lowered == "new year’s eve" or lowered == "new year's eve":
            month, day = 12, 31
        days = [date(year, month, day) for year in years]
    chosen = _choose(days, published, "future" if tense == "near" else tense or "future")
    return (chosen, chosen) if chosen else None


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous rule, as in Meeus, Astronomical Algorithms).

    >>> _easter(2026), _easter(2000)
    (datetime.date(2026, 4, 5), datetime.date(2000, 4, 23))
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _part(g: dict[str, str | None], published: date, tense: Tense) -> tuple[tuple[date, date] | None, str]:
    part, name = (g["p"] or "").lower(), (g["m"] or "")
    lowered = name.lower()
    if name in _MONTH or name.rstrip(".") in _MONTH:
        month = _MONTH.get(name) or _MONTH[name.rstrip(".")]
        if g["y"]:
            period = _month(int(g["y"]), month)
        else:
            bare, _ = _bare_month({"m": name, "p": None}, published, tense or ("future" if "end" in part else "past"))
            if bare is None:
                return None, "a month whose verb shows no tense"
            period = bare
    else:
        unit = lowered.split()[-1]
        period = _period(unit, 1 if lowered.startswith("next") else 0, published)
    length = (period[1] - period[0]).days + 1
    if "end" in part or "close" in part:
        return (period[1], period[1]), "its last day"
    if "beginning" in part or "start" in part:
        return (period[0], period[0]), "its first day"
    third = max(1, length // 3)
    if "mid" in part:
        return (period[0] + timedelta(third), period[1] - timedelta(third)), "its middle third"
    if "early" in part:
        return (period[0], period[0] + timedelta(third - 1)), "its first third"
    return (period[1] - timedelta(third - 1), period[1]), "its last third"


def _by_anchor(name: str, g: dict[str, str | None], anchor: Found | None) -> tuple[tuple[date, date] | None, str]:
    if anchor is None or anchor.first is None or anchor.last is None:
        return None, "nothing dated before it"
    rule = f"counted from “{anchor.text}”"
    if name == "later":
        back = (g["w"] or "").lower() in ("earlier", "before", "beforehand")
        base = anchor.first if back else anchor.last
        return _shifted(base, -_count(g["n"]) if back else _count(g["n"]), g["u"] or "", exact=True), rule
    unit, word = (g.get("u") or "day").lower(), (g.get("w") or g.get("x") or "").lower()
    if word == "same":
        return (anchor.first, anchor.last), rule
    back = word in ("previous", "preceding", "before")
    if unit in ("week", "month", "year", "weekend"):
        return _period(unit, -1 if back else 1, anchor.first), rule
    day = anchor.first - timedelta(1) if back else anchor.last + timedelta(1)
    return (day, day), rule


def _by_event(
    name: str, g: dict[str, str | None], anchor: Found | None, found: Sequence[Found], text: str, published: date | None
) -> tuple[tuple[date, date] | None, str]:
    return None, "hangs on an event without a date"
