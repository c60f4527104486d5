"""How far two annotators of the same invented pages agree: the ceiling for what a reader can be said to reach.

tests/reading/second holds annotations made from the page and the rules alone, without a look at the first annotation.
"""

import json
from collections import Counter
from pathlib import Path

from detente.reading import load, measure

PAGES = Path(__file__).resolve().parents[1] / "tests" / "reading"
SECOND = PAGES / "second"
KEYS = (
    "f1",
    "kind",
    "origin",
    "chain",
    "hedged",
    "hedged_f1",
    "negated",
    "negated_f1",
    "dates",
    "numbers",
    "actors_f1",
)


def pairs():
    """Yield (name, first annotation, second annotation) of every page annotated twice."""
    for path in sorted(SECOND.glob("*.gold.json")):
        first = next(p for p in (PAGES / path.name, PAGES / "heldout" / path.name) if p.exists())
        yield path.name.removesuffix(".gold.json"), *(json.loads(p.read_text(encoding="utf-8")) for p in (first, path))


def measured():
    """Count the second annotation against the first as if it were a draft."""
    total = Counter()
    for name, first, second in pairs():
        page = next(p for folder in (PAGES, PAGES / "heldout") for p in folder.glob(f"{name}.*") if p.suffix != ".json")
        text = load(page).text
        total += measure.count(
            first, {"document": {"text": text, "outlet": first["outlet"]}, "claims": second["claims"]}
        )
    figures = measure.figures(total)
    return {key: figures[key] for key in KEYS} | {"claims, first": total["gold"], "claims, second": total["drafted"]}


if __name__ == "__main__":
    for key, value in measured().items():
        print(f"{key:16} {value:.2f}")
