"""`python -m compose.setup.make_secrets`: put each secret where the services that need it, and no others, find it.

A secret is what the environment gives (`NUMBERFIGURE_STORE_PASSWORD`), or the file of that name in /given
(`store_password`), or what was made before, or is made now. Each folder is a volume that only its readers mount, so the
files in it may be read by whatever user those run as.
"""

import sys
from pathlib import Path

from shared.errors import SettingsError
from shared.secret import make_secret
from shared.settings import load_settings

GIVEN = Path("/given")
FOLDERS = Path("/secrets")
READERS = {
    "app": ("secret_key", "operator_token", "redis_password", "store_password"),
    "redis": ("redis_password",),
    "schema": ("store_admin_password", "store_password"),
}


def make_secrets(given: Path, folders: Path, environment: dict[str, str]) -> None:
    """Write the secrets; raises SettingsError where a given one cannot be read."""
    found: dict[str, str] = {}
    for folder, names in READERS.items():
        for name in names:
            path = folders / folder / name
            kept = _read(path)
            if name not in found:
                found[name] = environment.get(name) or _read(given / name) or kept or make_secret()
            if kept != found[name]:
                path.unlink(missing_ok=True)
                path.write_text(found[name], encoding="utf-8")
                path.chmod(0o444)
                print(f"{folder}/{name} is written")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip() if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise SettingsError(
            f"The secret {path} cannot be read ({reason}); it must be a file that others may read"
        ) from None


if __name__ == "__main__":
    try:
        settings = load_settings()
        make_secrets(GIVEN, FOLDERS, {name: getattr(settings, name) for names in READERS.values() for name in names})
    except SettingsError as error:
        sys.exit(error.detail)
