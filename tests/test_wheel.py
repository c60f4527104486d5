"""The built wheel in an environment of its own: alone, and with the reader."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PIP = ["-m", "pip", "-qq", "--disable-pip-version-check"]
GENEVA = "import detente, pathlib; print(pathlib.Path(detente.__file__).parent / 'examples/geneva/geneva.yaml')"


def installed(folder, extra=""):
    """Build the wheel, install it with the pinned versions of what it needs, and return that environment's programs."""
    subprocess.run([sys.executable, *PIP, "wheel", "--no-deps", "-w", folder, ROOT], check=True, cwd=folder)
    (wheel,) = folder.glob("detente-*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    programs = folder / "venv" / "bin"
    pins = ["-c", ROOT / "requirements.txt"]
    subprocess.run([programs / "python", *PIP, "install", *pins, f"{wheel}{extra}"], check=True)
    return programs


def run(programs, *words, code=0):
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [programs / words[0], *map(str, words[1:])],
        capture_output=True,
        text=True,
        check=False,
        cwd=programs.parent.parent,
        env=env,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def model(alone):
    return run(alone, "python", "-c", GENEVA).stdout.strip()


def test_what_is_tested_is_the_wheel_and_it_brings_little(alone, model):
    assert model.startswith(str(alone.parent)) and (Path(model).parents[2] / "py.typed").is_file()
    packages = {p["name"] for p in json.loads(run(alone, "python", "-m", "pip", "list", "--format", "json").stdout)}
    assert {"detente", "numpy"} <= packages and not packages & {"spacy", "lxml", "fastapi", "numba"}
    assert len(packages) <= 13


def test_alone_it_does_the_main_job(alone):
    done = run(alone, "detente", "demo", "-o", "out")
    assert "claims drafted" in done.stdout.replace("\n", " ")
    assert "What a settlement sticks on" in done.stdout
    assert "<html" in Path(done.stdout.splitlines()[-1]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        *("analyze MODEL --json", "explain MODEL --state 1 --decision-maker us --json", "settle MODEL --json"),
        *("check MODEL", "catalog verify", "resolve MODEL"),
        *("convert MODEL out.gmcr", "analyze out.gmcr --equilibria-only --json"),
    ],
)
def test_alone_it_answers_about_models(alone, model, words):
    done = run(alone, "detente", *words.replace("MODEL", model).split())
    assert done.stdout
    if "--json" in words:
        json.loads(done.stdout)


@pytest.mark.parametrize(
    ("words", "extra"),
    [
        ("serve MODEL --port 0", "web"),
        ("nash MODEL", "symbolic"),
        ("export talks -o claims.xlsx", "sheets"),
        ("sweep MODEL --scheduler tcp://127.0.0.1:9", "cluster"),
    ],
)
def test_alone_it_names_the_extra_that_something_needs(alone, model, words, extra):
    if not (alone.parents[1] / "talks").exists():
        run(alone, "detente", "init", "talks")
    done = run(alone, "detente", *words.replace("MODEL", model).split(), code=2)
    assert f"pip install 'detente[{extra}]'" in done.stderr and not done.stdout


def test_alone_it_drafts_by_plain_rules_and_says_what_they_lack(alone):
    (alone.parents[1] / "page.txt").write_text("North rejected the plan, a spokesman said.\n", encoding="utf-8")
    done = run(alone, "detente", "read", "page.txt", "--json")
    assert "pip install 'detente[read]'" in done.stderr
    (claim,) = json.loads(done.stdout)["claims"]
    assert claim["quote"].startswith("North rejected the plan")


@pytest.mark.long
def test_with_the_reader_it_drafts_as_well(tmp_path):
    programs = installed(tmp_path, "[read]")
    told = " ".join(run(programs, "detente", "demo", "-o", "out").stdout.split())
    assert "claims drafted" in told and "Read now: nothing" not in told
    (tmp_path / "page.txt").write_text("North rejected the plan, a spokesman said on Tuesday.\n", encoding="utf-8")
    read = json.loads(run(programs, "detente", "read", "page.txt", "--published", "2026-02-13", "--json").stdout)
    assert [claim["kind"] for claim in read["claims"]] == ["refusal"]
