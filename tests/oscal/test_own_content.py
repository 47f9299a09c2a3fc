"""The OSCAL content that ships with the project is valid and says what the code says."""

import json
from pathlib import Path

from generator.frameworks.fedramp_rev5 import CONTROLS
from generator.oscal.validate import OscalFile, validate_documents
from generator.resources import data

FOLDER = Path(str(data("oscal")))


def test_every_file_is_valid_oscal() -> None:
    files = sorted(FOLDER.rglob("*.json"))
    assert files
    for path in files:
        assert validate_documents([OscalFile(name=path.name, data=path.read_bytes(), folder=path.parent)]) == ()


def test_the_profile_selects_the_controls_of_the_framework() -> None:
    profile = json.loads((FOLDER / "profiles/container-controls-moderate.json").read_bytes())["profile"]
    (chosen,) = profile["imports"][0]["include-controls"]
    assert chosen["with-ids"] == [control.oscal_id for control in CONTROLS]
