"""What comes from standard input or from an address that the user names, over a real local server."""

import http.server
import json
import threading
from contextlib import contextmanager

import pytest

from detente.base import DetenteError
from detente.reading.intake import fetch
from program import call

PAGE = (
    b"<html><head><title>Strike in Olm</title></head><body><main><h1>Strike in Olm</h1>"
    b"<p>The dockers of Olm refused a new rota on Monday, their secretary, Ilka Dorn, said.</p>"
    b"<p>The harbour board said the rota would start in June.</p><img src='/pixel.png'></main></body></html>"
)


@contextmanager
def site():
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(self.path)
            found = self.path != "/gone"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE if found else b"")

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def test_an_address_that_is_named_is_fetched_once_and_nothing_it_refers_to(tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    talks = tmp_path / "talks"
    call("init", talks)
    with site() as (url, asked):
        done, out, err = call("add", talks, f"{url}/olm/strike", "--published", "2031-05-06", "--json")
        assert done == 0, err
        assert asked == ["/olm/strike"]
        (added,) = json.loads(out)["added"]
        assert (added["document"], added["title"]) == ("strike.html", "Strike in Olm") and added["claims"]
        assert (talks / "documents" / "strike.html").read_bytes() == PAGE
        assert "E915" in call("read", f"{url}/gone")[2]
    with pytest.raises(DetenteError, match="E915"):
        fetch(f"{url}/closed", timeout=2)


def test_an_address_inside_a_page_is_never_fetched(tmp_path, monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with site() as (url, asked):
        page = tmp_path / "page.html"
        page.write_bytes(PAGE.replace(b"/pixel.png", url.encode()) + f"<script src={url}/x></script>".encode())
        assert call("read", page)[0] == 0
        assert asked == []
