"""The load generator in Go: built once, then run with a workload, and what it says of it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from tests.support.stack import REPOSITORY

SOURCE = Path(__file__).with_name("load")
BUILD = REPOSITORY / "build" / "bench"
PROGRAM = BUILD / "load"
WARM_SECONDS = 1.0


class BenchError(Exception):
    """What keeps a measurement from being made."""


def build_generator() -> None:
    """Build it where it is missing or older than its source. Raises BenchError."""
    newest = max(path.stat().st_mtime for path in SOURCE.iterdir())
    if PROGRAM.exists() and PROGRAM.stat().st_mtime > newest:
        return
    if shutil.which("go") is None:
        raise BenchError("There is no Go on PATH, which the load generator is written in: go 1.22 or later.")
    BUILD.mkdir(parents=True, exist_ok=True)
    subprocess.run(["go", "build", "-o", PROGRAM, "."], cwd=SOURCE, check=True)


def put_load(port: int, seconds: float, **options: str | int | Path) -> dict[str, Any]:
    """Put load on a server of this machine, and return the report (notes.go).

    Raises BenchError where an answer was wrong or missing.
    """
    command = [str(PROGRAM), "-address", f"127.0.0.1:{port}", "-for", f"{seconds}s", "-warm", f"{WARM_SECONDS}s"]
    for name, value in options.items():
        command += [f"-{name}", str(value)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchError(done.stderr.strip())
    report: dict[str, Any] = json.loads(done.stdout)
    if report["wrong"] or report["failed"] or not report["answered"]:
        raise BenchError(
            f"{report['answered']} answers were right, {report['wrong']} wrong, {report['failed']} failed "
            f"({report.get('first_error', 'no error')})"
        )
    return report
