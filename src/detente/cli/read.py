"""detente read: keep the article of a page and draft its claims."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from detente.base import DetenteError
from detente.claims import Claim, Document

if TYPE_CHECKING:
    from detente.reading.folder import Taken
    from detente.reading.llm import Backend

MANY = 20
"""From so many files on, how far it is is told now and then instead of a line for each."""

jobs_option = click.option(
    "--jobs", type=click.IntRange(0), default=0, metavar="N", help="Processes for many pages (0: one per processor)."
)


restore_option = click.option(
    "--restore",
    multiple=True,
    metavar="WORDS",
    help="Keep a piece that would be cut, by words of it ('all': every one).",
)


def llm_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add --llm and --llm-model, which ask a language model for further drafts."""
    function = click.option("--llm-model", metavar="NAME", help="The language model's name at its endpoint.")(function)
    return click.option(
        "--llm",
        metavar="URL",
        help="Ask a language model at an OpenAI-compatible endpoint, such as http://127.0.0.1:8080/v1, for further "
        "drafts. The page's text is sent there; a key is read from DETENTE_LLM_KEY.",
    )(function)


def backend_of(url: str | None, model: str | None) -> "Backend | None":
    """Return the endpoint that the user named, None if none was; E913 if it cannot be one."""
    if url is None:
        if model is not None:
            raise click.UsageError("--llm-model needs --llm URL")
        return None
    from detente.reading.llm import Backend, check

    backend = Backend(url=url, model=model or "", key=os.environ.get("DETENTE_LLM_KEY", ""))
    check(backend)
    return backend


class Progress:
    """Tells on standard error how far it is: a line a file, or a count now and then where there are many."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.failed = total, 0, 0
        self.many = total > MANY
        self.last = self.begun = time.monotonic()
        self.shown = sys.stderr.isatty()

    def told(self, line: str, *, failed: bool = False) -> None:
        """Count a file that is done."""
        self.done += 1
        self.failed += failed
        if not self.many:
            if line:
                click.echo(line, err=True)
            return
        now = time.monotonic()
        if self.done < self.total and now - self.last < (0.2 if self.shown else 5):
            return
        self.last = now
        left = (now - self.begun) / self.done * (self.total - self.done)
        failures = f", {self.failed} failed" if self.failed else ""
        text = f"{self.done} of {self.total} pages{failures}, about {left:.0f} s left"
        click.echo(f"\r{text}\033[K" if self.shown else text, err=True, nl=not self.shown)

    def end(self, problems: Sequence[str]) -> None:
        """List what failed, where that was not told file by file."""
        if self.many and self.shown:
            click.echo(err=True)
        if self.many and problems:
            click.echo(f"{len(problems)} of {self.total} pages could not be read:", err=True)
            for problem in problems:
                click.echo(problem, err=True)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--published", metavar="DATE", help="When the page was published, such as 2026-02-13.")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--jsonl", is_flag=True, help="Print one JSON document per line, for several files or folders.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the lines of --jsonl to a file; started again, only pages that it lacks are read.",
)
@restore_option
@jobs_option
@llm_options
def command(
    files: tuple[str, ...],
    published: str | None,
    outlet: str | None,
    as_json: bool,
    jsonl: bool,
    output: Path | None,
    restore: tuple[str, ...],
    jobs: int,
    llm: str | None,
    llm_model: str | None,
) -> None:
    """Keep the article of a page and draft its claims: who said what, through whom, in the page's own words.

    FILE is a page, a folder of pages, - for standard input, or an address that
    starts with https://, the only case in which anything is fetched. Ends with
    2 if a file cannot be read; the others are read all the same.

    Example: detente read page.html --published 2026-02-13 --json
    """
    backend = backend_of(llm, llm_model)
    from detente.reading import folder
    from detente.reading.intake import is_address

    jsonl = jsonl or output is not None
    direct = [name for name in files if name == "-" or is_address(name)]
    paths, passed = folder.listed(name for name in files if name not in direct)
    if as_json and not jsonl and (len(files) != 1 or len(paths) + len(direct) != 1):
        raise click.UsageError("--json takes one file; use --jsonl for several")
    if passed:
        click.echo(f"{len(passed)} files in the folders are no pages and passed over", err=True)
    had = _resume(output) if output else set()
    paths = [path for path in paths if str(path) not in had]
    if had:
        click.echo(f"{output} has {len(had)} pages already; {len(paths) + len(direct)} are left", err=True)
    progress = Progress(len(paths) + len(direct))
    problems: list[str] = []
    try:
        for taken in _taken(direct, paths, published, outlet, jobs, restore):
            if taken.document is None:
                problems.append(str(taken.problem))
                progress.told(str(taken.problem), failed=True)
                continue
            claims = taken.claims
            if backend is not None:
                claims = _with(backend, taken.path, taken.document, claims)
            progress.told("\n".join(f"{taken.path}: {note}" for note in taken.document.notes))
            if as_json or jsonl:
                _print(taken.path, taken.document, claims, output, jsonl)
            else:
                _tell(taken.path, taken.document, claims)
    except KeyboardInterrupt:
        if progress.total == 1:
            raise
        on = "; the same command goes on from there" if output else ""
        click.echo(f"stopped: {progress.done} of {progress.total} pages read{on}", err=True)
        sys.exit(130)
    progress.end(problems)
    if problems:
        sys.exit(2)


def _taken(
    direct: list[str],
    paths: list[Path],
    published: str | None,
    outlet: str | None,
    jobs: int,
    restore: tuple[str, ...] = (),
) -> "Iterator[Taken]":
    from detente.reading import draft, folder, load
    from detente.reading.intake import fetch

    for name in direct:
        try:
            data, called = (sys.stdin.buffer.read(), "stdin") if name == "-" else fetch(name)
            document = load(data, published=published, outlet=outlet, name=called, restore=restore)
            yield folder.Taken(path=Path(called), document=document, claims=draft(document))
        except DetenteError as error:
            yield folder.Taken(path=Path(name), problem=error)
    yield from folder.read_many(paths, published=published, outlet=outlet, jobs=jobs, restore=restore)


def _with(backend: "Backend", path: Path, document: Document, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """Add what a language model proposes beside the embedded drafts."""
    from detente.reading import llm

    proposal = llm.propose(document, backend)
    fresh = llm.merge(claims, proposal.claims)
    click.echo(f"{path}: {backend.drafter}: {llm.tell(proposal, len(fresh))}", err=True)
    return (*claims, *fresh)


def _resume(output: Path) -> set[str]:
    """Return the pages that a file of lines has; a line cut short by an interrupt is taken away."""
    try:
        data = output.read_bytes()
    except FileNotFoundError:
        return set()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) < len(data):
        with output.open("r+b") as file:
            file.truncate(len(whole))
    found = set()
    for line in whole.splitlines():
        try:
            found.add(str(json.loads(line)["file"]))
        except (ValueError, KeyError, TypeError):
            raise click.UsageError(f"{output} was not written by this command; name another file") from None
    return found


def _print(path: Path, document: Document, claims: tuple[Claim, ...], output: Path | None, jsonl: bool) -> None:
    from detente.reading.shape import claim_to_json, document_to_json

    value: dict[str, Any] = {
        "document": document_to_json(document),
        "claims": [claim_to_json(claim) for claim in claims],
    }
    if jsonl:
        value = {"file": str(path), **value}
    text = json.dumps(value, ensure_ascii=False, indent=None if jsonl else 2)
    if output is None:
        click.echo(text)
        return
    with output.open("ab") as file:
        file.write(text.encode("utf-8", "replace") + b"\n")


def _tell(path: Path, document: Document, claims: tuple[Claim, ...]) -> None:
    click.echo(
        f"{document.title or path} · {document.outlet or 'outlet not stated'} · {document.published or 'no date'}"
    )
    for claim in claims:
        click.echo(f"  {claim.id:>4} {claim.kind:<11} {claim.confidence:.2f}  {claim.quote}")
        click.echo(f"       {' ← '.join(_hop(hop) for hop in claim.source)}")


def _hop(hop: Any) -> str:
    if hop.outlet is not None:
        return hop.outlet or "the page itself"
    who = hop.name or (f"{hop.count} unnamed" if hop.count else "unnamed")
    return f"{who} ({hop.role})" if hop.role else str(who)
