"""Every setting, in one place; the only module that reads the environment.

A setting `PORT` is given as the environment variable `NUMBERFIGURE_PORT`, or, so that secrets need not stand in the
environment, as `NUMBERFIGURE_PORT_FILE`, the path of a file that holds the value. `python -m shared.settings` prints
the table that README shows.
"""

import difflib
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from shared.errors import SettingsError

PREFIX = "NUMBERFIGURE_"
STORE_SCHEMES = ("sqlite:///", "cassandra://")
REDIS_SCHEMES = ("redis://", "rediss://", "unix://")

MOST_WORKER_PROCESSES = 4
"""By default: more want memory, and a store that keeps up with them."""

AtLeastOne = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]


class Settings(BaseModel):
    """The validated settings of one process."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    host: str = Field("127.0.0.1", description="Address that web listens on.")
    port: int = Field(8000, ge=1, le=65535, description="Port that web listens on.")
    data_dir: Path = Field(Path("var"), description="Folder for the database, Redis's files, secrets and logs.")
    redis_url: str = Field(
        "", repr=False, description="`redis://…`, `rediss://…` or `unix://…`; empty: the embedded Redis."
    )
    store_url: str = Field(
        "",
        repr=False,
        description="`sqlite:///path` or `cassandra://user:password@host1,host2/keyspace?dc=…`; "
        "empty: SQLite in `DATA_DIR`.",
    )
    redis_password: str = Field("", repr=False, description="Password for Redis, if it does not stand in the URL.")
    store_password: str = Field("", repr=False, description="Password for Cassandra, if it does not stand in the URL.")
    store_admin_password: str = Field(
        "", repr=False, description="For `make schema` alone: makes Cassandra's roles, too, as its administrator."
    )
    model: str = Field("", description="Folder of the artifact to serve; empty: the one that is shipped.")
    runtime: Literal["litert", "tensorflow", "keras"] = Field(
        "litert",
        description="What runs the CNN: its LiteRT conversion, `litert`, `tensorflow` itself, or `keras` on the "
        "backend that `KERAS_BACKEND` names, where a GPU has JAX or torch.",
    )
    web_processes: AtLeastOne = Field(1, description="Processes of the web server.")
    web_threads: int = Field(640, ge=4, description="Threads of each web process at most; a client that waits has one.")
    worker_processes: NotNegative = Field(
        0, description="Processes in a worker's pool; each loads the model. 0: one for each core, at most four."
    )
    batch_images: int = Field(
        64,
        ge=1,
        le=1024,
        description="Images in a worker's batch. On a CPU more gain little, and a lone visitor waits for them all; "
        "a GPU wants 256. Web and workers must be given the same.",
    )
    max_upload_bytes: AtLeastOne = Field(10_000_000, description="Largest picture, in bytes.")
    max_pixels: AtLeastOne = Field(50_000_000, description="Largest picture, in pixels (width times height).")
    max_pending: AtLeastOne = Field(20_000, description="Submissions that may wait; beyond it 503 is answered.")
    max_pending_bytes: AtLeastOne = Field(256_000_000, description="Bytes of pictures that may wait.")
    rate_limit: NotNegative = Field(600, description="Images per client and minute; 0 is no limit.")
    max_batch_images: int = Field(10_000, ge=1, le=50_000, description="Images of one batch at most.")
    max_batch_bytes: AtLeastOne = Field(256_000_000, description="Bytes of one batch, also of what its zip unpacks to.")
    batch_rate_limit: NotNegative = Field(
        30_000,
        description="Images in batches per client and minute, beyond which no batch is begun; 0 is no limit, as is "
        "`RATE_LIMIT=0`.",
    )
    secret_key: str = Field(
        "", repr=False, description="Signs the owner's cookie; empty: made once, kept in `DATA_DIR`."
    )
    operator_token: str = Field(
        "", repr=False, description="Opens `/metrics` and `/status`; empty: made once, kept in `DATA_DIR`."
    )
    trusted_proxies: NotNegative = Field(0, description="How many proxies in front of web may be believed.")
    retention_days: AtLeastOne = Field(365, description="Days until a prediction is forgotten.")
    keep_originals: bool = Field(False, description="Keep the submitted files, and not only what the CNN saw.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")
    test_inference_ms: NotNegative = Field(
        0, description="For tests of scaling: inference takes so many milliseconds for each image."
    )

    @model_validator(mode="before")
    @classmethod
    def put_passwords_into_urls(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Complete the URLs, so that nobody else has to know that a password was given apart from its URL."""
        completed = dict(given)
        for name in ("redis", "store"):
            url, password = given.get(f"{name}_url"), given.get(f"{name}_password")
            if url and password:
                completed[f"{name}_url"] = _put_password(url, password)
        return completed

    @field_validator("data_dir")
    @classmethod
    def make_absolute(cls, value: Path) -> Path:
        """Make the folder mean the same in every process, whatever its working directory."""
        return value.expanduser().absolute()

    @field_validator("worker_processes")
    @classmethod
    def count_cores(cls, value: int) -> int:
        """Fill in the default: one process uses hardly more than one core, as Python does."""
        return value or min(os.cpu_count() or 1, MOST_WORKER_PROCESSES)

    @field_validator("redis_url")
    @classmethod
    def check_redis_url(cls, value: str) -> str:
        """Refuse a scheme that no client here speaks."""
        if value and not value.startswith(REDIS_SCHEMES):
            raise ValueError(f"must start with one of {', '.join(REDIS_SCHEMES)}")
        return value

    @field_validator("store_url")
    @classmethod
    def check_store_url(cls, value: str) -> str:
        """Refuse a scheme that no store here has."""
        if value and not value.startswith(STORE_SCHEMES):
            raise ValueError(f"must start with one of {', '.join(STORE_SCHEMES)}")
        return value

    @field_validator("log_level", "runtime", mode="before")
    @classmethod
    def fold_case(cls, value: object) -> object:
        """Accept `INFO` for `info`."""
        return value.lower() if isinstance(value, str) else value

    @property
    def effective_store_url(self) -> str:
        """The store's URL, with the default filled in."""
        return self.store_url or f"sqlite:///{self.data_dir / 'numberfigure.db'}"

    @property
    def effective_batch_rate_limit(self) -> int:
        """The rate limit of batches; 0 where nothing is limited."""
        return self.batch_rate_limit if self.rate_limit else 0

    @property
    def bound_to_loopback(self) -> bool:
        """Whether nobody but this machine can reach web."""
        return self.host in {"127.0.0.1", "::1", "localhost"}


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and validate the settings.

    Raises SettingsError, which names every wrong variable and what it must be, one a line.
    """
    given = _collect(os.environ if environment is None else environment)
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError("; ".join(_describe(problem) for problem in error.errors())) from None


def find_unknown(environment: Mapping[str, str] | None = None) -> list[str]:
    """List the variables that look like settings and are none, each with its likely meaning."""
    known = [name.upper() for name in Settings.model_fields]
    given = [name.removeprefix(PREFIX) for name in environment or os.environ if name.startswith(PREFIX)]
    unknown = [name for name in given if name.removesuffix("_FILE") not in known]
    hints = {name: difflib.get_close_matches(name, known, n=1) for name in unknown}
    return [
        f"{PREFIX}{name} is no setting" + (f"; did you mean {PREFIX}{hint[0]}?" if hint else "")
        for name, hint in hints.items()
    ]


def _collect(environment: Mapping[str, str]) -> dict[str, str]:
    """Gather the values given, each from its variable or from the file that its `_FILE` twin names.

    An empty variable means the default, since Compose passes unset ones on as empty.
    """
    given = {}
    for field in Settings.model_fields:
        name = PREFIX + field.upper()
        path = environment.get(f"{name}_FILE")
        if path:
            try:
                given[field] = Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                reason = getattr(error, "strerror", None) or "it is no text"
                raise SettingsError(f"{name}_FILE={path!r}: {reason}") from None
        elif environment.get(name):
            given[field] = environment[name]
    return given


def _put_password(url: str, password: str) -> str:
    """Write `scheme://user:password@host`; a password that stands in the URL already is kept.

    Cassandra's passwords belong to a user, whom the URL names; Redis has a user for those who name none.
    """
    parts = urlsplit(url)
    login, _, place = parts.netloc.rpartition("@")
    needs_user = parts.scheme == "cassandra" and not login
    if ":" in login or needs_user or parts.scheme == "sqlite":
        return url
    return parts._replace(netloc=f"{login}:{quote(password, safe='')}@{place}").geturl()


def _describe(problem: ErrorDetails) -> str:
    """Name the variable, its value unless it may hold a password, and what it must be."""
    field = str(problem["loc"][0])
    value = f"={problem['input']!r}" if Settings.model_fields[field].repr else ""
    return f"{PREFIX}{field.upper()}{value}: {problem['msg'].removeprefix('Value error, ')}"


def render_table() -> str:
    """Render the settings as the Markdown table that README holds."""
    rows = ["| setting | default | meaning |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = "" if field.default == "" else f"`{field.default}`"
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.stdout.write(render_table() + "\n")
