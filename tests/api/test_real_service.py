"""The service as it is started, with the engine behind it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import pytest

from extractor.schema import Report

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "corpora" / "sample" / "bao-cao.pdf"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "api.app:app", "--port", str(port), "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"BOCTACH_WORKERS": "1", "BOCTACH_MAX_MB": "1"})
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as made:
        for _ in range(200):
            try:
                made.get("/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield made
    server.terminate()
    assert server.wait(timeout=20) in {0, -15}


def test_the_sample_goes_in_and_its_report_comes_out(client: httpx.Client) -> None:
    answer = client.post("/v1/extract", files={"file": (SAMPLE.name, SAMPLE.read_bytes())})
    assert answer.status_code == 200
    assert Report.model_validate_json(answer.content).header.symbol == "BC-UBND"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "input.empty"),
        (b"  \n ", 422, "input.empty"),
        (b"\x7fELF" + bytes(500), 415, "input.unknown_format"),
        (b"%PDF-1.7\n" + bytes(500), 422, "input.damaged"),
    ],
)
def test_what_cannot_be_read_is_a_problem(client: httpx.Client, content: bytes, status: int, code: str) -> None:
    answer = client.post("/v1/extract", files={"file": ("x", content)})
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_pdf_with_a_password_says_so(client: httpx.Client) -> None:
    import pymupdf

    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "x")
        locked = document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="u", owner_pw="o")
    assert client.post("/v1/extract", files={"file": ("x.pdf", locked)}).json()["code"] == "input.encrypted"


def test_a_body_without_end_is_cut_off_though_its_length_was_not_announced(client: httpx.Client) -> None:
    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(40):
            yield bytes(256 * 1024)

    try:
        answer = client.post("/v1/extract", content=body(), headers={"Content-Type": "multipart/form-data; boundary=x"})
    except httpx.TransportError:  # the server may close before the client has finished sending
        return
    assert answer.json()["code"] == "input.too_large"
