"""A workspace that is assessed again after a save: what did not change is not made again, and the pages say the same."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from replacing import replace
from review_client import AS_OF, ReviewClient, entered, sample_copy, workbench

from generator.drawing.picture import DrawnPictures
from generator.model.evidence import Gap, GapKind
from generator.pipeline import last_parse, pictures
from generator.pipeline.compose import package_of
from generator.pipeline.stages import tracked
from generator.review.assessment import AssessmentCache, drawn, gaps_with_pictures
from generator.workspace.folder import Workspace

DECISION = "decisions/deviations.yaml"


@pytest.fixture
def client(tmp_path: Path) -> ReviewClient:
    return entered(workbench(sample_copy(tmp_path)))


def save(client: ReviewClient, file: str = DECISION, text: str = "# looked at\n") -> None:
    with (client.bench.root / file).open("a") as opened:
        opened.write(text)


def test_after_a_save_of_a_decision_nothing_is_parsed(client: ReviewClient, monkeypatch: pytest.MonkeyPatch) -> None:
    before = client.bench.assessments.current()

    def refused(*_: object) -> None:
        raise AssertionError("the evidence was parsed")

    monkeypatch.setattr(last_parse, "parse", refused)
    save(client)
    after = client.bench.assessments.current()
    assert after is not before
    assert (after.package, after.parts, after.missing) == (before.package, before.parts, before.missing)
    fresh = AssessmentCache(client.bench.root, lambda: AS_OF, lambda: datetime(2026, 11, 20, tzinfo=UTC))
    with pytest.raises(AssertionError, match="parsed"):
        fresh.current()


def test_what_is_kept_of_the_evidence_makes_the_package_of_a_build(client: ReviewClient) -> None:
    client.bench.assessments.current()
    save(client)
    save(client, "narratives/AC-4.md", "\nLooked at.\n")
    again = client.bench.assessments.current()
    built = package_of(tracked(Workspace.open(client.bench.root), AS_OF, lambda *_: None))
    assert again.once(drawn).pictures == built.pictures != ()
    assert again.once(gaps_with_pictures) == built.gaps
    without = replace(again.package, pictures=built.pictures, gaps=built.gaps, bundle=built.bundle)
    assert without == built
    plan = again.package.bundle.ssp
    assert plan.control_implementation == built.bundle.ssp.control_implementation
    assert plan.system_implementation == built.bundle.ssp.system_implementation
    assert again.package.bundle.poam == built.bundle.poam


def test_evidence_that_changes_beside_a_decision_is_on_the_next_page(client: ReviewClient) -> None:
    root = client.bench.root
    client.get("/evidence")
    new = {"apiVersion": "v1", "kind": "ConfigMapList", "items": [], "metadata": {}}
    (root / "evidence/cluster/later.json").write_text(json.dumps(new))
    save(client)
    assert "evidence/cluster/later.json" in client.get("/evidence")
    (root / "evidence/cluster/later.json").unlink()
    save(client)
    assert "evidence/cluster/later.json" not in client.get("/evidence")


def test_pictures_are_drawn_for_the_pages_that_show_them(client: ReviewClient, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = pictures.draw

    def draw(*given: object) -> DrawnPictures:
        made.append("drawn")
        small = Gap(path="diagrams/x.svg", place="", kind=GapKind.SHORTENED, reason="too dense", next_step="print it larger")
        return replace(real(*given), gaps=(small,))

    monkeypatch.setattr(pictures, "draw", draw)
    for page in ("/", "/poam", "/controls", "/inventory", "/month", "/package"):
        client.get(page)
    assert not made
    page = client.get("/diagram")
    assert "/diagram/picture/authorization-boundary" in page
    assert client.http.get("/diagram/picture/authorization-boundary").content.startswith(b"<?xml")
    assert "diagrams/x.svg" in client.get("/evidence")
    assert made == ["drawn"]


def test_another_day_is_assessed_with_the_same_evidence(tmp_path: Path) -> None:
    root, day = sample_copy(tmp_path), date(2026, 11, 20)
    days = iter((day, day, date(2026, 11, 27), date(2026, 11, 27)))
    cache = AssessmentCache(root, lambda: next(days), lambda: datetime(2026, 11, 20, tzinfo=UTC))
    first, second = cache.current(), cache.current()
    assert (first.package.as_of, second.package.as_of) == (day, date(2026, 11, 27))
    fresh = AssessmentCache(root, lambda: date(2026, 11, 27), lambda: datetime(2026, 11, 20, tzinfo=UTC)).current()
    assert second.package == fresh.package
