"""Where summaries are printed."""

from __future__ import annotations

from rich.console import Console


class Screen(Console):
    """A console that colours nothing by itself, and leaves it to the caller when its reader has gone."""

    def __init__(self, *, errors: bool = False) -> None:
        """Print to standard output, or to standard error, where long lines are not broken."""
        super().__init__(highlight=False, stderr=errors, soft_wrap=errors)

    def on_broken_pipe(self) -> None:
        """Raise what any other write would raise."""
        raise BrokenPipeError
