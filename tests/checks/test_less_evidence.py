"""Less evidence never proves more: taken away by the file, by the format and by the family, nobody passes who did not before.

The same property is checked from outside, through the command line, on systems that are not part of the repository.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
from replacing import replace

from generator.checks import populations
from generator.checks.registry import CHECKS
from generator.model.posture import JudgedSubject, Outcome, PostureState
from generator.model.snapshot import Snapshot
from generator.pipeline import assess as stage
from generator.pipeline.as_of import select
from generator.pipeline.assess import Assessed, assess
from generator.pipeline.load import load
from generator.pipeline.parse import Parsed, parse
from generator.workspace.folder import Workspace

_SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
_AS_OF = date(2026, 11, 20)
_SEED, _PAIRS = 2026, 80
_Subjects = dict[tuple[str, str, str], JudgedSubject]


@cache
def _parsed() -> Parsed:
    return parse(load(Workspace.open(_SAMPLE), _AS_OF), lambda *_: None)


def _assessed(snapshots: Sequence[Snapshot]) -> Assessed:
    parsed = _parsed()
    left = frozenset(snapshot.evidence.path for snapshot in snapshots)
    read = frozenset(snapshot.evidence.path for snapshot in parsed.snapshots)
    paths = tuple(path for path in parsed.loaded.paths if path in left or path not in read)
    loaded = replace(parsed.loaded, paths=paths)
    with pytest.MonkeyPatch.context() as patch:  # claims are made of verdicts, and nobody asks for them here
        patch.setattr(stage, "all_claims", lambda *_: ())
        return assess(select(replace(parsed, loaded=loaded, snapshots=tuple(snapshots))))


def _subjects(result: Assessed) -> _Subjects:
    return {
        (posture.requirement.id, posture.cluster, each.name): each for posture in result.postures for each in posture.subjects
    }


@cache
def _whole() -> _Subjects:
    return _subjects(_assessed(_parsed().snapshots))


def _proven(removed: frozenset[str], worse: Callable[[Outcome | None], bool]) -> Iterator[str]:
    """Who passes without these files and did not with them."""
    kept = [snapshot for snapshot in _parsed().snapshots if snapshot.evidence.path not in removed]
    for key, subject in _subjects(_assessed(kept)).items():
        before = _whole().get(key)
        contested = {source.path for source in before.contested_by} if before else set()
        if subject.outcome is Outcome.PASSES and before is not None and worse(before.outcome) and not removed & contested:
            yield f"{' '.join(key)} was {before.outcome} and passes without {', '.join(sorted(removed)[:3])}"


@pytest.mark.parametrize("family", sorted({type(snapshot).__name__ for snapshot in _parsed().snapshots}))
def test_without_a_family_of_evidence(family: str) -> None:
    removed = frozenset(each.evidence.path for each in _parsed().snapshots if type(each).__name__ == family)
    assert list(_proven(removed, lambda outcome: outcome is not Outcome.PASSES)) == []


@pytest.mark.parametrize("format_", sorted({format_ for _, format_ in _parsed().formats}))
def test_without_a_format(format_: str) -> None:
    removed = frozenset(path for path, name in _parsed().formats if name == format_)
    assert list(_proven(removed, lambda outcome: outcome is Outcome.UNKNOWN)) == []


@pytest.mark.parametrize("path", [path for path, _ in _parsed().formats])
def test_without_a_file(path: str) -> None:
    assert list(_proven(frozenset({path}), lambda outcome: outcome is Outcome.UNKNOWN)) == []


def test_without_anything_nobody_passes_by_evidence() -> None:
    """What people state stays; every other verdict needs a file."""
    left = [each for each in _subjects(_assessed(())).values() if each.outcome is Outcome.PASSES]
    assert {each.certainty for each in left} <= {"stated"}


def _subsets() -> list[tuple[str, ...]]:
    """Each file alone, and a draw of pairs."""
    files = [path for path, _ in _parsed().formats]
    chance = random.Random(_SEED)  # noqa: S311 - the same pairs every time
    pairs = chance.sample(list(combinations(files, 2)), _PAIRS)
    return [*((path,) for path in files), *pairs]


@cache
def _of(paths: tuple[str, ...]) -> Assessed:
    return _assessed([each for each in _parsed().snapshots if each.evidence.path in paths])


@cache
def _subjects_of_whole() -> Mapping[str, set[str]]:
    """The subjects of each check where nothing is left out."""
    return {check: {name for id_, _, name in _whole() if id_ == check} for check, _, _ in _whole()}


@pytest.mark.parametrize("paths", _subsets(), ids=" + ".join)
def test_nothing_is_enforced_by_a_part_whose_population_is_not_known_whole(paths: tuple[str, ...]) -> None:
    """Whoever more evidence shows to be a subject was missing: the part had to know that somebody may be."""
    handed_in = {check.id for check in CHECKS if check.population is populations.handed_in}
    whole = _subjects_of_whole()
    for posture in _of(paths).postures:
        check, names = posture.requirement.id, {each.name for each in posture.subjects}
        if posture.state is PostureState.ENFORCED and check not in handed_in:
            assert whole.get(check, set()) <= names, check
        if posture.state is PostureState.NONE_FOUND and check not in handed_in:
            assert not whole.get(check), check


@pytest.mark.parametrize("paths", _subsets(), ids=" + ".join)
def test_a_part_proves_nothing_that_the_whole_does_not(paths: tuple[str, ...]) -> None:
    removed = frozenset(path for path, _ in _parsed().formats) - set(paths)
    for key, subject in _subjects(_of(paths)).items():
        before = _whole().get(key)
        if subject.outcome is Outcome.PASSES and before is not None and before.outcome is not Outcome.PASSES:
            assert removed & {source.path for source in before.contested_by}, (key, before.outcome)


def test_every_verdict_has_a_source_and_every_unknown_a_reason() -> None:
    for key, subject in _whole().items():
        if subject.outcome is Outcome.UNKNOWN:
            assert subject.reason, key
            continue
        assert subject.certainty is not None, key
        assert subject.citations, key
        for cited in subject.citations:
            assert (_SAMPLE / cited.source.path).is_file(), (key, cited.source.path)


def test_a_state_without_subjects_says_why() -> None:
    for posture in _assessed(_parsed().snapshots).postures:
        alone = posture.state in (PostureState.NONE_FOUND, PostureState.NOT_COLLECTED, PostureState.NOT_APPLICABLE)
        assert alone == (not posture.subjects)
        assert posture.summary.endswith(".")
