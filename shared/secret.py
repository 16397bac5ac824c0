"""Secrets that are made once, when none is given, and kept in the data folder."""

import os
import secrets
from pathlib import Path


def load_or_make_secret(given: str, data_dir: Path, name: str) -> str:
    """Return the secret that was given, or the one kept in the file `name`, made on first use.

    The file is linked into place whole, so that processes that start together agree on one secret.
    """
    if given:
        return given
    path = data_dir / name
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        draft = data_dir / f".{name}.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32), encoding="utf-8")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # Another process was first; its secret counts.
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()
