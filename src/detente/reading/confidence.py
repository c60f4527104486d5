"""How far a draft can be trusted: the share of drafts like it that an annotator kept too.

A logistic model over a dozen plain features. Its weights are fitted by ``benchmarks/fit_confidence.py`` on our own
annotated pages (those not held out) and kept in ``data/confidence.json``; those texts are invented, so on other pages
the figures order drafts better than they count them.
"""

import functools
import json
import math
from collections.abc import Mapping
from importlib.resources import files

from detente.claims import Claim

STRONG = frozenset({"demand", "offer", "acceptance", "refusal", "threat", "condition", "possibility"})
FEATURES = (
    "always",
    "said",
    "said by somebody with a role",
    "unnamed",
    "act in the page's own voice",
    "a kind that negotiators react to",
    "plan",
    "plain event",
    "dated",
    "counted",
    "somebody is concerned",
    "clause of a larger claim",
    "short",
)


def features(claim: Claim, *, extra: bool) -> dict[str, float]:
    """Describe a draft; ``extra`` says whether it was taken out of a larger claim."""
    said = len(claim.source) > 1
    origin = claim.source[0] if claim.source else None
    found = {
        "always": True,
        "said": said,
        "said by somebody with a role": said and origin is not None and bool(origin.role),
        "unnamed": said and origin is not None and origin.anonymous,
        "act in the page's own voice": not said and claim.cue is not None,
        "a kind that negotiators react to": claim.kind in STRONG,
        "plan": claim.kind == "plan",
        "plain event": claim.kind == "event" and not said,
        "dated": bool(claim.dates),
        "counted": bool(claim.numbers),
        "somebody is concerned": bool(claim.actors),
        "clause of a larger claim": extra,
        "short": len(claim.quote.split()) < 8,
    }
    return {name: float(found[name]) for name in FEATURES}


@functools.cache
def _weights() -> dict[str, float]:
    text = (files("detente.reading") / "data" / "confidence.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)
    return weights


def confidence(described: Mapping[str, float], sure: float = 1.0) -> float:
    """Return a figure in [0, 1]; ``sure`` is how sure the speaker is.

    >>> told = {name: 0.0 for name in FEATURES} | {"always": 1.0}
    >>> confidence(told | {"said": 1.0}) > confidence(told)
    True
    """
    weights = _weights()
    score = sum(weights.get(name, 0.0) * value for name, value in described.items())
    return round(min(0.99, max(0.05, sure / (1.0 + math.exp(-score)))), 2)
