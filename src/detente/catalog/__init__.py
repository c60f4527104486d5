"""Published conflicts as package data: a model, its expected results, where they come from."""

from detente.catalog.entry import BASES, Check, Entry, Expected, names, read, verify

__all__ = ["BASES", "Check", "Entry", "Expected", "names", "read", "verify"]
