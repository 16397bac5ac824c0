"""Pages, styles and scripts are compressed for those who understand it."""

import gzip

import pytest
from flask.testing import FlaskClient

GZIP = {"Accept-Encoding": "br, gzip;q=0.8"}


@pytest.mark.parametrize("path", ["/", "/static/page.css", "/static/result.js"])
def test_what_is_compressed_is_the_same_and_smaller(client: FlaskClient, path: str) -> None:
    with client.get(path) as plain, client.get(path, headers=GZIP) as packed:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert int(packed.headers["Content-Length"]) == len(packed.data) < 0.7 * len(plain.data)
        assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"


def test_a_kept_file_is_asked_for_only(client: FlaskClient) -> None:
    with client.get("/static/page.css", headers=GZIP) as first:
        known = GZIP | {"If-None-Match": first.headers["ETag"]}
    with client.get("/static/page.css", headers=known) as again:
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("path", "headers"),
    [("/", {"Accept-Encoding": "gzip;q=0"}), ("/openapi.json", GZIP), ("/p/missing", GZIP), ("/healthz", GZIP)],
)
def test_what_else_there_is_comes_as_it_is(client: FlaskClient, path: str, headers: dict[str, str]) -> None:
    assert "Content-Encoding" not in client.get(path, headers=headers).headers


def test_asking_for_headers_alone_works(client: FlaskClient) -> None:
    assert client.head("/", headers=GZIP).status_code == 200
