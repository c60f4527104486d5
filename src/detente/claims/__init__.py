"""The vocabulary of the record: documents, claims, who said what through whom. Values only."""

from detente.claims.values import (
    KINDS,
    Claim,
    Cut,
    DateMention,
    Document,
    Hop,
    Number,
    Relation,
    Trigger,
)

__all__ = ["KINDS", "Claim", "Cut", "DateMention", "Document", "Hop", "Number", "Relation", "Trigger"]
