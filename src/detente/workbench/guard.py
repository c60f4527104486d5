"""Who may ask: this machine, from our own pages; and what a page of ours may do."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page may load: its own files. Nothing inline, nothing from elsewhere."""
MAX_BODY = 24 * 2**20
"""The largest request that is read, in bytes."""
LOCAL = ("127.0.0.1", "localhost", "[::1]")
SAFE = ("GET", "HEAD", "OPTIONS")
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"cache-control": b"no-store",
}


class TooLargeError(Exception):
    """The body of a request goes on beyond what is read."""


class Guard:
    """Refuse requests for another host or from another site; add the policy to every answer.

    A page that sets one of these headers itself keeps its own.
    """

    def __init__(self, app: App, port: int) -> None:
        self.app = app
        self.hosts = {f"{name}:{port}" for name in LOCAL} | (set(LOCAL) if port == 80 else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {bytes(key).lower(): bytes(value).decode("latin-1") for key, value in scope["headers"]}
        refused = self.refusal(scope["method"], headers)
        if refused:
            await _say(send, *refused)
            return
        started = False

        async def guarded(message: MutableMapping[str, Any]) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                own = {bytes(key).lower() for key, _ in message["headers"]}
                message["headers"] = [*message["headers"], *((k, v) for k, v in HEADERS.items() if k not in own)]
            await send(message)

        try:
            await self.app(scope, _limited(receive), guarded)
        except TooLargeError:
            if not started:
                await _say(send, 413, TOO_LARGE)

    def refusal(self, method: str, headers: dict[bytes, str]) -> tuple[int, str] | None:
        """Say why a request is refused: status and sentence; None where it is not."""
        host = headers.get(b"host", "").lower()
        if host not in self.hosts:
            return 421, "This server answers to this machine only. Open it as http://127.0.0.1 with its port."
        length = headers.get(b"content-length", "0")
        if not length.isdigit() or int(length) > MAX_BODY:
            return 413, TOO_LARGE
        if method in SAFE:
            return None
        origin = headers.get(b"origin")
        if origin is not None and origin.lower() != f"http://{host}":
            return 403, "Refused: the request comes from another site."
        if headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "Refused: the request comes from another site."
        return None


TOO_LARGE = f"Too large: at most {MAX_BODY // 2**20} MB are taken at once. Nothing was kept. Save the text alone."


def _limited(receive: Receive) -> Receive:
    seen = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY:
            raise TooLargeError
        return message

    return counted


async def _say(send: Send, status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS.items()]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
