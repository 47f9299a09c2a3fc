"""What was handed in before: counted by manifests, and by their plans where a manifest is older than the counts."""

import shutil
from datetime import date
from pathlib import Path

import msgspec
import pytest
from three_months import CART, Months, pods, trivy

from generator.errors import ConfigError
from generator.seal import manifest as seal
from generator.workspace.accepted_packages import accepted_packages
from generator.workspace.folder import Workspace

DAY = date(2026, 3, 31)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    months = Months(tmp_path_factory.mktemp("past"), None)
    for day, seen in (("2026-01-31", {"CVE-1": "HIGH", "CVE-2": "LOW"}), ("2026-02-28", {"CVE-1": "HIGH"})):
        pods(months.root, day, [CART])
        trivy(months.root, day, CART, seen)
        months.accept(months.build(day))
    return months.root


def test_each_package_before_the_day_is_a_column(handed_in: Path) -> None:
    found = accepted_packages(Workspace.open(handed_in), DAY)
    rows = [(one.count.day.isoformat(), one.count.high, one.count.moderate, one.count.low) for one in found]
    assert rows == [("2026-01-31", 1, 0, 1), ("2026-02-28", 1, 0, 0)]
    assert len(accepted_packages(Workspace.open(handed_in), date(2026, 2, 28))) == 1


def test_an_older_manifest_has_its_plan_counted(handed_in: Path, tmp_path: Path) -> None:
    root = tmp_path / "ws"
    shutil.copytree(handed_in, root)
    for folder in (root / "previous").iterdir():
        manifest = seal.read(folder)
        assert manifest is not None
        kept = {key: value for key, value in manifest.counts.items() if not key.startswith("open_")}
        (folder / seal.MANIFEST).write_bytes(seal.encode(msgspec.structs.replace(manifest, counts=kept)))
    assert [one.count for one in accepted_packages(Workspace.open(root), DAY)] == [
        one.count for one in accepted_packages(Workspace.open(handed_in), DAY)
    ]


def test_a_broken_manifest_is_named(handed_in: Path, tmp_path: Path) -> None:
    root = tmp_path / "ws"
    shutil.copytree(handed_in, root)
    (root / "previous/2026-01-31/manifest.json").write_text("{")
    with pytest.raises(ConfigError, match="manifest cannot be read"):
        accepted_packages(Workspace.open(root), DAY)


def test_other_folders_are_none(tmp_path: Path) -> None:
    (tmp_path / "system.yaml").write_text("")
    (tmp_path / "previous/2026-13-99").mkdir(parents=True)
    (tmp_path / "previous/2026-01-31").mkdir()
    assert accepted_packages(Workspace.open(tmp_path), DAY) == ()
