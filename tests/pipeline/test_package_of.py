"""The package for pages and single documents: the same as in a build, without the bytes of its OSCAL documents."""

from datetime import date
from pathlib import Path

import pytest

from generator.documents.large_content import Content
from generator.oscal import bundle
from generator.oscal.bundle import OscalBundle
from generator.oscal.encoding import written
from generator.oscal.types import Assembly
from generator.pipeline.compose import compose, package_of
from generator.pipeline.stages import tracked
from generator.workspace.folder import Workspace

SAMPLE = Path(__file__).parents[2] / "samples/parcel-tracker"


def test_no_document_is_encoded_for_a_package_that_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    day = tracked(Workspace.open(SAMPLE), date(2026, 11, 20), lambda *_: None)
    built = compose(day)
    assert any(path.endswith("plan-of-action-and-milestones.json") for path in built.write_oscal())

    def refused(_bundle: OscalBundle) -> None:
        raise AssertionError("a document was encoded")

    monkeypatch.setattr(OscalBundle, "files", refused)
    made = package_of(day)
    assert (made.bundle, made.gaps, made.postures) == (built.package.bundle, built.package.gaps, built.package.postures)
    assert made.bundle.assessment_results == built.package.bundle.assessment_results


def test_the_plan_of_action_of_a_build_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    day = tracked(Workspace.open(SAMPLE), date(2026, 11, 20), lambda *_: None)
    encoded: list[str] = []

    def noted(name: str, document: Assembly) -> Content:
        encoded.append(name)
        return written(name, document)

    monkeypatch.setattr(bundle, "written", noted)
    made = compose(day).write_oscal()
    assert encoded == ["component-definition", "system-security-plan", "assessment-plan", "assessment-results"]
    assert "oscal/plan-of-action-and-milestones.json" in made
