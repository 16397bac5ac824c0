"""Taking pictures out of zips: in order, without junk, one bad one alone, and bounded whatever the zip says."""

import io
import struct
import tracemalloc
import zipfile
from typing import Any

import pytest

from shared.settings import Settings
from tests.support.batches import write_zip
from web.batches.errors import BatchTooLargeError, DamagedZipError, EncryptedZipError
from web.batches.pictures import SentInBatch
from web.batches.unzipping import unzip

SETTINGS = Settings(max_upload_bytes=1_000_000, max_batch_images=100, max_batch_bytes=5_000_000)
PICTURES = [("b.png", b"first"), ("a.png", b"second"), ("c/a.png", b"third")]


def unzip_all(archive: bytes, settings: Settings = SETTINGS) -> list[SentInBatch]:
    """Take out all."""
    return list(unzip(io.BytesIO(archive), settings))


def name_problem(sent: SentInBatch) -> str:
    """Name what is wrong with one."""
    assert sent.problem is not None
    return sent.problem.slug


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_pictures_come_in_the_order_of_the_directory_with_their_folders(method: int) -> None:
    sent = unzip_all(write_zip(PICTURES, method))
    assert [(each.filename, each.image) for each in sent] == PICTURES


def test_what_computers_add_by_themselves_is_left_out() -> None:
    junk = ["__MACOSX/._b.png", "__MACOSX/c/._a.png", ".DS_Store", "c/.DS_Store", "Thumbs.db", "c/desktop.ini", "c/"]
    sent = unzip_all(write_zip([*PICTURES, *((name, b"junk") for name in junk)]))
    assert [each.filename for each in sent] == [name for name, _ in PICTURES]


def test_a_member_that_is_too_large_is_the_only_one_that_fails() -> None:
    sent = unzip_all(write_zip([PICTURES[0], ("large.png", bytes(1_000_001)), PICTURES[1]]))
    assert [each.image for each in sent] == [b"first", b"", b"second"]
    assert name_problem(sent[1]) == "too-large"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_packed_in_another_way_fails_by_itself(method: int) -> None:
    [sent] = unzip_all(write_zip([("a.png", bytes(1000))], method))
    assert name_problem(sent) == "unsupported-picture"


def test_a_damaged_member_fails_by_itself() -> None:
    archive = write_zip([("d.png", b"0123456789"), *PICTURES], zipfile.ZIP_STORED).replace(b"0123456789", b"0123456780")
    sent = unzip_all(archive)
    assert name_problem(sent[0]) == "damaged-zip"
    assert [each.image for each in sent[1:]] == [content for _, content in PICTURES]


def test_a_member_that_unpacks_to_more_than_it_says_is_not_unpacked() -> None:
    # The directory says ten bytes; there are fifty million.
    archive = bytearray(write_zip([("bomb.png", bytes(50_000_000))]))
    directory = archive.index(b"PK\x01\x02")
    archive[directory + 24 : directory + 28] = struct.pack("<I", 10)
    tracemalloc.start()
    [sent] = unzip_all(bytes(archive))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert name_problem(sent) == "damaged-zip"
    assert most < 1_000_000


def test_a_bomb_is_refused_by_what_it_says_it_unpacks_to() -> None:
    with pytest.raises(BatchTooLargeError, match="unpacks to"):
        unzip_all(write_zip([(f"{place}.png", bytes(999_999)) for place in range(6)]))


def test_a_member_that_claims_to_be_packed_in_the_rest_of_the_file_is_not_read_whole() -> None:
    archive = bytearray(write_zip([("a.png", b"x"), ("b.bin", bytes(20_000_000))], zipfile.ZIP_STORED))
    directory = archive.index(b"PK\x01\x02")
    archive[directory + 20 : directory + 28] = struct.pack("<II", 19_000_000, 19_000_000)
    settings = SETTINGS.model_copy(update={"max_batch_bytes": 100_000_000})
    sent = unzip_all(bytes(archive), settings)
    assert [name_problem(each) for each in sent] == ["too-large", "too-large"]


def test_too_many_members_are_refused_before_any_is_taken_out() -> None:
    archive = write_zip([(f"{place}.png", b"x") for place in range(101)])
    with pytest.raises(BatchTooLargeError, match="101 pictures; at most 100"):
        next(unzip(io.BytesIO(archive), SETTINGS))


def test_a_directory_without_an_end_is_not_even_read() -> None:
    archive = write_zip([(f"{place:0200}.png", b"x") for place in range(5_000)])
    with pytest.raises(BatchTooLargeError, match="too many members"):
        unzip_all(archive, SETTINGS.model_copy(update={"max_upload_bytes": 1, "max_batch_images": 1}))


def test_an_encrypted_zip_is_refused() -> None:
    archive = bytearray(write_zip(PICTURES))
    directory = archive.index(b"PK\x01\x02")
    archive[directory + 8] |= 1
    with pytest.raises(EncryptedZipError):
        unzip_all(bytes(archive))


@pytest.mark.parametrize(
    "harm",
    [
        lambda archive: archive[:-10],
        lambda archive: archive[: len(archive) // 2],
        lambda _: b"PK\x03\x04" + bytes(100),
        lambda archive: archive.replace(b"PK\x01\x02", b"PK\x01\x00"),
    ],
    ids=["end cut", "half", "zeros", "directory"],
)
def test_a_damaged_zip_is_refused(harm: Any) -> None:
    with pytest.raises(DamagedZipError):
        unzip_all(harm(write_zip(PICTURES)))


def test_an_empty_zip_has_no_pictures() -> None:
    assert unzip_all(write_zip([])) == []


def test_names_are_text_and_nothing_more() -> None:
    names = ["../../etc/passwd", "/absolute.png", "back\\slash.png", "bell\x07.png", "ä/ö.png", "x" * 300 + ".png"]
    sent = unzip_all(write_zip([(name, b"x") for name in names]))
    expected = ["etc/passwd", "absolute.png", "back/slash.png", "bell.png", "ä/ö.png", ("x" * 300 + ".png")[-255:]]
    assert [each.filename for each in sent] == expected
