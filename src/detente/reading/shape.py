"""Documents and claims as the JSON of ``detente read --json``: the promised fields, then what else is known."""

from datetime import date
from typing import Any

from detente.claims import Claim, Document, Hop


def document_to_json(document: Document) -> dict[str, Any]:
    """Write a document; ``cut`` lists what was left out, each piece with its reason and its place in the source."""
    return {
        "title": document.title,
        "outlet": document.outlet,
        "author": document.author,
        "published": _day(document.published),
        "language": document.language,
        "text": document.text,
        "cut": [{"text": c.text, "reason": c.reason, "start": c.start, "end": c.end} for c in document.cut],
        "notes": list(document.notes),
    }


def claim_to_json(claim: Claim) -> dict[str, Any]:
    """Write a claim; an outlet's hop has the outlet alone."""
    return {
        "id": claim.id,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "kind": claim.kind,
        "source": [_hop(hop) for hop in claim.source],
        "cue": claim.cue,
        "hedged": claim.hedged,
        "negated": claim.negated,
        "actors": list(claim.actors),
        "places": list(claim.places),
        "dates": [{"text": d.text, "start": _day(d.start), "end": _day(d.end), "rule": d.rule} for d in claim.dates],
        "numbers": [{"text": n.text, "value": n.value, "relation": n.relation, "unit": n.unit} for n in claim.numbers],
        "confidence": claim.confidence,
        "triggers": [{"field": t.field, "text": t.text, "start": t.start, "end": t.end} for t in claim.triggers],
        "halves": list(claim.halves) if claim.halves else None,
        "resolved": [list(pair) for pair in claim.resolved],
    }


def _hop(hop: Hop) -> dict[str, Any]:
    if hop.outlet is not None:
        return {"outlet": hop.outlet}
    value: dict[str, Any] = {"name": hop.name, "role": hop.role, "anonymous": hop.anonymous, "count": hop.count}
    if hop.alternatives:
        value["alternatives"] = list(hop.alternatives)
    return value


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
