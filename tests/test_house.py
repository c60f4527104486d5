"""The house rules, checked on the house itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from effort import cpu_seconds

ROOT = Path(__file__).resolve().parents[1]


def run(*command):
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_go_down_only():
    code = "from importlinter.cli import lint_imports_command as c; c()"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Contracts: 3 kept" in done.stdout


def test_code_is_linted():
    done = run("ruff", "check", "src", "tests", "dev")
    assert done.returncode == 0, done.stdout


def test_types_are_strict():
    done = run("mypy")
    assert done.returncode == 0, done.stdout


def test_the_bound_on_effort_stops_what_never_ends():
    with pytest.raises(AssertionError, match="processor time"), cpu_seconds(0.2):
        while True:
            pass
