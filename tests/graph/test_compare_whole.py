"""What `atopack compare --json` prints of whole systems, word by word: matches with reasons, suggestions, flows."""

import json
from pathlib import Path

import golden
import pytest

from generator.cli.main import main
from tests.graph import written_systems

_NAMES = (
    "airline", "animal-shelter", "chat", "clinic", "credit-union", "food-pantry", "land-records", "museum-tours",
    "online-courses", "parcel-tracking", "permits", "smart-meters", "storm-alerts", "video-meetings", "water-district",
)  # fmt: skip


@pytest.mark.parametrize("name", _NAMES)
def test_all_that_is_printed_of_a_system(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = written_systems.SYSTEMS / name
    assert main(["compare", str(written_systems.drawing(name)), str(folder / "running"), "--json"]) in (0, 1)
    (printed,) = map(json.loads, capsys.readouterr().out.splitlines())
    golden.check(printed, folder / "compare.expected.json")


def test_what_was_not_read_stands_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "compose.yaml").write_text("services: {web: {image: web}}\n")
    (tmp_path / "broken.tf").write_text('resource "aws_instance" {{{\n')
    assert main(["compare", str(written_systems.drawing("chat")), str(tmp_path)]) == 1
    first, second = capsys.readouterr().out.splitlines()[:2]
    assert first == "Not read: 1"
    assert "broken.tf" in second
