"""Redacted copies: the raw file stays, the copy is what is handed on and cited, and everything cut is listed."""

import gzip
import hashlib
import io
import json
from pathlib import Path

import pytest
from export_made import envelopes, exported, read, small
from test_secrets import CASES, KEY, YAML_ENVIRONMENT, leaking, tar

from generator.deliverables.redaction import MARK, _redact, _Scissors
from generator.deliverables.redaction_rules import read_redactions
from generator.deliverables.secrets.patterns import REPORT
from generator.deliverables.secrets.search import search
from generator.deliverables.secrets.windows import windows
from generator.errors import ConfigError
from generator.seal.checking import check

WHO = "reason: not theirs to see, by: A. Lovelace"


def cut(text: bytes, rules: str, size: int = 1 << 20, overlap: int = 1 << 10) -> bytes:
    out = io.BytesIO()
    scissors = _Scissors(read_redactions(rules), out)
    for window in windows([text], size, overlap):
        scissors.cut(window)
    return out.getvalue()


def test_a_secret_goes_and_the_export_cites_the_copy(tmp_path: Path) -> None:
    workspace = leaking(tmp_path / "ws")
    raw = (workspace / "evidence/pipelines/deploy.yml").read_bytes()
    (workspace / "decisions/redactions.yaml").write_text(f"- {{files: evidence/pipelines/*, cut: secrets, {WHO}}}\n")
    bag = exported(workspace, tmp_path / "out", documents=()).folder
    handed = (bag / "data/evidence/pipelines/deploy.yml").read_bytes()
    assert handed == raw.replace(KEY.encode(), MARK)
    assert (workspace / "evidence/pipelines/deploy.yml").read_bytes() == raw
    original = hashlib.sha256(raw).hexdigest()
    envelope = envelopes(bag)["evidence/pipelines/deploy.yml"]
    assert envelope["sha256"] == hashlib.sha256(handed).hexdigest()
    assert envelope["original-sha256"] == original
    assert envelope["redactions"] == [{"rule": "secrets", "count": 1, "by": "A. Lovelace", "reason": "not theirs to see"}]
    (listed,) = read(bag, "index/redactions.json")["redactions"]  # type: ignore[index]
    assert (listed["path"], listed["original-sha256"], listed["count"]) == ("evidence/pipelines/deploy.yml", original, 1)
    plan = read(bag, "oscal/system-security-plan.json")["system-security-plan"]  # type: ignore[index]
    (cited,) = [one for one in plan["back-matter"]["resources"] if one["title"] == "evidence/pipelines/deploy.yml"]
    assert cited["uuid"] == envelope["id"]
    assert cited["rlinks"][0]["hashes"][0]["value"] == envelope["sha256"]
    assert original in cited["description"]
    assert {prop["name"]: prop["value"] for prop in cited["props"]}["redacted-from"] == original
    assert check(bag).differences == ()
    assert not list(tmp_path.glob("out/.*"))


@pytest.mark.parametrize("text", [*CASES.values(), YAML_ENVIRONMENT])
def test_what_was_cut_is_no_secret_any_more(text: str) -> None:
    left = cut(text.encode(), f"- {{files: '*', cut: secrets, {WHO}}}")
    assert MARK in left
    assert search("x", left).secrets == ()


@pytest.mark.parametrize(
    "report",
    [
        [{"RuleID": "generic-api-key", "Secret": "dfjksd32", "Match": "apikey = dfjksd32", "File": "a.py", "StartLine": 3}],
        [{"rule": "Slack", "offender": "xo 12 34", "line": "token: xo 12 34", "commitHash": "0a"}],
        [{"DetectorName": "Postgres", "Raw": "a b c", "RawV2": "a b c d"}],
        [{"commitHash": "0a", "stringsFound": ["abc def", "ghi ]jkl"], "path": "a.py"}],
    ],
)
def test_the_report_of_a_scanner_for_secrets_is_clean_afterwards(report: list[dict[str, object]]) -> None:
    text = json.dumps(report, indent=1).encode()
    assert {row.rule for row in search("x", text).secrets} == {REPORT}
    left = cut(text, f"- {{files: '*', cut: secrets, {WHO}}}")
    assert search("x", left).secrets == ()
    values = [each for value in report[0].values() for each in (value if isinstance(value, list) else [value])]
    assert sum(str(value).encode() in left for value in values) == len(
        {"0a", "a.py", 3, "Slack", "Postgres", "generic-api-key"} & set(values)
    )
    assert json.loads(left)[0].keys() == report[0].keys()


@pytest.mark.parametrize(
    ("report", "kept"),
    [
        ('RuleID,File,Secret,Match,StartLine\nkey,a.py,df 12,"k=""df 12"", x",3\nkey,b.py,REDACTED,k=REDACTED,4\n', "key,b.py"),
        ("line,lineNumber,offender,rule,file\ntoken: xo 12,3,xo 12,Slack,a.py\n", ",3,REDACTED,Slack,a.py"),
        ("<failure>{&#34;Match&#34;: &#34;k=df 12&#34;, &#34;Secret&#34;: &#34;df 12&#34;}</failure>", "&#34;Secret&#34;"),
    ],
    ids=["csv", "csv-of-version-7", "junit"],
)
def test_the_report_is_clean_afterwards_in_its_other_forms(report: str, kept: str) -> None:
    left = cut(report.encode(), f"- {{files: '*', cut: secrets, {WHO}}}").decode()
    assert kept in left
    assert " 12" not in left
    assert search("x", left.encode()).secrets == ()


def test_fields_and_patterns(tmp_path: Path) -> None:
    text = json.dumps({"podIP": "10.2.3.4", "note": 'say \\"hi\\" 10.2.3.4', "hostIP": ""}, indent=1).encode()
    assert cut(text, f"- {{files: '*', fields: [podIP, hostIP], {WHO}}}") == text.replace(b'"10.2.3.4"', b'"REDACTED"', 1)
    assert cut(text, f"- {{files: '*', pattern: '10[.0-9]+', {WHO}}}") == text.replace(b"10.2.3.4", b"REDACTED")
    kept = cut(b"id=12-34", f"- {{files: '*', pattern: 'id=(?P<cut>[0-9]+)', {WHO}}}")
    assert kept == b"id=REDACTED-34"


def test_overlapping_finds_are_cut_once(tmp_path: Path) -> None:
    rules = f"- {{files: '*', pattern: abcd, {WHO}}}\n- {{files: '*', pattern: cdef, {WHO}}}"
    assert cut(b"xabcdefx", rules) == b"xREDACTEDx"


@pytest.mark.parametrize("before", range(60, 140, 7))
def test_what_lies_across_two_windows_is_cut_whole(before: int) -> None:
    text = b"x" * before + b"-secret-" + b"y" * 300
    rules = f"- {{files: '*', pattern: '-secret-', {WHO}}}"
    assert cut(text, rules, size=120, overlap=30) == b"x" * before + MARK + b"y" * 300


def test_nothing_is_lost_where_nothing_is_found() -> None:
    text = bytes(range(256)) * 50
    assert cut(text, f"- {{files: '*', pattern: nothing-of-it, {WHO}}}", size=1000, overlap=100) == text


def test_a_sidecar_is_redacted_like_any_file(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    path = workspace / "evidence/cluster/prod/deployments.json.sidecar.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, "command": "kubectl --token " + "ghp_" + "a" * 36}))
    (workspace / "decisions/redactions.yaml").write_text(f"- {{files: '*.sidecar.json', cut: secrets, {WHO}}}\n")
    bag = exported(workspace, tmp_path / "out", documents=()).folder
    assert envelopes(bag)["evidence/cluster/prod/deployments.json"]["command"] == "kubectl --token REDACTED"
    sidecar = envelopes(bag)["evidence/cluster/prod/deployments.json.sidecar.json"]
    assert sidecar["original-sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_archive_is_not_rewritten(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    (workspace / "evidence/gathered.tar.gz").write_bytes(tar("w:gz"))
    (workspace / "decisions/redactions.yaml").write_text(f"- {{files: evidence/*.tar.gz, cut: secrets, {WHO}}}\n")
    with pytest.raises(ConfigError, match="archive is not redacted"):
        exported(workspace, tmp_path / "out", documents=())


@pytest.mark.parametrize("data", [gzip.compress(b"nothing"), tar("w:gz")[:60]], ids=["clean", "damaged"])
def test_a_packed_file_without_anything_to_cut_is_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.gz").write_bytes(data)
    rules = read_redactions(f"- {{files: '*', cut: secrets, {WHO}}}")
    assert _redact(tmp_path / "x.gz", "x.gz", rules, tmp_path / "copy")[1] is None


def test_a_packed_file_is_not_rewritten(tmp_path: Path) -> None:
    (tmp_path / "x.gz").write_bytes(gzip.compress(KEY.encode()))
    with pytest.raises(ConfigError, match="a packed file is not redacted"):
        _redact(tmp_path / "x.gz", "x.gz", read_redactions(f"- {{files: '*', cut: secrets, {WHO}}}"), tmp_path / "copy")


def test_a_rule_that_cuts_nothing_is_told(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    (workspace / "decisions/redactions.yaml").write_text(f"- {{files: evidence/*, pattern: nowhere, name: lost, {WHO}}}\n")
    made = exported(workspace, tmp_path / "out", documents=())
    assert "`lost` cuts nothing out of `evidence/*`" in {gap.reason for gap in made.gaps}


@pytest.mark.parametrize(
    ("row", "match"),
    [
        ("{files: a, reason: r, by: b}", "not clear what is cut"),
        ("{files: a, cut: secrets, pattern: x, reason: r, by: b}", "not clear what is cut"),
        ("{files: a, cut: secrets, reason: '', by: b}", "a reason and a name"),
        ("{files: a, pattern: '(', reason: r, by: b}", "not a regular expression"),
        ("{files: a, pattern: 'x*', reason: r, by: b}", "matches every text"),
        ("{files: a, fields: [], reason: r, by: b}", "no field is named"),
        ("{files: a, cut: all, reason: r, by: b}", "(?i)all"),
    ],
)
def test_a_wrong_rule_is_named(row: str, match: str) -> None:
    with pytest.raises(ConfigError, match=match) as caught:
        read_redactions(f"- {row}")
    assert "redactions.yaml" in caught.value.diagnostics()
