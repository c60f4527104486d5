"""What was worked out from a dossier, when, from what and by which versions: kept whole, so that it can be repeated."""

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import detente
from detente.base import DetenteError, Diagnostic
from detente.dossier.codec import claim_from, claim_values, day
from detente.dossier.ledger import Entry, moment
from detente.dossier.tasks import open_ledger

PACKAGES = ("numpy", "jinja2", "ruamel.yaml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One result: when, what was asked, of which model file, and the hashes of the whole input and of the output."""

    number: int
    at: str
    command: dict[str, Any]
    model: str
    input: str
    versions: dict[str, str]
    output: str


def versions() -> dict[str, str]:
    """Return the versions of everything that a result depends on."""
    found = {"detente": detente.__version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def canonical(inputs: Mapping[str, Any]) -> bytes:
    """Write an input as JSON in one way only.

    >>> canonical({"b": 1, "a": "є"}).decode()
    '{"a":"є","b":1}'
    """
    return json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256(data: bytes) -> str:
    """Return the SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def keep_run(
    folder: str | Path,
    command: Mapping[str, Any],
    model: str,
    inputs: Mapping[str, Any],
    output: bytes,
    *,
    now: str = "",
) -> Run:
    """Keep a result's whole input and the hash of its output; return once it is on the disk.

    Parameters
    ----------
    model : name of the model file
    inputs : everything that the output was made from, as JSON values; ``inputs["model"]["text"]`` is the model's text
    now : ISO time of the run (default: this moment)

    Raises
    ------
    DetenteError
        E801 there is no dossier; E807 the ledger cannot be written.
    """
    data = canonical(inputs)
    row = (now or moment(), json.dumps(dict(command), sort_keys=True), model, sha256(data), json.dumps(versions()))
    with open_ledger(folder) as ledger, ledger.changing():
        ledger.db.execute("INSERT OR IGNORE INTO inputs (sha256, data) VALUES (?,?)", (sha256(data), data))
        ledger.db.execute(
            "INSERT INTO runs (at, command, model, input, versions, output) VALUES (?,?,?,?,?,?)",
            (*row, sha256(output)),
        )
        number = int(ledger.db.execute("SELECT max(number) FROM runs").fetchone()[0])
    return run(folder, number)


def runs(folder: str | Path) -> tuple[Run, ...]:
    """Return every run of a dossier, in the order of keeping."""
    with open_ledger(folder) as ledger:
        rows = ledger.db.execute("SELECT * FROM runs ORDER BY number").fetchall()
    return tuple(
        Run(
            number=row["number"],
            at=row["at"],
            command=json.loads(row["command"]),
            model=row["model"],
            input=row["input"],
            versions=json.loads(row["versions"]),
            output=row["output"],
        )
        for row in rows
    )


def run(folder: str | Path, number: int) -> Run:
    """Return one run; E803 if there is none of that number."""
    found = next((r for r in runs(folder) if r.number == number), None)
    if found is None:
        hint = f"list them: detente runs {folder}"
        raise DetenteError(Diagnostic(code="E803", message=f"the dossier has no run {number}", hint=hint))
    return found


def input_of(folder: str | Path, found: Run) -> dict[str, Any]:
    """Return the whole input of a run; E805 where it is not what was kept."""
    with open_ledger(folder) as ledger:
        data = ledger.db.execute("SELECT data FROM inputs WHERE sha256 = ?", (found.input,)).fetchone()["data"]
    if sha256(data) != found.input:
        hint = "restore the ledger from a copy"
        raise DetenteError(Diagnostic(code="E805", message=f"the input of run {found.number} was altered", hint=hint))
    inputs: dict[str, Any] = json.loads(data)
    return inputs


def model_on(folder: str | Path, name: str, day: date) -> tuple[str, str] | None:
    """Return a model file's text as a run last kept it by the end of a day, with the time of that run."""
    kept = [r for r in runs(folder) if r.model == name and r.at[:10] <= day.isoformat()]
    if not kept:
        return None
    return str(input_of(folder, kept[-1])["model"]["text"]), kept[-1].at


def entry_values(entry: Entry) -> dict[str, Any]:
    """Return a claim with all that the ledger knows of it as JSON values."""
    return {
        "claim": claim_values(entry.claim),
        "document": entry.document,
        "status": entry.status,
        "draft": entry.draft,
        "local": entry.local,
        "said": entry.said.isoformat() if entry.said else None,
        "published": entry.published.isoformat() if entry.published else None,
        "entered": entry.entered,
    }


def entry_from(values: Mapping[str, Any]) -> Entry:
    """Rebuild a claim from what ``entry_values`` gave."""
    return Entry(
        claim=claim_from(values["claim"]),
        document=values["document"],
        status=values["status"],
        draft=values["draft"],
        local=values["local"],
        said=day(values["said"]),
        published=day(values["published"]),
        entered=values["entered"],
    )
