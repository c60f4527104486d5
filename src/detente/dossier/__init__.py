"""A dossier: a folder with its documents, its models and the ledger of who said what and who decided what."""

from detente.dossier.codec import shown
from detente.dossier.draft_model import draft_model
from detente.dossier.ledger import STATUSES, Decision, Entry, Kept, Ledger
from detente.dossier.tasks import (
    Added,
    accept,
    add,
    claims,
    draft_more,
    drafters,
    edit,
    hop,
    init,
    open_ledger,
    reject,
)

__all__ = [
    "STATUSES",
    "Added",
    "Decision",
    "Entry",
    "Kept",
    "Ledger",
    "accept",
    "add",
    "claims",
    "draft_model",
    "draft_more",
    "drafters",
    "edit",
    "hop",
    "init",
    "open_ledger",
    "reject",
    "shown",
]
