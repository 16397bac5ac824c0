"""The table of imports: who may import whom, who reads the environment, who knows which driver."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.queue.messages import TASK_NAME
from shared.settings import Settings
from worker.app import build_app

REPOSITORY = Path(__file__).parents[2]
# compose/local is exempt: it writes the environment of the programs that it starts.
FOLDERS = ("shared", "web", "worker", "model")
ENVIRONMENT = {"os.environ", "os.environb", "os.getenv", "os.getenvb", "os.putenv"}

BUILD_THE_WEB = """
import sys
from pathlib import Path
from shared.settings import Settings
from web.app import create_app
create_app(Settings(redis_url="redis://127.0.0.1:1/0", data_dir=Path(sys.argv[1]))).test_client().get("/healthz")
heavy = {"tensorflow", "keras", "numpy", "ai_edge_litert", "worker", "model"}
print(sorted(heavy & {name.partition(".")[0] for name in sys.modules}))
"""


def find_sources() -> list[Path]:
    """Find every module of ours."""
    return [path for folder in FOLDERS for path in sorted((REPOSITORY / folder).rglob("*.py"))]


def find_imports(path: Path) -> Iterator[str]:
    """Find the top-level packages that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def reads_environment(path: Path) -> bool:
    """Tell whether a module uses os.environ or its like, or imports it by name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ENVIRONMENT:
            return True
        if isinstance(node, ast.ImportFrom) and any(f"{node.module}.{each.name}" in ENVIRONMENT for each in node.names):
            return True
    return False


def name_all(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(REPOSITORY)) for path in paths]


def test_the_web_loads_neither_the_cnn_nor_the_worker(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BUILD_THE_WEB, tmp_path],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_only_the_settings_read_the_environment() -> None:
    assert name_all([path for path in find_sources() if reads_environment(path)]) == ["shared/settings.py"]


def test_redis_is_known_to_one_module() -> None:
    users = [path for path in find_sources() if "redis" in find_imports(path)]
    assert name_all(users) == ["shared/queue/connection.py"]


def test_cassandra_is_known_to_one_module() -> None:
    assert len([path for path in find_sources() if "cassandra" in find_imports(path)]) == 1


def test_flask_is_known_to_the_web_alone() -> None:
    users = {path.relative_to(REPOSITORY).parts[0] for path in find_sources() if "flask" in find_imports(path)}
    assert users == {"web"}


def test_the_worker_consumes_what_the_web_publishes() -> None:
    app = build_app(Settings(redis_url="redis://127.0.0.1:1/0"))
    assert TASK_NAME in app.tasks
    assert [name for name in app.tasks if not name.startswith("celery.")] == [TASK_NAME]


@pytest.mark.timeout(120)
def test_the_contracts_between_the_folders_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
