"""As many posts as web takes, of many different pictures: wrk with a script."""

import contextlib
import io
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, PngImagePlugin

from tests.faults.pictures import make_picture

PICTURES = 500
LONGEST_SECONDS = 36_000
STOP_SECONDS = 30

SCRIPT = """
local pictures, place = {{}}, 0
for number = 1, {count} do
  local file = io.open("{folder}/" .. number .. ".png", "rb")
  pictures[number] = wrk.format("POST", "/v1/predictions", {{["Content-Type"] = "image/png"}}, file:read("*a"))
  file:close()
end
function request()
  place = place % {count} + 1
  return pictures[place]
end
local threads = {{}}
function setup(thread) table.insert(threads, thread) end
function init() counts = {{}} end
function response(status) counts[status] = (counts[status] or 0) + 1 end
function done()
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("counts")) do print("status " .. status .. " " .. count) end
  end
end
"""


class Flood:
    """Posts from so many connections without a pause."""

    def __init__(self, url: str, folder: Path, clients: int, kilobytes: int) -> None:
        files = folder / "pictures"
        files.mkdir()
        for place in range(PICTURES):
            (files / f"{place + 1}.png").write_bytes(_make_large(make_picture(place)[0], kilobytes))
        script = folder / "flood.lua"
        script.write_text(SCRIPT.format(count=PICTURES, folder=files))
        how = ["-t1", f"-c{clients}", f"-d{LONGEST_SECONDS}", "--timeout", "30"]
        self._command = ["wrk", *how, "-s", str(script), url]
        self._told = ""

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Post until the end."""
        wrk = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        try:
            yield
        finally:
            # wrk ends early, and tells what there was, when it is interrupted.
            wrk.send_signal(2)
            self._told, _ = wrk.communicate(timeout=STOP_SECONDS)

    def describe(self) -> str:
        """Tell how often there was which reply, and how many connections broke."""
        statuses = re.findall(r"status (\d+) (\d+)", self._told)
        errors = re.findall(r"Socket errors: (.*)", self._told)
        return ", ".join([f"{count} times {status}" for status, count in statuses] + errors)


def _make_large(image: bytes, kilobytes: int) -> bytes:
    """Add noise that no decoder looks at, up to a size."""
    missing = kilobytes * 1000 - len(image)
    if missing <= 0:
        return image
    noise = PngImagePlugin.PngInfo()
    noise.add(b"nfNz", os.urandom(missing))
    buffer = io.BytesIO()
    Image.open(io.BytesIO(image)).save(buffer, "PNG", pnginfo=noise)
    return buffer.getvalue()
