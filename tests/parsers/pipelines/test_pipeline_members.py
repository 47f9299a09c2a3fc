"""Every pipeline format: named as it should be, with test data, read as reviewed."""

from pathlib import Path

import golden
import pytest

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import PipelineSnapshot
from generator.parsers.base import Parser
from generator.parsers.document import Document
from generator.parsers.late_parser import LateParser
from generator.parsers.pipelines import inspect
from generator.parsers.pipelines.registry import PIPELINES

_DATA = Path(__file__).parent / "testdata"
_EVIDENCE = EvidenceFile(path="evidence/pipelines/ci.yaml", sha256="ab" * 32, size=1, media_type="application/yaml")
_CASES = [
    (parser, path)
    for parser in PIPELINES
    for path in sorted((_DATA / parser.name).iterdir())
    if not path.name.endswith(".expected.json")
]


def _id(parser: Parser) -> str:
    return parser.name


@pytest.mark.parametrize("parser", PIPELINES, ids=_id)
def test_says_what_it_is(parser: Parser) -> None:
    assert isinstance(parser, LateParser)
    assert parser.family == "pipeline"
    assert len(parser.title.split()) > 1


def test_test_data_and_members_match() -> None:
    assert {path.name for path in _DATA.iterdir()} == {parser.name for parser in PIPELINES}


@pytest.mark.parametrize("parser", PIPELINES, ids=_id)
def test_has_test_data(parser: Parser) -> None:
    stems = {path.name.split(".")[0] for path in (_DATA / parser.name).iterdir() if ".expected." not in path.name}
    assert {"empty", "one", "many", "broken"} <= stems


@pytest.mark.parametrize(("parser", "path"), _CASES, ids=[f"{parser.name}/{path.name}" for parser, path in _CASES])
def test_reads_as_reviewed(parser: Parser, path: Path) -> None:
    document = Document(path.name, path.read_bytes())
    assert [each.name for each in PIPELINES if each.recognizes(document)] == [parser.name]
    try:
        snapshot = parser.parse(document, _EVIDENCE)
    except ParseError as error:
        found: object = {"error": error.what, "where": error.where, "next": error.next_step}
    else:
        assert isinstance(snapshot, PipelineSnapshot)
        found = {"row": inspect.row(snapshot), "places": [stage.source.place for stage in snapshot.stages]}
    golden.check(found, path.with_suffix(".expected.json"))
