"""Each member over its own small files: what is read from them stands beside them, reviewed."""

from pathlib import Path

import golden
import pytest

from generator.errors import ParseError
from generator.model.cloud import CloudSnapshot
from generator.model.evidence import EvidenceFile
from generator.parsers.base import Parser
from generator.parsers.cloud.inspect import row
from generator.parsers.cloud.registry import CLOUD
from generator.parsers.document import Document
from generator.parsers.late_parser import LateParser
from generator.parsers.registry import PARSERS

DATA = Path(__file__).parent / "testdata"
_FOLDER = "evidence/cloud/210987654321/us-gov-west-1/2026-11-25"


def _stem(path: Path) -> str:
    return path.name.partition(".")[0]


_INPUTS = sorted(each for each in DATA.glob("*/*") if not each.name.endswith(".expected.json"))
_READABLE = [each for each in _INPUTS if _stem(each) != "broken"]


def _named(path: Path) -> str:
    return f"{path.parent.name}-{path.name}"


def _read(path: Path, folder: str = _FOLDER) -> CloudSnapshot:
    document = Document(path.name, path.read_bytes())
    evidence = EvidenceFile(
        path=f"{folder}/{path.name}", sha256="0" * 64, size=len(document.raw), media_type="application/json"
    )
    (member,) = [each for each in PARSERS if each.recognizes(document)]
    assert member.name == path.parent.name
    snapshot = member.parse(document, evidence)
    assert isinstance(snapshot, CloudSnapshot)
    return snapshot


@pytest.mark.parametrize("path", _READABLE, ids=_named)
def test_a_file_reads_as_reviewed(path: Path) -> None:
    """The folder says account and region; all that is read is told by one format of all there are."""
    snapshot = _read(path)
    golden.check({"snapshot": snapshot, "row": row(snapshot)}, path.with_name(f"{_stem(path)}.expected.json"))


@pytest.mark.parametrize("member", CLOUD, ids=lambda each: each.name)
def test_every_member_ships_its_data(member: Parser) -> None:
    stems = {_stem(each) for each in _INPUTS if each.parent.name == member.name}
    assert {"empty", "one", "many", "broken"} <= stems


@pytest.mark.parametrize("member", CLOUD, ids=lambda each: each.name)
def test_a_member_says_what_it_is(member: Parser) -> None:
    assert isinstance(member, LateParser)
    assert member.family == "cloud"


def test_no_test_data_without_a_member() -> None:
    assert {path.name for path in DATA.iterdir()} == {member.name for member in CLOUD}


@pytest.mark.parametrize("path", [each for each in _INPUTS if _stem(each) == "broken"], ids=_named)
def test_a_broken_file_says_where(path: Path) -> None:
    with pytest.raises(ParseError) as raised:
        _read(path)
    assert raised.value.next_step
    assert raised.value.where or "$" in raised.value.what


@pytest.mark.parametrize("path", _READABLE, ids=_named)
def test_no_secret_survives(path: Path) -> None:
    kept = repr(_read(path))
    for secret in ("hunter2", "s3cret", "bm90IGtlcHQ"):
        assert secret not in kept


@pytest.mark.parametrize("path", _READABLE, ids=_named)
def test_everything_is_sorted_and_said_once(path: Path) -> None:
    snapshot = _read(path)
    assert len({(one.kind, one.identifier) for one in snapshot.resources}) == len(snapshot.resources)
    for one in snapshot.resources:
        for pairs in (one.tags, one.settings, one.addresses, one.host_names):
            assert list(pairs) == sorted(set(pairs))
        assert all(key and value for key, value in one.settings)
        assert one.name
        assert one.source.path == snapshot.evidence.path


@pytest.mark.parametrize("path", _READABLE, ids=_named)
def test_without_a_folder_only_what_the_reply_says_is_known(path: Path) -> None:
    snapshot = _read(path, "evidence/cloud")
    assert snapshot.account in ("", "210987654321", "harbor.example.gov")
    assert snapshot.region in ("", "us-gov-west-1", "global")
    assert [one.name for one in snapshot.resources if "None" in one.name or not one.identifier] == []
