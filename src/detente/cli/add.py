"""detente add: keep pages in a dossier and draft their claims."""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente import dossier
from detente.base import DetenteError
from detente.claims import Document
from detente.cli.read import Progress, backend_of, jobs_option, llm_options, restore_option
from detente.dossier import tasks

if TYPE_CHECKING:
    from detente.reading.folder import Taken
    from detente.reading.llm import Backend


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("files", metavar="FILE…", nargs=-1, required=True)
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="When the pages came out.")
@click.option("--outlet", metavar="NAME", help="Who published the pages.")
@restore_option
@jobs_option
@llm_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path,
    files: tuple[str, ...],
    published: datetime | None,
    outlet: str | None,
    restore: tuple[str, ...],
    jobs: int,
    llm: str | None,
    llm_model: str | None,
    as_json: bool,
) -> None:
    """Keep pages and draft their claims, for you to accept, edit or reject.

    FILE is a page, a folder of pages, - for standard input, or an address that
    starts with https://, the only case in which anything is fetched. A folder
    is read on all processors; stopped, it goes on where it was when the same
    command is given again. Without a publication date, dates such as "next
    Tuesday" stay unresolved. Adding a page again with a date drafts it again;
    what you decided stays. Ends with 2 if a page could not be read; the others
    are kept all the same.

    Example: detente add talks page.txt --published 2026-02-13
    """
    when: date | None = published.date() if published else None
    backend = backend_of(llm, llm_model)
    with dossier.open_ledger(folder):
        pass
    found = []
    with tempfile.TemporaryDirectory() as place:
        paths, failed = _paths(files, Path(place))
        progress = Progress(len(paths) + len(failed))
        try:
            for added in chain(failed, _added(folder, paths, when, outlet, jobs, restore)):
                found.append(added)
                progress.told(tell(added), failed=added.problem is not None)
        except KeyboardInterrupt:
            click.echo(
                f"stopped: {len(found)} of {len(paths)} pages done and kept; the same command goes on from there",
                err=True,
            )
            ctx.exit(130)
    progress.end([str(added.problem) for added in found if added.problem])
    if backend is not None:
        found = [_proposed(folder, added, backend) for added in found]
    if as_json:
        click.echo(json.dumps({"added": [values(added) for added in found]}, ensure_ascii=False, indent=2))
    if any(added.problem for added in found):
        ctx.exit(2)


def _paths(files: tuple[str, ...], place: Path) -> tuple[list[Path], list[dossier.Added]]:
    """Return the pages as files; what comes from standard input or the web is written to ``place`` first."""
    from detente.reading import folder as many
    from detente.reading.intake import fetch, is_address

    failed: list[dossier.Added] = []
    named: list[Path] = []
    for number, name in enumerate(files):
        if name != "-" and not is_address(name):
            named.append(Path(name))
            continue
        try:
            data, title = (sys.stdin.buffer.read(), "pasted.txt") if name == "-" else fetch(name)
        except DetenteError as error:
            failed.append(dossier.Added(file=name, state="failed", problem=error))
            continue
        into = place / str(number) / title
        into.parent.mkdir()
        into.write_bytes(data)
        named.append(into)
    paths, passed = many.listed(named)
    if passed:
        kinds = ", ".join(sorted({p.suffix for p in passed})[:6])
        click.echo(f"{len(passed)} files in the folders are no pages and passed over ({kinds})", err=True)
    return paths, failed


def _added(
    folder: Path, paths: list[Path], when: date | None, outlet: str | None, jobs: int, restore: tuple[str, ...]
) -> Iterator[dossier.Added]:
    """Read pages on several processors and enter each as it comes; those that are kept already are not read again."""
    from detente.reading import folder as many

    new: list[Path] = []
    for path in paths:
        if len(paths) >= many.FEW and not _known(folder, path):
            new.append(path)
        else:
            yield from dossier.add(folder, [path], when, outlet, restore=restore)
    results = many.read_many(new, published=when, outlet=outlet, jobs=jobs, restore=restore)
    try:
        for taken in results:
            load, draft = _given(taken)
            yield from dossier.add(folder, [taken.path], when, outlet, load=load, draft=draft)
    finally:
        results.close()


def _given(taken: "Taken") -> tuple[tasks.Load, tasks.Draft]:
    """Return what is read already in the form in which a dossier asks for it."""

    def load(*_: Any, **__: Any) -> Document:
        if taken.document is None:
            raise taken.problem or DetenteError("the page was not read")
        return taken.document

    return load, lambda _: taken.claims


def _known(folder: Path, path: Path) -> bool:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return False
    with dossier.open_ledger(folder) as ledger:
        return bool(ledger.has_bytes(digest))


def _proposed(folder: Path, added: dossier.Added, backend: "Backend") -> dossier.Added:
    """Ask a language model for more drafts of a page; they stand beside the others, as drafts, in its name."""
    from dataclasses import replace

    from detente.reading import llm

    if added.document is None or added.state == "known":
        return added
    proposal = llm.propose(added.document, backend)
    with dossier.open_ledger(folder) as ledger:
        name = ledger.has_bytes(added.document.sha256) or added.document.name
        embedded = [entry.claim for entry in ledger.claims() if entry.document == name]
    fresh = llm.merge(embedded, proposal.claims)
    entries = dossier.draft_more(folder, name, fresh, backend.drafter) if fresh else ()
    click.echo(f"{added.file}: {backend.drafter}: {llm.tell(proposal, len(entries))}", err=True)
    return replace(added, claims=(*added.claims, *entries))


def tell(added: dossier.Added) -> str:
    """Say what became of a file."""
    if added.problem or added.document is None:
        return str(added.problem)
    if added.state == "known":
        return f"{added.file}: kept already as {added.document.name}; nothing changed"
    ids = [entry.claim.id for entry in added.claims]
    drafted = f"{len(ids)} claims drafted" + (f" ({ids[0]} to {ids[-1]})" if len(ids) > 1 else "")
    cut = f"{len(added.document.cut)} pieces cut as site furniture"
    dated = "" if added.document.published else "; no publication date, so relative dates stay open (--published)"
    again = "drafted again: " if added.state == "redrafted" else ""
    notes = "".join(f"\n{added.file}: {note}" for note in added.document.notes)
    return f"{added.file}: {again}{drafted}, {cut}{dated}{notes}"


def values(added: dossier.Added) -> dict[str, Any]:
    """Return the JSON shape of what became of a file."""
    d = added.document
    return {
        "file": added.file,
        "state": added.state,
        "document": d.name if d else None,
        "title": d.title if d else None,
        "outlet": d.outlet if d else None,
        "published": d.published.isoformat() if d and d.published else None,
        "cut": len(d.cut) if d else 0,
        "claims": [entry.claim.id for entry in added.claims],
        "problem": str(added.problem) if added.problem else None,
    }
