"""Decoding: every mode and format gives the same upright grey picture; everything else a clear error."""

import random
import struct
import sys
import threading
import zlib

import numpy as np
import pytest
from PIL import Image, ImageFile

from model.picture import UnreadablePictureError, decode_picture
from tests.support.orientations import UNDO

MAX_PIXELS = 1_000_000


@pytest.fixture
def grey(draw):
    """A 7 that is far from symmetric, wider than high."""
    return np.pad(draw(side=80, pen=8), ((0, 0), (0, 40)), constant_values=255)


def decode(data):
    return decode_picture(data, MAX_PIXELS)


@pytest.mark.parametrize(
    ("mode", "form", "options"),
    [
        ("L", "PNG", {}),
        ("RGB", "PNG", {}),
        ("RGBA", "PNG", {}),
        ("LA", "PNG", {}),
        ("P", "PNG", {}),
        ("L", "JPEG", {"quality": 95}),
        ("RGB", "JPEG", {"quality": 95}),
        ("CMYK", "JPEG", {"quality": 95}),
        ("RGB", "WEBP", {"lossless": True}),
        ("RGBA", "WEBP", {"lossless": True}),
        ("L", "GIF", {}),
        ("P", "GIF", {}),
        ("RGB", "BMP", {}),
        ("L", "BMP", {}),
    ],
)
def test_modes_and_formats_give_the_same_grey(grey, encode, mode, form, options):
    picture = decode(encode(Image.fromarray(grey).convert(mode), form, **options))

    assert (picture.width, picture.height) == (120, 80)
    assert picture.grey.shape == (80, 120)
    assert picture.grey.dtype == np.uint8
    assert np.abs(picture.grey.astype(int) - grey).max() <= 24
    assert np.abs(picture.grey.astype(int) - grey).mean() < 1.5


def test_one_bit_is_black_and_white(grey, encode):
    bits = grey > 127
    for form in ("PNG", "BMP"):
        np.testing.assert_array_equal(decode(encode(Image.fromarray(bits), form)).grey, np.where(bits, 255, 0))


def test_sixteen_bits_are_scaled_and_not_clipped(grey, encode):
    deep = Image.fromarray(grey.astype(np.uint16) * 257)

    np.testing.assert_array_equal(decode(encode(deep)).grey, grey)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(grey, encode, orientation):
    stored = Image.fromarray(grey)
    if orientation in UNDO:
        stored = stored.transpose(UNDO[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation

    picture = decode(encode(stored, "JPEG", exif=exif, quality=95))

    assert (picture.width, picture.height) == (120, 80)
    assert np.abs(picture.grey.astype(int) - grey).mean() < 1.5


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data")
def test_broken_exif_does_no_harm(grey, encode):
    picture = decode(encode(grey, "JPEG", exif=b"Exif\0\0II*\0garbage"))

    assert picture.grey.shape == (80, 120)


def test_first_frame_of_an_animation(grey, encode):
    frames = [Image.fromarray(grey), Image.new("L", (120, 80), 0)]

    data = encode(frames[0], "GIF", save_all=True, append_images=frames[1:])

    assert decode(data).grey.mean() > 200


def huge_png(width, height):
    """A PNG of a few bytes whose header promises `width` x `height` pixels."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"hello, this is text", "unsupported-format"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported-format"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "unsupported-format"),
        (b"\x89PNG\r\n\x1a\n", "unsupported-format"),
        (huge_png(20_000, 20_000), "too-many-pixels"),
        (huge_png(1_000_001, 1), "too-many-pixels"),
        (huge_png(65_536, 1), "too-many-pixels"),
        (huge_png(500, 500), "truncated"),
    ],
)
def test_what_cannot_be_read_says_why(data, code):
    with pytest.raises(UnreadablePictureError) as caught:
        decode(data)

    assert caught.value.code == code
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("error", [MemoryError(), OSError("out of memory error when reading image file")])
def test_too_little_memory_is_not_the_fault_of_the_picture(grey, encode, monkeypatch, error):
    def run_short(*_):
        raise error

    monkeypatch.setattr(Image.Image, "convert", run_short)
    monkeypatch.setattr(ImageFile.ImageFile, "load", run_short)
    with pytest.raises(MemoryError):
        decode(encode(grey))


def test_formats_beyond_the_list_are_refused(grey, encode):
    for form in ("TIFF", "PPM", "TGA"):
        with pytest.raises(UnreadablePictureError) as caught:
            decode(encode(grey, form))
        assert caught.value.code == "unsupported-format"


def test_half_a_file_is_truncated(grey, encode):
    noisy = np.random.default_rng(0).integers(0, 256, grey.shape, dtype=np.uint8)
    for form in ("PNG", "JPEG"):
        data = encode(noisy, form)
        with pytest.raises(UnreadablePictureError) as caught:
            decode(data[: len(data) // 2])
        assert caught.value.code == "truncated"


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
@pytest.mark.filterwarnings("ignore")  # What Pillow says of damaged files is not at issue here.
def test_damaged_files_raise_nothing_else(grey, encode, form):
    rng = random.Random(form)
    whole = encode(Image.fromarray(grey).convert("RGB"), form)
    outcomes = set()
    for _ in range(200):
        data = bytearray(whole[: rng.randrange(1, len(whole))] if rng.random() < 0.3 else whole)
        for _ in range(rng.randrange(1, 20)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        try:
            picture = decode(bytes(data))
        except UnreadablePictureError as error:
            outcomes.add(error.code)
        else:
            outcomes.add("read" if picture.grey.shape == (picture.height, picture.width) else "misshapen")

    assert outcomes <= {"read", "unsupported-format", "too-many-pixels", "truncated", "damaged"}


def test_many_threads_decode_at_once(grey, encode):
    good, bad = encode(grey), huge_png(20_000, 20_000)
    failures = []

    def work():
        for _ in range(30):
            try:
                np.testing.assert_array_equal(decode(good).grey, grey)
                with pytest.raises(UnreadablePictureError):
                    decode(bad)
            except BaseException as error:
                failures.append(error)

    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(switch)

    assert not failures
