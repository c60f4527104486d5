"""How well drafted claims agree with an annotation, counted so that several pages can be added up.

Claims are paired one to one by the words their quotes share; what is said about a claim is compared on pairs only. Both
sides are given in the form that ``detente read --json`` prints.
"""

import datetime
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from detente.reading.lexicon import words

Fields = Mapping[str, Any]
LEAST = 0.5
_TITLES = words(
    "mr mrs ms miss mx dr prof professor sir dame lord lady rev hon president minister premier chancellor "
    "secretary admiral colonel col captain capt general gen major maj lieutenant lt sergeant judge justice "
    "ambassador envoy senator sen representative rep governor gov mayor superintendent spokesman spokeswoman "
    "spokesperson negotiator adviser chief king queen prince princess sheikh sheikha comandante columnist parent "
    "commissioner director chairman chairwoman"
)
_QUALIFIERS = words(
    "prime deputy vice foreign finance labour labor interior defence defense resources fisheries chief special "
    "senior former acting retired union board press managing executive kremlin peace"
)
_SMALL = words("a an and at by for from in of on or the to with")
_SAME = {"at_least": "more_than", "at_most": "less_than"}
_DAY = datetime.timedelta(1)


def fold(text: object) -> str:
    """Put white space and compatibility forms of characters into one form."""
    return " ".join(unicodedata.normalize("NFKC", text if isinstance(text, str) else "").split())


def tokens(text: object) -> list[str]:
    """Return the words and numerals of a text, caseless."""
    return re.findall(r"\w+", fold(text).casefold())


def overlap(left: Iterable[str], right: Iterable[str]) -> float:
    """Return the F1 of two bags of words.

    >>> overlap(["will", "meet", "soon"], ["will", "meet"])
    0.8
    """
    one, two = Counter(left), Counter(right)
    common = sum((one & two).values())
    return 2 * common / (one.total() + two.total()) if common else 0.0


def name_words(text: object) -> tuple[str, ...]:
    """Return a name without brackets, possessives, article and leading titles.

    >>> name_words("Foreign Minister Ana Roth (Анна)")
    ('ana', 'roth')
    """
    found = tokens(re.sub(r"\([^)]*\)|['’]s\b", " ", fold(text).casefold()))
    while len(found) > 1 and found[0] == "the":
        found = found[1:]
    while True:
        n = 0
        while n < len(found) and found[n] in _QUALIFIERS:
            n += 1
        while n < len(found) and found[n] in _TITLES:
            n += 1
        if not n or n >= len(found) or found[n - 1] not in _TITLES:
            return tuple(found)
        found = found[n:]


def pairs(gold: Sequence[Fields], drafted: Sequence[Fields]) -> list[tuple[int, int]]:
    """Pair claims (index in ``gold``, index in ``drafted``), the best overlap of quotes first."""
    left, right = [tokens(c.get("quote")) for c in gold], [tokens(c.get("quote")) for c in drafted]
    near = [
        (-share, gold[i].get("kind") != drafted[j].get("kind"), abs(i - j), i, j)
        for i in range(len(left))
        for j in range(len(right))
        if (share := overlap(left[i], right[j])) >= LEAST
    ]
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for _, _, _, i, j in sorted(near):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((i, j))
    return sorted(found)


def own_voice(chain: Sequence[Fields]) -> bool:
    """Say whether a chain is the outlet alone."""
    return len(chain) == 1 and not chain[0].get("anonymous") and not chain[0].get("name")


def same_hop(gold: Fields, drafted: Fields) -> bool:
    """Say whether two hops are the same: the same name, or both unnamed with equal counts and like descriptions."""
    if gold.get("anonymous"):
        alike = overlap(tokens(gold.get("role")), tokens(drafted.get("role"))) >= LEAST
        return bool(drafted.get("anonymous")) and gold.get("count") == drafted.get("count") and alike
    names = [name_words(hop.get("name") or hop.get("outlet") or "") for hop in (gold, drafted)]
    return not drafted.get("anonymous") and names[0] == names[1] != ()


def same_chain(gold: Sequence[Fields], drafted: Sequence[Fields], outlet: object) -> bool:
    """Say whether two chains agree hop by hop; the last may name the page's own outlet either way."""
    if len(gold) != len(drafted) or not all(map(same_hop, gold[:-1], drafted[:-1])):
        return False
    last = drafted[-1]
    own = name_words(last.get("name") or last.get("outlet") or "") == name_words(outlet)
    return bool(last.get("outlet")) and (same_hop(gold[-1], last) or own)


def right_dates(gold: Sequence[Fields], drafted: Sequence[Fields]) -> int:
    """Count the gold dates with both ends right in a date that shares a word, or that spans several adjoining ones."""
    left, rest, right = list(drafted), [], 0
    for one in gold:
        hit = next((d for d in left if _ends(d) == _ends(one) and _shares(d, one)), None)
        if hit is None:
            rest.append(one)
        else:
            left.remove(hit)
            right += 1
    run: list[Fields] = []
    for one in [*sorted((d for d in rest if d.get("start")), key=_ends), {}]:
        if one and run and _iso(one["start"]) - _iso(run[-1]["end"]) == _DAY:
            run.append(one)
            continue
        if len(run) > 1:
            span = (run[0]["start"], run[-1]["end"])
            hit = next((d for d in left if _ends(d) == span and all(_shares(d, r) for r in run)), None)
            if hit is not None:
                left.remove(hit)
                right += len(run)
        run = [one] if one else []
    return right


def _ends(one: Fields) -> tuple[Any, Any]:
    return one.get("start"), one.get("end")


def _shares(left: Fields, right: Fields) -> bool:
    return bool(set(tokens(left.get("text"))) & set(tokens(right.get("text"))))


def _iso(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def right_numbers(gold: Sequence[Fields], drafted: Sequence[Fields]) -> int:
    """Count the gold numbers with value and relation right (at least counts as more than, at most as less than)."""
    left, right = list(drafted), 0
    for one in gold:
        hit = next((d for d in left if _number(d) == _number(one)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right


def _number(one: Fields) -> tuple[float, str]:
    relation = str(one.get("relation") or "exact")
    return round(float(one.get("value") or 0), 6), _SAME.get(relation, relation)


def right_actors(gold: Sequence[str], drafted: Sequence[str]) -> tuple[int, int, int]:
    """Count names (common, gold, drafted); a name stands for a longer one whose words include all of its own."""
    wanted, left = ([w for w in dict.fromkeys(map(name_words, names)) if w] for names in (gold, drafted))
    counts = len(wanted), len(left)
    common = 0
    for exact in (True, False):
        for one in list(wanted):
            hit = next((n for n in left if n == one or (not exact and _contains(n, one))), None)
            if hit is not None:
                wanted.remove(one)
                left.remove(hit)
                common += 1
    return common, *counts


def _contains(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    one, two = set(left) - _SMALL or set(left), set(right) - _SMALL or set(right)
    return one <= two or two <= one


def leaks(quote: object, chrome: Iterable[str], text: str) -> bool:
    """Say whether a quote stands in furniture of the page; ``chrome`` and ``text`` are folded."""
    quoted = fold(quote)
    places = _places(quoted, text)
    if places:
        dirty = [span for piece in chrome for span in _places(piece, text)]
        return all(any(a < d and c < b for c, d in dirty) for a, b in places)
    return any(piece in quoted or (quoted in piece and len(tokens(quoted)) > 2) for piece in chrome)


def _places(needle: str, text: str) -> list[tuple[int, int]]:
    return (
        [(m.start(), m.start() + len(needle)) for m in re.finditer(f"(?={re.escape(needle)})", text)] if needle else []
    )


def count(gold: Fields, page: Fields) -> Counter[str]:
    """Count agreement on one page.

    Parameters
    ----------
    gold : an annotation (``claims``, ``chrome``, ``body_first``, ``body_last``)
    page : what ``detente read --json`` prints (``document``, ``claims``)
    """
    n: Counter[str] = Counter()
    document, drafted = page.get("document") or {}, page.get("claims") or []
    matched = pairs(gold["claims"], drafted)
    n.update(gold=len(gold["claims"]), drafted=len(drafted), matched=len(matched))
    for i, j in matched:
        one, two = gold["claims"][i], drafted[j]
        n["kind"] += one["kind"] == two.get("kind")
        for flag in ("hedged", "negated"):
            a, b = bool(one[flag]), bool(two.get(flag))
            n.update({flag: a == b, f"{flag}_gold": a, f"{flag}_drafted": b, f"{flag}_both": a and b})
        left, right = one["source"], two.get("source") or []
        n["own_voice"] += own_voice(left) == own_voice(right)
        if not own_voice(left):
            n["origins"] += 1
            n["origin"] += bool(right) and not own_voice(right) and same_hop(left[0], right[0])
        n["chain"] += same_chain(left, right, document.get("outlet"))
        n["dates_gold"] += len(one["dates"])
        n["dates"] += right_dates(one["dates"], two.get("dates") or [])
        n["numbers_gold"] += len(one["numbers"])
        n["numbers"] += right_numbers(one["numbers"], two.get("numbers") or [])
        common, of_gold, of_drafted = right_actors(one["actors"], two.get("actors") or [])
        n.update(actors=common, actors_gold=of_gold, actors_drafted=of_drafted)
    text, chrome = fold(document.get("text")), [fold(piece) for piece in gold["chrome"]]
    n["chrome_claims"] = sum(leaks(claim.get("quote"), chrome, text) for claim in drafted)
    n["chrome_text"] = sum(piece in text for piece in chrome)
    n["ends_gold"] = 2
    n["ends"] = sum(fold(gold[key]) in text for key in ("body_first", "body_last"))
    return n


def figures(n: Counter[str]) -> dict[str, float | None]:
    """Turn counts into shares; None where nothing was there to be got right."""

    def share(part: float, whole: float) -> float | None:
        return part / whole if whole else None

    m = n["matched"]
    found = {
        "precision": share(m, n["drafted"]),
        "recall": share(m, n["gold"]),
        "f1": share(2 * m, n["gold"] + n["drafted"]),
        "kind": share(n["kind"], m),
        "origin": share(n["origin"], n["origins"]),
        "chain": share(n["chain"], m),
        "own_voice": share(n["own_voice"], m),
        "dates": share(n["dates"], n["dates_gold"]),
        "numbers": share(n["numbers"], n["numbers_gold"]),
        "actors_f1": share(2 * n["actors"], n["actors_gold"] + n["actors_drafted"]),
        "chrome_claims": float(n["chrome_claims"]),
        "chrome_text": float(n["chrome_text"]),
        "body_kept": share(n["ends"], n["ends_gold"]),
    }
    for flag in ("hedged", "negated"):
        found[flag] = share(n[flag], m)
        found[f"{flag}_f1"] = share(2 * n[f"{flag}_both"], n[f"{flag}_gold"] + n[f"{flag}_drafted"])
    return found
