"""The documents say what the code does."""

import re
from pathlib import Path

from shared.settings import render_table

REPOSITORY = Path(__file__).parents[2]


def test_readme_has_the_table_of_settings() -> None:
    assert render_table() in (REPOSITORY / "README.md").read_text()


def test_the_links_of_the_documents_lead_somewhere() -> None:
    for document in (*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


def test_every_file_that_architecture_names_exists() -> None:
    text = (REPOSITORY / "ARCHITECTURE.md").read_text()
    for name in re.findall(r"`((?:shared|model|web|worker|compose|tests|queue)/[\w/]+\.(?:py|lua|conf))`", text):
        path = REPOSITORY / ("shared/" + name if name.startswith("queue/") else name)
        assert path.exists(), name
