"""Every error that the service answers with, as application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from extractor import errors
from extractor.bulk.outcome import INTERNAL, Failure
from extractor.schema import Message

MEDIA_TYPE = "application/problem+json"
BUSY = Failure(
    "service.busy",
    "All workers are busy and the queue is full. Try again in a moment.",
    "Máy chủ đang bận, hàng đợi đã đầy. Vui lòng thử lại sau giây lát.",
)
STATUS_OF: Mapping[str, HTTPStatus] = {
    errors.EmptyInputError.code: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnknownFormatError.code: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.DamagedFileError.code: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.EncryptedFileError.code: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.TooLargeError.code: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.TooManyPagesError.code: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.InputError.code: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.MissingToolError.code: HTTPStatus.NOT_IMPLEMENTED,
    errors.ToolTimeoutError.code: HTTPStatus.GATEWAY_TIMEOUT,
    errors.ToolError.code: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.RuleError.code: HTTPStatus.INTERNAL_SERVER_ERROR,
    "document.timeout": HTTPStatus.GATEWAY_TIMEOUT,
    "document.out_of_memory": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "document.crashed": HTTPStatus.INTERNAL_SERVER_ERROR,
    INTERNAL: HTTPStatus.INTERNAL_SERVER_ERROR,
    BUSY.code: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""HTTP status by the stable code of an error."""


class Problem(BaseModel):
    """An error, as RFC 9457 lays it out; `code` and `message` are our own members."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description='A name of the kind of error: "urn:boctach:problem:" and the code.')
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do, in the language of Accept-Language (vi or en).")
    code: str = Field(description="Stable; listed in docs/errors.md.")
    message: Message = Field(description="`detail` in both languages.")


class ProblemError(Exception):
    """Raised by a route to answer with a problem."""

    def __init__(self, failure: Failure, headers: Mapping[str, str] | None = None) -> None:
        """Keep the failure and what goes into the answer's head."""
        super().__init__(failure.en)
        self.failure = failure
        self.headers = dict(headers or {})


def answer(failure: Failure, *, language: str, status: int | None = None, headers: Mapping[str, str] | None = None) -> Response:
    """Make the answer to a failure."""
    status = status or STATUS_OF.get(failure.code, HTTPStatus.INTERNAL_SERVER_ERROR)
    problem = Problem(
        type=f"urn:boctach:problem:{failure.code}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=failure.vi if language == "vi" else failure.en,
        code=failure.code,
        message=Message(vi=failure.vi, en=failure.en),
    )
    head = {"Content-Language": language, **(headers or {})}
    return Response(problem.model_dump_json(), status_code=status, headers=head, media_type=MEDIA_TYPE)


def language_of(accept: str | None) -> str:
    """Choose between vi and en by Accept-Language: the first of the two that it names; en if it names neither."""
    for part in (accept or "").split(","):
        name = part.split(";")[0].strip().lower()[:2]
        if name in {"vi", "en"}:
            return name
    return "en"


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language"))


async def on_problem(request: Request, error: ProblemError) -> Response:
    """Answer a route's own problem."""
    return answer(error.failure, language=_language(request), headers=error.headers)


async def on_http_error(request: Request, error: HTTPException) -> Response:
    """Answer what the framework found: a wrong path or method, a body that is no form."""
    known = {
        404: Failure("http.not_found", f"There is nothing at {request.url.path}.", f"Không có địa chỉ {request.url.path}."),
        405: Failure(
            "http.method_not_allowed",
            f"{request.method} is not possible at {request.url.path}.",
            f"Địa chỉ {request.url.path} không nhận phương thức {request.method}.",
        ),
    }
    failure = known.get(error.status_code, Failure("http.bad_request", f"{error.detail}.", "Yêu cầu không đọc được."))
    return answer(failure, language=_language(request), status=error.status_code, headers=error.headers)


async def on_invalid(request: Request, error: RequestValidationError) -> Response:
    """Answer a request whose parts are missing or wrong."""
    parts = "; ".join(f"{'.'.join(map(str, item['loc'][1:])) or item['loc'][0]}: {item['msg']}" for item in error.errors())
    failure = Failure("http.invalid_request", f"The request is not as expected: {parts}.", f"Yêu cầu không đúng: {parts}.")
    return answer(failure, language=_language(request), status=422)


async def on_bug(request: Request, _: Exception) -> Response:
    """Answer what nobody foresaw, without its insides."""
    return answer(
        Failure(INTERNAL, "A bug of the service. Please report it.", "Lỗi của dịch vụ. Vui lòng báo lỗi."), language=_language(request)
    )


def document(statuses: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """Describe the problems of a route for OpenAPI."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {status: {"description": text, "content": {MEDIA_TYPE: {"schema": schema}}} for status, text in statuses.items()}


def problem_schema() -> dict[str, Any]:
    """Give the schema that `document` points to."""
    text = json.dumps(Problem.model_json_schema(ref_template="#/components/schemas/{model}"))
    return dict(json.loads(text))
