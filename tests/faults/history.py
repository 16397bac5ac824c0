"""The record of what was accepted: lines of JSON in a file, so that it outlives whatever crashes, the recorder too."""

import json
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Accepted:
    """A submission that got 202. Times in seconds since 1970."""

    prediction_id: str
    number: str
    """What the picture shows."""
    filename: str
    """Different for every submission, so that one that nobody was told of can be recognised."""
    owner: str
    """Which of the submitters sent it."""
    sent: float
    replied: float


@dataclass(frozen=True, slots=True)
class Refused:
    """A POST without a 202: the status, or 0 where the connection broke and there was no reply."""

    filename: str
    status: int
    sent: float
    replied: float
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """What proves that a submitter is the owner of what it sent."""

    owner: str
    token: str


Entry = Accepted | Refused | Token
KINDS: dict[str, type[Entry]] = {"accepted": Accepted, "refused": Refused, "token": Token}


@dataclass
class History:
    """All that was recorded."""

    accepted: list[Accepted] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)


class Recorder:
    """Appends to the history; any thread may."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.accepted = 0
        self.refused = 0
        self._lock = threading.Lock()
        self._file = path.open("a", encoding="utf-8")

    def note(self, entry: Entry) -> None:
        """Write one entry; it is with the operating system on return."""
        [kind] = [name for name, type_ in KINDS.items() if isinstance(entry, type_)]
        with self._lock:
            self._file.write(json.dumps({"kind": kind} | asdict(entry)) + "\n")
            self._file.flush()
            self.accepted += kind == "accepted"
            self.refused += kind == "refused"

    def close(self) -> None:
        """Write no more."""
        self._file.close()


def read_history(path: Path) -> History:
    """Read what was recorded; a last line that a crash cut off is left out."""
    history = History()
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            fields: dict[str, Any] = json.loads(line)
        except ValueError:
            continue
        match KINDS[fields.pop("kind")](**fields):
            case Accepted() as accepted:
                history.accepted.append(accepted)
            case Refused() as refused:
                history.refused.append(refused)
            case Token(owner, token):
                history.tokens[owner] = token
    return history


def now() -> float:
    """Read the clock that the history and the faults share with the answers: the machine's."""
    return time.time()
