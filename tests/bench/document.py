"""The tables in docs/performance.md, between two markers."""

from tests.support.stack import REPOSITORY

DOCUMENT = REPOSITORY / "docs" / "performance.md"
BEGIN, END = "<!-- bench: made by `make bench ARGS=--document` -->", "<!-- end of bench -->"


def write_into_document(tables: str) -> None:
    """Put the tables in the place of those that are there."""
    DOCUMENT.write_text(replace_tables(DOCUMENT.read_text(), tables))


def replace_tables(text: str, tables: str) -> str:
    """Replace what is between the markers. Raises ValueError where they are missing."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the document has lost its markers")
    return f"{before}{begin}\n{tables}\n{end}{after}"
