"""Every screen on every kind of model, and the commands that the screens show."""

import contextlib
import html
import io
import re
import shlex
import shutil
import subprocess
import sys

import pytest

from browser.asgi import Client
from browser.models import cube
from detente import catalog, dossier
from detente.brief import bundled
from detente.cli.main import program
from detente.workbench.place import Place, example, open_place

SCREENS = ["review", "model", "analysis", "timeline", "brief"]
PIECES = ["analysis/map", "brief/page", "model/structure", "timeline/days"]


@pytest.fixture(scope="module")
def vessmark():
    return example("vessmark", "Tester")


@pytest.mark.parametrize("name", catalog.names())
def test_every_published_conflict_opens_on_every_screen(name, tmp_path):
    path = tmp_path / f"{name}.yaml"
    path.write_text(catalog.read(name).text, encoding="utf-8")
    client = Client(open_place(path, "Tester"))
    for address in SCREENS + PIECES:
        answer = client.get(f"/{address}", params={"model": path.name})
        assert answer.status_code == 200, address
        assert "No answer now" not in answer.text, address
    assert 'id="row-' in client.get("/analysis").text


def test_a_gmcr_file_opens_and_is_not_edited(tmp_path):
    source = bundled("vessmark") / "vessmark.yaml"
    with contextlib.redirect_stderr(io.StringIO()):
        program.main(["convert", str(source), str(tmp_path / "v.gmcr")], standalone_mode=False)
    client = Client(open_place(tmp_path, "Tester"))
    assert 'id="row-' in client.get("/analysis").text
    assert "<textarea" not in client.get("/model").text
    answer = client.post("/model/save", {"model": "v.gmcr", "base": "x", "text": "y"})
    assert answer.status_code == 422


def test_above_256_states_only_what_matters_is_shown(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_text(cube((4, 3, 2), 2), encoding="utf-8")
    client = Client(open_place(path, "Tester"))
    text = client.get("/analysis?show=all").text
    rows = text.count('<tr id="row-')
    assert 0 < rows < 512
    assert f"{rows} of 512 feasible states" in text
    assert "too many for a map" in client.get("/analysis/map").text


def test_a_model_with_errors_is_told_on_every_screen(tmp_path):
    (tmp_path / "bad.yaml").write_text(
        "detente: 1\ndecision_makers: {a: {options: {go: Go}}}\npreferences: {b: [go]}\n"
    )
    client = Client(open_place(tmp_path, "Tester"))
    for screen in SCREENS:
        answer = client.get(f"/{screen}")
        assert answer.status_code == 200
        if screen != "review":
            assert "E204" in answer.text, screen


def test_an_empty_folder_says_what_to_do_next(tmp_path):
    client = Client(open_place(tmp_path, "Tester"))
    for screen in SCREENS:
        assert client.get(f"/{screen}").status_code == 200
    assert "Make one in this folder" in client.get("/review").text
    client.post("/review/init")
    assert (tmp_path / dossier.tasks.LEDGER).is_file()


def shown(text, what):
    found = re.search(rf'<code id="same-{what}">(.*?)</code>', text, re.S)
    return html.unescape(found.group(1))


@pytest.mark.parametrize("screen", ["model", "analysis?r=1&b=fund-report", "timeline?at=1", "brief?levers=1"])
def test_the_command_line_shown_runs(vessmark, screen, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = Client(vessmark).get(f"/{screen}").text
    for line in shown(text, "shell").splitlines():
        name, *args = shlex.split(line)
        assert name == "detente"
        with contextlib.redirect_stdout(io.StringIO()) as out:
            assert program.main(args, standalone_mode=False) in (None, 0), line
        assert out.getvalue() or args[0] == "check"


@pytest.mark.parametrize("screen", ["model", "analysis?r=1&b=fund-report", "timeline?at=1&by=entered", "brief"])
def test_the_python_shown_runs(vessmark, screen):
    exec(shown(Client(vessmark).get(f"/{screen}").text, "python"), {})


@pytest.mark.parametrize("ask", ["sticks", "levers", "paths"])
def test_what_is_shown_about_a_settlement_runs(vessmark, ask):
    asked = {"ask": ask, "r": 1, "b": "fund-report", "forbid": ["city", "nothing-such"], "most": "1"}
    text = Client(vessmark).get("/analysis/settle", params=asked).text
    assert ("--forbid city" in text) == (ask == "levers") and "nothing-such" not in text
    shell, python = (html.unescape(c) for c in re.findall(r'<code class="block">(.*?)</code>', text, re.S))
    exec(python, {})
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert program.main(shlex.split(shell)[1:], standalone_mode=False) in (None, 0)
    assert out.getvalue()


def test_the_answer_is_that_of_the_command(vessmark):
    """The screen and ``detente analyze`` find the same equilibria in every reading."""
    import itertools
    import json

    model = vessmark.folder / "vessmark.yaml"
    ids = ["keep-report", "fund-report"]
    for chosen in itertools.chain.from_iterable(itertools.combinations(ids, n) for n in range(3)):
        args = ["analyze", str(model), "--json"]
        for ident in ids:
            args += ["--believe" if ident in chosen else "--doubt", ident]
        with contextlib.redirect_stdout(io.StringIO()) as out:
            program.main(args, standalone_mode=False)
        told = json.loads(out.getvalue())
        patterns = {s["id"]: s["options"] for s in told["states"]}
        text = Client(vessmark).get("/analysis", params={"r": 1, "b": list(chosen), "show": "all"}).text
        for key, found in told["concepts"].items():
            holds = set(re.findall(rf'value="{key}\.([YN]+)"><?[^<]*holds', text))
            assert holds == {patterns[s] for s in found["equilibria"]}, (key, chosen)


def test_a_folder_link_out_of_the_dossier_is_not_followed(tmp_path):
    outside = tmp_path / "outside.yaml"
    shutil.copy(bundled("vessmark") / "vessmark.yaml", outside)
    inside = tmp_path / "in"
    inside.mkdir()
    try:
        (inside / "link.yaml").symlink_to(outside)
    except OSError:
        pytest.skip("no symbolic links here")
    client = Client(Place(folder=inside, who="Tester"))
    assert "night trams" not in client.get("/analysis?model=link.yaml").text


def test_serve_says_what_to_do_where_nothing_can_be_opened(tmp_path):
    code = "import sys; sys.argv[0] = 'detente'; from detente.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", str(tmp_path / "none"), "--no-open"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert "E108" in done.stderr and "name a dossier" in done.stderr
