"""The HTTP service: `uvicorn api.app:app`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api import problems
from api.body_limit import BodyLimit
from api.desk import Desk
from api.routes import router
from api.settings import Settings, load_settings
from extractor.bulk.workers import Extract
from extractor.options import MEBIBYTE
from extractor.version import VERSION


def create_app(settings: Settings, extract: Extract | None = None) -> FastAPI:
    """Build the service; `extract` stands in for the engine in tests."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.desk = Desk(settings, extract)
        try:
            yield
        finally:
            app.state.desk.close()

    # The interactive pages would load scripts from a foreign host.
    app = FastAPI(title="boctach", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.include_router(router)
    app.add_middleware(BodyLimit, max_bytes=int(settings.max_mb * MEBIBYTE))
    app.add_exception_handler(problems.ProblemError, problems.on_problem)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, problems.on_http_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, problems.on_invalid)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, problems.on_bug)
    _publish_problems(app)
    return app


def _publish_problems(app: FastAPI) -> None:
    """Add the schema of a problem to the OpenAPI document, which FastAPI would only do for JSON answers."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        document = made()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        problem = problems.problem_schema()
        schemas.update(problem.pop("$defs", {}))
        schemas["Problem"] = problem
        return document

    app.openapi = openapi  # type: ignore[method-assign]


app = create_app(load_settings())
