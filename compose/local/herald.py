"""Waits until a worker has joined, then prints the address. What it prints, the supervisor passes on."""

import json
import time
import urllib.request

from shared.settings import Settings, load_settings

POLL_SECONDS = 0.2
SLOW_SECONDS = 30
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what is listened on, and where that is reached.


def main() -> None:
    """Wait and print."""
    settings = load_settings()
    address = _find_address(settings)
    slow_at = time.monotonic() + SLOW_SECONDS
    while not _has_worker(address):
        if time.monotonic() > slow_at:
            slow_at = float("inf")
            print(f"No worker has joined yet; see {settings.data_dir / 'logs' / 'worker-0.log'}", flush=True)
        time.sleep(POLL_SECONDS)
    print(f"Numberfigure is ready at {address}", flush=True)


def _find_address(settings: Settings) -> str:
    host = EVERYWHERE.get(settings.host, settings.host)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _has_worker(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 - our own address.
            return bool(json.load(answer)["workers"])
    except (OSError, ValueError):
        return False


if __name__ == "__main__":
    main()
