"""Secrets that are made once, when none is given, and kept in the data folder."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path


def make_secret() -> str:
    """Make a secret of 256 random bits, in letters that mean nothing to a URL, a shell or a program's options."""
    return secrets.token_hex(32)


def load_or_make_secret(given: str, data_dir: Path, name: str) -> str:
    """Return the secret that was given, or the one kept in the file `name`, made on first use.

    The file is linked into place whole, so that processes that start together agree on one secret.
    """
    if given:
        return given
    path = data_dir / name
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=data_dir, prefix=f".{name}.") as draft:
            draft.write(make_secret())
            draft.flush()
            # Where another process was first, its secret counts.
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text(encoding="utf-8").strip()
