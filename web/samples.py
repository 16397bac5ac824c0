"""The pictures that the home page offers to try; `make samples` draws them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sample:
    """A file in static/samples, and what it shows."""

    name: str
    shows: str


SAMPLES = (
    Sample("marker-7.webp", "7 in marker"),
    Sample("note-42.webp", "42 on a yellow note"),
    Sample("chalk-3.webp", "3 in chalk"),
    Sample("squared-256.webp", "256 on squared paper"),
    Sample("screen-5.webp", "5 in white on black"),
    Sample("whiteboard-618.webp", "618 on a whiteboard"),
    Sample("lined-90.webp", "90 in pencil on lined paper"),
    Sample("felt-1984.webp", "1984 in green"),
)
