"""Taking the pictures out of a zip that may be damaged or hostile: nothing is believed that it says of itself."""

import zipfile
from collections.abc import Iterator
from typing import IO, cast

from shared.settings import Settings
from web.batches.errors import BatchTooLargeError, DamagedZipError, EncryptedZipError
from web.batches.pictures import SentInBatch, clean_path
from web.sniff import TooLargeError, UnsupportedPictureError

METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Nearly all zips have no others, and what these unpack to can be bounded while it is being unpacked."""

ENCRYPTED = 0x1
DIRECTORY_BYTES = 400
"""Of a zip's directory, for each member that is accepted: names may be long, and some members are no pictures."""

JUNK_FOLDER = "__MACOSX"
JUNK_NAMES = {"thumbs.db", "desktop.ini"}


class BoundedFile:
    """A file of which no more can be read at once than a zip that is in order asks for."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file = file
        self._most = most

    def read(self, size: int = -1) -> bytes:
        """Read some, or all that follows."""
        data = self._file.read(self._most + 1 if size < 0 else min(size, self._most + 1))
        if len(data) > self._most:
            raise BatchTooLargeError("The zip has too many members. Send several smaller ones.")
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go elsewhere."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """Tell where it is."""
        return self._file.tell()

    def seekable(self) -> bool:
        """It is."""
        return True


def unzip(file: IO[bytes], settings: Settings) -> Iterator[SentInBatch]:
    """Yield the pictures in the order of the zip's directory, without what computers add by themselves.

    A member that cannot be had is yielded with its problem. Raises, before the first, DamagedZipError,
    EncryptedZipError or BatchTooLargeError.
    """
    most = max(settings.max_upload_bytes, DIRECTORY_BYTES * settings.max_batch_images) + (1 << 17)
    try:
        archive = zipfile.ZipFile(cast(IO[bytes], BoundedFile(file, most)))
    except BatchTooLargeError:
        raise
    except Exception:  # A damaged zip raises nearly anything.
        raise DamagedZipError("It is damaged, or was cut off. Make it anew, or send the pictures as parts.") from None
    with archive:
        members = [member for member in archive.infolist() if not _is_junk(member)]
        _check(members, settings)
        for member in members:
            yield _take(archive, member, settings)


def _check(members: list[zipfile.ZipInfo], settings: Settings) -> None:
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise EncryptedZipError("Make it anew without a password.")
    if len(members) > settings.max_batch_images:
        raise BatchTooLargeError(
            f"The zip has {len(members):,} pictures; at most {settings.max_batch_images:,} are accepted at once."
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > settings.max_batch_bytes:
        raise BatchTooLargeError(
            f"The zip unpacks to {unpacked:,} bytes; at most {settings.max_batch_bytes:,} are accepted at once."
        )


def _take(archive: zipfile.ZipFile, member: zipfile.ZipInfo, settings: Settings) -> SentInBatch:
    name = clean_path(member.filename)
    if member.file_size > settings.max_upload_bytes:
        detail = f"It has {member.file_size:,} bytes; at most {settings.max_upload_bytes:,} are accepted."
        return SentInBatch(name, problem=TooLargeError(detail))
    if member.compress_type not in METHODS:
        return SentInBatch(name, problem=UnsupportedPictureError("Pack the zip with deflate, or without compression."))
    try:
        with archive.open(member) as file:
            # Asking for a size bounds what is unpacked; one byte more makes it check that this is all.
            return SentInBatch(name, file.read(member.file_size + 1))
    except Exception:  # As above.
        return SentInBatch(name, problem=DamagedZipError("This part of the zip is damaged. Make the zip anew."))


def _is_junk(member: zipfile.ZipInfo) -> bool:
    """Tell whether it is a folder, or was made by a computer for itself."""
    *folders, name = member.filename.split("/")
    return member.is_dir() or JUNK_FOLDER in folders or name.startswith(".") or name.lower() in JUNK_NAMES
