"""Writing a model file: only over what was read, whole or not at all, and with its line ends as they were."""

import codecs
import difflib
import threading
from collections.abc import Callable
from dataclasses import dataclass

from detente.base import DetenteError, Diagnostic
from detente.conflict import Conflict, dump, loads
from detente.dossier.files import write_whole
from detente.workbench.place import Model, Place, read

_writing = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """What stands on the disk where something else was expected, and how ``wanted`` differs from it, line by line."""

    model: Model
    wanted: str
    diff: tuple[str, ...]


def write(place: Place, name: str, base: str, text: str) -> Model | Clash:
    """Write a model file if it still is as ``base`` says.

    Parameters
    ----------
    base : the ``sha256`` of the text that the change was made from
    text : the new text; its line ends become those of the file

    Raises
    ------
    DetenteError
        E108 there is no such file any more, or it cannot be written.
    """
    with _writing:
        model = read(place, name)
        if model is None or not model.editable:
            hint = "see the list of models"
            raise DetenteError(
                Diagnostic(code="E108", message=f"{name or 'the model'} cannot be changed here", hint=hint)
            )
        if model.sha256 != base:
            return clash(model, text)
        put(model, text)
        now = read(place, name)
    assert now is not None
    return now


def put(model: Model, text: str) -> None:
    """Write a text in place of a model file, bytes and mode in its manner."""
    path = model.path.resolve()
    ends = "\r\n" if "\r\n" in model.text else "\n"
    plain = text.replace("\r\n", "\n")
    data = plain.replace("\n", ends).encode("utf-8", "surrogatepass")
    try:
        old = path.read_bytes()
        mode = path.stat().st_mode
        write_whole(path, (codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b"") + data)
        path.chmod(mode & 0o7777)
    except OSError as error:
        hint = "nothing was changed; see whether the disk is full and the file may be written"
        raise DetenteError(
            Diagnostic(code="E108", message=f"the file cannot be written: {error.strerror}", file=model.name, hint=hint)
        ) from None


def clash(model: Model, wanted: str) -> Clash:
    """Set what was wanted against what is there."""
    there = model.text.replace("\r\n", "\n").splitlines()
    mine = wanted.replace("\r\n", "\n").splitlines()
    lines = difflib.unified_diff(there, mine, "on the disk now", "yours", lineterm="", n=2)
    return Clash(model=model, wanted=wanted, diff=tuple(lines))


def change(
    place: Place, name: str, base: str, make: Callable[[str], str], meant: Callable[[Conflict], Conflict]
) -> Model | Clash:
    """Change a model file as text, and make sure that nothing but what is meant has changed.

    Parameters
    ----------
    make : the change to the text
    meant : the same change to the model; what both lead to is compared before anything is written

    Raises
    ------
    DetenteError
        The file has errors, or the change cannot be made in it.
    """
    model = read(place, name)
    if model is None or model.conflict is None or not model.editable:
        hint = "mend the text first"
        raise DetenteError(Diagnostic(code="E810", message="a file with errors is changed as text only", hint=hint))
    if model.sha256 != base:
        return clash(model, model.text)
    text = make(model.text)
    try:
        became = loads(text, model.name)
    except DetenteError:
        became = None
    if became is None or dump(became) != dump(meant(model.conflict)):
        hint = "make the change in the text of the file"
        raise DetenteError(
            Diagnostic(code="E810", message="the file is written in a way that does not allow this", hint=hint)
        )
    return write(place, name, base, text)
