"""What the workbench is opened on: a dossier's folder, one model file, or the finished example."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from detente import conflict, dossier
from detente.base import DetenteError, Diagnostic
from detente.brief import Record, bundled, load_record
from detente.conflict import Conflict
from detente.conflict.file import read_text
from detente.interop import gmcr

SUFFIXES = (".yaml", ".yml", ".gmcr")
NOT_MODELS = ("record.yaml",)


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
    """

    name: str
    path: Path
    text: str
    sha256: str
    conflict: Conflict | None
    found: tuple[Diagnostic, ...]

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


def record(place: Place) -> Record | None:
    """Return the claims decided beforehand that come with the folder, where there are any."""
    return load_record(place.folder) if (place.folder / "record.yaml").is_file() else None
