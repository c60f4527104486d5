"""Draft the claims of a document; a person accepts, edits or rejects them."""

from detente.claims import Claim, Document, Hop
from detente.reading.parse import parse


def draft(document: Document) -> tuple[Claim, ...]:
    """Propose the claims of an English page, in order.

    Raises
    ------
    DetenteError
        E910 if the parser is not installed.
    """
    if document.language != "en" or not document.text.strip():
        return ()
    claims: list[Claim] = []
    own = (Hop(outlet=document.outlet),)
    for sentence in parse(document.text):
        start, end = sentence.start_char, sentence.end_char
        quote = document.text[start:end].rstrip(" .")
        if not document.text[start:end].rstrip("”’\"')").endswith((".", "!")):
            continue
        claims.append(
            Claim(id=f"c{len(claims) + 1}", quote=quote, start=start, end=start + len(quote), kind="event", source=own)
        )
    return tuple(claims)
