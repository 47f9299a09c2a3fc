"""What an assessor samples from: whole, and drawn so that anybody can draw it again."""

import csv
import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from export_made import exported, read, small
from prerequisites import needs_program

from generator.deliverables.exporting import Exported
from generator.errors import ConfigError
from generator.facts.sampling import AssessmentSample, drawn, read_sampling
from generator.frameworks.base import control_order


@pytest.fixture(scope="module")
def bag(sample_delivery: Callable[[str], Exported]) -> Path:
    return sample_delivery("conmon").folder


def whole(bag: Path) -> dict[str, dict[str, object]]:
    rows = read(bag, "index/populations.json")["populations"]  # type: ignore[index]
    return {one["id"]: one for one in rows}


def test_controls_have_the_objects_that_their_state_rests_on(bag: Path) -> None:
    found = whole(bag)
    workloads = found["container-privileges-prod"]
    assert workloads["size"] == 15
    assert "parcel-ops/DaemonSet/node-sensor" in workloads["members"]  # type: ignore[operator]
    assert "AC-6" in workloads["controls"]  # type: ignore[operator]
    assert found["inventory-image"]["size"] == 14
    assert set(found["scans"]["members"]) <= {  # type: ignore[call-overload]
        path.relative_to(bag / "data").as_posix() for path in (bag / "data/evidence").rglob("*")
    }
    controls = read(bag, "index/populations.json")["controls"]  # type: ignore[index]
    assert "container-privileges-prod" in controls["AC-6"]
    assert list(controls) == sorted(controls, key=control_order)


@needs_program("sha256sum")
def test_a_sample_can_be_drawn_again_by_the_recipe_in_the_file(bag: Path) -> None:
    said = read(bag, "index/populations.json")["how-to-draw-again"]  # type: ignore[index]
    assert "printf '%s\\0%s' SEED MEMBER | sha256sum" in said
    one = whole(bag)["container-privileges-prod"]
    lots = {}
    for member in one["members"]:  # type: ignore[attr-defined]
        script = 'printf "%s\\0%s" "$1" "$2" | sha256sum'
        told = subprocess.run(["sh", "-c", script, "sh", one["seed"], member], capture_output=True, text=True, check=True)
        lots[member] = told.stdout.split()[0]
    smallest = sorted(lots, key=lots.__getitem__)[: one["sampled"]]  # type: ignore[misc]
    assert sorted(smallest) == one["sample"]


def test_the_table_has_every_member_with_its_sample(bag: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((bag / "data/index/populations.csv").read_text("utf-8-sig"))))
    found = whole(bag)
    assert len(rows) == sum(one["size"] for one in found.values())  # type: ignore[misc]
    drawn_rows = {(row["Population"], row["Member"]) for row in rows if row["In the sample"]}
    assert drawn_rows == {(name, member) for name, one in found.items() for member in one["sample"]}  # type: ignore[attr-defined]


def test_the_assessor_chooses_seed_and_size(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    (workspace / "decisions/sampling.yaml").write_text("assessment: {seed: 4711, share: 50, at-least: 1}\n")
    one = whole(exported(workspace, tmp_path / "out", "cmmc", documents=()).folder)["inventory-image"]
    assert one["seed"] == "4711/inventory-image"
    assert one["sampled"] == -(-int(one["size"]) // 2)  # type: ignore[call-overload]


@pytest.mark.parametrize(("size", "number"), [(0, 0), (3, 3), (49, 5), (51, 6), (1000, 100)])
def test_how_many(size: int, number: int) -> None:
    assert AssessmentSample().number(size) == number


def test_another_seed_another_sample() -> None:
    members = [f"m{number}" for number in range(100)]
    assert drawn(members, 5, "a") == drawn(reversed(members), 5, "a")  # type: ignore[arg-type]
    assert drawn(members, 5, "a") != drawn(members, 5, "b")


@pytest.mark.parametrize("text", ["assessment: {share: 0}", "assessment: {share: 101}", "assessment: {at-least: 0}"])
def test_a_size_that_selects_nothing_is_named(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_sampling(text)
    assert "sampling.yaml, line 1" in caught.value.diagnostics()


def test_classes_need_a_seed() -> None:
    with pytest.raises(ConfigError, match="the key `seed` is missing"):
        read_sampling("classes: [{assets: 'n*', share: 5}]")
