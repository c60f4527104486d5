"""A folder of pages: all that can be read are, in parallel; the rest are listed with reasons; stopped, it goes on."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.base import DetenteError
from detente.reading import draft, folder, load
from program import call
from test_reading_chrome import LAYOUTS, boxes, mixed

ROOT = Path(__file__).resolve().parents[1]
BAD = {
    "empty.txt": b"",
    "binary.html": b"\x00\x01\x02" * 400,
    "broken.pdf": b"%PDF-1.4 no",
    "odd.txt": b"\x81\x8d" * 90,
}


def make(place, pages, seed=5):
    """Write pages of many layouts, bad files among them and what a browser saves beside a page."""
    rng, bank = random.Random(seed), boxes("furniture.txt")
    place.mkdir()
    for number in range(pages):
        layout = LAYOUTS[number % len(LAYOUTS)]
        suffix = "html" if layout in ("markup", "classes") else "txt"
        page = mixed(rng, bank, layout)[0]
        if suffix == "txt":
            page = "\n\n".join([page, f"Page {number} of the collection."])
        (place / f"page{number:04}.{suffix}").write_text(
            page.replace("<main>", f"<main id=n{number}>"), encoding="utf-8"
        )
    for name, data in BAD.items():
        (place / name).write_bytes(data)
    (place / "page0003_files").mkdir()
    (place / "page0003_files" / "site.css").write_text("p {}", encoding="utf-8")


def test_what_is_read_in_parallel_is_what_is_read_one_by_one(tmp_path):
    make(tmp_path / "pages", 5)
    paths, passed = folder.listed([tmp_path / "pages"])
    assert [p.name for p in passed] == ["site.css"] and len(paths) == 5 + len(BAD)
    together = {t.path: t for t in folder.read_many(paths, published="2031-05-06", outlet="Olm Post", jobs=2)}
    assert set(together) == set(paths)
    for path in paths:
        taken = together[path]
        if path.name in BAD:
            assert isinstance(taken.problem, DetenteError) and taken.problem.diagnostics[0].hint
            continue
        document = load(path, published="2031-05-06", outlet="Olm Post")
        assert (taken.document, taken.claims) == (document, draft(document)) and taken.claims


def test_a_folder_is_added_bad_files_listed_and_nothing_done_twice(tmp_path):
    make(tmp_path / "pages", 6)
    talks = tmp_path / "talks"
    call("init", talks)
    add = ("add", talks, tmp_path / "pages", "--published", "2031-05-06", "--jobs", "2", "--json")
    done, out, err = call(*add)
    first = json.loads(out)["added"]
    assert done == 2 and [a["state"] for a in first].count("added") == 6
    assert {Path(a["file"]).name for a in first if a["problem"]} == set(BAD)
    assert all(name in err for name in BAD) and "1 files in the folders are no pages" in err
    again = json.loads(call(*add)[1])["added"]
    assert [a["state"] for a in again].count("known") == 6 and not any(a["claims"] for a in again)


def test_lines_cut_short_are_written_anew_and_whole_ones_are_not(tmp_path):
    make(tmp_path / "pages", 4)
    lines = tmp_path / "claims.jsonl"
    read = ("read", tmp_path / "pages", "-o", lines, "--jobs", "1")
    assert call(*read)[0] == 2
    whole = lines.read_bytes()
    assert {Path(json.loads(line)["file"]).name for line in whole.splitlines()} == {
        p.name for p in (tmp_path / "pages").glob("page*.*")
    }
    lines.write_bytes(whole[:-200])
    done, out, err = call(*read)
    assert (done, out) == (2, "") and lines.read_bytes() == whole and "3 pages already" in err
    lines.write_text("something else\n", encoding="utf-8")
    assert call(*read)[0] == 2 and lines.read_text(encoding="utf-8") == "something else\n"


def _dies(path, *_):
    """Stand in for reading: a page called so kills its process."""
    if "kill" in path.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return folder.Taken(path=path)


def test_a_page_that_kills_its_process_is_listed_and_the_others_are_read(monkeypatch):
    monkeypatch.setattr(folder, "read_one", _dies)
    paths = [Path(f"page{n}") for n in range(6)] + [Path("kill")]
    found = {t.path: t.problem for t in folder.read_many(paths, jobs=2)}
    assert set(found) == set(paths)
    assert [path.name for path, problem in found.items() if problem] == ["kill"]
    assert "killed" in str(found[Path("kill")])


def interrupted(place, pages):
    """Add a folder, interrupt it, kill the next try outright, and add it once more; return the claims of both ways."""
    make(place / "pages", pages)
    code = "import sys; from detente.cli import main; sys.argv[0] = 'detente'; main()"
    command = [sys.executable, "-c", code]
    for name in ("talks", "straight"):
        call("init", place / name)
    add = [*command, "add", str(place / "talks"), str(place / "pages"), "--published", "2031-05-06", "--jobs", "2"]
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    for sign in (signal.SIGINT, signal.SIGKILL):
        process = subprocess.Popen(add, stderr=subprocess.PIPE, text=True, env=env, start_new_session=True)
        begun = len(json.loads(call("claims", place / "talks", "--json")[1])["claims"])
        for _ in range(600):
            time.sleep(0.05)
            if len(json.loads(call("claims", place / "talks", "--json")[1])["claims"]) > begun:
                break
        os.killpg(process.pid, sign)
        said = process.communicate(timeout=60)[1]
        assert process.returncode in ((130,) if sign == signal.SIGINT else (-signal.SIGKILL,)), said
        assert "Traceback" not in said and (sign == signal.SIGKILL or "goes on from there" in said), said
    assert subprocess.run(add, env=env, stderr=subprocess.PIPE, check=False).returncode == 2
    call("add", place / "straight", place / "pages", "--published", "2031-05-06")
    return [
        sorted(
            (c["document"], c["quote"], c["kind"]) for c in json.loads(call("claims", place / n, "--json")[1])["claims"]
        )
        for n in ("talks", "straight")
    ]


@pytest.mark.long
def test_interrupted_and_killed_it_goes_on_to_the_same_record(tmp_path):
    stopped, straight = interrupted(tmp_path, 30)
    assert stopped == straight and len(straight) > 100


@pytest.mark.long
def test_a_thousand_pages_are_read_bad_files_listed(tmp_path):
    make(tmp_path / "pages", 1000)
    done, _, err = call("read", tmp_path / "pages", "-o", tmp_path / "claims.jsonl", "--published", "2031-05-06")
    lines = (tmp_path / "claims.jsonl").read_bytes().splitlines()
    assert done == 2 and len(lines) == 1000 and f"{len(BAD)} of {1000 + len(BAD)} pages could not be read" in err
    assert all(name in err for name in BAD)
