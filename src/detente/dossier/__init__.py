"""A dossier: a folder with its documents, its models and the ledger of who said what and who decided what."""

from detente.dossier.ledger import STATUSES, Decision, Entry, Kept, Ledger

__all__ = ["STATUSES", "Decision", "Entry", "Kept", "Ledger"]
