"""The wheel, installed in an environment of its own, serves a page."""

import subprocess
import sys

import pytest

from browser.conftest import ROOT, Server

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    quiet = ["-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([sys.executable, *quiet, "wheel", "--no-deps", "-w", folder, ROOT], check=True)
    (wheel,) = folder.glob("detente-*.whl")
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    pins = ROOT / "requirements.txt"
    subprocess.run([python, *quiet, "install", "-c", pins, f"{wheel}[web]"], check=True)
    return python


def test_the_installed_wheel_serves_every_screen(installed, open_page):
    server = Server(python=str(installed), env={"PYTHONPATH": ""})
    try:
        page = open_page(f"{server.address}/")
        page.locator("#eq-NASH a.eq").first.wait_for()
        page.get_by_label("no final guarantees before Ukraine signs").click()
        page.locator("#vanished").wait_for()
        for screen in ("review", "model", "timeline", "brief"):
            page.locator(f"#to-{screen}").click()
            page.wait_for_url(f"**/{screen}?*")
            page.locator("h1").first.wait_for()
    finally:
        server.stop()


def test_the_source_is_not_what_was_tested(installed):
    where = subprocess.run(
        [installed, "-c", "import detente; print(detente.__file__)"],
        capture_output=True,
        text=True,
        check=True,
        cwd="/",
    ).stdout
    assert str(ROOT / "src") not in where
