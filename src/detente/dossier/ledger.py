"""The ledger: documents, claims and who decided what about them, in one SQLite file that outlives a crash."""

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from detente.base import DetenteError, Diagnostic, did_you_mean
from detente.claims import Claim, Document
from detente.dossier.codec import claim_from, claim_values, day, document_from, document_values
from detente.dossier.schema import APPLICATION, MIGRATIONS

Status = Literal["draft", "accepted", "rejected"]
STATUSES: tuple[Status, ...] = ("draft", "accepted", "rejected")
_BECOMES: dict[str, Status] = {"accept": "accepted", "reject": "rejected"}
_AGAIN = ", page read again"
_PLAIN = ("quote", "start", "end", "kind")
_JSON = (
    "source",
    "cue",
    "hedged",
    "negated",
    "actors",
    "places",
    "dates",
    "numbers",
    "confidence",
    "triggers",
    "halves",
    "resolved",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A claim as the ledger holds it.

    ``claim.id`` is permanent and unique in the dossier; ``local`` is the id it had in draft number ``draft``. ``said``
    is when it was said (None: not established), ``published`` when the page came out, ``entered`` when we learnt of it.
    """

    claim: Claim
    document: str
    status: Status
    draft: int
    local: str
    said: date | None
    published: date | None
    entered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who did what to a claim and when, from which draft, with the changed values before and after."""

    number: int
    claim: str
    at: str
    who: str
    what: str
    draft: int
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A document as the ledger holds it: its number, the bytes as they came, and when it was added."""

    number: int
    document: Document
    data: bytes
    added: str


def place_in_source(document: Document, place: int) -> int:
    """Return where in the page as it came a place of the kept text stands.

    >>> place_in_source(Document(text="b c", origin=((0, 7, 3),)), 2)
    9
    """
    found = 0
    for at, source, length in document.origin:
        if at <= place:
            found = source + min(place - at, length)
    return found


class Ledger:
    """An open ledger. Every method that writes returns only once the change is on the disk.

    Rollback journal with ``synchronous=EXTRA``: a commit is on the disk, the folder entry included, before it is
    acknowledged, and a half-done one is undone by whoever opens the file next.

    Raises
    ------
    DetenteError
        E801 there is no ledger; E805 the file is no ledger, or a newer detente wrote it.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        if not create and not path.is_file():
            raise DetenteError(
                Diagnostic(
                    code="E801", message="there is no ledger here", file=str(path), hint="make one with 'detente init'"
                )
            )
        self.path = path
        self.db = sqlite3.connect(path, isolation_level=None, timeout=30)
        self.db.row_factory = sqlite3.Row
        try:
            self.db.execute("PRAGMA journal_mode=DELETE")
            self.db.execute("PRAGMA synchronous=EXTRA")
            self.db.execute("PRAGMA foreign_keys=ON")
            self._migrate()
        except (sqlite3.OperationalError, DetenteError):  # locked, disk full: the file itself may be sound
            self.db.close()
            raise
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise DetenteError(
                Diagnostic(
                    code="E805",
                    message=f"the file cannot be used as a ledger: {error}",
                    file=str(path),
                    hint="restore it from a copy; the pages are in the folder documents",
                )
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Do everything inside, or nothing of it."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def _migrate(self) -> None:
        found = self._pragma("user_version")
        foreign = found == 0 and self.db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] > 0
        if foreign or (found and self._pragma("application_id") != APPLICATION):
            raise _unusable(self.path, "it is a database of another program", "name a dossier's folder")
        if found > len(MIGRATIONS):
            raise _unusable(self.path, "a newer detente wrote it", "use that version, or a newer one")
        if found == len(MIGRATIONS):
            return
        with self.changing():
            for step in MIGRATIONS[self._pragma("user_version") :]:
                step(self.db)
            self.db.execute(f"PRAGMA application_id={APPLICATION}")
            self.db.execute(f"PRAGMA user_version={len(MIGRATIONS)}")

    def _pragma(self, name: str) -> int:
        return int(self.db.execute(f"PRAGMA {name}").fetchone()[0])

    def add(
        self, document: Document, data: bytes, claims: Sequence[Claim], *, drafter: str, now: str = ""
    ) -> tuple[Entry, ...]:
        """Keep a document with the claims drafted from it, all or nothing, and give them permanent ids.

        Parameters
        ----------
        document : ``name`` and ``sha256`` must not be in the ledger yet
        data : the file's bytes as they came
        claims : their ids are local to this draft
        drafter : what drafted them, with its version
        now : ISO time of entry (default: this moment)
        """
        at = now or moment()
        values = document_values(document)
        with self.changing():
            number = self.db.execute(
                "INSERT INTO documents (name, sha256, bytes, text, title, outlet, author, published, cut, source,"
                " origin, language, notes, added) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
                (
                    *(values["name"], values["sha256"], data, values["text"], values["title"], values["outlet"]),
                    *(values["author"], values["published"], _dump(values["cut"]), values["source"]),
                    *(_dump(values["origin"]), values["language"], _dump(values["notes"]), at),
                ),
            ).lastrowid
            ids = self._enter(number or 0, document.published, claims, drafter, at)
        return tuple(self.entry(ident) for ident in ids)

    def _enter(
        self, document: int, published: date | None, claims: Sequence[Claim], drafter: str, at: str
    ) -> list[str]:
        draft = self.db.execute(
            "INSERT INTO drafts (document, drafter, made) VALUES (?,?,?)", (document, drafter, at)
        ).lastrowid
        number = self.db.execute("SELECT coalesce(max(number), 0) FROM claims").fetchone()[0]
        columns = ", ".join(f'"{name}"' for name in (*_PLAIN, *_JSON))
        ids = []
        for claim in claims:
            number += 1
            ids.append(f"c{number}")
            values = claim_values(claim)
            row = [values[name] for name in _PLAIN] + [_dump(values[name]) for name in _JSON]
            self.db.execute(
                f"INSERT INTO claims (number, id, document, draft, local, status, published, entered, {columns})"
                f" VALUES (?,?,?,?,?,'draft',?,?{',?' * len(row)})",
                (number, ids[-1], document, draft, claim.id, published.isoformat() if published else None, at, *row),
            )
        return ids

    def draft_more(self, name: str, claims: Sequence[Claim], *, drafter: str, now: str = "") -> tuple[Entry, ...]:
        """Enter a further draft of a known document beside the claims it has, save what it has already."""
        at = now or moment()
        with self.changing():
            kept = self.document(name)
            had = {
                (e.claim.start, e.claim.end, e.claim.kind) for e in self.claims() if e.document == kept.document.name
            }
            new = [claim for claim in claims if (claim.start, claim.end, claim.kind) not in had]
            ids = self._enter(kept.number, kept.document.published, new, drafter, at)
        return tuple(self.entry(ident) for ident in ids)

    def drafters(self) -> dict[int, str]:
        """Return what made each draft, by the draft's number."""
        return {row[0]: str(row[1]) for row in self.db.execute("SELECT number, drafter FROM drafts")}

    def redraft(self, document: Document, claims: Sequence[Claim], *, drafter: str, now: str = "") -> tuple[Entry, ...]:
        """Take a new draft of a known document (same name and bytes); return the claims newly entered.

        A claim with the same passage and kind as an old one is not entered again. Claims that nobody decided on or
        edited follow the new draft: they take its values, or are rejected by ``drafter`` where it has no such claim.
        The publication date and outlet of the document become those of ``document``.
        """
        at = now or moment()
        with self.changing():
            before = self.document(document.name)
            number = before.number
            values = document_values(document)
            self.db.execute(
                "UPDATE documents SET text=?, title=?, outlet=?, author=?, published=?, cut=?, source=?, origin=?,"
                " language=?, notes=? WHERE number=?",
                (
                    *(values["text"], values["title"], values["outlet"], values["author"], values["published"]),
                    *(_dump(values["cut"]), values["source"], _dump(values["origin"]), values["language"]),
                    *(_dump(values["notes"]), number),
                ),
            )
            if before.document.text != document.text:
                self._move(before.document, document, drafter, at)
            new = {(c.start, c.end, c.kind): c for c in claims}
            machines = {*self.drafters().values(), drafter, f"{drafter}{_AGAIN}"}
            beside = {number for number, by in self.drafters().items() if by.startswith("language model ")}
            for entry in [e for e in self.claims() if e.document == document.name]:
                by = {decision.who for decision in self.decisions(entry.claim.id)}
                touched = entry.status != "draft" or not by <= machines
                drafted = new.pop((entry.claim.start, entry.claim.end, entry.claim.kind), None)
                changes: dict[str, Any] = {}
                if drafted is not None and not touched:
                    fresh, old = claim_values(drafted), claim_values(entry.claim)
                    changes = {key: fresh[key] for key in (*_PLAIN, *_JSON) if fresh[key] != old[key]}
                if entry.published != document.published:
                    changes["published"] = values["published"]
                if changes:
                    self._change(entry, changes, "edit", drafter, at)
                if drafted is None and not touched and entry.draft not in beside:
                    self._change(entry, {"status": "rejected"}, "reject", drafter, at)
            ids = self._enter(number, document.published, list(new.values()), drafter, at)
        return tuple(self.entry(ident) for ident in ids)

    def _move(self, before: Document, after: Document, drafter: str, at: str) -> None:
        """Bring the claims of a document to where their passages stand in its new text, nearest in the source."""
        for entry in [e for e in self.claims() if e.document == after.name]:
            claim = entry.claim
            source = place_in_source(before, claim.start)
            places = [m.start() for m in re.finditer(f"(?={re.escape(claim.quote)})", after.text)]
            if not places:
                continue  # the passage is no longer there: left as it is, and found by recheck
            start = min(places, key=lambda place: abs(place_in_source(after, place) - source))
            by = start - claim.start
            if by:
                triggers = tuple(replace(t, start=t.start + by, end=t.end + by) for t in claim.triggers)
                moved = claim_values(replace(claim, start=start, end=start + len(claim.quote), triggers=triggers))
                changes = {key: moved[key] for key in ("start", "end", "triggers")}
                self._change(entry, changes, "edit", f"{drafter}{_AGAIN}", at)

    def documents(self) -> tuple[Kept, ...]:
        """Return every document, in the order of adding."""
        return tuple(_kept(row) for row in self.db.execute("SELECT * FROM documents ORDER BY number"))

    def document(self, name: str) -> Kept:
        """Return one document by its name; E803 if there is none."""
        writable = name.encode("utf-8", "replace").decode()  # a file's name may be no text at all
        row = self.db.execute("SELECT * FROM documents WHERE name = ?", (writable,)).fetchone()
        if row is None:
            known = [kept.document.name for kept in self.documents()]
            raise _unknown("E803", "document", name, known)
        return _kept(row)

    def names(self) -> frozenset[str]:
        """Return the names of all documents."""
        return frozenset(str(row["name"]) for row in self.db.execute("SELECT name FROM documents"))

    def has_bytes(self, sha256: str) -> str:
        """Return the name of the document with these bytes, or an empty string."""
        row = self.db.execute("SELECT name FROM documents WHERE sha256 = ?", (sha256,)).fetchone()
        return str(row["name"]) if row else ""

    def claims(self, status: str | None = None, *, as_of: str = "") -> tuple[Entry, ...]:
        """Return the claims in order of their ids, all or those of one status.

        ``as_of`` is an ISO date or time: the claims as they stood then, later entries left out and later decisions
        undone. A date includes the whole day (UTC).
        """
        rows = self.db.execute(f"{_SELECT} ORDER BY claims.number").fetchall()
        entries = [_entry(row) for row in rows]
        if as_of:
            entries = self._back_to(entries, as_of if "T" in as_of else f"{as_of}T24")
        return tuple(entry for entry in entries if status is None or entry.status == status)

    def _back_to(self, entries: Iterable[Entry], moment: str) -> list[Entry]:
        then = {entry.claim.id: entry for entry in entries if entry.entered <= moment}
        for decision in reversed(self.decisions()):
            if decision.at > moment and decision.claim in then:
                then[decision.claim] = _with(then[decision.claim], decision.before)
        return list(then.values())

    def entry(self, ident: str) -> Entry:
        """Return one claim by its permanent id; E802 if there is none."""
        row = self.db.execute(f"{_SELECT} WHERE claims.id = ?", (ident,)).fetchone()
        if row is None:
            known = [r["id"] for r in self.db.execute("SELECT id FROM claims ORDER BY number")]
            raise _unknown("E802", "claim", ident, known)
        return _entry(row)

    def decide(self, ids: Iterable[str], what: Literal["accept", "reject"], who: str, *, now: str = "") -> list[str]:
        """Accept or reject claims, all or none; return those whose status changed (the others had it already)."""
        changed = []
        with self.changing():
            for entry in [self.entry(ident) for ident in dict.fromkeys(ids)]:
                if entry.status != _BECOMES[what]:
                    self._change(entry, {"status": _BECOMES[what]}, what, who, now or moment())
                    changed.append(entry.claim.id)
        return changed

    def edit(self, ident: str, who: str, changes: dict[str, Any], *, now: str = "") -> Entry:
        """Change fields of a claim (JSON values, as ``claim_values`` gives them, and ``said``); its status stays."""
        with self.changing():
            entry = self.entry(ident)
            was = _values(entry)
            real = {key: value for key, value in changes.items() if was[key] != value}
            if real:
                self._change(entry, real, "edit", who, now or moment())
        return self.entry(ident)

    def _change(self, entry: Entry, after: dict[str, Any], what: str, who: str, at: str) -> None:
        was = _values(entry)
        before = {key: was[key] for key in after}
        number = self.db.execute("SELECT number FROM claims WHERE id = ?", (entry.claim.id,)).fetchone()[0]
        for key, value in after.items():
            stored = _dump(value) if key in _JSON else value
            self.db.execute(f'UPDATE claims SET "{key}" = ? WHERE number = ?', (stored, number))
        self.db.execute(
            "INSERT INTO decisions (claim, at, who, what, draft, before, after) VALUES (?,?,?,?,?,?,?)",
            (number, at, who, what, entry.draft, _dump(before), _dump(after)),
        )

    def decisions(self, ident: str = "") -> tuple[Decision, ...]:
        """Return the decisions in the order they were made, all or those about one claim."""
        rows = self.db.execute(
            "SELECT decisions.*, claims.id AS ident FROM decisions JOIN claims ON claims.number = decisions.claim"
            " WHERE ? IN ('', claims.id) ORDER BY decisions.number",
            (ident,),
        )
        return tuple(
            Decision(
                number=row["number"],
                claim=row["ident"],
                at=row["at"],
                who=row["who"],
                what=row["what"],
                draft=row["draft"],
                before=json.loads(row["before"]),
                after=json.loads(row["after"]),
            )
            for row in rows
        )


_SELECT = "SELECT claims.*, documents.name AS page FROM claims JOIN documents ON documents.number = claims.document"


def moment() -> str:
    """Return this moment in UTC as ISO text that sorts by time."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _entry(row: sqlite3.Row) -> Entry:
    values = {name: row[name] for name in ("id", *_PLAIN)} | {name: json.loads(row[name]) for name in _JSON}
    return Entry(
        claim=claim_from(values),
        document=row["page"],
        status=row["status"],
        draft=row["draft"],
        local=row["local"],
        said=day(row["said"]),
        published=day(row["published"]),
        entered=row["entered"],
    )


def _values(entry: Entry) -> dict[str, Any]:
    dates = {
        key: value.isoformat() if value else None
        for key, value in (("said", entry.said), ("published", entry.published))
    }
    return {**claim_values(entry.claim), **dates, "status": entry.status}


def _with(entry: Entry, values: dict[str, Any]) -> Entry:
    now = {**_values(entry), **values}
    return replace(
        entry, claim=claim_from(now), said=day(now["said"]), published=day(now["published"]), status=now["status"]
    )


def _kept(row: sqlite3.Row) -> Kept:
    names = ("text", "title", "outlet", "author", "published", "source", "language", "name", "sha256")
    values = {name: row[name] for name in names} | {name: json.loads(row[name]) for name in ("cut", "origin", "notes")}
    return Kept(number=row["number"], document=document_from(values), data=row["bytes"], added=row["added"])


def _unknown(code: str, what: str, ident: str, known: Sequence[str]) -> DetenteError:
    near = did_you_mean(ident, known)
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    hint = f"did you mean '{near}'?" if near else f"the dossier has: {listed or 'none yet'}"
    return DetenteError(Diagnostic(code=code, message=f"there is no {what} '{ident}' in the dossier", hint=hint))


def _unusable(path: Path, message: str, hint: str) -> DetenteError:
    return DetenteError(Diagnostic(code="E805", message=message, file=str(path), hint=hint))
