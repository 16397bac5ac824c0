"""What can be wrong with a batch as a whole."""

from shared.errors import NumberfigureError, UnavailableError


class UnknownBatchError(NumberfigureError):
    """There is no such batch, or it was erased."""

    status = 404
    slug = "unknown-batch"
    title = "No such batch"

    def __init__(self) -> None:
        super().__init__("Check the id. A batch that was erased, or is older than is kept, is gone for good.")


class BatchTooLargeError(NumberfigureError):
    """The batch has too many pictures or bytes."""

    status = 413
    slug = "batch-too-large"
    title = "The batch is too large"


class NoRoomForZipError(UnavailableError):
    """The disk of web has no room for the zip."""

    slug = "no-room-for-zip"
    title = "There is no room to unpack the zip"

    def __init__(self) -> None:
        super().__init__("Send the pictures as parts, or a smaller zip, or try again later.", retry_after=60)


class DamagedZipError(NumberfigureError):
    """The zip cannot be read."""

    status = 400
    slug = "damaged-zip"
    title = "The zip cannot be read"


class EncryptedZipError(NumberfigureError):
    """The zip wants a password."""

    status = 400
    slug = "encrypted-zip"
    title = "The zip is encrypted"
