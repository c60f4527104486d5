"""Writing a file so that a kill at any moment leaves the whole of it, or nothing."""

import os
from collections.abc import Container
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` beside ``path``, bring it to the disk, then put it in place."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def keep_copy(folder: Path, name: str, data: bytes, taken: Container[str] = ()) -> tuple[Path, bool]:
    """Keep ``data`` in ``folder`` under ``name`` (or ``name-2`` … where other bytes have it); say whether it is new.

    Names in ``taken`` belong to other bytes even where no file has them.
    """
    folder.mkdir(exist_ok=True)
    safe = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in name).lstrip(".") or "page"
    path, number = folder / safe, 1
    while path.name in taken or path.exists():
        if path.name not in taken and path.read_bytes() == data:
            return path, False
        number += 1
        path = folder / f"{Path(safe).stem}-{number}{Path(safe).suffix}"
    write_whole(path, data)
    return path, True
