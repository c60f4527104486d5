"""Who says what, measured on PolNeAR's development part where it is beside the repository: python -m benchmarks.polnear

84 political news articles, labelled by others with source, cue and content (Newell, Margolin & Ruths, LREC 2018). They
carry no licence: they are read to measure and for nothing else. An attribution counts as found when the words of its
content and those of a draft's overlap by half (F1 of token places, one to one); its source is right when the place
where the draft's speaker stands shares half of the shorter of the two, or when neither has one.
"""

import re
import sys
from pathlib import Path

from detente.claims import Document
from detente.reading.draft import tellings

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "reading" / "polnear-dev"


def labelled(path):
    """Return the attributions of one file: (content spans, source spans)."""
    spans, found = {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition("\t")
        if name.startswith("T"):
            where = rest.split("\t")[0].split(" ", 1)[1]
            spans[name] = [tuple(map(int, part.split())) for part in where.split(";")]
        elif name.startswith("E"):
            parts = [part.split(":") for part in rest.split()]
            content = [s for kind, at in parts if kind.startswith("Content") for s in spans.get(at, [])]
            source = [s for kind, at in parts if kind.startswith("Source") for s in spans.get(at, [])]
            if content:
                found.append((content, source))
    return found


def places(spans, words):
    """Return which words of a text stand in spans."""
    return {k for k, (a, b) in enumerate(words) if any(a < end and start < b for start, end in spans)}


def pair(gold, drafted):
    """Pair attributions by the words of their content, best first."""
    near = []
    for i, (content, _) in enumerate(gold):
        for j, (other, _) in enumerate(drafted):
            common = len(content & other)
            share = 2 * common / (len(content) + len(other)) if common else 0.0
            if share >= 0.5:
                near.append((-share, i, j))
    left, right, found = set(), set(), []
    for _, i, j in sorted(near):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found


def same_source(gold, drafted):
    """Say whether two sources are the same words, by half of the shorter."""
    if not gold or not drafted:
        return not gold and not drafted
    return len(gold & drafted) >= 0.5 * min(len(gold), len(drafted))


def read(text):
    """Return drafts as (content spans, source spans)."""
    found = []
    for told in tellings(Document(text=text, language="en")):
        found.append((list(told.content), [told.source] if told.source else []))
    return found


def measured(folder=FOLDER, read=read):
    """Return precision, recall, F1 of attributions, F1 of those with the right source; None if not there."""
    if not folder.exists():
        return None
    gold_count = drafted_count = both = sourced = 0
    for path in sorted((folder / "attributions").glob("*.ann")):
        text = (folder / "text" / f"{path.stem.rpartition('_')[0]}.txt").read_text(encoding="utf-8")
        words = [m.span() for m in re.finditer(r"\w+", text)]
        gold, drafted = (
            [(places(content, words), places(source, words)) for content, source in side]
            for side in (labelled(path), read(text))
        )
        found = pair(gold, drafted)
        gold_count, drafted_count, both = gold_count + len(gold), drafted_count + len(drafted), both + len(found)
        sourced += sum(same_source(gold[i][1], drafted[j][1]) for i, j in found)
    return {
        "precision": both / drafted_count,
        "recall": both / gold_count,
        "attribution_f1": 2 * both / (gold_count + drafted_count),
        "with_right_source": 2 * sourced / (gold_count + drafted_count),
        "attributions": gold_count,
    }


def main():
    """Measure and print."""
    found = measured()
    if found is None:
        print("PolNeAR's development part is not beside the repository")
        return 0
    for name, value in found.items():
        print(f"{name:20} {value:.3f}" if isinstance(value, float) else f"{name:20} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
