"""Every error that the engine raises.

ExtractionError
├── InputError          the caller can mend it
│   ├── EmptyInputError
│   ├── UnknownFormatError
│   ├── DamagedFileError
│   ├── EncryptedFileError
│   ├── TooLargeError
│   └── TooManyPagesError
├── RuleError           we must mend it: a rule file is wrong
└── ToolError           an outside tool failed or is missing; a retry or an install may help
    ├── MissingToolError
    └── ToolTimeoutError
"""

from __future__ import annotations

from typing import ClassVar


class ExtractionError(Exception):
    """Base of all errors of the engine; `code` is stable, `exit_code` is what the command line returns."""

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, vi: str | None = None) -> None:
        """Keep the message in English and, for users, in Vietnamese."""
        super().__init__(message)
        self.vi = vi or message


class InputError(ExtractionError):
    """The input can't be extracted as it is; the message says how to mend it."""

    code = "input.invalid"


class EmptyInputError(InputError):
    """There are no bytes, or nothing but blanks."""

    code = "input.empty"


class UnknownFormatError(InputError):
    """The bytes are none of the formats that the engine reads."""

    code = "input.unknown_format"


class DamagedFileError(InputError):
    """The bytes begin like a known format but can't be read to the end."""

    code = "input.damaged"


class EncryptedFileError(InputError):
    """The file asks for a password."""

    code = "input.encrypted"


class TooLargeError(InputError):
    """The file, or what it unpacks to, is over the limit."""

    code = "input.too_large"


class TooManyPagesError(InputError):
    """The document has more pages than the limit."""

    code = "input.too_many_pages"


class RuleError(ExtractionError):
    """A rule file is malformed."""

    code = "rule.invalid"


class ToolError(ExtractionError):
    """An outside tool (OCR, converter) failed."""

    code = "tool.failed"


class MissingToolError(ToolError):
    """An outside tool is not installed; the message says which and how to get it."""

    code = "tool.missing"


class ToolTimeoutError(ToolError):
    """An outside tool did not finish before its deadline."""

    code = "tool.timeout"
