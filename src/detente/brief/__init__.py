"""Results told to people: sentences, tables, one self-contained page."""

from detente.brief.kept import find_record
from detente.brief.record import Decided, Record, bundled, load_record
from detente.brief.tell import Brief, blocking_words, change_words, write

__all__ = [
    "Brief",
    "Decided",
    "Record",
    "blocking_words",
    "bundled",
    "change_words",
    "find_record",
    "load_record",
    "write",
]
