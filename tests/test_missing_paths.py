"""The next step for a path that is not there names the nearest one that is."""

from pathlib import Path

import pytest

from generator.file_loading import did_you_mean_path

OTHERWISE = "check the path"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "evidence/scans").mkdir(parents=True)
    (tmp_path / "evidence/scans/trivy.json").write_text("{}")
    (tmp_path / "parcel-tracker").mkdir()
    (tmp_path / "parcel-tracker/system.yaml").write_text("")
    (tmp_path / "parcel-trucker").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("evidence/scans/trivi.json", "evidence/scans/trivy.json"),
        ("evidence/scan/trivy.json", "evidence/scans/trivy.json"),
        ("evidense/scans/trivy.json", "evidence/scans/trivy.json"),
    ],
)
def test_one_wrong_part_is_named(root: Path, wrong: str, right: str) -> None:
    assert did_you_mean_path(root / wrong, OTHERWISE) == f"did you mean `{root / right}`? Otherwise {OTHERWISE}"


@pytest.mark.parametrize("wrong", ["evidense/scan/trivy.json", "other.txt", "evidence/scans/trivy.json/x"])
def test_what_is_near_to_nothing_has_the_other_step(root: Path, wrong: str) -> None:
    assert did_you_mean_path(root / wrong, OTHERWISE) == OTHERWISE


def test_a_folder_counts_only_where_it_holds_the_file(root: Path) -> None:
    assert did_you_mean_path(root / "parcel-truckers", OTHERWISE, holds="system.yaml") == (
        f"did you mean `{root / 'parcel-tracker'}`? Otherwise {OTHERWISE}"
    )


def test_a_name_that_cannot_be_printed_is_not_repeated(root: Path) -> None:
    (root / "evidence/scans/grype\x1b.json").write_text("{}")
    assert did_you_mean_path(root / "evidence/scans/grype.json", OTHERWISE) == OTHERWISE
