"""How each mutant ended before, so that after a test is added only those that nothing noticed are tried again."""

import json
from pathlib import Path
from typing import TypeAlias

from tests.mutants.mutant import Mutant
from tests.mutants.page import survivors
from tests.mutants.report import ESCAPED, Outcome, Verdict

_Change: TypeAlias = tuple[str, str, str, int]
"""Module, lines before and after, and place: see `Mutant`."""


class Kept:
    """A file with a line of JSON for each mutant that was tried, the newest last."""

    def __init__(self, path: Path, *, known: bool) -> None:
        self._path = path
        self._explained = {(each.module, each.before, each.after, each.place) for each in survivors()}
        self._verdicts: dict[_Change, Verdict] = {}
        if known and path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                module, before, after, place, verdict = json.loads(line)
                self._verdicts[module, before, after, place] = Verdict(verdict)

    def verdict(self, mutant: Mutant) -> Verdict | None:
        """How it ended, where a test noticed it, or where it is explained why none can; None where it is to be tried."""
        change = _change(mutant)
        verdict = self._verdicts.get(change)
        return verdict if change in self._explained or verdict not in ESCAPED else None

    def add(self, outcome: Outcome) -> None:
        """Written at once: a run may be ended at any time."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps((*_change(outcome.chosen.mutant), outcome.verdict.value)) + "\n")


def _change(mutant: Mutant) -> _Change:
    return mutant.module, mutant.before, mutant.after, mutant.place
