"""From a page to drafted claims: ``load`` keeps the article, ``draft`` proposes what it claims and who said so."""

from detente.reading.draft import draft
from detente.reading.intake import load

__all__ = ["draft", "load"]
