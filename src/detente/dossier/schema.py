"""How the ledger's tables came about, step by step; a step once released is never changed."""

import sqlite3
from collections.abc import Callable

APPLICATION = 0x6465746E  # "detn": tells a ledger from any other SQLite file


def _first(db: sqlite3.Connection) -> None:
    db.execute(
        """CREATE TABLE documents (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL UNIQUE, bytes BLOB NOT NULL,
            text TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT NOT NULL, author TEXT NOT NULL, published TEXT,
            cut TEXT NOT NULL, source TEXT NOT NULL, origin TEXT NOT NULL, language TEXT NOT NULL,
            notes TEXT NOT NULL, added TEXT NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE drafts (
            number INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents(number),
            drafter TEXT NOT NULL, made TEXT NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE claims (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
            document INTEGER NOT NULL REFERENCES documents(number),
            draft INTEGER NOT NULL REFERENCES drafts(number), local TEXT NOT NULL,
            quote TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, kind TEXT NOT NULL,
            source TEXT NOT NULL, cue TEXT NOT NULL, hedged TEXT NOT NULL, negated TEXT NOT NULL,
            actors TEXT NOT NULL, places TEXT NOT NULL, dates TEXT NOT NULL, numbers TEXT NOT NULL,
            confidence TEXT NOT NULL, triggers TEXT NOT NULL, halves TEXT NOT NULL, resolved TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('draft', 'accepted', 'rejected')),
            said TEXT, published TEXT, entered TEXT NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE decisions (
            number INTEGER PRIMARY KEY, claim INTEGER NOT NULL REFERENCES claims(number), at TEXT NOT NULL,
            who TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('accept', 'reject', 'edit')),
            draft INTEGER NOT NULL REFERENCES drafts(number), before TEXT NOT NULL, after TEXT NOT NULL)"""
    )
    for what in ("UPDATE", "DELETE"):
        db.execute(
            f"CREATE TRIGGER decisions_stay_{what.lower()} BEFORE {what} ON decisions "
            "BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END"
        )
    db.execute(
        "CREATE TRIGGER claims_stay BEFORE DELETE ON claims BEGIN SELECT RAISE(ABORT, 'a claim is never removed'); END"
    )
    db.execute("CREATE INDEX claims_by_document ON claims(document)")
    db.execute("CREATE INDEX decisions_by_claim ON decisions(claim)")


def _second(db: sqlite3.Connection) -> None:
    """Runs with their whole input, passages found again on a page that was read again, and sources to be withheld."""
    db.execute("CREATE TABLE inputs (sha256 TEXT PRIMARY KEY, data BLOB NOT NULL) WITHOUT ROWID")
    db.execute(
        """CREATE TABLE runs (
            number INTEGER PRIMARY KEY, at TEXT NOT NULL, command TEXT NOT NULL, model TEXT NOT NULL,
            input TEXT NOT NULL REFERENCES inputs(sha256), versions TEXT NOT NULL, output TEXT NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE checks (
            number INTEGER PRIMARY KEY, claim INTEGER NOT NULL REFERENCES claims(number), at TEXT NOT NULL,
            text TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('ok', 'drifted', 'orphan')),
            start INTEGER, "end" INTEGER)"""
    )
    db.execute(
        """CREATE TABLE protections (
            number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, name TEXT NOT NULL,
            protected INTEGER NOT NULL, grade TEXT NOT NULL, description TEXT NOT NULL)"""
    )
    for table in ("inputs", "runs", "checks", "protections"):
        for what in ("UPDATE", "DELETE"):
            db.execute(
                f"CREATE TRIGGER {table}_stay_{what.lower()} BEFORE {what} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'what is in {table} is never changed'); END"
            )
    db.execute("CREATE INDEX checks_by_claim ON checks(claim)")


MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [_first, _second]
