"""The narratives of the sample are what a finished statement looks like: each sentence is cited or stated by name."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.model.narrative import Narrative, NarrativeStatus, TextBlock
from generator.narrative.file_citations import citation
from generator.narrative.reading import Narratives
from generator.workspace.cited_places import missing_citations
from generator.workspace.folder import Workspace
from generator.workspace.narratives import narratives_of

SAMPLE = Path(__file__).parents[2] / "samples/parcel-tracker"
AS_OF = date(2026, 11, 20)
EARLIER = frozenset({"AC-2", "PE-3", "SC-39"})
"""Texts that show other stages: reviewed, drafts."""
STATED = re.compile(r"\(stated by (?P<name>[^,()]+), (?P<day>\d{4}-\d{2}-\d{2})\)")
DAY = r"(20\d\d-\d\d-\d\d)"
POAM = re.compile(r"V-[0-9A-F]{10}")
SENTENCE = re.compile(r"(?<=[.)])(?<!\be\.g\.)\s+(?=[A-Z*`])")
FREQUENCY = re.compile(
    r"\b(?:each|every|daily|weekly|monthly|annually|continuously|before|when|whenever|by default|as they are made|at once)\b"
)
COMPONENTS = re.compile(
    r"\x01|\b(?:operating system|Trivy|Grype|Kyverno|OpenSCAP|cosign|TLS|pipeline|image|gateway|block storage|"
    r"key management service|identity provider|security operations center)\b"
)
"""A name in italics, or a component by what it is."""


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(SAMPLE)


@pytest.fixture(scope="module")
def written(workspace: Workspace) -> Narratives:
    return narratives_of(workspace, AS_OF)


@pytest.fixture(scope="module")
def worked(written: Narratives) -> tuple[Narrative, ...]:
    return tuple(narrative for narrative in written.written if narrative.control not in EARLIER)


def paragraphs(narrative: Narrative) -> Iterator[tuple[str, bool]]:
    """Each sentence with whether it is cited, or covered by who states it, up to the end of its paragraph."""
    for part in narrative.parts:
        for block in part.content:
            assert isinstance(block, TextBlock)
            marked = "".join(
                span.text + "\x00" * (citation(span.url) is not None) + "\x01" * span.italic for span in block.spans
            )
            sentences = SENTENCE.split(marked)
            for at, sentence in enumerate(sentences):
                yield sentence, "\x00" in sentence or any(STATED.search(later) for later in sentences[at:])


def test_thirty_controls_of_the_families_that_containers_touch_are_worked(worked: tuple[Narrative, ...]) -> None:
    assert len(worked) >= 30
    assert {narrative.control[:2] for narrative in worked} >= {"AC", "AU", "CA", "CM", "IA", "RA", "SA", "SC", "SI", "SR"}


def test_each_is_approved_by_a_person_whom_the_system_names(workspace: Workspace, worked: tuple[Narrative, ...]) -> None:
    people = {party.name for party in workspace.system.parties}
    for narrative in worked:
        assert narrative.standing is NarrativeStatus.FINAL, narrative.control
        assert {narrative.approver, narrative.reviewed_by} <= people
        assert narrative.approver != narrative.reviewed_by
        assert narrative.role
        assert narrative.statuses


def test_every_sentence_is_cited_or_stated_by_name(workspace: Workspace, worked: tuple[Narrative, ...]) -> None:
    people = {party.name for party in workspace.system.parties}
    open_sentences = [
        f"{narrative.control}: {sentence}" for narrative in worked for sentence, proven in paragraphs(narrative) if not proven
    ]
    assert not open_sentences
    for narrative in worked:
        for sentence, _ in paragraphs(narrative):
            for match in STATED.finditer(sentence):
                assert match["name"] in people
                assert date.fromisoformat(match["day"]) <= AS_OF


def test_nobody_states_what_happened_later(worked: tuple[Narrative, ...]) -> None:
    for narrative in worked:
        for sentence, _ in paragraphs(narrative):
            stated = [date.fromisoformat(match["day"]) for match in STATED.finditer(sentence)]
            before = STATED.sub("", sentence)
            late = "late" in before.split()
            happened = re.findall(rf"(?<!by )(?<!until )(?<!from )(?<!for )(?<!due ){DAY}", before)
            happened += re.findall(rf"(?:were due|was due) by {DAY}", before) if late else []
            assert all(date.fromisoformat(day) <= max(stated) for day in happened if stated), (narrative.control, sentence)


def test_each_names_component_and_frequency(worked: tuple[Narrative, ...]) -> None:
    for narrative in worked:
        text = " ".join(sentence for sentence, _ in paragraphs(narrative))
        assert COMPONENTS.search(text), narrative.control
        assert FREQUENCY.search(text), narrative.control


def test_every_citation_leads_somewhere(written: Narratives) -> None:
    assert not list(missing_citations(written.written, SAMPLE))


def test_every_item_is_on_the_plan_with_the_day_that_is_named(worked: tuple[Narrative, ...]) -> None:
    kept = (SAMPLE.parents[1] / "output/sample/report/poam.csv").read_text("utf-8-sig")
    rows = {line.partition(",")[0]: line for line in kept.splitlines()}
    for narrative in worked:
        text = " ".join(sentence for sentence, _ in paragraphs(narrative))
        for item in POAM.findall(text):
            assert item in rows, (narrative.control, item)
        for item, day in re.findall(r"POA&M (V-[0-9A-F]{10}), due (\d{4}-\d{2}-\d{2})", text):
            assert day in rows[item]


def test_what_is_not_implemented_yet_names_a_day_that_is_to_come(worked: tuple[Narrative, ...]) -> None:
    for narrative in worked:
        text = " ".join(sentence for sentence, _ in paragraphs(narrative))
        days = {date.fromisoformat(day) for day in re.findall(r"(?:by|until|from|for|due) (20\d\d-\d\d-\d\d)", text)}
        if "partial" in narrative.statuses:
            assert any(day > AS_OF for day in days), narrative.control
