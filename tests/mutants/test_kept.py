"""What was tried before is told by its place as well: the same change elsewhere in a module is another one."""

from pathlib import Path

import pytest

from tests.mutants.kept import Kept
from tests.mutants.mutant import Chosen, Mutant
from tests.mutants.page import survivors
from tests.mutants.report import Outcome, Verdict

_SOURCE = """\
def first():
    return made(parts=())


class Second:
    def second(self):
        return made(parts=())
"""


def _mutants(source: str = _SOURCE) -> list[Mutant]:
    """With `parts=None`, at each place."""
    starts = [at for at in range(len(source)) if source.startswith("()", at) and source[at - 1] == "="]
    return [
        Mutant("generator/made.py", range(number, number + 1), source, slice(at, at + 2), "None")
        for at in starts
        for number in (source[:at].count("\n") + 1,)
    ]


def _tried(path: Path, *outcomes: tuple[Mutant, Verdict]) -> Kept:
    kept = Kept(path, known=False)
    for mutant, verdict in outcomes:
        kept.add(Outcome(Chosen("made", mutant), verdict, 0.0))
    return Kept(path, known=True)


def test_one_change_at_two_places_is_two(tmp_path: Path) -> None:
    first, second = _mutants()
    assert (first.before, first.after) == (second.before, second.after)
    assert (first.place, second.place) == (0, 1)
    kept = _tried(tmp_path / "a.jsonl", (first, Verdict.KILLED), (second, Verdict.SURVIVED))
    assert (kept.verdict(first), kept.verdict(second)) == (Verdict.KILLED, None)
    kept = _tried(tmp_path / "b.jsonl", (first, Verdict.SURVIVED), (second, Verdict.TIMEOUT))
    assert (kept.verdict(first), kept.verdict(second)) == (None, Verdict.TIMEOUT)


def test_code_that_is_added_elsewhere_leaves_what_was_tried_known(tmp_path: Path) -> None:
    kept = _tried(tmp_path / "a.jsonl", *((mutant, Verdict.KILLED) for mutant in _mutants()))
    moved = _mutants(f"ADDED = 1\n\n\n{_SOURCE}")
    assert [mutant.place for mutant in moved] == [0, 1]
    assert [kept.verdict(mutant) for mutant in moved] == [Verdict.KILLED, Verdict.KILLED]


def test_the_newest_line_counts_and_none_where_all_are_to_be_tried(tmp_path: Path) -> None:
    first, _ = _mutants()
    kept = _tried(tmp_path / "a.jsonl", (first, Verdict.SURVIVED), (first, Verdict.KILLED))
    assert kept.verdict(first) is Verdict.KILLED
    assert Kept(tmp_path / "a.jsonl", known=False).verdict(first) is None


@pytest.mark.parametrize(("place", "verdict"), [(0, Verdict.SURVIVED), (1, None)])
def test_what_is_explained_is_so_at_its_place_alone(tmp_path: Path, place: int, verdict: Verdict | None) -> None:
    explained = next(survivor for survivor in survivors() if not survivor.place)
    source = f"{explained.before}\n" * 2
    start = source.rindex(explained.before) if place else 0
    span = slice(start, start + len(explained.before))
    mutant = Mutant(explained.module, range(place + 1, place + 2), source, span, explained.after)
    assert (mutant.before, mutant.after, mutant.place) == (explained.before, explained.after, place)
    assert _tried(tmp_path / "a.jsonl", (mutant, Verdict.SURVIVED)).verdict(mutant) is verdict
