"""Claims and documents as plain JSON values and back, without loss."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from detente.claims import Claim, Cut, DateMention, Document, Hop, Number, Trigger


def claim_values(claim: Claim) -> dict[str, Any]:
    """Return every field of a claim as JSON values; dates become ISO text, tuples become lists.

    >>> claim_values(Claim(id="c1", quote="No", start=0, end=2, kind="refusal", actors=("Київ",)))["actors"]
    ['Київ']
    """
    values: dict[str, Any] = _plain(asdict(claim))
    return values


def claim_from(values: Mapping[str, Any]) -> Claim:
    """Rebuild a claim from what ``claim_values`` gave."""
    halves = values.get("halves")
    return Claim(
        id=values["id"],
        quote=values["quote"],
        start=values["start"],
        end=values["end"],
        kind=values["kind"],
        source=tuple(Hop(**{**h, "alternatives": tuple(h.get("alternatives", ()))}) for h in values["source"]),
        cue=values["cue"],
        hedged=bool(values["hedged"]),
        negated=bool(values["negated"]),
        actors=tuple(values["actors"]),
        places=tuple(values["places"]),
        dates=tuple(DateMention(**{**d, "start": day(d["start"]), "end": day(d["end"])}) for d in values["dates"]),
        numbers=tuple(Number(**n) for n in values["numbers"]),
        confidence=values["confidence"],
        triggers=tuple(Trigger(**t) for t in values["triggers"]),
        halves=(halves[0], halves[1]) if halves else None,
        resolved=tuple((pair[0], pair[1]) for pair in values["resolved"]),
    )


def document_values(document: Document) -> dict[str, Any]:
    """Return every field of a document as JSON values."""
    values: dict[str, Any] = _plain(asdict(document))
    return values


def document_from(values: Mapping[str, Any]) -> Document:
    """Rebuild a document from what ``document_values`` gave."""
    kept = dict(values)
    kept["published"] = day(kept["published"])
    kept["cut"] = tuple(Cut(**cut) for cut in kept["cut"])
    kept["origin"] = tuple((run[0], run[1], run[2]) for run in kept["origin"])
    kept["notes"] = tuple(kept["notes"])
    return Document(**kept)


def shown(claim: Claim) -> dict[str, Any]:
    """Return a claim in the shape of ``detente read --json``: an outlet's hop has the outlet alone."""
    values = claim_values(claim)
    kept = ("id", "quote", "start", "end", "kind")
    result = {key: values[key] for key in kept}
    result["source"] = [
        {"outlet": h["outlet"]}
        if h["outlet"] is not None
        else {key: h[key] for key in ("name", "role", "anonymous", "count")}
        for h in values["source"]
    ]
    for key in ("cue", "hedged", "negated", "actors", "places"):
        result[key] = values[key]
    result["dates"] = [{key: d[key] for key in ("text", "start", "end")} for d in values["dates"]]
    result["numbers"] = values["numbers"]
    result["confidence"] = values["confidence"]
    return result


def day(text: str | None) -> date | None:
    """Read an ISO date, or nothing."""
    return date.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
