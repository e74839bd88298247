from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings, load_settings
from extractor.schema import Report
from tests.bulk.fakes import fake_extract

SETTINGS = Settings(workers=2, queue=1, max_mb=1, timeout_s=3, memory_mb=512)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(SETTINGS, fake_extract), raise_server_exceptions=False) as made:
        yield made


def post(client: TestClient, text: str, **more: object):
    return client.post("/v1/extract", files={"file": ("báo cáo.txt", text.encode())}, **more)


def test_a_document_in_gives_a_report_out(client: TestClient) -> None:
    answer = post(client, "good")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert Report.model_validate_json(answer.content).header.symbol == "BC-UBND"


def test_the_file_name_reaches_the_engine_without_its_folders_and_ocr_can_be_chosen(client: TestClient) -> None:
    answer = client.post("/v1/extract", files={"file": ("C:\\x\\..\\a.txt", b"options")}, data={"ocr": "never"})
    assert answer.json()["text"] == "never 1 a.txt"


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("damaged", 422, "input.damaged"),
        ("unknown", 415, "input.unknown_format"),
        ("bug", 500, "internal"),
        ("hang", 504, "document.timeout"),
        ("crash", 500, "document.crashed"),
        ("eat", 413, "document.out_of_memory"),
    ],
)
def test_what_goes_wrong_is_a_problem_in_both_languages_and_the_next_document_is_served(
    client: TestClient, text: str, status: int, code: str
) -> None:
    answer = post(client, text, headers={"Accept-Language": "vi-VN,vi;q=0.9,en;q=0.8"})
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.headers["content-language"], problem["detail"]) == ("vi", problem["message"]["vi"])
    assert problem["type"] == f"urn:boctach:problem:{code}"
    assert post(client, "good").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/extract", 405, "http.method_not_allowed"),
        ("GET", "/nowhere", 404, "http.not_found"),
        ("POST", "/v1/extract", 422, "http.invalid_request"),
    ],
)
def test_a_wrong_request_is_a_problem_too(client: TestClient, method: str, path: str, status: int, code: str) -> None:
    answer = client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_ocr_choice_that_does_not_exist_is_named(client: TestClient) -> None:
    answer = client.post("/v1/extract", files={"file": ("a", b"good")}, data={"ocr": "sometimes"})
    assert answer.status_code == 422
    assert "ocr" in answer.json()["detail"]


def test_a_broken_form_is_a_problem(client: TestClient) -> None:
    answer = client.post("/v1/extract", content=b"x", headers={"Content-Type": "multipart/form-data; boundary=y"})
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"


def test_an_upload_that_announces_too_much_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/extract", files={"file": ("a", bytes(2 * 1024 * 1024))})
    assert (answer.status_code, answer.json()["code"]) == (413, "input.too_large")


def test_an_upload_of_unknown_length_is_cut_off_at_the_limit(client: TestClient) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(3):
            sent += 1
            yield bytes(1024 * 1024)

    answer = client.post("/v1/extract", content=endless(), headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert (answer.status_code, answer.json()["code"]) == (413, "input.too_large")


def test_the_schema_is_the_contract(client: TestClient) -> None:
    assert client.get("/v1/schema").json() == Report.model_json_schema()


def test_health_tells_the_versions(client: TestClient) -> None:
    assert client.get("/healthz").json()["status"] == "ok"


def test_openapi_documents_every_problem(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    answers = document["paths"]["/v1/extract"]["post"]["responses"]
    assert set(answers) == {"200", "413", "415", "422", "500", "501", "503", "504"}
    assert all("application/problem+json" in answers[status]["content"] for status in answers if status != "200")
    assert {"Problem", "Report", "Message"} <= set(document["components"]["schemas"])
    assert _dangling(document) == set()


def _dangling(document: dict) -> set[str]:
    text = json.dumps(document)
    named = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    return {part.split('"')[0] for part in text.split('"$ref": "')[1:]} - named


def test_a_full_queue_turns_documents_away_and_says_when_to_come_again() -> None:
    import asyncio

    import httpx2 as httpx

    app = create_app(SETTINGS.model_copy(update={"workers": 1, "queue": 0}), fake_extract)

    async def two_at_once() -> list[httpx.Response]:
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client,
        ):
            return list(await asyncio.gather(*(client.post("/v1/extract", files={"file": ("a", b"hang")}) for _ in range(2))))

    answers = sorted(asyncio.run(two_at_once()), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [503, 504]
    assert answers[0].headers["retry-after"] == "5"


@pytest.mark.parametrize(("name", "value"), [("BOCTACH_WORKERS", "0"), ("BOCTACH_MAX_MB", "many"), ("BOCTACH_OCR", "sometimes")])
def test_a_wrong_setting_stops_the_start_and_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"{name}='{value}'"):
        load_settings()


def test_a_setting_changes_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOCTACH_MAX_MB", "0.5")
    monkeypatch.setenv("BOCTACH_TIMEOUT_S", "7")
    settings = load_settings()
    assert (settings.options.max_bytes, settings.limits.deadline_s) == (512 * 1024, 7)
