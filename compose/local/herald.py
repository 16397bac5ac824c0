"""Tells the person at the terminal when Numberfigure is ready, and when a part of it died and is started again.

Supervisor runs this as an event listener: standard input and output carry its protocol, standard error the words.
"""

import json
import sys
import threading
import time
import urllib.request

from supervisor.childutils import listener

from shared.settings import Settings, load_settings

POLL_SECONDS = 0.2
SLOW_SECONDS = 30


def main() -> None:
    """Announce readiness in a thread, and tell of deaths until the supervisor ends this process."""
    settings = load_settings()
    threading.Thread(target=_announce, args=[settings], daemon=True).start()
    while True:
        headers, payload = listener.wait(sys.stdin, sys.stdout)
        event = dict(pair.split(":", 1) for pair in payload.split())
        if headers["eventname"] == "PROCESS_STATE_BACKOFF" or event.get("expected") == "0":
            name = event["processname"]
            _say(f"{name} ended unexpectedly and is started again; see {settings.data_dir / 'logs' / name}.log")
        listener.ok(sys.stdout)


def _announce(settings: Settings) -> None:
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound.
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    started = time.monotonic()
    warned = False
    while not _has_worker(address):
        if not warned and time.monotonic() - started > SLOW_SECONDS:
            warned = True
            _say(f"No worker has joined yet; see {settings.data_dir / 'logs' / 'worker'}.log")
        time.sleep(POLL_SECONDS)
    _say(f"Numberfigure is ready at {address}")


def _has_worker(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 - our own address.
            return bool(json.load(answer)["workers"])
    except (OSError, ValueError):
        return False


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
