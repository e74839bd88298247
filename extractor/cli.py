"""The command `boctach`: each command parses its arguments, calls the engine and says what became of it.

Exit codes: 0 done; 1 done, with findings or failures; 2 the command was not understood.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from extractor.arguments import build_parser
from extractor.errors import ExtractionError
from extractor.options import MEBIBYTE, Options
from extractor.write.formats import FORMS, Form
from extractor.write.words import Language, say

if TYPE_CHECKING:
    from extractor.schema import Report

Shown: TypeAlias = Form | Literal["summary"]

OK, FINDINGS, USAGE, INTERRUPTED = 0, 1, 2, 130
STANDARD = "-"


class UsageError(Exception):
    """The arguments don't make sense together; the message says which, and what to give instead."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; every foreseen error is one line on standard error."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    args = build_parser(arguments[0] if arguments else "").parse_args(arguments)
    try:
        code = RUNS[args.command](args)
        sys.stdout.flush()
    except UsageError as error:
        return _complain(str(error), USAGE)
    except ExtractionError as error:
        return _complain(f"{say(_language(args), vi=error.vi, en=str(error))} [{error.code}]", error.exit_code)
    except BrokenPipeError:  # whoever reads our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        return _complain(f"{error.filename or 'input or output'}: {error.strerror}; check the permissions and the free space", FINDINGS)
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # the outermost border: one line instead of a traceback
        if os.environ.get("BOCTACH_DEBUG"):
            raise
        return _complain(f"a bug of boctach ({type(error).__name__}: {error}); BOCTACH_DEBUG=1 shows where. Please report it.", FINDINGS)
    return code


def run_extract(args: argparse.Namespace) -> int:
    """Extract one document here, or several in worker processes."""
    from extractor.bulk.sources import is_archive

    options = _options(args)
    paths = _paths(args)
    if len(paths) == 1 and (paths[0] is None or not (paths[0].is_dir() or is_archive(paths[0]))):
        return _extract_one(args, paths[0], options)
    if None in paths:
        raise UsageError("standard input (-) can't be given with other files")
    return _extract_several(args, [path for path in paths if path is not None], options)


def _extract_one(args: argparse.Namespace, path: Path | None, options: Options) -> int:
    from extractor.pipeline import extract
    from extractor.write.formats import render

    report = extract(_read(path, options), filename=path.name if path else None, options=options)
    form = _form(args)
    if form == "summary":
        _show_summary(args, report)
    else:
        _write(_target(args, path, form), render(report, form, _language(args)))
    return OK if report.status == "ok" else FINDINGS


def _extract_several(args: argparse.Namespace, paths: list[Path], options: Options) -> int:
    from extractor.bulk.progress import follow, print_lines
    from extractor.bulk.run import Order, extract_all, write_all
    from extractor.bulk.workers import Limits

    form = _form(args)
    to_folder = args.output not in (None, STANDARD)
    if not to_folder and form not in {"json", "jsonl", "summary"}:
        raise UsageError(f"several documents as {form}: name a folder for them with -o")
    if to_folder and Path(args.output).is_file():
        raise UsageError(f"{args.output}: is a file; several documents need a folder")
    order = Order(options, form if to_folder and form != "summary" else "jsonl", _language(args))
    try:
        limits = Limits(workers=args.jobs, deadline_s=args.timeout, memory_bytes=args.memory * MEBIBYTE)
    except ValueError as error:
        raise UsageError(f"{error} (--jobs, --timeout, --memory)") from error
    outcomes = extract_all(paths, order, limits)
    if to_folder:
        outcomes = write_all(outcomes, Path(args.output), order.form)
    elif form != "summary":
        outcomes = print_lines(outcomes, sys.stdout.buffer)
    return follow(outcomes, language=_language(args), table=to_folder or form == "summary")


def run_scan(args: argparse.Namespace) -> int:
    """Say of each document what it is; 1 if any is damaged, unreadable or needs OCR."""
    from extractor.bulk.sources import Document, find_documents
    from extractor.bulk.surveys import print_surveys

    options, paths = _options(args), _paths(args)
    if None in paths:
        return print_surveys([Document("-", content=sys.stdin.buffer.read(options.max_bytes + 1))], options, _language(args))
    found = find_documents([path for path in paths if path is not None], max_bytes=options.max_bytes)
    return print_surveys(found, options, _language(args))


def run_explain(args: argparse.Namespace) -> int:
    """Show every repair of one document."""
    from extractor.pipeline import extract
    from extractor.write.repairs import print_repairs

    path, options = _paths(args)[0], _options(args)
    print_repairs(extract(_read(path, options), filename=path.name if path else None, options=options), _language(args))
    return OK


def run_schema(_: argparse.Namespace) -> int:
    """Print the contract as JSON Schema."""
    import json

    from extractor.schema import Report

    print(json.dumps(Report.model_json_schema(), ensure_ascii=False, indent=2))
    return OK


def run_ocr(args: argparse.Namespace) -> int:
    """Put a text layer under the pictures of a scan."""
    from extractor.read.searchable import make_searchable

    options = _options(args)
    _write(None if args.output == STANDARD else Path(args.output), make_searchable(_read(_paths(args)[0], options), options))
    return OK


def run_serve(args: argparse.Namespace) -> int:
    """Start the HTTP service; its settings are BOCTACH_* variables."""
    import uvicorn

    uvicorn.run("api.app:app", host=args.host, port=args.port)
    return OK


def run_evaluate(args: argparse.Namespace) -> int:
    """Score the engine against gold."""
    from corpora.command import run_evaluate as run

    return run(args)


def run_annotate(args: argparse.Namespace) -> int:
    """Draft gold from an extraction."""
    from corpora.command import run_annotate as run

    return run(args)


RUNS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "extract": run_extract,
    "scan": run_scan,
    "explain": run_explain,
    "schema": run_schema,
    "ocr": run_ocr,
    "serve": run_serve,
    "evaluate": run_evaluate,
    "annotate": run_annotate,
}


def _options(args: argparse.Namespace) -> Options:
    try:
        return Options(ocr=args.ocr, max_bytes=int(args.max_mb * MEBIBYTE), max_pages=args.max_pages)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _paths(args: argparse.Namespace) -> list[Path | None]:
    """Give the named files, None for standard input; all must be there before anything starts."""
    paths = [None if name == STANDARD else Path(name) for name in args.files]
    for path in paths:
        if path is not None and not path.exists():
            raise UsageError(
                say(
                    _language(args),
                    vi=f"{path}: không có tệp hoặc thư mục này; hãy kiểm tra lại tên",
                    en=f"{path}: no such file or folder; check the name",
                )
            )
    return paths


def _read(path: Path | None, options: Options) -> bytes:
    from extractor.bulk.sources import Document

    if path is None:
        return Document("-", content=sys.stdin.buffer.read(options.max_bytes + 1)).read(options.max_bytes)
    if path.is_dir():
        raise UsageError(f"{path}: is a folder; name one file")
    return Document(path.name, path).read(options.max_bytes)


def _form(args: argparse.Namespace) -> Shown:
    if args.format:
        return cast("Shown", args.format)
    if args.output in (None, STANDARD):
        return "summary" if args.output is None and sys.stdout.isatty() else "json"
    suffix = Path(args.output).suffix.lstrip(".").lower()
    return suffix if suffix in FORMS else "json"


def _target(args: argparse.Namespace, path: Path | None, form: str) -> Path | None:
    """Name the output file; None for standard output."""
    if args.output in (None, STANDARD):
        return None
    out = Path(args.output)
    return out / f"{path.name if path else 'document'}.{form}" if out.is_dir() or args.output.endswith("/") else out


def _write(path: Path | None, body: bytes) -> None:
    from extractor.bulk.run import write_whole

    if path is None:
        sys.stdout.buffer.write(body)
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, body)
    except OSError as error:
        raise UsageError(f"{path}: can't be written ({error.strerror}); name another output") from error


def _show_summary(args: argparse.Namespace, report: Report) -> None:
    from extractor.write.screen import Screen
    from extractor.write.terminal import summarise

    Screen().print(summarise(report, _language(args)))


def _language(args: argparse.Namespace) -> Language:
    return "en" if getattr(args, "lang", "vi") == "en" else "vi"


def _complain(message: str, code: int) -> int:
    print("boctach: " + " ".join(message.split()), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
