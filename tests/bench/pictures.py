"""The pictures of the workloads: distinct ones, each with the number that it shows, which the reader reads right."""

import base64
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from model.artifact import default_artifact_dir
from model.classifier import load_classifier
from model.reader import Reader
from tests.support.pictures import Tile, draw_on_board, encode, load_known_digits

SMALL, BOARD, COLOUR = "small", "board", "colour"
COUNTS = {SMALL: 10_000, BOARD: 200, COLOUR: 400}
LEAST_SIDE, MOST_SIDE = 24, 40
COLOUR_SIDE = 500
BOARD_SIDE = 280
CHECKED_AT_ONCE = 64


def write_pictures(folder: Path, kind: str, count: int | None = None) -> Path:
    """Write a file of pictures for the load generator, unless it is there, and return its path."""
    path = folder / f"{kind}-{count or COUNTS[kind]}.jsonl"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        with beside.open("w") as file:
            for image, number in choose_readable(kind, count or COUNTS[kind]):
                file.write(json.dumps({"image": base64.b64encode(image).decode(), "number": number}) + "\n")
        beside.rename(path)
    return path


def read_pictures(path: Path) -> list[tuple[bytes, str]]:
    """Read what `write_pictures` wrote."""
    rows = (json.loads(line) for line in path.read_text().splitlines())
    return [(base64.b64decode(row["image"]), row["number"]) for row in rows]


def choose_readable(kind: str, count: int) -> list[tuple[bytes, str]]:
    """Draw pictures until there are so many distinct ones that are read right; the contenders all share this reader."""
    reader = Reader(load_classifier(default_artifact_dir(), "litert"), max_pixels=50_000_000)
    chosen: dict[bytes, str] = {}
    drawn = draw_pictures(kind)
    while len(chosen) < count:
        some = [next(drawn) for _ in range(CHECKED_AT_ONCE)]
        readings = reader.read([reader.prepare(image) for image, _ in some])
        for (image, number), reading in zip(some, readings, strict=True):
            if reading.number == number:
                chosen[image] = number
    return list(chosen.items())[:count]


def draw_pictures(kind: str) -> Iterator[tuple[bytes, str]]:
    """Draw pictures of the digits that the shipped model knows, without end, always the same ones in the same order."""
    chance = random.Random(7)
    draw = {SMALL: _draw_small, BOARD: _draw_board, COLOUR: _draw_colour}[kind]
    while True:
        for tile, number in load_known_digits():
            yield draw(tile, chance), number


def _draw_small(tile: Tile, chance: random.Random) -> bytes:
    """Draw a tile on paper of 24 to 40 pixels a side, somewhere, in ink and on paper of some level."""
    height, width = chance.randint(LEAST_SIDE, MOST_SIDE), chance.randint(LEAST_SIDE, MOST_SIDE)
    ink = tile[4:24, 4:24]
    top, left = chance.randint(2, height - 22), chance.randint(2, width - 22)
    strength = np.zeros((height, width))
    strength[top : top + 20, left : left + 20] = ink / 255
    paper, dark = chance.randint(200, 255), chance.randint(0, 60)
    return encode(np.rint(paper + (dark - paper) * strength).astype(np.uint8))


def _draw_board(tile: Tile, chance: random.Random) -> bytes:
    """Draw a tile as the draw-board sends a drawing: black on white, grey PNG."""
    return draw_on_board(_place(tile, chance), BOARD_SIDE)


def _draw_colour(tile: Tile, chance: random.Random) -> bytes:
    """Draw a tile as a picture of 500x500 pixels in colour, with the grain of a camera, as RGB PNG."""
    large = Image.fromarray(_place(tile, chance)).resize((COLOUR_SIDE, COLOUR_SIDE), Image.Resampling.BICUBIC)
    strength = np.asarray(large)[..., None] / 255
    paper = np.array([chance.randint(215, 245) for _ in range(3)])
    ink = np.array([chance.randint(0, 70) for _ in range(3)])
    grain = np.random.default_rng(chance.getrandbits(32)).normal(0, 1.5, (COLOUR_SIDE, COLOUR_SIDE, 1))
    colours = np.clip(np.rint(paper + (ink - paper) * strength + grain), 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(colours).save(buffer, "PNG")
    return buffer.getvalue()


def _place(tile: Tile, chance: random.Random) -> Tile:
    """Move a tile by up to three pixels within a little more paper."""
    right, down = chance.randint(0, 6), chance.randint(0, 6)
    placed: Tile = np.pad(tile, ((down, 6 - down), (right, 6 - right)))
    return placed
