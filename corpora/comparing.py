"""Compare two revisions item by item: what the newer one gained, and what it lost.

The other revision's engine and rules run in a git worktree under today's gold, scorer and forms, so that only the engine differs.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpora.cases import ROOT, Case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpora.marking import Outcome
    from corpora.running import Result

ENGINE = ("extractor", "rules")
"""Folders that come from the other revision."""
CHILD = "import sys; from corpora.running import main; sys.exit(main(sys.argv[1:]))"
"""Not ``-m``: the results would be pickled as classes of `__main__`."""


class Change(NamedTuple):
    """An item that went from right to wrong or back."""

    case: str
    figure: str
    item: str
    said: str
    held_out: bool = False
    """Of a report that is hidden from the rules: told as a count, not by name."""


class Comparison(NamedTuple):
    """Gains and losses, in the order of the cases."""

    gains: list[Change]
    losses: list[Change]


class RevisionError(RuntimeError):
    """The other revision can't be checked out or run; the message says why."""


def run_at(revision: str, cases: Sequence[Case]) -> list[Result]:
    """Run the engine of another revision over the cases.

    Raises:
        RevisionError: git does not know the revision, or its engine does not start.
    """
    with tempfile.TemporaryDirectory(prefix="boctach-rev-") as folder:
        tree, stage = Path(folder, "tree"), Path(folder, "stage")
        _run(["git", "-C", str(ROOT), "worktree", "add", "--detach", "--force", str(tree), revision])
        try:
            stage.mkdir()
            for name in ENGINE:
                (stage / name).symlink_to(tree / name)
            (stage / "corpora").symlink_to(ROOT / "corpora")
            given, made = stage / "cases", stage / "results"
            given.write_bytes(pickle.dumps(list(cases)))
            _run([sys.executable, "-c", CHILD, str(given), str(made)], cwd=stage)
            return list(pickle.loads(made.read_bytes()))  # noqa: S301 - written by our own child just now
        finally:
            _run(["git", "-C", str(ROOT), "worktree", "remove", "--force", str(tree)])


def _run(command: list[str], cwd: Path | None = None) -> None:
    environment = {**os.environ, "PYTHONPATH": str(cwd)} if cwd else None
    done = subprocess.run(command, cwd=cwd, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RevisionError(f"{' '.join(command[:4])} … failed: {done.stderr.strip()[-800:]}")


def compare(before: Iterable[Result], after: Iterable[Result]) -> Comparison:
    """List the items whose outcome changed; a case that failed on either side counts all its items as missed."""
    old, new = {r.key: r for r in before}, {r.key: r for r in after}
    gains: list[Change] = []
    losses: list[Change] = []
    for key in [k for k in new if k in old]:
        left, right = dict(_items(old[key])), dict(_items(new[key]))
        for name in [*right, *(n for n in left if n not in right)]:
            was, now = _right(left.get(name), name), _right(right.get(name), name)
            if was != now:
                outcome = right.get(name) or left[name]
                said = right[name].said if name in right else "not found now"
                (gains if now else losses).append(Change(key, outcome.figure, outcome.key, said, new[key].group == "held-out"))
    return Comparison(gains, losses)


def _items(result: Result) -> Iterator[tuple[tuple[str, str, int], Outcome]]:
    """Number the outcomes that share figure and key, so that each can be told from its twins."""
    seen: Counter[tuple[str, str]] = Counter()
    for outcome in result.score.outcomes if result.score else ():
        place = (outcome.figure, outcome.key)
        yield (*place, seen[place]), outcome
        seen[place] += 1


def _right(outcome: Outcome | None, name: tuple[str, str, int]) -> bool:
    """Read an outcome; where it is absent, an extra was not found (right) and a gold item was not judged (wrong)."""
    return name[1].startswith("+ ") if outcome is None else outcome.right
