"""detente sweep: many models, each under all its readings, on this machine or on a cluster."""

import json
import random
import sys
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import click

from detente.analysis.readings import guarding
from detente.base import DetenteError, Diagnostic
from detente.cli.analyze import WIDTH, fail, shorten, split
from detente.conflict import Conflict, compile
from detente.interop import load_model
from detente.stability import CONCEPTS, analyze, analyze_batch, find_concept

AT_ONCE = 64
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A share of the work: some readings of one model. ``number`` names it, so that it is counted once."""

    number: int
    model: int
    conflict: Conflict
    readings: tuple[frozenset[str], ...]
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a part came to: counts by state, and the readings that could not be judged with the reason.

    A state is called by its letters, one an option, or by its label where the model gives it one.
    """

    feasible: dict[str, int]
    equilibria: dict[str, dict[str, int]]  # concept → state → in how many readings it is an equilibrium
    without: dict[str, int]
    judged: int
    failed: tuple[tuple[frozenset[str], str], ...] = ()


@dataclass(slots=True)
class Total:
    """The parts of one model added up."""

    judged: int = 0
    feasible: dict[str, int] = field(default_factory=dict)
    equilibria: dict[str, dict[str, int]] = field(default_factory=dict)
    without: dict[str, int] = field(default_factory=dict)
    failed: list[tuple[frozenset[str], str]] = field(default_factory=list)

    def add(self, found: Found) -> None:
        """Add one part."""
        self.judged += found.judged
        self.failed += found.failed
        _add(self.feasible, found.feasible)
        _add(self.without, found.without)
        for key, counts in found.equilibria.items():
            _add(self.equilibria.setdefault(key, {}), counts)


def _add(into: dict[str, int], more: dict[str, int]) -> None:
    for key, number in more.items():
        into[key] = into.get(key, 0) + number


def parts(
    conflicts: Sequence[Conflict], concepts: Sequence[str], *, sample: int | None = None, seed: int = 0
) -> Iterator[Part]:
    """Cut all readings of all models, or a sample of each model's, into parts."""
    number = 0
    for model, conflict in enumerate(conflicts):
        for some in _runs(_readings(conflict, sample, seed), AT_ONCE):
            yield Part(number, model, conflict, some, tuple(concepts))
            number += 1


def _readings(conflict: Conflict, sample: int | None, seed: int) -> Iterator[frozenset[str]]:
    claims = guarding(conflict)
    if sample is not None and sample < 1 << len(claims):
        r = random.Random(seed)
        for _ in range(sample):
            yield frozenset(claim for claim in claims if r.random() < 0.5)
        return
    for b in range(1 << len(claims)):
        yield frozenset(claim for k, claim in enumerate(claims) if b >> k & 1)


def _runs(items: Iterable[frozenset[str]], size: int) -> Iterator[tuple[frozenset[str], ...]]:
    run: list[frozenset[str]] = []
    for item in items:
        run.append(item)
        if len(run) == size:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def judge_part(part: Part) -> Found:
    """Judge one part, anywhere: everything needed comes with it, and doing it twice gives the same."""
    graphs, failed = [], []
    for believed in part.readings:
        try:
            graphs.append(compile(part.conflict, believed))
        except DetenteError as error:
            failed.append((believed, error.diagnostics[0].message))
    found = Found({}, {key: {} for key in part.concepts}, dict.fromkeys(part.concepts, 0), len(graphs), tuple(failed))
    plain = [graph for graph in graphs if graph.arcs is None and not graph.labels]
    if plain:
        tally = analyze_batch(plain, part.concepts, workers=1)
        width = len(part.conflict.options)
        names = ["".join("Y" if code >> k & 1 else "N" for k in range(width)) for code in tally.codes.tolist()]
        _add(found.feasible, dict(zip(names, tally.feasible.tolist(), strict=True)))
        _add(found.without, tally.without)
        for key, row in tally.equilibria.items():
            _add(found.equilibria[key], {name: n for name, n in zip(names, row.tolist(), strict=True) if n})
    for graph in graphs:  # moves given one by one, or merged states: each has states of its own
        if graph.arcs is None and not graph.labels:
            continue
        verdicts = analyze(graph, part.concepts)
        names = [graph.labels[s] if graph.labels else graph.pattern(s) for s in range(graph.size)]
        _add(found.feasible, dict.fromkeys(names, 1))
        for key in part.concepts:
            held = verdicts.equilibria(key).tolist()
            _add(found.equilibria[key], {names[s]: 1 for s in held})
            found.without[key] += not held
    return found


def here(work: Iterable[Part]) -> Iterator[tuple[Part, Found]]:
    """Judge parts one after the other in this process."""
    for part in work:
        yield part, judge_part(part)


def on_cluster(work: Iterable[Part], scheduler: str) -> Iterator[tuple[Part, Found]]:
    """Judge parts on a Dask cluster; what a lost worker had in hand is done again elsewhere.

    Raises
    ------
    DetenteError
        E740: the extra ``cluster`` is not installed. E741: the scheduler does not answer.
    """
    try:
        import distributed
    except ImportError as missing:
        raise DetenteError(
            Diagnostic(code="E740", message="sweeping on a cluster needs Dask", hint="pip install 'detente[cluster]'")
        ) from missing
    dask: Any = distributed
    try:
        client = dask.Client(scheduler, timeout=10)
    except (OSError, TimeoutError, ValueError) as error:
        hint = "start one with: dask scheduler"
        raise DetenteError(
            Diagnostic(code="E741", message=f"no scheduler answers at {scheduler}", hint=hint)
        ) from error
    with client:
        run = uuid.uuid4().hex  # others may use the same scheduler
        handed: dict[Any, Part] = {}
        for part in work:
            handed[client.submit(judge_part, part, pure=False, key=f"detente-{run}-{part.number}")] = part
        for future in dask.as_completed(list(handed)):
            part = handed.pop(future)
            try:
                found = future.result()
            except dask.KilledWorker:  # lost with worker after worker: then here
                found = judge_part(part)
            yield part, found


def sweep(
    conflicts: Sequence[Conflict],
    concepts: Sequence[str],
    *,
    scheduler: str | None = None,
    sample: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> tuple[list[Total], bool]:
    """Judge all models under all their readings.

    Returns
    -------
    totals : one a model
    complete : False where Ctrl-C came before the last part; the totals then cover what was judged until then
    """
    work = list(parts(conflicts, concepts, sample=sample, seed=seed))
    totals = [Total() for _ in conflicts]
    for total in totals:
        total.equilibria = {key: {} for key in concepts}
    everything, judged = sum(len(part.readings) for part in work), 0
    counted: set[int] = set()
    try:
        for part, found in on_cluster(work, scheduler) if scheduler else here(work):
            if part.number in counted:
                continue
            counted.add(part.number)
            totals[part.model].add(found)
            judged += len(part.readings)
            if progress is not None:
                progress(judged, everything)
    except KeyboardInterrupt:
        pass
    for total in totals:  # parts come back in any order
        total.failed.sort(key=lambda one: sorted(one[0]))
    return totals, len(counted) == len(work)


def document(conflicts: Sequence[Conflict], totals: Sequence[Total], complete: bool) -> dict[str, Any]:
    """Write the totals as one JSON document; states that are never an equilibrium are left out."""
    models = []
    for conflict, total in zip(conflicts, totals, strict=True):
        held = sorted({name for counts in total.equilibria.values() for name in counts}, key=lambda p: p[::-1])
        models.append(
            {
                "file": conflict.file,
                "title": conflict.title,
                "options": [option.id for option in conflict.options],
                "judged": total.judged,
                "states": [
                    {
                        "state": name,
                        "feasible": total.feasible.get(name, 0),
                        "equilibrium": {key: counts.get(name, 0) for key, counts in total.equilibria.items()},
                    }
                    for name in held
                ],
                "without_equilibrium": total.without,
                "failed": [{"believed": sorted(believed), "reason": why} for believed, why in total.failed],
            }
        )
    return {"complete": complete, "models": models}


@click.command()
@click.argument("models", metavar="MODEL…", nargs=-1, required=True)
@click.option("--concept", "concepts", metavar="NASH,GMR,…", help="Concepts to judge by (default: all five).")
@click.option("--sample", type=click.IntRange(1, 1_000_000), help="Draw this many readings of each model at random.")
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the sample.")
@click.option("--scheduler", metavar="ADDRESS", help="Address of a Dask scheduler to work on, tcp://host:8786.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def command(
    ctx: click.Context,
    models: tuple[str, ...],
    concepts: str | None,
    sample: int | None,
    seed: int,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Count over many models and all readings of each in how many every state is an equilibrium.

    Ctrl-C prints what was counted until then and says that it is partial.

    Example: detente sweep models/*.yaml --concept SEQ --scheduler tcp://10.0.0.5:8786
    """
    try:
        keys = [find_concept(key).key for key in split(concepts) or [c.key for c in CONCEPTS]]
        conflicts = [load_model(model) for model in models]
        for conflict in conflicts:
            if sample is None and len(guarding(conflict)) > 20:
                raise DetenteError(
                    Diagnostic(
                        code="E742",
                        message=f"{len(guarding(conflict))} contested claims give too many readings to judge all",
                        file=conflict.file,
                        hint="draw some with --sample 10000",
                    )
                )
        totals, complete = sweep(conflicts, keys, scheduler=scheduler, sample=sample, seed=seed, progress=_progress())
    except DetenteError as error:
        fail(ctx, error)
    if not complete:
        click.echo("stopped: what follows is partial", err=True)
    found = document(conflicts, totals, complete)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in told(found):
        click.echo(line)


def _progress() -> Progress:
    interactive = sys.stderr.isatty()

    def show(done: int, everything: int) -> None:
        if interactive:
            click.echo(f"\r{done:,} of {everything:,} readings judged", err=True, nl=done == everything)

    return show


def told(found: dict[str, Any]) -> Iterator[str]:
    """Write the document for people, at most 80 columns wide."""
    for model in found["models"]:
        yield shorten(f"{model['title'] or model['file']}: {count(model['judged'], 'reading')} judged")
        keys = list(model["without_equilibrium"])
        width = max([len("state"), *(len(state["state"]) for state in model["states"])])
        yield f"  {'state':<{width}}  " + "  ".join(f"{key:>7}" for key in keys)
        for state in model["states"][: WIDTH // 2]:
            yield f"  {state['state']:<{width}}  " + "  ".join(f"{state['equilibrium'][k]:>7,}" for k in keys)
        if len(model["states"]) > WIDTH // 2:
            yield f"  … and {len(model['states']) - WIDTH // 2:,} more states; --json lists all"
        yield f"  {'none':<{width}}  " + "  ".join(f"{model['without_equilibrium'][k]:>7,}" for k in keys)
        if model["failed"]:
            yield shorten(
                f"  {count(len(model['failed']), 'reading')} not judged, first: {model['failed'][0]['reason']}"
            )
    yield "Numbers count the readings in which a state is an equilibrium. Not a forecast."
    if not found["complete"]:
        yield "Partial: stopped before the last reading."


def count(number: int, thing: str) -> str:
    """Write how many there are of a thing."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
