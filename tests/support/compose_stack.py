"""The real stack in containers: docker-compose.yml with its overlays, as an operator starts it."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from shared.queue.submissions import SubmissionQueue
from shared.settings import Settings
from tests.support.ports import find_free_port

REPOSITORY = Path(__file__).parents[2]
COMMAND_SECONDS = 900
HEAP = "512M"
"""Of each Cassandra, so that a ring fits in a small machine."""

FIRST_COMPILER = "-XX:TieredStopAtLevel=1"
"""For each Cassandra's JVM, which lives too briefly for the second compiler's work to pay."""


def find_obstacle() -> str | None:
    """Say why no stack can be started on this machine, or None when one can."""
    if shutil.which("docker") is None:
        return "no docker on PATH"
    for command in (["docker", "info"], ["docker", "compose", "version"]):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return f"`{' '.join(command)}` fails"
    return None


class ComposeStack:
    """A project of Compose with a name of its own, its web on a free port of this machine."""

    def __init__(self, project: str, *overlays: str, **settings: str) -> None:
        self.project = project
        self.port = find_free_port()
        self._files = [argument for name in ("docker-compose.yml", *overlays) for argument in ("--file", name)]
        given = {"PORT": str(self.port), "CASSANDRA_HEAP": HEAP, "CASSANDRA_OPTIONS": FIRST_COMPILER} | settings
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBERFIGURE_")}
        self.environment = kept | {f"NUMBERFIGURE_{name}": value for name, value in given.items()}

    @property
    def url(self) -> str:
        """Where web answers."""
        return f"http://127.0.0.1:{self.port}"

    def compose(self, *arguments: str) -> str:
        """Run `docker compose` on the project; returns what it prints."""
        return run("docker", "compose", "--project-name", self.project, *self._files, *arguments, env=self.environment)

    def up(self, *arguments: str, **settings: str) -> None:
        """Start the stack, or change it, with these settings from now on, and wait until all of it is healthy."""
        self.environment |= {f"NUMBERFIGURE_{name}": value for name, value in settings.items()}
        self.compose("up", "--detach", "--build", "--wait", *arguments)

    def down(self) -> None:
        """Stop and remove all of it; nothing may be left."""
        self.compose("down", "--volumes", "--timeout", "20")
        label = f"label=com.docker.compose.project={self.project}"
        for kind in (["ps", "--all"], ["volume", "ls"], ["network", "ls"]):
            left = run("docker", *kind, "--quiet", "--filter", label).split()
            assert not left, f"docker {' '.join(kind)} still shows {left}"

    def list_containers(self, service: str) -> list[str]:
        """List the ids of a service's containers that run."""
        return self.compose("ps", "--quiet", service).split()

    def inspect(self, container: str) -> dict[str, Any]:
        """Tell all that the engine knows of a container."""
        [found] = json.loads(run("docker", "inspect", container))
        return dict(found)

    def find_address(self, container: str) -> str:
        """Find a container's address in the network in which the services meet."""
        networks = self.inspect(container)["NetworkSettings"]["Networks"]
        return str(networks[f"{self.project}_inside"]["IPAddress"])

    def execute(self, service: str, *command: str) -> str:
        """Run a command in a service's container; returns what it prints."""
        return self.compose("exec", "-T", service, *command)

    def read_secret(self, name: str) -> str:
        """Read a secret as the application does."""
        return self.execute("web", "cat", f"/run/secrets/{name}")

    def query(self, statement: str) -> str:
        """Ask Cassandra with cqlsh inside its container, as the role that serves."""
        login = ("-u", "numberfigure", f"--password={self.read_secret('store_password')}")
        return self.execute("cassandra", "cqlsh", *login, "-e", f"PAGING OFF; {statement}")

    def open_queue(self) -> SubmissionQueue:
        """Open the queue from this machine, which reaches into the networks of its containers."""
        [redis] = self.list_containers("redis")
        url = f"redis://numberfigure@{self.find_address(redis)}:6379/0"
        return SubmissionQueue(Settings(redis_url=url, redis_password=self.read_secret("redis_password")))


def run(*command: str, **options: Any) -> str:
    """Run a command of Docker's and return what it prints; a failure shows all that it said."""
    done = subprocess.run(
        command, cwd=REPOSITORY, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False, **options
    )
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
    return done.stdout
