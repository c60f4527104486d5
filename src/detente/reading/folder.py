"""Many pages at once: on several processors, one bad file never stopping the rest, safe to stop at any moment."""

import multiprocessing
import os
import signal
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.base import DetenteError, Diagnostic
from detente.claims import Claim, Document
from detente.reading.intake import load
from detente.reading.plain import draft

READABLE = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ""})
FEW = 4
"""Below this many pages other processors are not worth starting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one file: a document with its drafts, or the reason why not."""

    path: Path
    document: Document | None = None
    claims: tuple[Claim, ...] = ()
    problem: DetenteError | None = None


def listed(names: Iterable[str | Path]) -> tuple[list[Path], list[Path]]:
    """Return the pages among files and folders, in order and each once, and what in the folders is passed over."""
    found: list[Path] = []
    passed: list[Path] = []
    for path in map(Path, names):
        if not path.is_dir():
            found.append(path)
            continue
        for inner in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
            (found if inner.suffix.lower() in READABLE else passed).append(inner)
        if not any(path in page.parents for page in found):
            found.append(path)  # reading it says why it cannot be read
    return list(dict.fromkeys(found)), passed


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_one(
    path: Path, published: date | str | None = None, outlet: str | None = None, restore: Sequence[str] = ()
) -> Taken:
    """Read a page and draft its claims; whatever goes wrong is the taken's problem."""
    try:
        document = load(path, published=published, outlet=outlet, restore=restore)
        return Taken(path=path, document=document, claims=draft(document))
    except DetenteError as error:
        return Taken(path=path, problem=error)
    except (Exception, RecursionError, MemoryError) as error:
        return Taken(path=path, problem=_broken(path, f"{type(error).__name__}: {error}"))


def read_many(
    paths: Sequence[Path],
    *,
    published: date | str | None = None,
    outlet: str | None = None,
    jobs: int = 0,
    restore: Sequence[str] = (),
) -> Generator[Taken, None, None]:
    """Yield the taken of every file as it comes, not in order.

    Parameters
    ----------
    jobs : processes to use; 0 for one per processor, 1 for none but this one

    Notes
    -----
    A page that kills its process is tried once more alone, and reported if it kills that one too. Closing the
    iterator, or an interrupt, ends the processes at once.
    """
    jobs = min(jobs or processors(), len(paths))
    if jobs < 2 or len(paths) < FEW:
        for path in paths:
            yield read_one(path, published, outlet, restore)
        return
    suspects: list[Path] = []
    waiting = list(reversed(paths))
    while waiting:
        yield from _pool(waiting, suspects, jobs, (published, outlet, restore))
    for path in suspects:
        alone, again = [path], list[Path]()
        yield from _pool(alone, again, 1, (published, outlet, restore))
        if again:
            yield Taken(path=path, problem=_broken(path, "its process was killed, perhaps for want of memory"))


def _pool(waiting: list[Path], suspects: list[Path], jobs: int, given: tuple[Any, ...]) -> Generator[Taken, None, None]:
    """Work through ``waiting`` from its end; if a process dies, ``suspects`` gets the pages that were in it."""
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=_deaf)
    running: dict[Future[Taken], Path] = {}
    try:
        while waiting or running:
            while waiting and len(running) < 2 * jobs:
                path = waiting.pop()
                try:
                    running[pool.submit(read_one, path, *given)] = path
                except BrokenProcessPool:
                    waiting.append(path)
                    break
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                path = running.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    suspects.append(path)
            if suspects and not running:
                return
    finally:
        for process in list((getattr(pool, "_processes", None) or {}).values()):
            if running:
                process.terminate()
        pool.shutdown(wait=not running, cancel_futures=True)


def _deaf() -> None:
    """An interrupt is for the parent, which ends its processes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _broken(path: Path, why: str) -> DetenteError:
    hint = "the other files are read all the same; please report this page, or paste its text"
    return DetenteError(Diagnostic(code="E914", file=str(path), message=f"the page broke the reader: {why}", hint=hint))
