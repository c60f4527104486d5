"""Every command, whatever it is given: one clear message, the right exit code, nothing but JSON on standard output."""

import contextlib
import errno
import io
import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from detente.cli.main import COMMANDS, main
from program import call, make_dossier

GOOD = """\
detente: 1
decision_makers:
  київ: {name: Київ, options: {no: "no", y: "12:30"}}
  off: {name: "off", options: {yes: Так}}
status_quo: {}
settlement: no and yes
preferences:
  київ: [{want: no if yes, assumed: r}, {want: y, because: c1, when: c1}]
  off: [{want: no, assumed: r}]
contested: [c1]
"""
BAD = "{bad}"
NOISE = random.Random(1).randbytes(5000)
LONG = "x" * 300
ONE = {"options": [{"name": "a"}], "decisionMakers": [{"name": "A", "options": [7], "preferences": [[[9, "Y"]]]}]}
# name → (bytes of the file, or None where there is none), what the message names, the exit code
MODELS = {
    "missing.yaml": (None, "E108", 2),
    "missing.gmcr": (None, "E108", 2),
    "binary.yaml": (NOISE, "E105", 2),
    "binary.gmcr": (NOISE, "E105", 2),
    "latin.yaml": ("title: café\n".encode("latin-1"), "E105", 2),
    "empty.yaml": (b"", "E107", 1),
    "empty.gmcr": (b"", "E501", 1),
    "ten.yaml": (b"title: x\n" * 1_200_000, "E106", 1),
    "ten.gmcr": (b"[" + b"1," * 5_000_000 + b"1]", "E502", 1),
    "malformed.yaml": (b"detente: [1\na: :\n", "E101", 1),
    "malformed.gmcr": (b"{'a': 1}", "E501", 1),
    "deep.yaml": (b"detente: " + b"[" * 100_000, "E104", 1),
    "deep.gmcr": (b"[" * 100_000, "E501", 1),
    "bomb.yaml": (
        b"a: &a [x,x]\n"
        + b"".join(b"%c: &%c [%s]\n" % (98 + i, 98 + i, b",".join([b"*%c" % (97 + i)] * 9)) for i in range(8)),
        "E103",
        1,
    ),
    "twice.yaml": ((GOOD + "title: a\ntitle: b\n").encode(), "E102", 1),
    "unknown.yaml": ((GOOD + "titel: a\n").encode(), "did you mean 'title'", 1),
    "types.gmcr": (json.dumps({"options": 3, "decisionMakers": "x"}).encode(), "options: a list was expected", 1),
    "indices.gmcr": (json.dumps(ONE | {"infeasibles": []}).encode(), "there is no option number 7", 1),
    "words.txt": (b"just words", "E303", 1),
    f"{LONG}.yaml": (None, "too long", 2),
    "not\udcffutf8.yaml": (None, "E108", 2),
    "good.yaml/inside": (None, "E108", 2),
}
STATE = ["--state", "1"]
ON_MODELS = {
    "analyze": [BAD],
    "explain": [BAD, *STATE, "--decision-maker", "off"],
    "brief": [BAD],
    "readings": [BAD],
    "settle": [BAD],
    "levers": [BAD],
    "paths": [BAD],
    "status-quo": [BAD],
    "inverse": [BAD, *STATE, "--decision-maker", "off"],
    "robustness": [BAD, *STATE],
    "resolve": [BAD],
    "check": [BAD],
    "convert": [BAD, "out.yaml"],
    "diff": [BAD, "good.yaml"],
    "sweep": [BAD],
    "nash": [BAD],
    "hypergame": [BAD],
    "timeline": [BAD],
    "serve": [BAD],
}
ON_DOSSIERS = {
    "add": [BAD, "page.txt"],
    "claims": [BAD],
    "accept": [BAD, "c1"],
    "reject": [BAD, "--all"],
    "edit": [BAD, "c1", "--kind", "demand"],
    "draft-model": [BAD],
    "recheck": [BAD],
    "export": [BAD],
    "import": [BAD, "table.csv"],
    "protect": [BAD],
    "timeline": [BAD],
    "runs": [BAD],
    "brief": [BAD],
    "init": [BAD],
}
DOSSIERS = [
    "missing",
    "page.txt",
    "not-a-database",
    "ledger-is-a-folder",
    "empty-folder",
    LONG,
    "not\udcffutf8",
    "page.txt/x",
]
MADE_BY_INIT = ["missing", "empty-folder", "not\udcffutf8"]
PAGES = {
    "missing.txt": (None, 2),
    "folder": (None, 2),
    "noise.txt": (NOISE, 2),
    "noise.html": (NOISE, 2),
    "empty.txt": (b"", 2),
    "blank.txt": (b" \n\n\t", 2),
    f"{LONG}.txt": (None, 2),
    "not\udcffutf8.txt": (None, 2),
}
ON_PAGES = {
    "read": [BAD],
    "add": ["talks", BAD],
    "recheck": ["talks", BAD],
    "import": ["talks", BAD],
}
OUTPUTS = {
    "convert": ["good.yaml", BAD],
    "brief": ["good.yaml", "-o", BAD],
    "draft-model": ["talks", "-o", BAD, "--force"],
    "export": ["talks", "-o", BAD],
    "demo": ["-o", BAD],
}
UNWRITABLE = ["nowhere/out.yaml", "page.txt/out.yaml", f"{LONG}.yaml"]
REFUSED = [
    ["analyze"],
    ["analyze", "good.yaml", "--concept", "FOO"],
    ["analyze", "good.yaml", "--coalition", "nobody,off"],
    ["analyze", "good.yaml", "--nope"],
    ["analyze", "good.yaml", "--doubt", "c9"],
    ["analyze", "good.yaml", "--as-of", "2026-01-01"],
    ["explain", "good.yaml", "--state", "99", "--decision-maker", "off"],
    ["explain", "good.yaml", "--state", "1", "--decision-maker", "of"],
    ["settle", "good.yaml", "--settlement", "no and"],
    ["settle", "good.yaml", "--settlement", "nope"],
    ["settle", "good.yaml", "--coalition", "off"],
    ["levers", "good.yaml", "--price", "x"],
    ["levers", "good.yaml", "--kinds", "x"],
    ["levers", "good.yaml", "--offer", "x"],
    ["levers", "good.yaml", "--option", "x"],
    ["levers", "good.yaml", "--forbid", "x"],
    ["levers", "good.yaml", "--infeasible", "x and"],
    ["paths", "good.yaml", "--to", "99"],
    ["readings", "good.yaml", "--concept", "x"],
    ["inverse", "good.yaml", "--state", "1", "--decision-maker", "off", "--concept", "L3"],
    ["robustness", "good.yaml", "--state", "x"],
    ["status-quo", "good.yaml", "--from", "9"],
    ["diff", "good.yaml@someday", "good.yaml"],
    ["catalog", "show", "nope"],
    ["catalog", "verify", "nope"],
    ["catalog", "nope"],
    ["nope"],
    ["claims", "talks", "--status", "x"],
    ["claims", "talks", "--as-of", "x"],
    ["accept", "talks"],
    ["accept", "talks", "c99"],
    ["edit", "talks", "c1"],
    ["edit", "talks", "c1", "--kind", "x"],
    ["edit", "talks", "c1", "--quote", "nowhere on the page"],
    ["edit", "talks", "c1", "--said", "31"],
    ["draft-model", "talks", "--same", "x"],
    ["brief", "talks"],
    ["timeline", "talks"],
    ["runs", "talks", "--again", "7"],
    ["read", "page.txt", "page.txt", "--json"],
    ["read", "page.txt", "--published", "x"],
    ["add", "talks", "page.txt", "--published", "x"],
    ["convert", "good.yaml", "out.pdf"],
    ["serve", "missing"],
]


def named(words, bad):
    return [word.replace(BAD, bad) for word in words]


def clear(told):
    """Say what a message lacks: it is short, says what is wrong and what to do, and is no fault of the program."""
    assert told.strip(), "no message"
    assert "Traceback" not in told and "E999" not in told and "E000" not in told, told
    assert told.count("error[") + told.count("Error: ") >= 1, told
    assert told.count("\n") <= 70, told


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a good model, a dossier with claims, and everything bad that the tables name."""
    root = tmp_path_factory.mktemp("bad")
    for name, (data, *_) in (MODELS | PAGES).items():
        if data is not None:
            (root / name).write_bytes(data)
    (root / "good.yaml").write_text(GOOD, encoding="utf-8")
    (root / "page.txt").write_text("Київ said no.\n", encoding="utf-8")
    (root / "table.csv").write_text("id,status\nc1,accepted\n")
    for folder in ("folder", "empty-folder", "not-a-database", "ledger-is-a-folder/ledger.db"):
        (root / folder).mkdir(parents=True)
    (root / "not-a-database/ledger.db").write_bytes(b"not a database at all" * 50)
    make_dossier(root / "talks")
    return root


@pytest.fixture
def here(place, monkeypatch):
    monkeypatch.chdir(place)
    return place


def test_no_command_is_left_out_of_these_tables():
    without_input = {"concepts", "catalog", "demo"}
    assert set(COMMANDS) <= set(ON_MODELS) | set(ON_DOSSIERS) | set(ON_PAGES) | without_input


@pytest.mark.parametrize("bad", MODELS, ids=lambda name: name[:20])
def test_no_command_takes_a_bad_model(here, bad):
    _, says, code = MODELS[bad]
    few = ("analyze", "check", "convert", "diff") if bad.startswith(("ten", "deep")) else ON_MODELS
    for command, words in ((name, ON_MODELS[name]) for name in few):
        if command not in COMMANDS or (command == "serve" and (here / bad[:99]).exists()):
            continue  # the workbench opens on a faulty file and shows what is wrong with it
        done, out, err = call(command, *named(words, bad))
        if command == "check":
            assert (done, says in out + err) == (code, True), (command, done, out, err)
            continue
        clear(err)
        if command not in ("timeline", "serve"):  # they look at the place first
            assert (done, says in err) == (code, True), (command, done, err)
        assert (done in (1, 2), out) == (True, ""), (command, done, out)


@pytest.mark.parametrize("bad", ["missing.yaml", "binary.gmcr", "malformed.yaml", "bomb.yaml", "indices.gmcr"])
def test_with_json_nothing_is_printed_where_nothing_could_be_judged(here, bad):
    for command, words in ON_MODELS.items():
        if command in COMMANDS and command not in ("brief", "resolve", "convert", "check", "serve"):
            done, out, err = call(command, *named(words, bad), "--json")
            assert (done in (1, 2), out) == (True, ""), command
            clear(err)
    done, out, _ = call("check", bad, "--json")
    assert done == MODELS[bad][2] and json.loads(out)["errors"] > 0


@pytest.mark.parametrize("command", ON_MODELS)
def test_words_that_look_like_something_else_stay_words(here, command):
    """Options and names such as ``no``, ``12:30``, ``off`` and ``Київ`` work in every command."""
    if command not in COMMANDS or command in ("timeline", "serve"):
        pytest.skip("asks for a record, or does not end")
    words = named(ON_MODELS[command], "good.yaml")
    has_json = command not in ("brief", "resolve", "convert")
    done, out, err = call(command, *words, *["--json"] * has_json)
    assert (done, "Traceback" in err) == (0, False), err
    if has_json:
        json.loads(out)
    else:
        assert out


@pytest.mark.parametrize("bad", DOSSIERS, ids=lambda name: name[:20])
def test_no_command_takes_a_bad_dossier(here, bad):
    for command, words in ON_DOSSIERS.items():
        if command == "init" and bad in MADE_BY_INIT:
            continue
        done, out, err = call(command, *named(words, bad))
        assert (done in (1, 2) if (command, bad) == ("brief", "page.txt") else done == 2, out) == (True, ""), (
            command,
            err,
        )
        clear(err)


@pytest.mark.parametrize("bad", PAGES, ids=lambda name: name[:20])
def test_no_command_takes_a_bad_page(here, bad):
    for command, words in ON_PAGES.items():
        if (command, bad) == ("read", "folder"):
            continue  # it reads what is in a folder
        done, out, err = call(command, *named(words, bad))
        assert (done, out) == (2, ""), (command, done, out, err)
        clear(err)


@pytest.mark.parametrize("bad", UNWRITABLE, ids=lambda name: name[:20])
def test_what_cannot_be_written_is_said(here, bad):
    for command, words in OUTPUTS.items():
        if command == "demo" and bad.startswith("nowhere"):
            continue  # it makes the folder
        done, out, err = call(command, *named(words, bad))
        assert (done, out) == (2, ""), (command, done, out, err)
        assert "cannot be" in err
        clear(err)


@pytest.mark.parametrize("words", REFUSED, ids=" ".join)
def test_what_cannot_be_asked_ends_with_2_and_a_next_step(here, words):
    done, out, err = call(*words)
    assert (done, out) == (2, ""), (done, out, err)
    clear(err)


def test_a_dossier_whose_documents_folder_was_lost_still_takes_pages(here):
    shutil.copytree(here / "talks", here / "lost")
    shutil.rmtree(here / "lost/documents")
    done, _, err = call("add", "lost", "page.txt")
    assert done == 0, err
    assert (here / "lost/documents/page-2.txt").is_file()  # the ledger has other bytes under page.txt


class Closed(io.StringIO):
    """Standard output whose reader has gone, or whose disk is full."""

    def __init__(self, number):
        super().__init__()
        self.number = number

    def write(self, text):
        raise OSError(self.number, "no more")


@pytest.mark.parametrize(("number", "code", "says"), [(errno.EPIPE, 141, ""), (errno.ENOSPC, 2, "E602")])
@pytest.mark.parametrize("words", [["analyze", "good.yaml"], ["check", "good.yaml"], ["concepts", "--json"]])
def test_output_that_cannot_be_written_ends_quietly_or_in_one_message(here, monkeypatch, words, number, code, says):
    err = io.StringIO()
    monkeypatch.setattr(sys, "argv", ["detente", *words])
    with contextlib.redirect_stdout(Closed(number)), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == code
    assert (says in err.getvalue()) and "Traceback" not in err.getvalue()


def test_a_closed_pipe_a_full_disk_and_an_interrupt_in_the_real_program(here):
    run = f"{sys.executable} -c 'from detente.cli import main; main()'"
    src = Path(__file__).resolve().parents[1] / "src"

    def shell(line):
        return subprocess.run(
            ["bash", "-c", line],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(src), "PATH": "/usr/bin:/bin"},
        )

    piped = shell(f"set -o pipefail; {run} concepts | head -1")
    assert (piped.returncode in (0, 141), piped.stderr) == (True, "")
    assert piped.stdout.startswith("NASH")
    if Path("/dev/full").exists():
        full = shell(f"{run} concepts > /dev/full")
        assert full.returncode == 2 and "E602" in full.stderr and "Traceback" not in full.stderr


def test_an_interrupt_is_said_in_one_line(here, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    for target, words in [
        ("detente.cli.analyze.answer", ["analyze", "good.yaml"]),
        ("detente.dossier.accept", ["accept", "talks", "c1"]),
        ("detente.reading.folder.load", ["read", "page.txt"]),
    ]:
        monkeypatch.setattr(target, interrupted)
        done, out, err = call(*words)
        assert (done, out, err.strip()) == (130, "", "stopped; nothing was lost")


def test_a_fault_of_ours_is_one_message_and_says_so(here, monkeypatch):
    """Without this the tests above could not tell a traceback from a message."""

    def broken(*_, **__):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr("detente.cli.analyze.answer", broken)
    done, out, err = call("analyze", "good.yaml")
    assert (done, out) == (2, "") and "error[E999]" in err and "Traceback" not in err
    with pytest.raises(AssertionError):
        clear(err)
    monkeypatch.setenv("DETENTE_DEBUG", "1")
    assert "ZeroDivisionError: planted" in call("analyze", "good.yaml")[2]
