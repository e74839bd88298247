"""Convert DOCX by LibreOffice, headless, with a profile folder of its own: two that share one fail."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DEADLINE_S = 300


class ConversionError(RuntimeError):
    """LibreOffice is missing, failed, or did not finish in time; the message says which."""


def convert(paths: Sequence[Path], ending: str, folder: Path) -> list[Path]:
    """Convert files to `ending` ("pdf", "doc") into `folder`, in one run of the program.

    Raises:
        ConversionError: with the remedy.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ConversionError("LibreOffice is not installed: apt-get install libreoffice-writer")
    kind = {"doc": "doc:MS Word 97", "pdf": "pdf"}[ending]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="boctach-office-") as profile:
        command = [
            program,
            "--headless",
            "--norestore",
            f"-env:UserInstallation=file://{profile}",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
        ]
        try:
            subprocess.run([*command, *map(str, paths)], check=True, capture_output=True, timeout=DEADLINE_S)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise ConversionError(f"LibreOffice did not convert {len(paths)} files to {ending}: {error}") from error
    made = [folder / f"{path.stem}.{ending}" for path in paths]
    if missing := [path.name for path in made if not path.exists()]:
        raise ConversionError(f"LibreOffice left out {missing}")
    return made
