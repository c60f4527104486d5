"""Claims decided beforehand, each with the passage it stands on."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from detente.base import DetenteError, Diagnostic

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """One claim somebody decided on: its passage, kind and source chain, origin first."""

    id: str
    kind: str
    quote: str
    source: tuple[str, ...]
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The decided claims of a bundled dossier, who decided and when, and what the pages are."""

    about: str
    decided_by: str
    decided_on: str
    outlet: str
    published: date | None
    page: Path
    claims: dict[str, Decided]


def bundled(name: str) -> Path:
    """Return the folder of a dossier that comes with detente.

    Raises
    ------
    DetenteError
        E108 there is none of that name.
    """
    folder = EXAMPLES / name
    if not folder.is_dir():
        raise DetenteError(Diagnostic(code="E108", message=f"no bundled dossier is called '{name}'", hint="try geneva"))
    return folder


def load_record(folder: Path) -> Record:
    """Read ``record.yaml`` of a bundled dossier."""
    data = YAML(typ="safe", pure=True).load((folder / "record.yaml").read_text(encoding="utf-8"))
    day = data.get("published")
    return Record(
        about=str(data["about"]),
        decided_by=str(data["decided_by"]),
        decided_on=str(data["decided_on"]),
        outlet=str(data.get("outlet", "")),
        published=day if isinstance(day, date) else None,
        page=folder / str(data["page"]),
        claims={
            key: Decided(
                id=str(key),
                kind=str(c["kind"]),
                quote=str(c["quote"]),
                source=tuple(str(hop) for hop in c["source"]),
                page=str(data["page"]),
            )
            for key, c in data["claims"].items()
        },
    )
