"""What an operator sets, by environment variables: BOCTACH_WORKERS, BOCTACH_MAX_MB … A wrong one stops the start."""

from __future__ import annotations

import os
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from extractor.bulk.workers import Limits
from extractor.options import MEBIBYTE, OcrChoice, Options


class Settings(BaseSettings):
    """Limits of the service; docs/http.md explains each."""

    model_config = SettingsConfigDict(env_prefix="BOCTACH_", frozen=True)

    workers: Annotated[int, Field(ge=1, le=256)] = os.cpu_count() or 1
    """Documents that are read at the same time."""
    queue: Annotated[int, Field(ge=0, le=10_000)] = 16
    """Documents that wait; beyond that, 503."""
    max_mb: Annotated[float, Field(gt=0)] = 50
    """Size of an upload in MiB."""
    max_pages: Annotated[int, Field(ge=1)] = 500
    timeout_s: Annotated[float, Field(gt=0)] = 120
    """For each document, in seconds."""
    memory_mb: Annotated[int, Field(ge=64)] = 2048
    """For each document, in MiB."""
    ocr: OcrChoice = "auto"

    @property
    def options(self) -> Options:
        """The engine's options."""
        return Options(ocr=self.ocr, max_bytes=int(self.max_mb * MEBIBYTE), max_pages=self.max_pages, ocr_workers=1)

    @property
    def limits(self) -> Limits:
        """The workers' limits."""
        return Limits(workers=self.workers, deadline_s=self.timeout_s, memory_bytes=self.memory_mb * MEBIBYTE)


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        SystemExit: a variable's value can't be meant; the message names each.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [f"  BOCTACH_{'.'.join(map(str, item['loc'])).upper()}={item['input']!r}: {item['msg']}" for item in error.errors()]
        raise SystemExit("\n".join(["boctach does not start: these settings are wrong.", *wrong])) from None
