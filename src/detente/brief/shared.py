"""A brief that may be given away: protected sources appear by grade and description, their names nowhere."""

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from detente.brief.record import Decided, Record
from detente.brief.tell import Brief
from detente.dossier.links import hop_words
from detente.dossier.share import Protection, cut, refuse_traces, withheld_source, words_of

OURS = frozenset({"method", "caution", "sha256", "what_if"})
"""Fields of a brief that hold no words of the record or the model, or are seen to apart."""


def shared_record(record: Record | None, hidden: Sequence[Protection]) -> Record | None:
    """Return a record in whose source chains every protected link is replaced."""
    if record is None or not hidden:
        return record
    kept = {e.claim.id: e for e in record.kept}

    def claim(c: Decided) -> Decided:
        entry = kept.get(c.id)
        if entry is None or not any(h.name == p.name for h in entry.claim.source for p in hidden):
            return c
        grades = {p.name: p.grade for p in hidden}
        told = [
            hop_words(new) + (f" (graded {grades[old.name]})" if old.name and grades.get(old.name) else "")
            for old, new in zip(entry.claim.source, withheld_source(entry.claim.source, hidden), strict=True)
        ]
        return replace(c, source=tuple(told))

    return replace(record, claims={ident: claim(c) for ident, c in record.claims.items()})


def shared(brief: Brief, hidden: Sequence[Protection]) -> Brief:
    """Take every word that gives a protected name away out of a brief, and look once more.

    Parameters
    ----------
    brief : written on a record that went through ``shared_record``

    Raises
    ------
    DetenteError
        E811: a trace of a name could not be withheld.
    """
    if not hidden:
        return brief
    words = words_of(hidden)
    less = {f.name: _cut(getattr(brief, f.name), words) for f in fields(brief) if f.name not in OURS}
    result = replace(brief, what_if=_boxes(brief.what_if, words), **less)
    left = [text for f in fields(result) if f.name not in OURS for text in _texts(getattr(result, f.name))]
    refuse_traces("\n".join([*left, *_box_texts(result.what_if)]), hidden)
    return result


def _cut(value: Any, words: frozenset[str]) -> Any:
    if isinstance(value, str):
        return cut(value, words)
    if isinstance(value, tuple):
        return tuple(_cut(one, words) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _cut(getattr(value, f.name), words) for f in fields(value)})
    return value


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in _texts(one)]
    if is_dataclass(value) and not isinstance(value, type):
        return [text for f in fields(value) for text in _texts(getattr(value, f.name))]
    return []


def _boxes(text: str, words: frozenset[str]) -> str:
    if not text:
        return ""
    data = json.loads(text)
    data["claims"] = [cut(claim, words) for claim in data["claims"]]
    data["states"] = [[cut(state, words), *rest] for state, *rest in data["states"]]
    return json.dumps(data, ensure_ascii=True).replace("<", "\\u003c")


def _box_texts(text: str) -> list[str]:
    data = json.loads(text) if text else {"claims": [], "states": []}
    return [*data["claims"], *(state for state, *_ in data["states"])]
