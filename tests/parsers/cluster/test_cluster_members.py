"""Each member over its own small files: what is read from them stands beside them, reviewed."""

import re
from pathlib import Path

import golden
import pytest

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers.cluster.inspect import row
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.document import Document

DATA = Path(__file__).parent / "testdata"
_BROKEN = ("broken", "chart_template", "template")


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]


_INPUTS = sorted(each for each in DATA.glob("*/*") if not each.name.endswith(".expected.json"))
_READABLE = [each for each in _INPUTS if _stem(each) not in _BROKEN]


def _read(path: Path) -> ClusterSnapshot:
    document = Document(path.name, path.read_bytes())
    evidence = EvidenceFile(
        path=f"evidence/cluster/{path.name}", sha256="0" * 64, size=len(document.raw), media_type="application/octet-stream"
    )
    recognizing = [each for each in CLUSTER if each.recognizes(document)]
    assert [each.name for each in recognizing] == [path.parent.name], (
        f"{path.name} ({document.container}) is read by its format alone"
    )
    return recognizing[0].parse(document, evidence)


@pytest.mark.parametrize("path", _READABLE, ids=lambda each: f"{each.parent.name}-{each.name}")
def test_a_file_reads_as_reviewed(path: Path) -> None:
    snapshot = _read(path)
    golden.check({"snapshot": snapshot, "row": row(snapshot)}, path.with_name(f"{_stem(path)}.expected.json"))


@pytest.mark.parametrize("member", CLUSTER, ids=lambda each: each.name)
def test_every_member_ships_its_data(member: object) -> None:
    stems = {_stem(each) for each in _INPUTS if each.parent.name == member.name}  # type: ignore[attr-defined]
    assert {"empty", "one", "many", "broken"} <= stems


@pytest.mark.parametrize(
    "path", [each for each in _INPUTS if _stem(each) in _BROKEN], ids=lambda each: f"{each.parent.name}-{each.name}"
)
def test_a_broken_file_says_where(path: Path) -> None:
    document = Document(path.name, path.read_bytes())
    evidence = EvidenceFile(path=path.name, sha256="0" * 64, size=1, media_type="text/plain")
    with pytest.raises(ParseError) as raised:
        next(each for each in CLUSTER if each.recognizes(document)).parse(document, evidence)
    assert raised.value.next_step


def test_a_chart_template_is_told_from_a_broken_manifest() -> None:
    document = Document("deployment.yaml", (DATA / "kubernetes-yaml" / "chart_template.yaml").read_bytes())
    evidence = EvidenceFile(path="deployment.yaml", sha256="0" * 64, size=1, media_type="text/yaml")
    with pytest.raises(ParseError, match="template of a Helm chart") as raised:
        next(each for each in CLUSTER if each.recognizes(document)).parse(document, evidence)
    assert raised.value.where == "line 4"
    assert "helm template" in raised.value.next_step


@pytest.mark.parametrize("path", _READABLE, ids=lambda each: f"{each.parent.name}-{each.name}")
def test_no_secret_and_no_pod_name_survives(path: Path) -> None:
    kept = re.sub(r"uid='[^']*'", "", repr(_read(path)))  # the invented uids are made of names; real ones are random
    for secret in ("s3cret", "hunter2", "czNjcmV0", "not kept", "LOG_LEVEL", "-aaaaa", "-xyz12", "-z1x2c"):
        assert secret not in kept
