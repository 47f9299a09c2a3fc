"""Real diagrams against the systems they describe, with expectations made by hand."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from prerequisites import needs, shared

from generator.cli.compare import answered
from generator.errors import ParseError
from generator.facts.rollup import roll_up
from generator.graph.mapping import DiagramMapping, read_mapping
from generator.graph.match import compare
from generator.model.comparison import Comparison, ComponentMatch, ProbableMatch
from generator.model.diagram import DiagramSnapshot
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot, Container, Workload
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.diagrams.registry import DIAGRAMS
from generator.parsers.document import Document

_PAIRS = shared("cases/diagrams/pairs")
_MAPPINGS = Path(__file__).parent / "mappings"

pytestmark = needs(_PAIRS)


def _evidence(path: Path, raw: bytes) -> EvidenceFile:
    return EvidenceFile(path=path.name, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw), media_type="")


@cache
def _diagram(pair: str) -> DiagramSnapshot:
    path = next((_PAIRS / pair).glob("diagram.*"))
    raw = path.read_bytes()
    document = Document(path.name, raw)
    parser = next(one for one in DIAGRAMS if one.recognizes(document))
    found = parser.parse(document, _evidence(path, raw))
    assert isinstance(found, DiagramSnapshot)
    return found


@cache
def _running(pair: str) -> tuple[Workload, ...]:
    snapshots = []
    for path in sorted((_PAIRS / pair / "manifests").iterdir()):
        raw = path.read_bytes()
        document = Document(path.name, raw)
        parser = next((one for one in CLUSTER if one.recognizes(document)), None)
        if parser:
            try:
                found = parser.parse(document, _evidence(path, raw))
            except ParseError:
                continue
            assert isinstance(found, ClusterSnapshot)
            snapshots.append(found)
    return roll_up(snapshots, labels={})


def _expected(pair: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((_PAIRS / pair / "expect.json").read_text(encoding="utf-8"))
    return content


def _by_hand(pair: str) -> tuple[Workload, ...]:
    """Workloads of a system whose manifests are for another platform, by the names that the expectations give."""
    expected = _expected(pair)
    names = {alternatives[0] for row in expected["rows"] for alternatives in row["workloads"]} | set(expected["not_drawn"])
    return tuple(
        Workload(
            cluster="c", namespace=pair, kind="App", name=name, instances=None, containers=(Container(name=name, image=name),)
        )
        for name in sorted(names)
    )


def _workloads(pair: str) -> tuple[Workload, ...]:
    return _running(pair) or _by_hand(pair)


def _letters(text: str | None) -> str:
    return "".join(letter for letter in (text or "").lower() if letter.isalnum())


def _is_drawn(names: list[str], match: ComponentMatch | ProbableMatch) -> bool:
    return {_letters(name) for name in names} & {_letters(match.id), _letters(match.label)} != set()


def _is_right(row: dict[str, Any], match: ComponentMatch | ProbableMatch) -> bool:
    parts = {_letters(each) for key in match.workloads for part in key.split("/") for each in (part, part.split("((")[0])}
    return all(any(_letters(name) in parts for name in alternatives) for alternatives in row["workloads"])


def _wrong(pair: str, found: Comparison) -> list[str]:
    expected = _expected(pair)
    faults = []
    for match in found.in_both:
        row = next((row for row in expected["rows"] if _is_drawn(row["drawn"], match)), None)
        if row and not _is_right(row, match):
            faults.append(f"{match.label} -> {match.workloads}")
        for name, workload in expected["never"]:
            if _is_drawn([name], match) and (workload == "*" or any(workload in key.split("/") for key in match.workloads)):
                faults.append(f"never: {name} -> {match.workloads}")
    return faults


def _right(pair: str, found: Comparison) -> int:
    rows = _expected(pair)["rows"]
    return sum(any(_is_drawn(row["drawn"], match) and _is_right(row, match) for row in rows) for match in found.in_both)


_ALL = (
    ("covid-test-at-home", 2),
    ("go-coffeeshop", 6),
    ("hhs-ttahub", 11),
    ("nasa-aerie", 11),
    ("openrmf", 15),
    ("otel-demo", 24),
    ("quarkus-super-heroes", 15),
    ("retail-store", 10),
    ("sourcegraph", 11),
    ("tanf", 5),
    ("voting-app", 5),
)
"""(pair, rows that find their workload without a mapping file): fewer is a step back, more is to be written here."""


@pytest.mark.parametrize(("pair", "count"), _ALL)
def test_without_decisions_nothing_wrong_and_enough_right(pair: str, count: int) -> None:
    found = answered(next((_PAIRS / pair).glob("diagram.*")), [_PAIRS / pair / "manifests"]).comparison
    assert _wrong(pair, found) == []
    rows = _expected(pair)["rows"]
    done = [any(_is_drawn(row["drawn"], match) and _is_right(row, match) for match in found.in_both) for row in rows]
    assert sum(done) == count >= _expected(pair)["min_confident"]


_KNOWN_WRONG = {("covid-test-at-home", "app_s3")}
"""The only S3 bucket that is declared is another one than the bucket that is drawn: probable, and a person says no."""


@pytest.mark.parametrize("pair", [pair for pair, _ in _ALL])
def test_what_is_probable_is_right(pair: str) -> None:
    """As far as somebody wrote down what a shape stands for."""
    found = answered(next((_PAIRS / pair).glob("diagram.*")), [_PAIRS / pair / "manifests"]).comparison
    for each in found.probable:
        row = next((row for row in _expected(pair)["rows"] if _is_drawn(row["drawn"], each)), None)
        assert row is None or _is_right(row, each)
        never = [name for name, workload in _expected(pair)["never"] if workload == "*" and _is_drawn([name], each)]
        assert {(pair, name) for name in never} <= _KNOWN_WRONG


def _decisions(pair: str) -> DiagramMapping:
    path = _MAPPINGS / f"{pair}.yaml"
    return read_mapping(path.read_text(encoding="utf-8"), file=path.name)


def test_with_reviewed_decisions_all_rows_and_all_drift() -> None:
    found = compare([_diagram("otel-demo")], _running("otel-demo"), mapping=_decisions("otel-demo"))
    assert _right("otel-demo", found) == len(_expected("otel-demo")["rows"]) == 24
    assert _wrong("otel-demo", found) == []
    assert found.diagram_only == ()
    assert found.cluster_only == ("default/Deployment/opamp-server", "default/Deployment/telemetry-docs")


def test_every_decision_shipped_is_about_a_shape_and_workloads_that_exist() -> None:
    nodes = [node for page in _diagram("otel-demo").pages for node in page.nodes]
    drawn = {node.id for node in nodes} | {node.label for node in nodes}
    names = {workload.name for workload in _running("otel-demo")}
    decided = _decisions("otel-demo")
    assert {match.drawn for match in decided.matches} | set(decided.not_workloads) <= drawn
    assert {workload for match in decided.matches for workload in match.workloads} <= names


def test_an_undrawn_workload_of_a_federal_system_is_found() -> None:
    assert {key.split("/")[-1] for key in compare([_diagram("tanf")], _by_hand("tanf")).cluster_only} >= {
        "tdp-kibana", "tdp-elastic-proxy", "es-prod", "postgres-exporter",
    }  # fmt: skip


def _is_workload(name: str, workload: str) -> bool:
    """`tdp-backend` is prod/Deployment/tdp-backend and tdp-backend/web, not tdp-backend-nginx."""
    last = [_letters(part) for part in workload.replace(":", "/").split("/")]
    bare_ = [part.removesuffix("env") for part in last] + [_letters(workload.rpartition("/")[2].split("((", maxsplit=1)[0])]
    return _letters(name) in last + bare_


_LINES_NOT_READ = frozenset({"quarkus-super-heroes"})
"""Its lines to the stores (`.up>`) and its calls by Stork names are not read yet."""


@pytest.mark.parametrize("pair", sorted(path.stem for path in _MAPPINGS.glob("*.yaml")))
def test_with_reviewed_decisions_every_row_and_every_derivable_flow(pair: str) -> None:
    expected = _expected(pair)
    found = answered(
        next((_PAIRS / pair).glob("diagram.*")), [_PAIRS / pair / "manifests"], _MAPPINGS / f"{pair}.yaml"
    ).comparison
    for row in expected["rows"]:
        matches = [match for match in found.in_both if _is_drawn(row["drawn"], match)]
        assert any(
            all(any(_is_workload(name, key) for name in names for key in match.workloads) for names in row["workloads"])
            for match in matches
        ), row
    for name in expected["not_drawn"]:
        assert any(_is_workload(name, key) for key in found.cluster_only), name
    if pair in _LINES_NOT_READ:
        return
    called = {each.id: {_letters(each.id), _letters(each.label)} for each in (*found.in_both, *found.diagram_only)}
    if expected["edges_must_converge"]:
        for verdict, pairs in (("convergence", expected["edges"]), ("reversed", expected["reversed"])):
            drawn = [(each.source, each.target) for each in found.flows if each.verdict == verdict]
            for source, target in pairs:
                assert any(
                    _letters(source) in called.get(a, {_letters(a)}) and _letters(target) in called.get(b, {_letters(b)})
                    for a, b in drawn
                ), (verdict, source, target)
