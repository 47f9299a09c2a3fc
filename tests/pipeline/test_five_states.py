"""The five states of the plan's answers are decided once and counted the same: OSCAL, Word, pages and `atopack status`."""

import io
import json
import re
import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import docx
import pytest
from fewer_documents import only_documents
from lxml import html
from prerequisites import needs, shared

from generator.cli.main import main
from generator.model.narrative import Narrative, NarrativeStatus, PartText, Span, TextBlock
from generator.model.progress import AnswerProgress, least, progress_of, tallies
from generator.oscal.answer_states import STATE
from generator.pipeline.narrative_status import report
from generator.pipeline.publish import Published
from generator.pipeline.stages import build
from generator.workspace.folder import Workspace

DAY = date(2026, 11, 20)
SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
APPENDIX_A, READINESS = "ssp/Appendix-A-Security-Controls.docx", "readiness/Readiness-Report.docx"
PAGES = ("report/readiness.html", "report/index.html", "report/controls.html")
INVENTED = """
system: {id: invented, name: Invented, impact-level: low}
plan:
  leveraged-authorizations:
    - {id: cloud, name: Cloud One, provider: Host, impact-level: low, authorized: 2024-01-02, ssp: leveraged/cloud.json}
"""
Counts = dict[str, tuple[int, ...]]
"""By family, `all` for all: parts in each state, in the order of `AnswerProgress`."""


def silent(_text: str, _done: int, _total: int) -> None:
    """No progress is shown."""


def invented(root: Path) -> Path:
    """One part in each state, and inherited parts of both kinds."""
    (root / "narratives").mkdir(parents=True)
    (root / "system.yaml").write_text(INVENTED)
    narratives = root / "narratives"
    (narratives / "CM-8.md").write_text("---\napprover: Ada\ndate: 2026-02-01\n---\n## Part a\n\nApproved.\n")
    (narratives / "AC-3.md").write_text("---\nreviewed-by: Ada\n---\nReviewed.\n")
    (narratives / "SC-7.md").write_text("## Part a\n\nWritten.\n")
    (narratives / "PE-3.md").write_text("---\norigination: inherited\ninherited-from: Cloud One\n---\n")
    (narratives / "PE-6.md").write_text("---\norigination: inherited\ninherited-from: Nowhere\n---\n")
    (root / "leveraged").mkdir()
    (root / "leveraged/cloud.json").write_text(json.dumps(leveraged_plan()))
    (root / "decisions").mkdir()
    (root / "decisions/inheritance.yaml").write_text(
        "inherit:\n  - {from: cloud, controls: [PE-2], by: Ada, date: 2026-11-01}\n"
    )
    shutil.copytree(SAMPLE / "evidence/cluster", root / "evidence/cluster")
    return root


def leveraged_plan() -> dict[str, object]:
    """A plan that offers PE-2(a)."""
    uuid = "{0}1111111-1111-4111-8111-111111111111".format
    export = {"provided": [{"uuid": uuid(1), "description": "Guards at the doors."}]}
    by = {"component-uuid": uuid("a"), "uuid": uuid("b"), "description": "x", "export": export}
    statement = {"statement-id": "pe-2_smt.a", "uuid": uuid("c"), "by-components": [by]}
    requirement = {"uuid": uuid("d"), "control-id": "pe-2", "statements": [statement]}
    return {
        "system-security-plan": {
            "uuid": uuid("e"),
            "metadata": {"title": "x"},
            "system-characteristics": {"system-name": "Cloud One"},
            "system-implementation": {"components": [{"uuid": uuid("a"), "title": "Data center"}]},
            "control-implementation": {"description": "x", "implemented-requirements": [requirement]},
        }
    }


def built(workspace: Path, output: Path) -> Published:
    with only_documents(APPENDIX_A, READINESS, *PAGES):
        return build(Workspace.open(workspace), output, DAY, silent)


def counts_of_status(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Counts:
    assert main(["status", str(workspace), "--as-of", DAY.isoformat(), "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    words = [state.words for state in AnswerProgress]
    return {row["family"]: tuple(row["states"][word] for word in words) for row in rows if "states" in row}


def counts_of_status_text(workspace: Path, capsys: pytest.CaptureFixture[str]) -> Counts:
    assert main(["status", str(workspace), "--as-of", DAY.isoformat()]) == 0
    lines = capsys.readouterr().out.splitlines()
    header = next(line for line in lines if line.startswith("Family"))
    places = [header.index(state.words.capitalize()) for state in AnswerProgress]
    assert places == sorted(places), "the states by their one name, in their one order"
    rows = (re.fullmatch(r"(All|[A-Z]{2}) .*?((?: +[\d,]+){7})", line) for line in lines)
    return {row[1].replace("All", "all"): tuple(map(int, row[2].split()[2:])) for row in rows if row}


def counts_of_oscal(published: Published) -> Counts:
    plan = json.loads((published.folder / "oscal/system-security-plan.json").read_bytes())["system-security-plan"]
    counts: dict[str, Counter[str]] = {"all": Counter()}
    for requirement in plan["control-implementation"]["implemented-requirements"]:
        for statement in requirement.get("statements", ()):
            for prop in statement.get("props", ()):
                if prop["name"] == STATE:
                    family = requirement["control-id"][:2].upper()
                    counts.setdefault(family, Counter())[prop["value"]] += 1
                    counts["all"][prop["value"]] += 1
    return {family: tuple(rows[state.key] for state in AnswerProgress) for family, rows in counts.items()}


def counts_of_word(published: Published, path: str) -> Counts:
    """Of the one table whose header has the five states beside the family."""
    document = docx.Document(io.BytesIO((published.folder / path).read_bytes()))
    labels = [state.label for state in AnswerProgress]
    for table in document.tables:
        header = [cell.text for cell in table.rows[0].cells]
        if header[:3] == ["Family", "Controls", "Parts"]:
            assert header[3:8] == labels
            rows = ([cell.text for cell in row.cells] for row in table.rows[1:])
            return {row[0].split()[0].replace("All", "all"): tuple(map(_number, row[3:8])) for row in rows}
    raise AssertionError(f"{path} has no table of the families")


def counts_of_page(published: Published) -> Counts:
    page = html.fromstring((published.folder / "report/readiness.html").read_bytes())
    (table,) = page.xpath("//table[contains(@class, 'states')]")
    assert [cell.text_content() for cell in table.xpath("thead//th")[3:]] == [state.label for state in AnswerProgress]
    rows = ([cell.text_content() for cell in row.xpath("th | td")] for row in table.xpath("tbody/tr"))
    return {row[0].split()[0].replace("All", "all"): tuple(map(_number, row[3:])) for row in rows}


def count_of_front(published: Published) -> tuple[int, ...]:
    text = html.fromstring((published.folder / "report/index.html").read_bytes()).text_content()
    return tuple(
        int(found[1].replace(",", "")) if (found := re.search(rf"(\d[\d,]*) {state.words}\b", text)) else 0
        for state in AnswerProgress
    )


def _number(text: str) -> int:
    return 0 if text == "–" else int(text.replace(",", ""))


def assert_counted_the_same(workspace: Path, output: Path, capsys: pytest.CaptureFixture[str]) -> Counts:
    published = built(workspace, output)
    capsys.readouterr()
    counts = counts_of_oscal(published)
    assert counts_of_status(workspace, capsys) == counts
    assert counts_of_status_text(workspace, capsys) == counts
    assert counts_of_word(published, APPENDIX_A) == counts
    assert counts_of_word(published, READINESS) == counts
    assert counts_of_page(published) == counts
    assert count_of_front(published) == counts["all"]
    return counts


def test_the_sample_is_counted_the_same_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = assert_counted_the_same(SAMPLE, tmp_path, capsys)
    assert all(counts["all"]), "the sample has parts in each of the five states"


@needs(shared("cases/diagrams/pairs/otel-demo"))
def test_a_real_system_is_counted_the_same_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, case = tmp_path / "w", shared("cases/diagrams/pairs/otel-demo")
    shutil.copytree(case / "manifests", root / "evidence/cluster/demo")
    (root / "diagrams").mkdir()
    shutil.copy(case / "diagram.md", root / "diagrams")
    (root / "system.yaml").write_text("system: {id: otel-demo, name: Astronomy Shop, impact-level: moderate}\n")
    counts = assert_counted_the_same(root, tmp_path / "out", capsys)
    assert counts["all"][:3] == (0, 0, 0), "no person wrote anything"
    assert counts["all"][3], "and some of it is drafted"


def test_an_invented_system_is_counted_the_same_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = invented(tmp_path / "w")
    assert_counted_the_same(root, tmp_path / "out", capsys)
    states = {part.label: part.state for part in report(Workspace.open(root), DAY, silent).parts}
    assert states["CM-8(a)"] is AnswerProgress.APPROVED
    assert states["AC-3"] is AnswerProgress.REVIEWED
    assert states["SC-7(a)"] is AnswerProgress.WRITTEN
    assert {state for label, state in states.items() if label.startswith("PE-3(")} == {AnswerProgress.WRITTEN}, (
        "a person states from which authorization the control is inherited"
    )
    assert {state for label, state in states.items() if label.startswith("PE-6(")} == {AnswerProgress.MISSING}, (
        "no authorization of that name is leveraged"
    )
    assert (states["PE-2(a)"], states["PE-2(b)"]) == (AnswerProgress.WRITTEN, AnswerProgress.MISSING), (
        "a person took over what the leveraged plan offers, and no more"
    )


def test_inherited_parts_say_from_what(tmp_path: Path) -> None:
    published = built(invented(tmp_path / "w"), tmp_path / "out")
    document = docx.Document(io.BytesIO((published.folder / APPENDIX_A).read_bytes()))
    lines = [paragraph.text for table in document.tables for row in table.rows for paragraph in row.cells[-1].paragraphs]
    inherited = [line for line in lines if line.startswith(f"{AnswerProgress.WRITTEN.label}: inherited from Cloud One")]
    assert len(inherited) == 8, "seven parts of PE-3 by the narrative, one part of PE-2 by the decision"


def narrative(standing: NarrativeStatus, *letters: str) -> Narrative:
    text = (TextBlock(spans=(Span(text="x"),)),)
    return Narrative(
        file="narratives/CM-8.md",
        control="CM-8",
        parts=tuple(PartText(letter=letter, content=text) for letter in letters),
        reviewed_by=None if standing is NarrativeStatus.DRAFT else "Ada",
        approver="Ada" if standing is NarrativeStatus.FINAL else None,
        date=DAY if standing is NarrativeStatus.FINAL else None,
    )


@pytest.mark.parametrize("drafted", [True, False])
@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (NarrativeStatus.DRAFT, AnswerProgress.WRITTEN),
        (NarrativeStatus.REVIEWED, AnswerProgress.REVIEWED),
        (NarrativeStatus.FINAL, AnswerProgress.APPROVED),
    ],
)
def test_what_a_person_wrote_counts_before_what_is_drafted(
    standing: NarrativeStatus, state: AnswerProgress, *, drafted: bool
) -> None:
    written = narrative(standing, "a")
    assert progress_of(written, "a", drafted=drafted) is state
    other = AnswerProgress.GENERATED if drafted else AnswerProgress.MISSING
    assert progress_of(written, "b", drafted=drafted) is other, "approval of one part approves no other"
    assert progress_of(None, "a", drafted=drafted) is other
    assert progress_of(None, "a", drafted=drafted, inherited=True) is AnswerProgress.WRITTEN


def test_states_differ_by_word_and_by_symbol() -> None:
    assert [state.words for state in reversed(AnswerProgress)] == [
        "not started",
        "drafted from evidence",
        "written",
        "reviewed",
        "approved",
    ]
    assert len({state.symbol for state in AnswerProgress}) == len(AnswerProgress)


def test_a_control_has_come_as_far_as_its_last_part() -> None:
    assert least([AnswerProgress.APPROVED, AnswerProgress.GENERATED]) is AnswerProgress.GENERATED
    assert least([]) is AnswerProgress.MISSING
    assert tallies(())[-1].parts == 0
