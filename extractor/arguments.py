"""What can be asked for on the command line."""

from __future__ import annotations

import argparse
import os

from extractor.version import VERSION
from extractor.write.formats import FORMS

COMMANDS = {
    "extract": "documents in, structure and figures out",
    "scan": "say what files are, how they are damaged, whether they need OCR; nothing is written",
    "explain": "show every repair of characters with its rule and place",
    "schema": "print the JSON Schema of a report",
    "ocr": "make a searchable PDF of a scan",
    "serve": "start the HTTP service",
    "evaluate": "score the engine against gold",
    "annotate": "draft gold from an extraction, for a person to mend",
}


def build_parser(command: str = "") -> argparse.ArgumentParser:
    """Make the parser; the arguments of `evaluate` and `annotate` are the corpora's, and asked for only when `command` is one of them."""
    parser = argparse.ArgumentParser(
        prog="boctach", description="Bóc tách báo cáo hành chính. Takes Vietnamese administrative reports apart."
    )
    parser.add_argument("--version", action="version", version=f"boctach {VERSION}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", required=True)
    parsers = {name: commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".") for name, text in COMMANDS.items()}
    _add_extract(parsers["extract"])
    _add_inputs(parsers["scan"])
    _add_inputs(parsers["explain"], several=False)
    _add_ocr(parsers["ocr"])
    _add_serve(parsers["serve"])
    if command in {"evaluate", "annotate"}:
        _add_corpora(parsers[command], command)
    return parser


def _add_extract(parser: argparse.ArgumentParser) -> None:
    _add_inputs(parser)
    parser.add_argument("-o", "--output", metavar="OUT", help="file, or folder for several documents; - is standard output")
    parser.add_argument("--format", choices=(*FORMS, "summary"), help="default: by OUT's name; json; on a terminal, summary")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="documents read at the same time (default: one a core)"
    )
    parser.add_argument("--timeout", type=float, default=300.0, metavar="SECONDS", help="for each document of several (default: 300)")
    parser.add_argument("--memory", type=int, default=4096, metavar="MIB", help="for each document of several (default: 4096)")


def _add_inputs(parser: argparse.ArgumentParser, *, several: bool = True) -> None:
    text = "files, folders or ZIP archives; - is standard input" if several else "a file; - is standard input"
    parser.add_argument("files", metavar="FILE", nargs="+" if several else 1, help=text)
    parser.add_argument(
        "--lang", choices=("vi", "en"), default=os.environ.get("BOCTACH_LANG", "vi"), help="of summaries, messages and column heads"
    )
    parser.add_argument(
        "--ocr", choices=("auto", "never", "always"), default="auto", help="read pages as pictures: where needed, never, all"
    )
    parser.add_argument("--max-mb", type=float, default=200.0, metavar="MIB", help="refuse larger files (default: 200)")
    parser.add_argument("--max-pages", type=int, default=2000, metavar="N", help="refuse longer documents (default: 2000)")


def _add_ocr(parser: argparse.ArgumentParser) -> None:
    _add_inputs(parser, several=False)
    parser.add_argument("-o", "--output", metavar="OUT.pdf", required=True, help="the searchable PDF; - is standard output")


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")


def _add_corpora(parser: argparse.ArgumentParser, command: str) -> None:
    from corpora.command import add_annotate_arguments, add_evaluate_arguments

    (add_evaluate_arguments if command == "evaluate" else add_annotate_arguments)(parser)
