"""From a page to drafted claims: ``load`` keeps the article, ``draft`` proposes what it claims and who said so."""

from detente.reading.intake import load
from detente.reading.plain import draft

__all__ = ["draft", "load"]
