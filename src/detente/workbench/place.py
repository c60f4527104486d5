"""What the workbench is opened on: a dossier's folder, one model file, or the finished example."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from detente import conflict, dossier
from detente.base import DetenteError, Diagnostic
from detente.brief import Record, bundled, load_record
from detente.brief.kept import from_ledger
from detente.conflict import Conflict
from detente.conflict.file import read_text
from detente.dossier.history import Clock, Standing, one_report, standing, standing_in
from detente.dossier.links import heads
from detente.interop import gmcr

SUFFIXES = (".yaml", ".yml", ".gmcr")
NOT_MODELS = ("record.yaml",)
RECORDS = ("record.yaml", dossier.tasks.LEDGER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The folder worked on and who works.

    ``only`` is the one model looked at where a file was named; ``example`` the name of the bundled example that this
    folder is a working copy of.
    """

    folder: Path
    who: str
    only: str = ""
    example: str = ""

    @property
    def has_ledger(self) -> bool:
        """Say whether claims can be kept here."""
        return (self.folder / dossier.tasks.LEDGER).is_file()


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model file as it stood on the disk at one moment.

    ``conflict`` is None where it has errors; ``sha256`` is of its bytes and names this state of the file.
    ``copies`` are contested claims that repeat another (copy → the earliest), made one in ``conflict``.
    """

    name: str
    path: Path
    text: str
    sha256: str
    conflict: Conflict | None
    found: tuple[Diagnostic, ...]
    copies: dict[str, str] = field(default_factory=dict)
    key: str = ""

    @property
    def judged_as(self) -> str:
        """Name what verdicts depend on: this text, and the record where it merges claims."""
        return self.key or self.sha256

    @property
    def editable(self) -> bool:
        """Say whether it is a file of ours, which can be edited as text."""
        return self.path.suffix != ".gmcr"


def open_place(target: str | Path | None, who: str) -> Place:
    """Look at a folder or a model file; without one, at a working copy of the finished example.

    Raises
    ------
    DetenteError
        E108 there is nothing of that name.
    """
    if target is None:
        return example("geneva", who)
    path = Path(target)
    if path.is_dir():
        return Place(folder=path.resolve(), who=who)
    if path.is_file():
        return Place(folder=path.resolve().parent, who=who, only=path.name)
    hint = "name a dossier's folder or a model file"
    raise DetenteError(Diagnostic(code="E108", message="there is no such file or folder", file=str(target), hint=hint))


def example(name: str, who: str) -> Place:
    """Copy a bundled dossier to a new folder, so that everything in it may be tried."""
    folder = Path(tempfile.mkdtemp(prefix="detente-example-")) / name
    shutil.copytree(bundled(name), folder)
    for path in folder.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)
    dossier.init(folder)
    return Place(folder=folder, who=who, example=name)


def names(place: Place) -> list[str]:
    """Return the model files that may be looked at, by name."""
    if place.only:
        return [place.only]
    found = (p for p in place.folder.iterdir() if p.suffix in SUFFIXES and not p.name.startswith("."))
    inside = (p for p in found if p.is_file() and p.resolve().is_relative_to(place.folder.resolve()))
    return sorted(p.name for p in inside if p.name not in NOT_MODELS)


def read(place: Place, name: str = "") -> Model | None:
    """Read one model as it stands on the disk now (default: the first); None where there is no such model.

    Only names from ``names`` are taken, so no path leads out of the folder.
    """
    known = names(place)
    chosen = name or (known[0] if known else "")
    if chosen not in known:
        return None
    path = place.folder / chosen
    text, unreadable = read_text(path)
    sha256 = digest(text)
    if unreadable:
        return Model(name=chosen, path=path, text="", sha256=sha256, conflict=None, found=tuple(unreadable))
    return parse(path, text, sha256)


_parsed: dict[tuple[Path, str], Model] = {}


def parse(path: Path, text: str, sha256: str) -> Model:
    """Read a model's text; the last few are remembered."""
    key = (path, sha256)
    if key not in _parsed:
        while len(_parsed) > 16:
            _parsed.pop(next(iter(_parsed)), None)
        found = diagnose(path, text)
        faulty = any(d.severity == "error" for d in found)
        made = None if faulty else loads(path, text)
        _parsed[key] = Model(name=path.name, path=path, text=text, sha256=sha256, conflict=made, found=tuple(found))
    return _parsed[key]


def diagnose(path: Path, text: str) -> list[Diagnostic]:
    """List the findings about a model's text, in the format that its file name says."""
    return gmcr.diagnose(text, path.name) if path.suffix == ".gmcr" else conflict.diagnose(text, path.name)


def loads(path: Path, text: str) -> Conflict:
    """Read a model's text, in the format that its file name says."""
    return gmcr.loads(text, path.name) if path.suffix == ".gmcr" else conflict.loads(text, path.name)


def digest(text: str) -> str:
    """Name a state of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def cited(place: Place) -> Record | None:
    """Return every claim that a model here can cite: those decided beforehand and those accepted in the ledger."""
    given = record(place)
    if not place.has_ledger:
        return given
    kept = from_ledger(place.folder)
    if given is None:
        return kept
    if not kept.claims:
        return given
    return replace(
        given,
        pages=(*given.pages, *kept.pages),
        claims=given.claims | kept.claims,
        kept=(*given.entries(), *kept.entries()),
    )


def standing_of(place: Place, clock: Clock = "published") -> Standing | None:
    """Return which claims stood when; None where there is no record of claims."""
    if place.has_ledger and (clock == "entered" or record(place) is None):
        return standing_in(place.folder, clock)
    found = cited(place)
    return None if found is None else standing(found.entries(), found.texts())


def opened(place: Place, name: str = "") -> Model | None:
    """Read a model with copies of one contested report taken for one claim, as the commands do."""
    model = read(place, name)
    if model is None or model.conflict is None or len(model.conflict.contested) < 2:
        return model
    stamps = [p.stat().st_mtime_ns for each in RECORDS if (p := place.folder / each).is_file()]
    key = f"{model.sha256}:{stamps}"
    if key not in _merged:
        while len(_merged) > 16:
            _merged.pop(next(iter(_merged)), None)
        seen = standing_of(place)
        first = heads(seen.every) if seen else {}
        copies = {c.id: first[c.id] for c in model.conflict.contested if c.id in first}
        _merged[key] = (one_report(model.conflict, first) if copies else model.conflict, copies)
    conflict, copies = _merged[key]
    return replace(model, conflict=conflict, copies=copies, key=key if copies else "")


_merged: dict[str, tuple[Conflict, dict[str, str]]] = {}


def record(place: Place) -> Record | None:
    """Return the claims decided beforehand that come with the folder, where there are any."""
    return load_record(place.folder) if (place.folder / "record.yaml").is_file() else None
