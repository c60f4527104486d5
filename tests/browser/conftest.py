"""A real Chromium, and a workbench in its own process, for the tests in this folder."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in Path(item.path).parents:
            item.add_marker(pytest.mark.browser)


def missing(reason):
    if os.environ.get("DETENTE_REQUIRE_SYSTEM") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium():
    path = os.environ.get("DETENTE_CHROMIUM") or shutil.which("chromium")
    if not path:
        missing("no Chromium here, so the browser tests are skipped; ./dev setup installs it")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


class Server:
    def __init__(self, *args, python=sys.executable, env=None):
        code = "import sys; sys.argv[0] = 'detente'; from detente.cli import main; main()"
        command = [python, "-c", code, "serve", *map(str, args), "--port", "0", "--no-open", "--who", "Tester"]
        path = {"PYTHONPATH": str(ROOT / "src")} if env is None else env
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **path}
        )
        self.address = self.process.stdout.readline().strip().rstrip("/")
        if not self.address.startswith("http://127.0.0.1:"):
            self.process.kill()
            raise AssertionError(f"the workbench did not start: {self.process.communicate()}")

    def stop(self):
        self.process.terminate()
        self.process.communicate(timeout=10)


@pytest.fixture(scope="session")
def serve():
    """Start a workbench on something, once each; all end with the session."""
    running = {}

    def start(*args):
        key = tuple(map(str, args))
        if key not in running:
            running[key] = Server(*args)
        return running[key].address

    yield start
    for server in running.values():
        server.stop()


@pytest.fixture
def serve_here():
    """Start a workbench that ends with the test."""
    running = []

    def start(*args):
        running.append(Server(*args))
        return running[-1].address

    yield start
    for server in running:
        server.stop()


class Watched:
    """What a page did that it must not do."""

    def __init__(self, page):
        self.faults = []
        self.allowed = set()
        page.on("console", self.console)
        page.on("pageerror", lambda e: self.faults.append(f"script: {e}"))
        page.on("request", self.request)

    def console(self, message):
        replaced = message.text.startswith(
            ("htmx:sendAbort,", "htmx:afterRequest, [object")
        )  # a newer request took over
        if message.type == "error" and not replaced:
            self.faults.append(f"console: {message.text}")

    def request(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("data", "blob", "about"):
            return
        if parts.hostname != "127.0.0.1":
            self.faults.append(f"outside request: {request.url}")

    def check(self):
        found = [f for f in self.faults if not any(a in f for a in self.allowed)]
        assert not found, found


@pytest.fixture
def open_page(chromium):
    """Open pages in a context of their own; the test fails on a console error or an outside request."""
    contexts, watched = [], []

    def make(address="about:blank", *, scheme="light", width=1280, height=900, context=None):
        context = context or chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.watched = Watched(page)
        watched.append(page.watched)
        page.goto(address)
        return page

    yield make
    for context in {id(c): c for c in contexts}.values():
        context.close()
    for each in watched:
        each.check()


@pytest.fixture
def shoot(tmp_path_factory):
    """Take a screenshot into a temporary folder (or the one named by DETENTE_SHOTS).

    Last in a test: taking it leaves style attributes behind, which our policy then reports.
    """
    folder = os.environ.get("DETENTE_SHOTS")
    place = Path(folder) if folder else tmp_path_factory.mktemp("shots")
    place.mkdir(parents=True, exist_ok=True)

    def take(page, name, **how):
        path = place / f"{name}.png"
        page.screenshot(path=path, full_page=True, **how)
        assert path.stat().st_size > 5000
        return path

    return take
