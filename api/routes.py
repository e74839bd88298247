"""The routes: each parses, calls one function of the core, and returns."""

from __future__ import annotations

import asyncio
from pathlib import PurePath
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from api.desk import Desk
from api.problems import ProblemError, document
from extractor.bulk.sources import Document
from extractor.options import OcrChoice
from extractor.schema import SCHEMA_VERSION, Report
from extractor.version import VERSION

router = APIRouter()

PROBLEMS = document(
    {
        413: "The file is too large, has too many pages, or needs too much memory.",
        415: "The file is of no format that the engine reads.",
        422: "The file is empty, damaged or encrypted; or the request has no file.",
        500: "The engine failed.",
        501: "A tool that this file needs (LibreOffice, OCR) is not installed.",
        503: "All workers are busy; try again after Retry-After seconds.",
        504: "The document was not done before the deadline.",
    }
)


def desk_of(request: Request) -> Desk:
    """Give the application's own desk."""
    desk: Desk = request.app.state.desk
    return desk


@router.post("/v1/extract", response_model=Report, responses=PROBLEMS, summary="Take one document apart")
async def extract(
    desk: Annotated[Desk, Depends(desk_of)],
    file: Annotated[UploadFile, File(description="PDF, scan, DOCX, DOC, RTF, ODT, HTML, Markdown or text.")],
    ocr: Annotated[OcrChoice | None, Form(description="Read pages as pictures: where needed, never, all.")] = None,
) -> Response:
    """Take one document apart into a `Report`."""
    name = PurePath((file.filename or "").replace("\\", "/")).name or "document"
    outcome = await desk.extract(Document(name, content=await file.read()), ocr=ocr)
    if outcome.body is None:
        raise ProblemError(outcome.failure or desk.no_reason)
    return Response(outcome.body, media_type="application/json")


@router.get("/v1/schema", summary="The JSON Schema of a report")
async def schema() -> dict[str, Any]:
    """Give the contract."""
    return Report.model_json_schema()


@router.get("/healthz", summary="Whether the service is up")
async def healthz() -> dict[str, str]:
    """Say that the event loop turns."""
    await asyncio.sleep(0)
    return {"status": "ok", "version": VERSION, "schema_version": SCHEMA_VERSION}
