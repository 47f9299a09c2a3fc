"""Links in narratives that cite files of the workspace."""

from pathlib import Path

import pytest

from generator.documents.word_blocks import WordLink
from generator.model.evidence import GapKind
from generator.model.identifiers import ControlId
from generator.model.narrative import Narrative, PartText, Span, TextBlock
from generator.narrative.file_citations import citation, file_citations, url_in_document, url_in_text
from generator.renderers.narrative_blocks import inlines
from generator.workspace import cited_places
from generator.workspace.cited_places import missing_citations, present_citations


def text(*urls: str) -> tuple[TextBlock, ...]:
    return (TextBlock(spans=tuple(Span(text=f"see {at}", url=url) for at, url in enumerate(urls))),)


def narrative(*urls: str) -> Narrative:
    parts = (PartText(letter="a", content=text(*urls)),)
    return Narrative(file="narratives/CM-3.md", control=ControlId("CM-3"), parts=parts)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, content in {
        "evidence/pipelines/release.yml": "name: Release\non: push\njobs: {}\n",
        "evidence/cluster/prod/pods.json": '{"items": [{"a/b": 1}, 2]}',
        "decisions/letter.md": "A letter.\n",
        "system.yaml": "system: {}\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content)
    return tmp_path


@pytest.mark.parametrize(
    ("url", "path", "place"),
    [
        ("evidence/pipelines/release.yml#L2", "evidence/pipelines/release.yml", "line 2"),
        ("evidence/pipelines/release.yml#L2-L3", "evidence/pipelines/release.yml", "lines 2-3"),
        ("evidence/cluster/prod/pods.json#/items/0", "evidence/cluster/prod/pods.json", "/items/0"),
        ("decisions/letter.md", "decisions/letter.md", ""),
    ],
)
def test_a_link_to_a_file_of_the_workspace_cites_it(url: str, path: str, place: str) -> None:
    (cited,) = file_citations(text(url, url))
    assert (cited.path, cited.place) == (path, place)


@pytest.mark.parametrize("url", ["https://wiki.example/evidence/x", "mailto:a@b.example", "report/index.html", "evidence", ""])
def test_another_link_cites_nothing(url: str) -> None:
    assert citation(url) is None


@pytest.mark.parametrize(
    ("url", "in_document"),
    [
        ("evidence/pipelines/release.yml#L2", "../evidence/pipelines/release.yml#L2"),
        ("decisions/letter.md", "../evidence/decisions/letter.md"),
        ("https://wiki.example/x", "https://wiki.example/x"),
        ("report/index.html", "report/index.html"),
    ],
)
def test_a_document_links_to_the_file_in_the_package_and_the_text_comes_back(url: str, in_document: str) -> None:
    (link,) = inlines([Span(text="proof", url=url)])
    assert isinstance(link, WordLink)
    assert link.url == in_document == url_in_document(url)
    assert url_in_text(link.url) == url


def test_what_is_cited_and_there_is_no_gap(root: Path) -> None:
    cited = narrative(
        "evidence/pipelines/release.yml#L3",
        "evidence/pipelines/release.yml#L1-L2",
        "evidence/cluster/prod/pods.json#/items/0/a~1b",
        "evidence/cluster/prod/pods.json#/items/1",
        "decisions/letter.md",
    )
    assert not list(missing_citations([cited], root))
    assert present_citations([cited], root) == (
        "evidence/pipelines/release.yml",
        "evidence/cluster/prod/pods.json",
        "decisions/letter.md",
    )


@pytest.mark.parametrize(
    ("url", "reason", "step"),
    [
        ("evidence/pipelines/relaese.yml", "there is no such file", "did you mean `evidence/pipelines/release.yml`?"),
        ("evidence/pipelines/release.yml#L4", "line 4 of 3 lines", ""),
        ("evidence/pipelines/release.yml#L3-L2", "lines 3-2 of 3 lines", ""),
        ("evidence/pipelines/release.yml#jobs", "`#jobs` is neither a line", ""),
        ("evidence/cluster/prod/pods.json#/items/2", "it has no `/items/2`", ""),
        ("evidence/cluster/prod/pods.json#/items/-1", "it has no `/items/-1`", ""),
        ("evidence/cluster/prod/pods.json#/items/1/x", "it has no `/items/1/x`", ""),
        ("evidence/pipelines/release.yml#/name", "it has no `/name`", ""),
    ],
)
def test_a_citation_that_leads_nowhere_is_a_gap(root: Path, url: str, reason: str, step: str) -> None:
    (gap,) = missing_citations([narrative(url)], root)
    assert (gap.path, gap.place, gap.kind) == ("narratives/CM-3.md", "part a", GapKind.NAMED_NOT_THERE)
    assert reason in gap.reason
    assert step in gap.next_step


def test_the_nearest_name_is_looked_for_once_however_often_a_file_that_is_gone_is_cited(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    really = cited_places.did_you_mean
    monkeypatch.setattr(cited_places, "did_you_mean", lambda text, *more: asked.append(text) or really(text, *more))
    gone, other = "evidence/pipelines/relaese.yml", "evidence/cluster/prod/pod.json"
    gaps = list(missing_citations([narrative(gone, other, f"{gone}#L2"), narrative(gone)], root))
    assert asked == [gone, other]
    assert ["release.yml" in gap.next_step for gap in gaps] == [True, False, True, True]


def test_a_link_of_the_file_system_is_not_followed(root: Path) -> None:
    (root / "evidence/passwd").symlink_to("/etc/passwd")
    (root / "appendices").symlink_to("/etc")
    cited = narrative("evidence/passwd", "appendices/hosts")
    assert len(list(missing_citations([cited], root))) == 2
    assert not present_citations([cited], root)
