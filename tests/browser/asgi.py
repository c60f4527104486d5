"""A client that asks the workbench in this process, without a socket."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx

from detente.workbench.app import make_app


class Client:
    def __init__(self, place, port=80):
        self.app = make_app(place, port)
        self.base = "http://127.0.0.1" if port == 80 else f"http://127.0.0.1:{port}"

    def request(self, method, path, **rest):
        async def ask():
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base) as client:
                return await client.request(method, path, **rest)

        with ThreadPoolExecutor(1) as thread:  # Playwright may have a loop running in this one
            return thread.submit(lambda: asyncio.run(ask())).result()

    def get(self, path, **rest):
        return self.request("GET", path, **rest)

    def post(self, path, data=None, **rest):
        headers = {"origin": self.base, "HX-Request": "true"} | rest.pop("headers", {})
        return self.request("POST", path, data=data, headers=headers, **rest)
