"""LitServe: FastAPI in front of inference processes, batched. `PORT` is its port, `WORKERS` their number."""

import os
from typing import Any

import litserve
from fastapi import UploadFile

from tests.bench.peers.reading import load_reader, read_numbers


class Numbers(litserve.LitAPI):
    """Takes pictures as a part of a form, since it knows forms and JSON alone, and answers in JSON."""

    def setup(self, device: str) -> None:  # noqa: ARG002 - LitServe names it.
        """Load the reader in each inference process."""
        self._reader = load_reader()

    def decode_request(self, request: UploadFile) -> bytes:
        """Take the part as it is."""
        return request.file.read()

    def batch(self, inputs: list[bytes]) -> list[bytes]:
        """Leave a batch a list, where LitServe would stack arrays."""
        return inputs

    def predict(self, x: list[bytes]) -> list[str]:
        """Read a batch."""
        return read_numbers(self._reader, x)

    def unbatch(self, output: list[str]) -> list[str]:
        """Leave it a list."""
        return output

    def encode_response(self, output: str) -> dict[str, Any]:
        """Answer as our API would."""
        return {"number": output}


if __name__ == "__main__":
    # A millisecond to gather a batch in.
    api = Numbers(max_batch_size=64, batch_timeout=0.001)
    server = litserve.LitServer(api, accelerator="cpu", workers_per_device=int(os.environ["WORKERS"]))
    server.run(host="127.0.0.1", port=int(os.environ["PORT"]), generate_client_file=False, log_level="warning")
