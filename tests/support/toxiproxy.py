"""Toxiproxy (github.com/Shopify/toxiproxy): a TCP proxy that can be told to refuse, hang, be slow and reset."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import httpx

from tests.support.ports import find_free_port

VERSION = "v2.12.0"
MODULE = f"github.com/Shopify/toxiproxy/v2/cmd/server@{VERSION}"
SERVER = Path(__file__).parents[2] / "build" / f"toxiproxy-{VERSION}" / "server"
BUILD_SECONDS = 280
START_SECONDS = 20


def find_obstacle() -> str | None:
    """Say why there can be no proxy on this machine, or None when there can."""
    if SERVER.exists() or shutil.which("go"):
        return None
    return "no Go: building Toxiproxy needs go 1.23 or later on PATH"


class Toxiproxy:
    """The proxy's server process."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        port = find_free_port()
        self._command = [str(SERVER), "-host", "127.0.0.1", "-port", str(port)]
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=START_SECONDS)

    def start(self) -> None:
        """Start, and wait until it takes orders."""
        _build()
        self._process = subprocess.Popen(
            self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + START_SECONDS
        while True:
            try:
                self._http.get("/version").raise_for_status()
                return
            except httpx.TransportError:
                assert time.monotonic() < until, "Toxiproxy did not start"
                time.sleep(0.05)

    def stop(self) -> None:
        """End it, and with it all wires."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._http.close()

    def lay_wire(self, name: str, listen: str, upstream: str) -> "Wire":
        """Pass on what comes to `listen` to `upstream`, both as host:port."""
        order = {"name": name, "listen": listen, "upstream": upstream, "enabled": True}
        self._http.post("/proxies", json=order).raise_for_status()
        return Wire(self._http, name)


class Wire:
    """A way through the proxy."""

    def __init__(self, http: httpx.Client, name: str) -> None:
        self._http = http
        self._path = f"/proxies/{name}"
        self._toxics: list[str] = []

    def refuse(self) -> None:
        """Cut all connections and take no more, as a host does on which nothing listens."""
        self._enable(False)

    def hang(self) -> None:
        """Swallow all data and keep the connections, as a firewall does that has forgotten them."""
        for stream in ("upstream", "downstream"):
            self._poison("timeout", stream, timeout=0)

    def slow_down(self, milliseconds: int) -> None:
        """Delay what comes back."""
        self._poison("latency", "downstream", latency=milliseconds, jitter=milliseconds // 2)

    def reset(self) -> None:
        """Break each connection with a TCP reset as soon as anything is sent over it."""
        self._poison("reset_peer", "downstream", timeout=0)

    def heal(self) -> None:
        """Let everything pass as at first."""
        while self._toxics:
            self._http.delete(f"{self._path}/toxics/{self._toxics.pop()}").raise_for_status()
        self._enable(True)

    def _enable(self, enabled: bool) -> None:
        self._http.post(self._path, json={"enabled": enabled}).raise_for_status()

    def _poison(self, kind: str, stream: str, **attributes: int) -> None:
        toxic = {"name": f"{kind}-{stream}", "type": kind, "stream": stream, "attributes": attributes}
        self._http.post(f"{self._path}/toxics", json=toxic).raise_for_status()
        self._toxics.append(f"{kind}-{stream}")


def _build() -> None:
    """Build the server into the git-ignored build folder, unless it is there."""
    if SERVER.exists():
        return
    environment = os.environ | {"GOBIN": str(SERVER.parent)}
    subprocess.run(["go", "install", MODULE], env=environment, check=True, capture_output=True, timeout=BUILD_SECONDS)
