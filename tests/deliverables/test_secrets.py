"""Secrets are found in whatever form evidence has, told by file and place, and never repeated."""

import base64
import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from export_made import exported, read, small
from growth import assert_linear, calls
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from generator.cli.export import _to_see_to
from generator.deliverables.secrets import kept_detectors
from generator.deliverables.secrets.cells import placed_in_cells
from generator.deliverables.secrets.patterns import KUBERNETES, REPORT, RULES, title
from generator.deliverables.secrets.search import DetectedSecret, search
from generator.deliverables.secrets.waivers import SecretsFoundError
from generator.errors import ConfigError

# NOTE: made of parts, so that no scanner takes this file for a leak
KEY = "AKIA" + "Q3EGRIEXAMPLE7ZX"[:16]
ARMOR = "-----BEGIN {}PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n" * 40 + "-----END {}PRIVATE KEY-----\n"
LONG = "aB3" * 40

CASES = {
    "aws-access-key-id": KEY,
    "aws-temporary-key-id": "ASIA" + "Q3EGRIEXAMPLE7ZX"[:16],
    "aws-secret-access-key": '"SecretAccessKey": "' + "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" + '"',
    "private-key": ARMOR.format("RSA ", "RSA "),
    "github-token": "ghp_" + LONG[:36],
    "gitlab-token": "glpat-" + LONG[:20],
    "slack-token": "xoxb-" + "123456789012-" + LONG[:24],
    "slack-webhook": "https://hooks.slack.com/services/" + "T00000000/B00000000/" + LONG[:24],
    "json-web-token": "eyJhbGciOiJSUzI1NiJ9" + ".eyJpc3MiOiJrdWJlcm5ldGVzIn0." + LONG[:40],
    "google-api-key": "AIza" + LONG[:35],
    "npm-token": "npm_" + LONG[:36],
    "pypi-token": "pypi-AgEI" + LONG[:60],
    "stripe-key": "sk_live_" + LONG[:24],
    "sendgrid-key": "SG." + LONG[:22] + "." + LONG[:43],
    "digitalocean-token": "dop_v1_" + "0a" * 32,
    "vault-token": "hvs." + LONG[:30],
    "docker-token": "dckr_pat_" + LONG[:27],
    "azure-storage-key": "AccountKey=" + base64.b64encode(b"k" * 64).decode(),
    "registry-login": '{"auths": {"quay.io": {"auth": "' + base64.b64encode(b"robot:hunter22").decode() + '"}}}',
    "password-in-address": "postgres://app:" + "hunter22@db.example:5432/app",
    "secret-in-environment": '{"name": "DB_PASSWORD", "value": "hunter22"}',
    "authorization-header": "Authorization: Bearer " + LONG[:30],
    "option-of-a-client": "curl -s -u admin:" + "hunter22 https://x.example",
    "netrc-login": "machine x.example login app password " + "hunter22",
    "secret-beside-its-name": "spring.datasource.password=" + "hunter22",
    "artifactory-credentials": "AKC" + "p" + LONG[:60],
    "discord-token": "M" + LONG[:23] + "." + LONG[:6] + "." + LONG[:27],
    "mailchimp-key": "0a" * 16 + "-us12",
    "openai-token": "sk-" + LONG[:20] + "T3BlbkFJ" + LONG[:20],
    "square-secret": "sq0csp-" + LONG[:43],
    "telegram-token": "1234567890" + ":" + LONG[:35],
    "twilio-key": "SK" + "0a" * 16,
}
YAML_ENVIRONMENT = "env:\n  - name: DB_PASSWORD\n    value: hunter22\n"


def found(data: bytes, path: str = "x") -> list[DetectedSecret]:
    return list(search(path, data).secrets)


def rules(data: bytes) -> set[str]:
    return {one.rule for one in found(data)}


def test_every_rule_has_a_case() -> None:
    assert CASES.keys() == set(RULES) - {KUBERNETES, REPORT}
    assert all(title(rule) for rule in RULES)


@pytest.mark.parametrize("rule", CASES)
def test_it_is_found_wherever_it_stands(rule: str) -> None:
    secret = CASES[rule].encode()
    for text in (secret, b"x\n  " + secret + b"\n", b"(" + secret + b")", b"\xff\xfe" + b"x = " + secret):
        assert rule in rules(text if not text.startswith(b"\xff\xfe") else ("x = " + CASES[rule]).encode("utf-16"))


def test_both_kinds_of_key_and_a_login_inside_json_inside_json() -> None:
    assert [one.rule for one in found(b"rk_live_" + LONG[:24].encode())] == ["stripe-key"]
    (inside,) = found(json.dumps(CASES["registry-login"]).encode())
    assert inside.rule == "registry-login"


@pytest.mark.parametrize("rule", kept_detectors._PART)
@given(draw=st.data())
def test_what_is_looked_for_first_is_in_every_match(rule: str, draw: st.DataObject) -> None:
    expressions = [expression for name, expression in kept_detectors._expressions() if name == rule]
    match = draw.draw(st.sampled_from(expressions).flatmap(lambda expression: st.from_regex(expression, fullmatch=True)))
    assert kept_detectors._PART[rule].search(match)


def test_a_manifest_in_yaml_says_it_in_two_lines() -> None:
    assert [(one.rule, one.place) for one in found(YAML_ENVIRONMENT.encode())] == [("secret-in-environment", "line 3")]
    assert found(YAML_ENVIRONMENT.replace("hunter22", "$(OTHER)").encode()) == []


@pytest.mark.parametrize("rule", CASES)
def test_what_is_told_names_the_place_and_not_the_secret(rule: str) -> None:
    told = [one for one in found(b"first\nsecond\n" + CASES[rule].encode()) if one.rule == rule]
    assert told
    for one in told:
        assert one.place.startswith(("line 3", "line 4"))
        assert CASES[rule][8:20] not in repr(one)


@pytest.mark.parametrize(
    "text",
    [
        "sha256:" + "0a" * 32,
        "AKIAshort",
        "xAKIA" + "Q3EGRIEXAMPLE7ZX",
        "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
        "-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----",
        '{"name": "DB_PASSWORD", "value": "REDACTED"}',
        '{"name": "DB_PASSWORD", "value": "$(OTHER)"}',
        '{"name": "DB_PASSWORD_FILE", "value": "/run/secrets/db"}',
        '{"name": "TOKEN_TTL", "value": "3600"}',
        '{"name": "SECRET_NAME", "value": "db-credentials"}',
        '{"name": "DB_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}',
        "https://user@example.com/path:80@x",
        "postgres://app:$(PASSWORD)@db.example",
        "postgres://app:***@db.example",
        '{"payload": "eyJhbGciOiJSUzI1NiJ9", "payloadType": "x"}',
        '{"kind": "Secret", "metadata": {"name": "db"}, "type": "Opaque"}',
        '{"kind": "Secret", "data": {"password": "REDACTED"}}',
        '{"kind": "ConfigMap", "data": {"mode": "production"}}',
        "AAIgI////8A8AAAAACICP////APAAAAAAAAAAAAiAj////wDwAAAAAAAAA",
        "AP0AAAAAAAAAAAAB+AA",
    ],
)
def test_what_is_none_is_not_taken_for_one(text: str) -> None:
    assert found(text.encode()) == []


SECRET = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db"}, "data": {"password": "aHVudGVyMjI="}}
APPLIED = {
    "kind": "Secret",
    "metadata": {"annotations": {"kubectl.kubernetes.io/last-applied-configuration": json.dumps(SECRET)}},
}
YAML = "kind: ConfigMap\ndata:\n  a: b\n---\nkind: Secret\nstringData:\n  conf: |\n    user = app\n    key = hunter22\n"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (json.dumps(SECRET), ["line 1"]),
        (json.dumps({"kind": "List", "items": [{"kind": "Pod"}, SECRET]}, indent=1), ["line 14"]),
        (json.dumps({"kind": "Pod"}) + "\n" + json.dumps(SECRET) + "\n", ["line 2"]),
        (json.dumps(APPLIED), ["line 1"]),
        (YAML, ["line 8", "line 9"]),
        ("kind: Secret\ndata:\n  password: 'aHVudGVyMjI='\n", ["line 3"]),
        (
            json.dumps({"kind": "SecretList", "items": [{"metadata": {"name": "db"}, "data": {"p": "aHVudGVyMjI="}}]}),
            ["line 1"],
        ),
        ("a: &a [1, 2]\nkind: Secret\nb: [*a, *a]\ndata: {password: aHVudGVyMjI=}\n", ["line 4"]),
    ],
)
def test_data_of_kubernetes_secrets(text: str, lines: list[str]) -> None:
    assert [one.place.partition(", byte")[0] for one in found(text.encode()) if one.rule == KUBERNETES] == lines


@pytest.mark.parametrize(
    "text", ["kind: Secret\ndata:\n  p: {{ .Values.p }}\n  q: aHVudGVyMjI=\n", '{"kind": "Secret", "data": {']
)
def test_a_secret_that_cannot_be_read_for_its_structure_is_told(text: str) -> None:
    assert "neither JSON nor YAML" in search("x", text.encode()).unsearched


def test_an_alias_bomb_is_no_bomb() -> None:
    bomb = "kind: Secret\na: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)
    )
    assert calls(lambda: found(bomb.encode())) < 20_000


def tar(mode: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo("must-gather/pod.log")
        data = b"one\n" + KEY.encode()
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def zipped(name: str = "xl/sharedStrings.xml", data: bytes = b"one\n" + KEY.encode()) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


SPLIT = f"<w:p><w:r><w:t>{KEY[:9]}</w:t></w:r><w:proofErr/><w:r><w:t>{KEY[9:]}</w:t></w:r></w:p>".encode()
"""As Word writes what its spelling check stopped at."""


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (tar("w"), "must-gather/pod.log, line 2"),
        (tar("w:gz"), "must-gather/pod.log, line 2"),
        (tar("w:xz"), "must-gather/pod.log, line 2"),
        (zipped(), "xl/sharedStrings.xml, line 2"),
        (gzip.compress(b"one\n" + KEY.encode()), "line 2"),
        (bz2.compress(b"one\n" + KEY.encode()), "line 2"),
        (lzma.compress(b"one\n" + KEY.encode()), "line 2"),
        (zipped("inner.zip", zipped("a.txt")), "inner.zip, a.txt, line 2"),
        (zipped("logs.tar.gz", tar("w:gz")), "logs.tar.gz, must-gather/pod.log, line 2"),
        (gzip.compress(zipped()), "xl/sharedStrings.xml, line 2"),
        (zipped("word/document.xml", SPLIT), "word/document.xml, its text, line 1"),
    ],
    ids=["tar", "tar.gz", "tar.xz", "zip", "gz", "bz2", "xz", "zip in zip", "tar in zip", "zip in gz", "split by Word"],
)
def test_archives_are_looked_into(data: bytes, place: str) -> None:
    assert [one.place for one in found(data)] == [place]


@pytest.mark.parametrize("data", [tar("w:gz")[:60], zipped()[:80], b"\x1f\x8b" + b"x" * 50], ids=["tar.gz", "zip", "gz"])
def test_what_could_not_be_searched_is_told(data: bytes) -> None:
    assert "damaged" in search("x", data).unsearched


def test_a_damaged_archive_inside_hides_nothing_of_what_stands_beside_it() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.tar.gz", tar("w:gz")[:60])
        archive.writestr("b.txt", KEY)
    searched = search("x", buffer.getvalue())
    assert [one.place for one in searched.secrets] == ["b.txt, line 1"]
    assert searched.unsearched.startswith("a.tar.gz: the archive is damaged")


def test_what_lies_too_deep_or_is_packed_otherwise_is_told() -> None:
    deep = zipped()
    for _ in range(3):
        deep = zipped("deeper.zip", deep)
    assert "more than 3 deep" in search("x", deep).unsearched
    assert "PDF" in search("x", b"%PDF-1.7 and so on").unsearched
    assert "report.pdf" in search("x", zipped("report.pdf", b"%PDF-1.7")).unsearched


def test_a_match_across_two_windows_is_seen_once(monkeypatch: pytest.MonkeyPatch) -> None:
    import generator.deliverables.secrets.search as module
    from generator.deliverables.secrets.windows import windows

    monkeypatch.setattr(module, "windows", lambda pieces: windows(pieces, size=400, overlap=100))
    for before in range(250, 420, 3):
        text = b"x\n" * (before // 2) + b" " * (before % 2) + KEY.encode() + b"\n" + b"y\n" * 300
        told = found(text)
        assert [one.place for one in told] == [f"line {before // 2 + 1}"], before


@pytest.mark.parametrize(
    "text",
    [
        lambda part: "-----BEGIN PRIVATE KEY-----" * (40_000 // part),
        lambda part: "eyJ" * (120_000 // part),
        lambda part: '"name": "' + "a" * (1_000_000 // part),
        lambda part: '"name": "' * (120_000 // part),
        lambda part: "://a:" * (200_000 // part),
        lambda part: "SecretAccessKey: " * (16_000 // part),
    ],
    ids=["armor", "token", "name", "names", "address", "key"],
)
def test_hostile_text_costs_no_more_than_its_length(text: Callable[[int], str]) -> None:
    assert_linear(lambda part: text(part).encode(), found)


def leaking(folder: Path) -> Path:
    workspace = small(folder)
    path = workspace / "evidence/pipelines/deploy.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        f"on: push\njobs:\n  deploy:\n    runs-on: x\n    steps:\n      - run: deploy\n        env: {{KEY: {KEY}}}\n"
    )
    return workspace


def test_an_export_stops_and_names_file_and_place_and_never_the_secret(tmp_path: Path) -> None:
    with pytest.raises(SecretsFoundError) as caught:
        exported(leaking(tmp_path / "ws"), tmp_path / "out", documents=())
    told = caught.value.diagnostics()
    assert "evidence/pipelines/deploy.yml, line 7: AWS access key id [aws-access-key-id]" in told
    assert KEY not in told
    assert caught.value.exit_code == 4
    assert not list((tmp_path / "out").iterdir())


def test_a_waiver_lets_it_pass_and_is_listed(tmp_path: Path) -> None:
    workspace = leaking(tmp_path / "ws")
    row = "- {file: evidence/pipelines/*, rule: aws-access-key-id, reason: revoked, owner: A. Lovelace, expires: 2026-11-20}\n"
    (workspace / "decisions/secret-waivers.yaml").write_text(row + row.replace("pipelines", "nothing"))
    (workspace / "evidence/letter.pdf").write_bytes(b"%PDF-1.7")
    made = exported(workspace, tmp_path / "out", documents=())
    listed = read(made.folder, "index/redactions.json")
    (waived,) = listed["waived"]  # type: ignore[index]
    assert (waived["path"], waived["place"], waived["reason"]) == ("evidence/pipelines/deploy.yml", "line 7", "revoked")
    assert listed["not-searched"] == [{"path": "evidence/letter.pdf", "why": "the text of a PDF is packed"}]  # type: ignore[index]
    assert [(gap.place or gap.path, gap.reason) for gap in made.gaps] == [
        ("line 2", "nothing that was found is met by it"),
        ("evidence/letter.pdf", "not all of it was searched for secrets: the text of a PDF is packed"),
    ]
    told = "\n".join(_to_see_to(made.gaps))
    assert "evidence/letter.pdf" in told
    assert "next: look into it yourself" in told


@pytest.mark.parametrize("change", ["expires: 2026-11-19", "place: line 6, expires: 2026-11-20"])
def test_a_waiver_that_ran_out_or_means_another_place_lets_nothing_pass(tmp_path: Path, change: str) -> None:
    workspace = leaking(tmp_path / "ws")
    row = f"- {{file: evidence/pipelines/*, rule: '*', reason: r, owner: o, {change}}}\n"
    (workspace / "decisions/secret-waivers.yaml").write_text(row)
    with pytest.raises(SecretsFoundError):
        exported(workspace, tmp_path / "out", documents=())


@pytest.mark.parametrize(
    ("row", "match"),
    [
        ("- {file: a, rule: gold, reason: r, owner: o, expires: 2027-01-01}", "not a rule of the search"),
        ("- {file: a, rule: '*', reason: ' ', owner: o, expires: 2027-01-01}", "reason and an owner"),
        ("- {file: a, rule: '*', owner: o, expires: 2027-01-01}", "reason"),
        ("- {file: '*', rule: '*', reason: r, owner: o, expires: 2027-01-01}", "every secret in every file"),
    ],
)
def test_a_wrong_waiver_is_named(tmp_path: Path, row: str, match: str) -> None:
    workspace = small(tmp_path / "ws")
    (workspace / "decisions/secret-waivers.yaml").write_text(row)
    with pytest.raises(ConfigError, match=match) as caught:
        exported(workspace, tmp_path / "out", documents=())
    assert "secret-waivers.yaml" in caught.value.diagnostics()


def test_a_report_of_a_secret_scanner_stops_it_as_well(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    report = [
        {
            "RuleID": "generic",
            "Secret": "correct horse",
            "Match": "p=correct horse",
            "File": "a",
            "StartLine": 1,
            "Commit": "c",
            "Fingerprint": "f",
        }
    ]
    (workspace / "evidence/scans/gitleaks.json").write_text(json.dumps(report))
    with pytest.raises(SecretsFoundError) as caught:
        exported(workspace, tmp_path / "out", documents=())
    assert "evidence/scans/gitleaks.json" in caught.value.diagnostics()
    assert "correct horse" not in caught.value.diagnostics()


@pytest.mark.parametrize(
    "text",
    [
        "the address is proto://<user>[:<password>]@host",
        "<t>proto://&lt;user&gt;[:&lt;password&gt;]@host</t>",
        "proto://user:[password]@host",
        "proto://user:%s@host",
        "proto://user:****@host",
    ],
)
def test_a_placeholder_in_an_address_is_no_password(text: str) -> None:
    assert search("a.xml", text.encode()).secrets == ()


@pytest.mark.parametrize("password", ["hunter22", "[hunter]22", "&lt;hunter22"])
def test_a_password_that_looks_a_little_like_a_placeholder_is_one(password: str) -> None:
    assert [secret.rule for secret in search("a.xml", f"proto://user:{password}@host".encode()).secrets] == [
        "password-in-address"
    ]


def test_a_secret_in_a_workbook_is_placed_by_sheet_cell_and_item() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Open POA&M Items"
    sheet.append(["POAM ID", "Description"])
    sheet.append(["V-7", "postgres://app:" + "hunter22@db.example:5432/app"])
    stream = io.BytesIO()
    book.save(stream)
    data = stream.getvalue()
    placed = placed_in_cells(search("a.xlsx", data).secrets, "a.xlsx", data)
    assert {(secret.rule, secret.place) for secret in placed} == {
        ("password-in-address", "sheet Open POA&M Items, cell B2 (V-7)"),
    }
