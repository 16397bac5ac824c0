"""The images: what is in them, how large they are, and how soon a change is in one."""

import shutil
import time
from pathlib import Path

import pytest

from tests.support.compose_stack import REPOSITORY, ComposeStack, run

BASE = "python:3.11-slim-bookworm"
MOST_BYTES = 200_000_000
REBUILD_SECONDS = 20
CONTEXT = ("docker-compose.yml", ".dockerignore", "compose", "requirements", "shared", "model", "web", "worker")


@pytest.fixture(scope="module")
def _images(stack: ComposeStack) -> None:
    """Images that the stack has built."""
    assert stack.url


@pytest.mark.usefixtures("_images")
def test_web_has_no_tensorflow_and_is_small() -> None:
    packages = run(
        "docker", "run", "--rm", "numberfigure-web", "sh", "-c", "ls /opt/numberfigure/lib/python3*/*"
    ).split()
    assert "flask" in packages
    assert not {"tensorflow", "keras", "numpy", "cv2"} & set(packages)
    image, base = (
        int(run("docker", "image", "inspect", "--format", "{{.Size}}", name)) for name in ("numberfigure-web", BASE)
    )
    assert image - base < MOST_BYTES


@pytest.mark.usefixtures("_images")
@pytest.mark.parametrize("image", ["numberfigure-web", "numberfigure-worker"])
def test_images_run_as_nobody_in_particular(image: str) -> None:
    assert run("docker", "run", "--rm", image, "id", "-u").strip() == "10001"


@pytest.mark.usefixtures("_images")
def test_a_change_of_the_source_installs_nothing_anew(tmp_path: Path) -> None:
    for name in CONTEXT:
        source = REPOSITORY / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    for name in ("shared/log.py", "web/app.py", "worker/app.py"):
        with (tmp_path / name).open("a") as changed:
            changed.write("# A change.\n")
    command = [
        "docker",
        "compose",
        "--project-directory",
        str(tmp_path),
        "--file",
        str(tmp_path / "docker-compose.yml"),
    ]
    started = time.monotonic()
    run(*command, "--progress", "plain", "build")
    assert time.monotonic() - started < REBUILD_SECONDS
    run("docker", "compose", "build", "--quiet")
