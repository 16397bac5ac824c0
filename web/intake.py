"""Reading what was sent: a multipart form, a raw picture, JSON with a data URL, or the first Numberfigure's body."""

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass, replace
from urllib.parse import unquote_plus

from flask import Request

from shared.errors import NumberfigureError
from shared.ids import is_prediction_id
from web.sniff import UnsupportedPictureError

MAX_FILENAME = 255
FORM_OVERHEAD = 64_000
"""Bytes of a request around its picture: multipart's headers, or JSON's."""

_DATA_URL = re.compile(r"data:image/[\w.+-]+(?:;[\w=.+-]+)*;base64,", re.IGNORECASE)


class MissingPictureError(NumberfigureError):
    """The request holds no picture."""

    status = 400
    slug = "missing-picture"
    title = "There is no picture in the request"


class MalformedRequestError(NumberfigureError):
    """The request cannot be read."""

    status = 400
    slug = "malformed-request"
    title = "The request cannot be read"


@dataclass(frozen=True, slots=True)
class Sent:
    """An encoded picture as it was sent, the name that its sender gave it, and the older try that it replaces."""

    image: bytes
    filename: str
    replaces: str = ""


def read_one(request: Request) -> Sent:
    """Read the one picture of an API request, in any of its three forms; `replaces` may always be in the query."""
    sent, replaces = _read_form(request)
    replaces = replaces or request.args.get("replaces") or ""
    if not isinstance(replaces, str) or (replaces and not is_prediction_id(replaces)):
        raise MalformedRequestError("`replaces` must be the id of an older prediction of yours.")
    return replace(sent, replaces=replaces)


def _read_form(request: Request) -> tuple[Sent, object]:
    """Read the picture, and what the body says that it replaces."""
    kind = request.mimetype
    if kind == "multipart/form-data":
        files = read_files(request)
        if len(files) > 1:
            raise MalformedRequestError("Send one picture a request, in the part `file`.")
        return files[0], request.form.get("replaces")
    if kind == "application/json":
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not isinstance(body.get("image"), str):
            raise MalformedRequestError('Send JSON as {"image": "data:image/png;base64,…"}.')
        filename = body.get("filename")
        name = clean_filename(filename if isinstance(filename, str) else "")
        return Sent(decode_data_url(body["image"]), name), body.get("replaces")
    if kind.startswith("image/") or kind == "application/octet-stream":
        return Sent(request.get_data(cache=False), ""), None
    if not kind and not request.content_length:
        raise MissingPictureError("Send a picture as multipart `file`, as a raw image/* body, or as JSON.")
    raise UnsupportedPictureError("Send multipart/form-data with a part `file`, a raw image/* body, or JSON.")


def read_files(request: Request) -> list[Sent]:
    """Read the parts named `file` of a form, at least one; a part with neither name nor bytes was left empty."""
    files = [Sent(part.read(), clean_filename(part.filename or "")) for part in request.files.getlist("file")]
    chosen = [file for file in files if file.image or file.filename]
    if not chosen:
        raise MissingPictureError("Choose a picture first: the form has no `file` with something in it.")
    return chosen


def read_first_numberfigure(request: Request) -> Sent:
    """Read `filedata=<url-encoded data URL>`, whatever the Content-Type says: the old page called it JSON."""
    name, _, value = request.get_data(cache=False).decode("ascii", "replace").partition("=")
    if name != "filedata" or not value:
        raise MissingPictureError("Send the drawing as filedata=<url-encoded data URL>.")
    # Where the plus signs of base64 were sent as they are, decoding has made spaces of them.
    return Sent(decode_data_url(unquote_plus(value).replace(" ", "+")), "")


def decode_data_url(text: str) -> bytes:
    """Decode `data:image/…;base64,…`. Raises MalformedRequestError."""
    header = _DATA_URL.match(text)
    if header is None:
        raise MalformedRequestError("The picture must be a data URL: data:image/png;base64,…")
    try:
        return base64.b64decode(text[header.end() :], validate=True)
    except (binascii.Error, ValueError):
        raise MalformedRequestError("The base64 of the data URL is damaged.") from None


def clean_filename(name: str) -> str:
    """Keep a file name as text: its last part, without control characters, of bounded length."""
    return clean_name(name.replace("\\", "/").rsplit("/", 1)[-1])[:MAX_FILENAME]


def clean_name(name: str) -> str:
    """Take control characters and their like out of a name."""
    return "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
