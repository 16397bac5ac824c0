"""The Chromium of this machine."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")

# As root there is no sandbox; the rest keeps it from looking for services that no test needs.
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def find_chromium() -> str | None:
    """Find its path; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)
