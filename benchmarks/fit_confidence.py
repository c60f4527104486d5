"""Fit the weights of the drafts' confidence: python -m benchmarks.fit_confidence [--write]

Logistic regression with a ridge, by Newton's method, on the annotated pages that are not held out; nothing is random.
"""

import json
import sys
from pathlib import Path

import numpy as np

from detente.reading import draft, load, measure
from detente.reading.confidence import FEATURES, features
from detente.reading.shape import claim_to_json

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "tests" / "reading", ROOT.parent / "shared" / "reading" / "dev")
WEIGHTS = ROOT / "src" / "detente" / "reading" / "data" / "confidence.json"


def rows():
    """Return features (drafts x features) and whether an annotator kept each draft."""
    held = set((PAGES[0] / "held_out.txt").read_text(encoding="utf-8").split())
    described, kept = [], []
    for folder in PAGES:
        for path in sorted(folder.glob("*.gold.json")):
            name = path.name.removesuffix(".gold.json")
            if name in held:
                continue
            gold = json.loads(path.read_text(encoding="utf-8"))
            page = next(p for p in folder.glob(f"{name}.*") if p.suffix in (".txt", ".html", ".md"))
            claims = draft(load(page, published=gold["published"], outlet=gold["outlet"]))
            hits = {j for _, j in measure.pairs(gold["claims"], [claim_to_json(c) for c in claims])}
            for at, claim in enumerate(claims):
                inside = any(o.start <= claim.start and claim.end <= o.end and o.id != claim.id for o in claims)
                found = features(claim, extra=inside)
                described.append([found[key] for key in FEATURES])
                kept.append(at in hits)
    return np.array(described), np.array(kept, dtype=float)


def fit(x, y, ridge=2.0):
    """Return the weights that maximise the likelihood less ridge/2 times their squares."""
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w)), x.T @ (y - p) - ridge * w)
        w += step
        if np.abs(step).max() < 1e-9:
            break
    return w


def main():
    x, y = rows()
    w = fit(x, y)
    found = {name: round(float(value), 3) for name, value in zip(FEATURES, w, strict=True)}
    print(json.dumps(found, indent=1))
    p = 1 / (1 + np.exp(-x @ w))
    for low, high in ((0, 0.6), (0.6, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        band = (p >= low) & (p < high)
        if band.any():
            said, kept = p[band].mean(), y[band].mean()
            print(f"{low:.2f}-{high:.2f}: {int(band.sum()):4} drafts, said {said:.2f}, kept {kept:.2f}")
    if "--write" in sys.argv:
        WEIGHTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
