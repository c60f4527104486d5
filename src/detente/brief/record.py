"""Claims decided beforehand, each with the passage it stands on; read from a bundled dossier's ``record.yaml``."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.claims import Claim, Hop
from detente.dossier import Entry
from detente.dossier.history import Round

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One document of a dossier, and how it is described."""

    file: str
    path: Path
    outlet: str = ""
    published: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One claim that somebody decided on.

    ``quote`` is an exact passage of ``page``; ``source`` the chain, origin first, the page's outlet last. ``copy_of``
    names the claim that this one repeats, ``denies`` the one it denies; ``rows`` are marks for a walk-through.
    """

    id: str
    kind: str
    quote: str
    page: str
    source: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    detail: str = ""
    copy_of: str = ""
    denies: str = ""
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """A paragraph that is not part of the account, known by its first words."""

    starts: str
    reason: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The decided claims of a dossier, who decided and when, and what the pages are."""

    about: str
    decided_by: str
    decided_on: str
    pages: tuple[Page, ...]
    claims: dict[str, Decided]
    furniture: tuple[Furniture, ...] = ()
    rounds: tuple[Round, ...] = ()
    kept: tuple[Entry, ...] = ()
    """The claims in full, where they come from a ledger."""

    def published(self, claim: str) -> date | None:
        """Return when the page of a claim was published; None where that or the claim is unknown."""
        page = self.claims[claim].page if claim in self.claims else ""
        return next((p.published for p in self.pages if p.file == page), None)

    def until(self, day: date) -> "Record":
        """Return the record without what was published after a day."""
        claims = {c: d for c, d in self.claims.items() if (self.published(c) or date.min) <= day}
        return replace(
            self,
            claims=claims,
            pages=tuple(p for p in self.pages if (p.published or date.min) <= day),
            rounds=tuple(r for r in self.rounds if set(r.because) & set(claims)),
            kept=tuple(e for e in self.kept if e.claim.id in claims),
        )

    def texts(self) -> tuple[str, ...]:
        """Return the pages' texts, those that are there."""
        return tuple(p.path.read_text(encoding="utf-8", errors="replace") for p in self.pages if p.path.is_file())

    def entries(self) -> tuple[Entry, ...]:
        """Return the claims as a ledger would hold them, all accepted, entered on the day their page came out."""
        outlets = {p.outlet for p in self.pages}
        return self.kept or tuple(_entry(c, self.published(c.id), outlets) for c in self.claims.values())


def bundled(name: str) -> Path:
    """Return the folder of a dossier that comes with detente.

    Raises
    ------
    DetenteError
        E108 there is none of that name.
    """
    known = sorted(p.name for p in EXAMPLES.iterdir() if p.is_dir())
    if name not in known:
        near = did_you_mean(name, known)
        hint = f"did you mean '{near}'?" if near else f"bundled are: {', '.join(known)}"
        raise DetenteError(Diagnostic(code="E108", message=f"no bundled dossier is called '{name}'", hint=hint))
    return EXAMPLES / name


def load_record(folder: Path) -> Record:
    """Read ``record.yaml`` in a dossier's folder.

    Raises
    ------
    DetenteError
        E108 a page named there is missing.
    """
    data: Mapping[str, Any] = YAML(typ="safe", pure=True).load((folder / "record.yaml").read_text(encoding="utf-8"))
    pages = tuple(
        Page(
            file=str(p["file"]),
            path=folder / str(p["file"]),
            outlet=str(p.get("outlet", "")),
            published=p["published"] if isinstance(p.get("published"), date) else None,
        )
        for p in data["pages"]
    )
    for page in pages:
        if not page.path.is_file():
            raise DetenteError(Diagnostic(code="E108", message="there is no such file", file=str(page.path)))
    return Record(
        about=str(data["about"]),
        decided_by=str(data["decided_by"]),
        decided_on=str(data["decided_on"]),
        pages=pages,
        claims={str(key): _decided(str(key), c, pages[0].file) for key, c in data["claims"].items()},
        furniture=tuple(
            Furniture(starts=str(f["starts"]), reason=str(f["reason"]), rows=_words(f, "rows"))
            for f in data.get("furniture", ())
        ),
        rounds=tuple(
            Round(number=int(r["number"]), date=r["date"], venue=str(r.get("venue", "")), because=_words(r, "because"))
            for r in data.get("rounds", ())
        ),
    )


def _decided(ident: str, c: Mapping[str, Any], page: str) -> Decided:
    return Decided(
        id=ident,
        kind=str(c["kind"]),
        quote=str(c["quote"]),
        page=str(c.get("page", page)),
        source=_words(c, "source"),
        actors=_words(c, "actors"),
        detail=str(c.get("detail", "")),
        copy_of=str(c.get("copy_of", "")),
        denies=str(c.get("denies", "")),
        rows=_words(c, "rows"),
    )


def _entry(c: Decided, published: date | None, outlets: Collection[str]) -> Entry:
    claim = Claim(
        id=c.id,
        quote=c.quote,
        start=0,
        end=len(c.quote),
        kind=c.kind,
        source=tuple(_hop(text, outlets) for text in c.source),
        hedged="hedged" in c.detail.split("; "),
        actors=c.actors,
    )
    entered = f"{(published or date.min).isoformat()}T00:00:00Z"
    return Entry(
        claim=claim,
        document=c.page,
        status="accepted",
        draft=0,
        local=c.id,
        said=None,
        published=published,
        entered=entered,
    )


def _hop(text: str, outlets: Collection[str]) -> Hop:
    if text in outlets:
        return Hop(outlet=text)
    if text.endswith(", unnamed"):
        first, _, rest = text.removesuffix(", unnamed").partition(" ")
        if first in ("a", "an", "two", "three"):
            return Hop(role=rest, anonymous=True, count={"two": 2, "three": 3}.get(first))
        return Hop(role=text.removesuffix(", unnamed"), anonymous=True)
    name, _, role = text.partition(", ")
    return Hop(name=name, role=role or None)


def _words(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(str(word) for word in entry.get(key, ()))
