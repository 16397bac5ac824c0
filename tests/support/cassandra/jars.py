"""The jars of the Cassandra that tests run, fetched once from Maven Central into the git-ignored build folder."""

import fcntl
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

_HERE = Path(__file__).parent
_JARS = _HERE.parents[2] / "build" / "cassandra-5.0.7" / "lib"
_FETCH_SECONDS = 280

# Cassandra 5.0 supports these and no other (cassandra.apache.org, "Java support").
_JAVA_VERSIONS = {"11", "17"}


def find_obstacle() -> str | None:
    """Say why no Cassandra can be started on this machine, or None when one can."""
    java = shutil.which("java")
    if java is None:
        return "no Java: Cassandra needs java 11 or 17 on PATH"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None or version[1] not in _JAVA_VERSIONS:
        return f"Java {version[1] if version else '?'}: Cassandra needs java 11 or 17 on PATH"
    if not _JARS.is_dir() and shutil.which("mvn") is None:
        return "no Maven: fetching Cassandra's jars needs mvn on PATH"
    return None


def fetch_jars() -> Path:
    """Return the folder that holds Cassandra's jars, fetching them when it is not there yet."""
    _JARS.parent.mkdir(parents=True, exist_ok=True)
    # Two processes run tests side by side: one fetches, the other waits.
    with (_JARS.parent / "fetching").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _JARS.is_dir():
            _fetch()
    return _JARS


def _fetch() -> None:
    # Fetched beside and then renamed, so that an interrupted download is never taken for the whole.
    with tempfile.TemporaryDirectory(dir=_JARS.parent) as folder:
        fetched = Path(folder) / "lib"
        goal = ["dependency:copy-dependencies", f"-DoutputDirectory={fetched}", "-DincludeScope=runtime"]
        command = ["mvn", "--batch-mode", "--quiet", "-Dstyle.color=never", "--file", str(_HERE / "pom.xml"), *goal]
        subprocess.run(command, check=True, timeout=_FETCH_SECONDS)
        fetched.rename(_JARS)
