"""Printed characters, bent so that they look traced by hand: for digits as fonts shape them, and for letters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from model.simulate.noise import log_uniform
from model.simulate.scene import Coverage
from model.simulate.tiles import crop_ink

# Drawn this high once for each font, then warped to the height asked for.
MASTER_HEIGHT = 96
HERSHEY_FACES = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_PLAIN,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_COMPLEX_SMALL,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)
# Hershey's strokes are thin lines, as a pen would draw them; so they come as often as all other fonts together.
HERSHEY_SHARE = 0.5
# In pixels of the master; those of several lines to a stem need less to be filled.
THINNEST, THICKEST = 2, 14
FONT_FILES = tuple(
    f"DejaVu{family}{face}.ttf"
    for family, faces in (
        ("Sans", ("", "-Bold", "-Oblique", "-BoldOblique")),
        ("SansMono", ("", "-Bold", "-Oblique", "-BoldOblique")),
        ("Serif", ("", "-Bold", "-Italic", "-BoldItalic")),
    )
    for face in faces
)
PILLOW_FONT = ""
LARGEST_ROTATION, LARGEST_SHEAR, ASPECT_DEVIATION = np.deg2rad(10.0), 0.25, 0.15
# Two slow waves across the character, over its height.
WARP_DEVIATION, WARP_FREQUENCY = 0.015, 1.2


def draw_glyph(character: str, height: float, rng: np.random.Generator) -> Coverage:
    """Return coverage float32 (rows, columns), about `height` rows, of one printed character, bent a little.

    Raises ValueError for what is not one character, or leaves no ink.
    """
    if len(character) != 1 or not character.isprintable() or character.isspace() or height < 1:
        raise ValueError(f"{character!r} is not one printable character of at least a pixel")
    # OpenCV has question marks for all but ASCII.
    if character.isascii() and rng.random() < HERSHEY_SHARE:
        face = HERSHEY_FACES[int(rng.integers(len(HERSHEY_FACES)))] | (cv2.FONT_ITALIC * int(rng.integers(2)))
        thickness = round(log_uniform(THINNEST, THICKEST, rng))
        master = _draw_hershey(character, face, thickness)
    else:
        fonts = (*FONT_FILES, PILLOW_FONT) if character.isascii() else FONT_FILES
        master = _draw_truetype(character, fonts[int(rng.integers(len(fonts)))])
    return crop_ink(_bend(master, height, rng))


@cache
def _draw_hershey(character: str, face: int, thickness: int) -> npt.NDArray[np.uint8]:
    """Return uint8 (rows, columns), 255 = ink, MASTER_HEIGHT or a bit more high."""
    (_, tall), _ = cv2.getTextSize("0", face & ~cv2.FONT_ITALIC, 1.0, 1)
    scale = MASTER_HEIGHT / tall
    canvas = np.zeros((3 * MASTER_HEIGHT, 4 * MASTER_HEIGHT), np.uint8)
    cv2.putText(canvas, character, (MASTER_HEIGHT, 2 * MASTER_HEIGHT), face, scale, (255,), thickness, cv2.LINE_AA)
    return _cut(canvas)


@cache
def _draw_truetype(character: str, font_file: str) -> npt.NDArray[np.uint8]:
    """Return uint8 (rows, columns), 255 = ink, drawn so that the font's digits are about MASTER_HEIGHT high."""
    font = _load_font(font_file)
    canvas = Image.new("L", (4 * MASTER_HEIGHT, 4 * MASTER_HEIGHT))
    ImageDraw.Draw(canvas).text((MASTER_HEIGHT, MASTER_HEIGHT), character, fill=255, font=font)
    return _cut(np.asarray(canvas, np.uint8))


@cache
def _load_font(font_file: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    # A font's size is that of a line; its digits are about 0.73 of that.
    size = round(MASTER_HEIGHT / 0.73)
    if font_file == PILLOW_FONT:
        return ImageFont.load_default(size)
    # Matplotlib serves training alone, and takes long to import.
    import matplotlib as mpl

    return ImageFont.truetype(Path(mpl.get_data_path()) / "fonts" / "ttf" / font_file, size)


def _cut(canvas: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    left, top, columns, rows = cv2.boundingRect(canvas)
    if rows == 0:
        raise ValueError("the character leaves no ink")
    return canvas[top : top + rows, left : left + columns].copy()


def _bend(master: npt.NDArray[np.uint8], height: float, rng: np.random.Generator) -> Coverage:
    """Return float32 (rows, columns) with room about it: the master scaled, stretched, sheared, turned and warped."""
    rows, columns = master.shape
    # Flat characters, such as a dash, are measured by their width.
    scale = height / max(rows, columns / 2)
    if scale < 1:
        # Shrunk first, as remapping skips pixels.
        size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
        master = np.asarray(cv2.resize(master, size, interpolation=cv2.INTER_AREA), np.uint8)
        scale = 1.0
    middle = (np.array(master.shape[::-1]) - 1) / 2
    angle, shear = rng.uniform(-LARGEST_ROTATION, LARGEST_ROTATION), rng.uniform(-LARGEST_SHEAR, LARGEST_SHEAR)
    aspect = np.exp(rng.normal(0, ASPECT_DEVIATION))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[aspect, -shear], [0, 1]]) * scale
    room = 1.1 * np.abs(matrix) @ (middle + 1) + 0.1 * height + 2
    back = np.linalg.inv(matrix).astype(np.float32)
    x = np.arange(-room[0], room[0], dtype=np.float32)
    y = np.arange(-room[1], room[1], dtype=np.float32)[:, np.newaxis]
    # A wave along a row plus one along a column is as good a warp as one across, and takes no grid of sines.
    along, across = (_draw_wave(axis, height, height / scale, rng) for axis in (x, y))
    map_x = back[0, 0] * x + (back[0, 1] * y + across[0]) + along[0] + np.float32(middle[0])
    map_y = back[1, 0] * x + (back[1, 1] * y + across[1]) + along[1] + np.float32(middle[1])
    bent = cv2.remap(master, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0,))
    return np.asarray(bent, np.float32) / np.float32(255)


def _draw_wave(
    at: npt.NDArray[np.float32], height: float, size: float, rng: np.random.Generator
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Return how far points `at` along an axis are moved in x and in y, in the master, whose height is `size`."""
    phase = at * np.float32(rng.uniform(0.3, WARP_FREQUENCY) * 2 * np.pi / height) + np.float32(
        rng.uniform(0, 2 * np.pi)
    )
    wave = np.sin(phase)
    x, y = rng.normal(0, WARP_DEVIATION * size, 2).astype(np.float32)
    return wave * x, wave * y
