"""A digit gives the same answer however large, where, how turned, in which colours and in which file it is sent."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from tests.support.orientations import UNDO
from tests.support.sketches import STROKES, sketch

Board = Image.Image
SIDE = 500


def place(board: Board, side: int, left: int, top: int) -> Board:
    """Draw the board's digit in a square of so many pixels, on a board of the usual size."""
    paper = Image.new("L", (SIDE, SIDE), 255)
    paper.paste(board.resize((side, side), Image.Resampling.LANCZOS), (left, top))
    return paper


def crop(board: Board, margin: int = 6) -> Board:
    """Cut close around the digit."""
    left, top, right, bottom = invert(board).getbbox() or (0, 0, SIDE, SIDE)
    return board.crop((left - margin, top - margin, right + margin, bottom + margin))


def push_into_corner(board: Board) -> Board:
    """Cut away what is above and to the left of the digit."""
    left, top, _, _ = invert(board).getbbox() or (0, 0, SIDE, SIDE)
    return board.crop((left, top, SIDE, SIDE))


def colour(board: Board, ink: tuple[int, int, int], paper: tuple[int, int, int]) -> Board:
    return Image.composite(Image.new("RGB", board.size, paper), Image.new("RGB", board.size, ink), board)


def on_glass(board: Board, ink: tuple[int, int, int]) -> Board:
    """Draw in a colour on transparent paper."""
    drawing = Image.new("RGBA", board.size, (*ink, 0))
    drawing.putalpha(Image.eval(board, lambda level: 255 - level))
    return drawing


def lay_on_page(board: Board, level: int) -> Board:
    """Show the board on a page, as a screenshot does."""
    page = Image.new("L", (900, 700), level)
    page.paste(board, (150, 120))
    return page


def ring(board: Board) -> Board:
    """Draw a ring around the digit, as people do to point at it."""
    ringed = board.copy()
    ImageDraw.Draw(ringed).ellipse((40, 15, 460, 485), outline=0, width=9)
    return ringed


def underline(board: Board, *levels: int) -> Board:
    """Draw lines under the digit."""
    underlined = board.copy()
    for level in levels:
        ImageDraw.Draw(underlined).line((110, level, 390, level - 4), fill=0, width=9)
    return underlined


def deepen(board: Board) -> Board:
    return Image.fromarray(np.asarray(board).astype(np.uint16) * 257)


def invert(board: Board) -> Board:
    return Image.eval(board, lambda level: 255 - level)


DRAWN: dict[str, Callable[[Board], Board]] = {
    "large": lambda board: place(board, 690, -95, -95),
    "small": lambda board: place(board, 120, 190, 190),
    "tiny": lambda board: place(board, 60, 220, 220),
    "off-centre, upper left": lambda board: place(board, 200, -15, -15),
    "off-centre, lower right": lambda board: place(board, 200, 315, 310),
    "on a wide board": lambda board: Image.fromarray(np.pad(board, ((0, 0), (700, 300)), constant_values=255)),
    "cropped closely": crop,
    "at the border": push_into_corner,
    "rotated by 15°": lambda board: board.rotate(15, Image.Resampling.BICUBIC, fillcolor=255),
    "rotated by -15°": lambda board: board.rotate(-15, Image.Resampling.BICUBIC, fillcolor=255),
    "white on black": invert,
    "faint": lambda board: Image.eval(board, lambda level: 200 + level // 5),
    "blue on yellow": lambda board: colour(board, (20, 40, 160), (250, 240, 170)),
    "red on a green that is as bright": lambda board: colour(board, (255, 0, 0), (0, 130, 0)),
    "checkerboard, as paint programs show nothing": lambda board: Image.fromarray(
        np.minimum(board, np.where(np.indices((SIDE, SIDE)).sum(axis=0) // 8 % 2, 255, 204)).astype(np.uint8)
    ),
    "a board on a grey page": lambda board: lay_on_page(board, 128),
    "a blackboard on a white page": lambda board: lay_on_page(invert(board), 255),
    "a small board in a frame": lambda board: ImageOps.expand(board.resize((60, 60), Image.Resampling.LANCZOS), 2, 70),
    "in a ring": ring,
    "underlined": lambda board: underline(board, 460),
    "underlined twice": lambda board: underline(board, 460, 485),
    "chalk on a blackboard": lambda board: colour(board, (230, 230, 220), (40, 60, 50)),
    "28 pixels": lambda board: board.resize((28, 28), Image.Resampling.LANCZOS),
    "28 pixels, white on black": lambda board: invert(board.resize((28, 28), Image.Resampling.LANCZOS)),
    "28 pixels, enlarged in blocks": lambda board: board.resize((28, 28), Image.Resampling.LANCZOS).resize(
        (SIDE, SIDE), Image.Resampling.NEAREST
    ),
    "64 pixels": lambda board: board.resize((64, 64), Image.Resampling.LANCZOS),
    "1000 pixels": lambda board: board.resize((1000, 1000), Image.Resampling.BICUBIC),
    "16 bits": deepen,
    "16 bits, white on black": lambda board: deepen(invert(board)),
    "1 bit": lambda board: board.convert("1", dither=Image.Dither.NONE),
    "palette": lambda board: colour(board, (120, 0, 30), (240, 250, 255)).quantize(16),
    "transparent paper": lambda board: on_glass(board, (0, 0, 0)),
    "transparent paper, red ink": lambda board: on_glass(board, (200, 20, 20)),
    "transparent paper, white ink": lambda board: on_glass(board, (255, 255, 255)),
    "opaque with alpha": lambda board: board.convert("RGBA"),
}

TIGHT: dict[str, Callable[[Board], Board]] = {
    "black on white": lambda board: crop(board, 0),
    "white on black": lambda board: invert(crop(board, 0)),
    "64 pixels high": lambda board: crop(board, 0).resize((40, 64), Image.Resampling.LANCZOS),
    "into the ink": lambda board: crop(board, -3),
    "JPEG's ripples": lambda board: Image.eval(crop(board, 0), lambda level: 40 + level * 3 // 4),
}


@pytest.fixture(scope="module")
def boards():
    """Each digit black on a white board, drawn with three pens."""
    return {
        (digit, pen): Image.fromarray(255 - sketch((SIDE, SIDE), (digit, (155, 90, 190, 320)), pen=pen))
        for digit in sorted(STROKES)
        for pen in (12, 28, 44)
    }


@pytest.fixture
def check(reader, boards, encode):
    """Encode each board in some way, and compare what is read with what it is."""

    def check_all(change, form="PNG", but="", **options):
        drawn = {board: picture for board, picture in boards.items() if board[0] not in but}
        files = [encode(change(picture), form, **options) for picture in drawn.values()]
        readings = reader.read([reader.prepare(data) for data in files])
        read = dict(zip(drawn, (reading.number for reading in readings), strict=True))
        assert {board: number for board, number in read.items() if number != board[0]} == {}

    return check_all


@pytest.mark.parametrize("drawn", DRAWN)
def test_however_it_is_drawn(check, drawn):
    check(DRAWN[drawn])


@pytest.mark.parametrize("cut", TIGHT)
def test_cut_to_the_ink(check, cut):
    # A bar alone, cut so, is a picture full of ink.
    check(TIGHT[cut], "JPEG" if "JPEG" in cut else "PNG", but="1")


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("JPEG", {"quality": 90}),
        ("JPEG", {"quality": 15}),
        ("WEBP", {"quality": 30}),
        ("WEBP", {"lossless": True}),
        ("GIF", {}),
        ("BMP", {}),
    ],
)
def test_whatever_the_format(check, form, options):
    check(lambda board: board, form, **options)


def test_in_printing_colours(check):
    check(lambda board: board.convert("CMYK"), "JPEG", quality=90)


@pytest.mark.parametrize("orientation", UNDO)
def test_however_the_camera_was_held(check, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation

    check(lambda board: board.transpose(UNDO[orientation]), "JPEG", exif=exif)


def test_a_palette_with_a_transparent_colour(check):
    check(lambda board: board.point(lambda level: level > 127).convert("P"), "PNG", transparency=1)
