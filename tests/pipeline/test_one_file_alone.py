"""A workspace that holds one file: nothing is said that this file does not show.

Every format has a file of its test data put into a new workspace, alone, on the day of that file. What could not follow from
it (an inventory that the scan itself made, a workload of a cluster that nobody collected, a count that no verdict has) must not
be claimed.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.model.evidence import UseKind
from generator.model.posture import Certainty, JudgedSubject, Outcome, Posture, PostureState
from generator.model.scan import ResultKind
from generator.model.snapshot import day_of
from generator.pipeline.load import load
from generator.pipeline.parse import parse
from generator.pipeline.stages import tracked
from generator.pipeline.track import Tracked
from generator.resources import copy_missing, data
from generator.workspace.folder import Workspace

_PARSERS = Path(__file__).parents[1] / "parsers"
_FOLDERS = {
    "scans": "evidence/scans",
    "cluster": "evidence/cluster",
    "cloud": "evidence/cloud",
    "registry_images": "evidence/registry",
    "pipelines": "evidence/pipelines",
    "diagrams": "diagrams",
    "flow_logs": "evidence/flows",
    "monitoring": "evidence/monitoring",
}
_DAY = date(2026, 11, 29)
"""Of files that carry no date."""
_OF_CLUSTERS = re.compile(r"\b(?:clusters?|namespaces?|pods?|workloads?|nodes?)\b", re.IGNORECASE)
_JUDGED = re.compile(r"^(?P<decided>[\d,]+) of (?P<all>[\d,]+) .+? judged")


def _files() -> Iterator[tuple[str, Path]]:
    """The file `many` of every format, or `one` where there is no other, by its family."""
    for family in _FOLDERS:
        for folder in sorted((_PARSERS / family / "testdata").iterdir()):
            names = [each for each in sorted(folder.iterdir()) if not each.name.endswith(".expected.json")]
            many = [each for each in names if each.name.startswith("many")] or [
                each for each in names if each.name.startswith("one")
            ]
            yield from ((family, each) for each in many[:1])


_FILES = {f"{family}/{path.parent.name}": (family, path) for family, path in _files()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace, as `atopack init` leaves it."""
    folder = tmp_path_factory.mktemp("one_file") / "new"
    copy_missing(data("templates") / "workspace", folder)
    return folder


@pytest.mark.parametrize("name", sorted(_FILES))
def test_nothing_is_stated_that_the_file_does_not_show(name: str, made: Path) -> None:
    path, result = _tracked(name, made)
    _has_one_use(path, result)
    _verdicts_rest_on_the_file_and_states_on_verdicts(path, result)
    _no_image_passes_that_nothing_shows_to_run(result)
    _sentences_cite_the_file_alone_and_support_nothing_by_nothing(path, result)
    _only_evidence_of_a_cluster_supports_sentences_about_one(result)
    _items_of_the_poam_rest_on_the_file(path, result)


def _tracked(name: str, made: Path) -> tuple[str, Tracked]:
    family, path = _FILES[name]
    folder = made.parent / name.replace("/", "-")
    shutil.copytree(made, folder)
    relative = f"{_FOLDERS[family]}/{path.name if path.parent.name != 'dockerfile-text' else 'Dockerfile'}"
    (folder / relative).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, folder / relative)
    workspace = Workspace.open(folder)
    days = [day for each in parse(load(workspace, _DAY), _silent).snapshots if (day := day_of(each))]
    return relative, tracked(workspace, max(days, default=_DAY), _silent)


def _silent(_text: str, _done: int, _total: int) -> None:
    pass


def _has_one_use(path: str, result: Tracked) -> None:
    uses = [each for each in result.assessed.selected.uses if each.path == path]
    assert len(uses) == 1
    assert uses[0].use is UseKind.USED or uses[0].reason


def _verdicts_rest_on_the_file_and_states_on_verdicts(path: str, result: Tracked) -> None:
    for posture in result.assessed.postures:
        for subject in posture.subjects:
            _check_verdict(subject, path)
        if posture.subjects:
            assert posture.state is _expected(posture), posture.requirement.id
            judged = _JUDGED.match(posture.summary)
            assert judged is not None, posture.summary
            decided = sum(each.outcome is not Outcome.UNKNOWN for each in posture.subjects)
            assert (judged["decided"], judged["all"]) == (f"{decided:,}", f"{len(posture.subjects):,}"), posture.summary


def _check_verdict(subject: JudgedSubject, path: str) -> None:
    if subject.outcome is Outcome.UNKNOWN:
        assert subject.reason, subject.name
        return
    cited = {each.source.path for each in subject.citations}
    assert cited == {path} or (cited == {"system.yaml"} and subject.certainty is Certainty.STATED), subject


def _expected(posture: Posture) -> PostureState:
    outcomes = Counter(each.outcome for each in posture.subjects)
    if outcomes[Outcome.FAILS]:
        return PostureState.NOT_ENFORCED
    return PostureState.NOT_ESTABLISHED if outcomes[Outcome.UNKNOWN] else PostureState.ENFORCED


def _no_image_passes_that_nothing_shows_to_run(result: Tracked) -> None:
    """The inventory of a workspace without a cluster is what the scans name: it proves nothing about the scans."""
    facts = result.assessed.facts
    running = {image.asset_id for image in facts.running_images}
    idle = {image.asset_id for image in facts.images} - running
    passing = {each.name for posture in result.assessed.postures for each in posture.passing}
    assert not passing & idle
    assert {each.asset_id for each in facts.chains} == {each.asset_id for each in facts.hardening} == running


def _sentences_cite_the_file_alone_and_support_nothing_by_nothing(path: str, result: Tracked) -> None:
    for claim in result.claims:
        assert {each.path for each in claim.sources} <= {path}, claim.text
        if claim.supports:
            assert claim.sources, claim.text
            assert not re.search(r"\b0 of 0\b|names no workload", claim.text), claim.text


def _only_evidence_of_a_cluster_supports_sentences_about_one(result: Tracked) -> None:
    facts = result.assessed.facts
    if facts.configurations or facts.managed or facts.clouds:
        return
    for claim in result.claims:
        if claim.supports and claim.topic not in ("build-pipeline", "benchmarks"):
            assert not _OF_CLUSTERS.search(claim.text), claim.text


def _items_of_the_poam_rest_on_the_file(path: str, result: Tracked) -> None:
    facts = result.assessed.facts
    listed = {image.asset_id for image in facts.inventory} | {asset.asset_id for asset in facts.assets}
    for item in result.ledger.items:
        of_assets = {each.asset_id for each in item.assets}
        # A secret in source code is an item of the repository that the file names, which is no asset of the inventory.
        of_code = {each for each in of_assets if each.startswith("source code ")}
        assert of_assets - of_code <= listed
        assert not of_code or item.kind is ResultKind.SECRET
        assert {source.path for each in item.assets for source in each.sources} <= {path}
