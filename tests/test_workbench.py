"""The workbench without a browser: who may ask, what is sent along, what is vendored, which colours are used."""

import hashlib
import html
import re
from pathlib import Path

import pytest

from browser.asgi import Client
from detente.workbench import pages
from detente.workbench.guard import MAX_BODY
from detente.workbench.place import names, open_place, read
from detente.workbench.verdicts import judged, table, turns

ROOT = Path(__file__).resolve().parents[1]
VENDORED = [ROOT / "src/detente/workbench/static/vendor", ROOT / "tests/browser/vendor"]


@pytest.fixture(scope="module")
def client():
    return Client(open_place(None, "Tester"))


@pytest.mark.parametrize("folder", VENDORED, ids=["static", "tests"])
def test_vendored_files_are_those_listed(folder):
    listed = {}
    for line in (folder / "VENDOR.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, package, version, licence, sha256 = line.split()
            assert package and version and licence
            listed[name] = sha256
    there = {p.name for p in folder.iterdir() if p.suffix == ".js"}
    assert set(listed) == there
    for name, sha256 in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == sha256, name


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:9", "", "[::1]:1"])
def test_another_host_is_refused(client, host):
    answer = client.get("/analysis", headers={"host": host})
    assert answer.status_code == 421
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_our_own_names_are_answered(client, host):
    assert client.get("/analysis", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1"},
        {"origin": "http://127.0.0.1:81"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_site_may_not_change_anything(client, headers):
    assert client.post("/review/undo", headers=headers).status_code == 403


def test_a_body_beyond_the_limit_is_refused_with_a_reason(client):
    answer = client.post("/review/undo", headers={"content-length": str(MAX_BODY + 1)})
    assert answer.status_code == 413
    assert "Nothing was kept" in answer.text


@pytest.mark.parametrize("path", ["/analysis", "/static/app.js", "/static/nothing.js", "/nowhere"])
def test_every_answer_carries_the_policy(client, path):
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_nothing_is_inline(client):
    html = client.get("/analysis").text
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", html)


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/static/vendor"],
)
def test_no_path_leads_out_of_the_static_files(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", ["../geneva.yaml", "/etc/passwd", "record.yaml", "page.txt", "documents", ".."])
def test_only_models_of_the_folder_are_read(client, name):
    assert read(open_place(None, "Tester"), name) is None
    assert "No model here yet" in client.get("/analysis", params={"model": name}).text


def test_the_example_is_a_copy():
    first, second = open_place(None, "Tester"), open_place(None, "Tester")
    assert first.folder != second.folder
    assert "examples" not in first.folder.parts
    assert names(first) == ["geneva.yaml"]


def test_turns_counts_what_a_toggle_changes():
    model = read(open_place(None, "Tester"))
    conflict = model.conflict
    own = conflict.default_reading
    counts = turns(conflict, model.sha256, own)
    for claim, count in counts.items():
        found = table(
            conflict, judged(conflict, model.sha256, own ^ {claim}), judged(conflict, model.sha256, own), whole=False
        )
        assert found.appeared + found.vanished == count
    assert max(counts.values()) > 0 == min(counts.values())


def luminance(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def schemes():
    sheet = (pages.STATIC / "app.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part)) for part in sheet.split("@media", 2)[:2])
    return {"light": light, "dark": light | dark}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_can_be_read(scheme):
    colours = schemes()[scheme]
    pairs = [name[:-3] for name in colours if name.endswith("-bg")]
    assert {"yes", "no", "holds", "leaves", "new", "gone", "mark", "mark2"} <= set(pairs)
    weak = {p: round(contrast(colours[f"{p}-bg"], colours[f"{p}-ink"]), 2) for p in pairs}
    assert {p: c for p, c in weak.items() if c < 4.5} == {}
    on_card = {n: contrast(colours[n], colours["card-bg"]) for n in ("focus", *(f"dm{k}" for k in range(1, 7)))}
    assert min(on_card.values()) >= 3


def test_the_arithmetic_of_contrast_knows_a_weak_pair():
    assert round(contrast("#000000", "#ffffff")) == 21
    assert contrast("#949494", "#ffffff") < 4.5 < contrast("#656a73", "#ffffff")


def test_marks_that_turn_the_direction_of_text_are_named_everywhere_but_in_forms(tmp_path):
    """An option's name may come from a hostile page, by way of a drafted model."""
    turned = "Sign\u202engis ylno\u2066"
    (tmp_path / "m.yaml").write_text(
        f"detente: 1\ntitle: A title {turned}\ndecision_makers:\n  a: {{name: 'Ann {turned}', "
        f"options: {{go: '{turned}'}}}}\n"
        f"  b: {{options: {{stop: Stop}}}}\nstatus_quo: {{}}\nsettlement: go and stop\npreferences:\n"
        f"  a:\n    - {{want: go, assumed: 'because {turned}'}}\n  b:\n    - {{want: stop, assumed: made up}}\n",
        encoding="utf-8",
    )
    client = Client(open_place(tmp_path, "Tester"))
    asked = ["/analysis?show=all&why=NASH.YY", "/analysis/map?at=YN", "/analysis/settle?ask=sticks&r=1", "/brief"]
    asked += ["/analysis/settle?ask=paths&reach=moves&r=1", "/analysis/settle?ask=levers&r=1", "/timeline"]
    shown = "".join(client.get(address).text for address in asked)
    assert "[RLO]" in shown and "[LRI]" in shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)
    model = client.get("/model").text
    assert f"A title {turned}" in html.unescape(re.search(r"<textarea.*?</textarea>", model, re.S)[0])
    outside = re.sub(r"<textarea.*?</textarea>|<div id=\"disk-text\".*?</div>", "", model, flags=re.S)
    assert "[RLO]" in outside and not re.search("[\u202a-\u202e\u2066-\u2069]", outside)
