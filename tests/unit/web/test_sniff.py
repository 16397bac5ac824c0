"""The first look at bytes: format and size by the header, nothing decoded."""

import pytest
from PIL import GifImagePlugin, Image, ImageFile, WebPImagePlugin

from tests.support.sizes import FORMATS, LARGEST_WEBP, claim_size, make_picture
from web.sniff import EmptyPictureError, Limits, TooLargeError, UnsupportedPictureError, count_pixels

LIMITS = Limits(max_bytes=100_000, max_pixels=1_000_000)
SMALL = {picture_format: make_picture(picture_format, 9, 7) for picture_format in FORMATS}
HUGE = {picture_format: claim_size(picture_format, LARGEST_WEBP) for picture_format in FORMATS}


@pytest.fixture
def no_decoding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have decoding fail."""

    def refuse(*_: object) -> None:
        raise AssertionError("it was decoded")

    for kind in (Image.Image, ImageFile.ImageFile, GifImagePlugin.GifImageFile, WebPImagePlugin.WebPImageFile):
        monkeypatch.setattr(kind, "load", refuse)


@pytest.mark.usefixtures("no_decoding")
@pytest.mark.parametrize("picture_format", FORMATS)
def test_each_format_is_known_and_its_pixels_are_counted(picture_format: str) -> None:
    assert count_pixels(SMALL[picture_format], LIMITS) == 63


@pytest.mark.usefixtures("no_decoding")
@pytest.mark.parametrize("picture_format", FORMATS)
def test_a_header_that_claims_a_huge_picture_is_refused_without_decoding(picture_format: str) -> None:
    with pytest.raises(TooLargeError) as caught:
        count_pixels(HUGE[picture_format], LIMITS)
    assert f"{LARGEST_WEBP} x {LARGEST_WEBP}" in caught.value.detail


@pytest.mark.parametrize("picture_format", FORMATS)
def test_a_picture_of_exactly_the_limit_is_accepted(picture_format: str) -> None:
    assert count_pixels(claim_size(picture_format, 1000), LIMITS) == 1_000_000
    with pytest.raises(TooLargeError):
        count_pixels(claim_size(picture_format, 1001), LIMITS)


def test_a_picture_is_no_longer_than_any_camera_makes_it() -> None:
    assert count_pixels(make_picture("PNG", 65_535, 1), LIMITS) == 65_535
    with pytest.raises(TooLargeError, match="65,536"):
        count_pixels(make_picture("PNG", 65_536, 1), LIMITS)


def test_too_many_bytes_are_refused_whatever_they_are() -> None:
    with pytest.raises(TooLargeError) as caught:
        count_pixels(bytes(LIMITS.max_bytes + 1), LIMITS)
    assert "100,001" in caught.value.detail


def test_no_bytes_are_an_empty_picture() -> None:
    with pytest.raises(EmptyPictureError):
        count_pixels(b"", LIMITS)


@pytest.mark.parametrize(
    "image",
    [
        b"seven",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'/>",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"GIF89a",
        b"BM",
        b"RIFF\x00\x00\x00\x00WEBP",
        bytes(100),
    ],
)
def test_what_is_no_picture_is_refused(image: bytes) -> None:
    with pytest.raises(UnsupportedPictureError) as caught:
        count_pixels(image, LIMITS)
    assert caught.value.status == 415


@pytest.mark.parametrize("picture_format", FORMATS)
def test_a_file_cut_short_is_refused_or_counted_but_never_breaks_anything(picture_format: str) -> None:
    image = SMALL[picture_format]
    for length in range(1, len(image)):
        try:
            assert count_pixels(image[:length], LIMITS) == 63
        except UnsupportedPictureError:
            continue


def test_a_picture_of_another_format_is_refused() -> None:
    with pytest.raises(UnsupportedPictureError):
        count_pixels(make_picture("TIFF"), LIMITS)
