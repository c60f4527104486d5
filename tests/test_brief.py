"""The brief: one content, two forms, nothing from the network."""

import re

from click.testing import CliRunner

from detente.brief import bundled, load_record, write
from detente.cli.main import program
from detente.conflict import load, loads

FOLDER = bundled("geneva")


def test_html_escapes_what_an_author_writes():
    text = (
        (FOLDER / "geneva.yaml").read_text(encoding="utf-8").replace("title: Talks", "title: <script>x</script> Talks")
    )
    html = write(loads(text)).to_html()
    assert "&lt;script&gt;x" in html
    assert "<script>x" not in html


def test_both_forms_carry_every_quote():
    record = load_record(FOLDER)
    brief = write(load(FOLDER / "geneva.yaml"), record)
    for claim in record.claims.values():
        assert claim.quote in brief.to_markdown()
        assert claim.quote.replace("'", "&#39;") in brief.to_html()


def test_nothing_is_asked_of_the_network():
    html = write(load(FOLDER / "geneva.yaml"), load_record(FOLDER)).to_html()
    assert not re.search(r"https?://|<script|<link|@import|url\(", html)


def test_the_command_writes_markdown(tmp_path):
    out = tmp_path / "b.md"
    done = CliRunner().invoke(program, ["brief", str(FOLDER), "--to", "md", "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert out.read_text(encoding="utf-8").startswith("# Talks")


def test_a_missing_model_is_one_clear_message():
    done = CliRunner().invoke(program, ["brief", "nowhere.yaml"])
    assert done.exit_code == 2
    assert "there is no such file" in done.stderr
    assert "Traceback" not in done.output
