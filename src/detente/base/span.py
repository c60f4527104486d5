"""A half-open stretch of a text, counted in Unicode code points."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """The code points ``start`` up to, not including, ``end`` of some text.

    >>> Span(0, 4).of("Київ talks")
    'Київ'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the piece of ``text`` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two spans share at least one code point."""
        return self.start < other.end and other.start < self.end
