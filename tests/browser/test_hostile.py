"""Documents as hostile input: shown inert or refused with a reason; and a workbench killed in mid-save."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from datetime import date
from pathlib import Path

import httpx
import pytest

from browser.conftest import ROOT, Server
from browser.models import cube
from detente import dossier
from detente.claims import Claim, Document
from detente.conflict import load, loads

NASTY = [
    "Talks <script>window.owned = 1</script> went on, the envoy said.",
    'A picture <img src="x" onerror="window.owned = 2"> and <svg onload="window.owned = 3">'
    '<a xlink:href="javascript:window.owned=4">x</a></svg>.',
    "The minister \u202edecnuoneD\u202c the offer, and \u2066left\u2069; \u200fright.",
    "Zürich, Київ, القاهرة, 東京 and \U0001f54a\U0001f1fa\U0001f1e6 are named here by the spokesman.",
    '"><b onclick=window.owned=5>bold</b> {{ 7 * 7 }} ${7*7} <!-- --> ]]> &lt;script&gt;',
]


def hostile_dossier(folder, paragraphs=NASTY, claims=None):
    """A dossier with a page that no reader has cleaned: every word of it is kept as it came."""
    text = "\n\n".join(paragraphs)
    made = []
    for k, paragraph in enumerate(paragraphs):
        start = text.index(paragraph)
        quote = paragraph.strip()
        made.append(
            Claim(id=f"x{k}", quote=quote, start=start, end=start + len(quote), kind="event", actors=(quote[:30],))
        )
    folder.mkdir(exist_ok=True)
    page = folder / "<svg onload=window.owned=6>.txt"
    page.write_text(text, encoding="utf-8")
    dossier.init(folder)
    added = dossier.add(
        folder,
        [page],
        date(2031, 3, 10),
        "<i>Outlet</i>",
        load=lambda path, **rest: Document(text=text, title="<script>window.owned=7</script>", outlet="<i>Outlet</i>"),
        draft=lambda document: made if claims is None else claims(document.text),
    )
    assert added[0].state == "added", added[0].problem
    return text


def test_a_hostile_page_is_shown_inert(serve_here, tmp_path, open_page, shoot):
    text = hostile_dossier(tmp_path / "hostile")
    page = open_page(f"{serve_here(tmp_path / 'hostile')}/review")
    shown = page.locator("#article").evaluate("a => [...a.querySelectorAll('p')].map(p => p.textContent)")
    assert shown == [line for line in text.split("\n") if line]
    assert page.locator("#article script, #article img, #article svg, #article a, .claim svg, .claim img").count() == 0
    assert page.evaluate("window.owned") is None
    assert page.locator("#article .turn").count() == 5
    shoot(page, "hostile")
    for _ in range(len(NASTY)):
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.locator(".claim.editing").wait_for()
        page.keyboard.press("Escape")
        page.locator(".claim.editing").wait_for(state="detached")
    assert page.evaluate("window.owned") is None


def test_a_selection_after_wide_characters_is_counted_in_code_points(serve_here, tmp_path, open_page):
    text = hostile_dossier(tmp_path / "wide")
    page = open_page(f"{serve_here(tmp_path / 'wide')}/review")
    word = "spokesman"
    page.evaluate(
        """word => { const walker = document.createTreeWalker(document.getElementById("article"), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) { const at = walker.currentNode.data.indexOf(word); if (at < 0) continue;
          const range = document.createRange(); range.setStart(walker.currentNode, at);
          range.setEnd(walker.currentNode, at + word.length);
          const selection = document.getSelection(); selection.removeAllRanges(); selection.addRange(range); }
        document.getElementById("article").dispatchEvent(new MouseEvent("mouseup", {bubbles: true})); }""",
        word,
    )
    page.wait_for_function("() => document.getElementById('adder-quote').value === 'spokesman'")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator(".claim.editing").wait_for()
    made = dossier.claims(tmp_path / "wide")[-1].claim
    assert (made.start, made.end) == (text.index(word), text.index(word) + len(word))


def bomb():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"<w>" + b" " * 60_000_000 + b"</w>")
    return data.getvalue()


REFUSED = {
    "empty.txt": b"",
    "null.txt": b"\0\1\2\3" * 2000,
    "bomb.docx": bomb(),
    "broken.pdf": b"%PDF-1.7 nothing",
}
ODD = {
    "broken.docx": b"PK\x03\x04 not really <script>window.owned = 8</script>",
    "invalid.txt": b"\xff\xfe\xfd\xfc\x80\x81" * 400,
    "latin.html": b"<html><p>The minister of Z\xfcrich said no.</p><script>window.owned = 9</script></html>",
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plain")
    dossier.init(folder)
    server = Server(folder)
    yield folder, server.address
    server.stop()


def send(address, files, **data):
    headers = {"origin": address, "HX-Request": "true"}
    return httpx.post(f"{address}/review/add", files=files, data=data, headers=headers, timeout=120)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason_and_nothing_is_kept(plain, name):
    folder, address = plain
    before = sorted(p.name for p in (folder / "documents").iterdir())
    answer = send(address, {"files": (name, REFUSED[name])})
    assert answer.status_code == 422, answer.text[:500]
    assert "error" in answer.text and name in answer.text and "Traceback" not in answer.text
    assert sorted(p.name for p in (folder / "documents").iterdir()) == before


@pytest.mark.parametrize("name", ODD)
def test_what_can_be_read_in_part_is_inert(plain, open_page, name):
    answer = send(plain[1], {"files": (name, ODD[name])})
    assert answer.status_code in (200, 422), answer.text[:500]
    page = open_page(f"{plain[1]}/review")
    page.locator("#article, #sheet .card").first.wait_for()
    assert page.evaluate("window.owned") is None


def test_a_page_of_fifty_megabytes_is_refused_before_it_is_read(plain):
    answer = send(plain[1], {"files": ("large.html", b"<p>" + b"x" * 50_000_000)})
    assert answer.status_code == 413
    assert "Nothing was kept" in answer.text


@pytest.mark.parametrize("name", ["../../escaped.txt", "..\\escaped.txt", "/tmp/escaped.txt", "ledger.db", ".hidden"])
def test_no_name_of_a_file_leads_out_of_the_dossier(plain, name):
    folder, address = plain
    text = f"The envoy said on Monday that {name} would be discussed. The minister rejected it."
    answer = send(address, {"files": (name, text.encode())}, published="2031-03-10")
    assert answer.status_code == 200, answer.text
    assert not list(folder.parent.glob("escaped*")) and not Path("/tmp/escaped.txt").exists()
    kept = {p.name for p in (folder / "documents").iterdir()}
    assert kept and all("/" not in k and not k.startswith(".") for k in kept)
    with dossier.open_ledger(folder) as ledger:  # still the ledger
        assert ledger.documents()


def test_a_long_article_stays_quick(serve_here, tmp_path, open_page):
    paragraphs = [
        f"Paragraph {k}: the envoy of party {k % 7} told reporters that the offer of round {k} would not be accepted."
        for k in range(1050)
    ]
    hostile_dossier(tmp_path / "long", paragraphs)
    page = open_page(f"{serve_here(tmp_path / 'long')}/review")
    assert len(page.locator("#article").inner_text()) > 100_000
    page.keyboard.press("j")
    taken = page.evaluate(
        """async () => { const taken = [];
        for (let k = 0; k < 8; k++) {
          const start = performance.now();
          document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "a", bubbles: true}));
          await new Promise(go => requestAnimationFrame(() => setTimeout(go)));
          taken.push(performance.now() - start);
          await new Promise(go => setTimeout(go, 60));
        }
        return taken.sort((a, b) => a - b); }"""
    )
    print(f"accepting on a page of 100 kB with 1050 claims: median {taken[4]:.0f} ms, slowest {taken[-1]:.0f} ms")
    page.wait_for_function("() => document.getElementById('left').textContent.startsWith('1042 ')")


def test_killed_in_mid_save_nothing_acknowledged_is_lost(tmp_path):
    """Accept and reorder without pause, kill -9 at a random moment, and compare with what was acknowledged."""
    folder = tmp_path / "killed"
    hostile_dossier(folder, [f"Paragraph {k} of the page, the envoy said." for k in range(300)])
    (folder / "cube.yaml").write_text(cube(), encoding="utf-8")
    code = "import sys; sys.argv[0] = 'detente'; from detente.cli import main; main()"
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    accepted: list[str] = []
    for round_ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", str(folder), "--port", "0", "--no-open", "--who", "Tester"],
            stdout=subprocess.PIPE,
            text=True,
            env=env,
        )
        address = process.stdout.readline().strip().rstrip("/")
        headers = {"origin": address}
        last = None
        try:
            with httpx.Client(headers=headers, timeout=10) as client:
                number = first = len(accepted)
                while True:
                    number += 1
                    data = {"id": f"c{number}", "version": 0, "what": "accept"}
                    if client.post(f"{address}/review/decide", data=data).status_code == 200:
                        accepted.append(f"c{number}")
                    if number - first == 4:
                        threading.Timer(0.05 + 0.017 * round_, os.kill, [process.pid, signal.SIGKILL]).start()
                    model = loads((folder / "cube.yaml").read_text(encoding="utf-8"))
                    n = len(model.decision_makers[0].statements)
                    sha = client.get(f"{address}/model/watch", params={"model": "cube.yaml", "have": "-"}).text
                    form = {
                        "model": "cube.yaml",
                        "base": sha,
                        "dm": "d0",
                        "order": ",".join(map(str, [*range(1, n), 0])),
                    }
                    if client.post(f"{address}/model/move", data=form).status_code == 200:
                        last = [*model.decision_makers[0].statements[1:], model.decision_makers[0].statements[0]]
        except httpx.TransportError:
            pass
        process.wait()
        process.stdout.close()
        status = {e.claim.id: e.status for e in dossier.claims(folder)}
        assert {k for k in accepted if status[k] != "accepted"} == set()
        assert sum(s == "accepted" for s in status.values()) <= len(accepted) + 1  # one may be saved but not yet said
        now = [s.want for s in load(folder / "cube.yaml").decision_makers[0].statements]
        if last is not None:
            wants = [s.want for s in last]
            assert now in (wants, [*wants[1:], wants[0]])
        accepted = [k for k, s in status.items() if s == "accepted"]
        accepted.sort(key=lambda k: int(k[1:]))
        time.sleep(0.05)
    assert len(accepted) > 5
