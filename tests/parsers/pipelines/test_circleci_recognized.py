"""Parts of CircleCI configurations in files of their own have no version; other files with jobs and steps are none of them."""

import pytest

from generator.parsers.document import Document
from generator.parsers.pipelines.circleci_yaml import recognizes

_JOB = "jobs: {make: {docker: [{image: x}], steps: [{run: make}]}}\n"
_OF_OTHERS = ("on", "'on'", "name", "apiVersion", "kind", "version", "stages", "phases")


def _recognizes(text: str) -> bool:
    return recognizes(Document("a.yml", text.encode()))


def test_jobs_that_name_where_they_run_and_list_steps() -> None:
    assert _recognizes(_JOB)
    assert _recognizes("make:\n  docker: [{image: x}]\n  steps: [{run: make}]\n")
    for missing in ("docker: [{image: x}], ", ", steps: [{run: make}]"):
        assert not _recognizes(_JOB.replace(missing, ""))
    assert not _recognizes(_JOB.replace("docker", "runs-on: x, docker"))


@pytest.mark.parametrize("key", _OF_OTHERS)
def test_keys_of_other_systems(key: str) -> None:
    assert not _recognizes(f"{key}: x\n{_JOB}")


@pytest.mark.parametrize("version", ["2", "2.0", "2.1", "'2.1'"])
def test_a_version(version: str) -> None:
    assert _recognizes(f"version: {version}\njobs: {{}}\n")
    assert not _recognizes(f"version: {version}\nservices: {{}}\njobs: {{}}\n")
    assert not _recognizes(f"version: {version}\n")
