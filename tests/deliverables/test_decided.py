"""What people decided travels in the bag, redacted where a rule says so, with who decided what and when."""

import hashlib
from pathlib import Path

import pytest
from export_made import envelopes, exported, read, small

from generator.deliverables.decided import decided_paths, summary, who_decided
from generator.deliverables.secrets.waivers import FILE as WAIVERS
from generator.errors import GeneratorError
from generator.seal.checking import check
from generator.workspace.folder import Workspace

VERDICTS = """# Ours.
- control: CM-8
  verdict: satisfied
  by: A. Lovelace
  role: ISSO
  date: 2026-11-18
  evidence: [evidence/scans/2026-11/trivy-tracking-api.json]

- control: CM-6
  verdict: not-satisfied
  by: A. Lovelace
  role: ISSO
  date: 2026-11-19
"""


def test_deciders_with_their_days_and_the_lines_of_their_entries() -> None:
    (file,) = who_decided({"decisions/verdicts.yaml": (VERDICTS.encode(), "")})
    (person,) = file.deciders
    assert (person.name, person.role, person.days, person.lines) == (
        "A. Lovelace",
        "ISSO",
        ("2026-11-18", "2026-11-19"),
        (2, 9),
    )
    assert (file.entries, file.unnamed) == (2, ())
    assert file.sha256 == hashlib.sha256(VERDICTS.encode()).hexdigest()
    assert summary(file) == "2 entries"


@pytest.mark.parametrize(
    ("path", "text", "names", "unnamed"),
    [
        ("decisions/assets.yaml", "- assets: [a]\n  owner: Team\n", (), (1,)),
        (WAIVERS, "- rule: x\n  owner: Kim\n  expires: 2027-01-01\n", ("Kim",), ()),
        ("decisions/crypto-modules.yaml", "# x\n- module: M\n  used-for: [a]\n  stated-by: Lee\n- module: N\n", ("Lee",), (5,)),
        (
            "decisions/artifacts.yaml",
            "marking: CUI\napproved:\n- {files: x, by: Kim, role: ISSO, date: 2026-01-01}\n",
            ("Kim",),
            (),
        ),
        ("decisions/evaluations.yaml", "- id: x\n  mitigation: {accepted: {by: Kim, day: 2026-02-01}}\n", ("Kim",), ()),
        ("narratives/ac-1.md", "---\napprover: Ada\ndate: 2026-03-01\n---\nText. by: nobody\n", ("Ada",), ()),
        ("narratives/ac-2.md", "by: nobody\n", (), ()),
        ("decisions/assets.yaml", "", (), ()),
        ("decisions/assets.yaml", "- [", (), ()),
        ("decisions/letter.pdf", "by: Kim", (), ()),
        ("decisions/trivy.yaml", "- by: Kim\n", (), ()),
    ],
)
def test_who_decided_in_each_kind_of_file(path: str, text: str, names: tuple[str, ...], unnamed: tuple[int, ...]) -> None:
    (file,) = who_decided({path: (text.encode(), "")})
    assert tuple(person.name for person in file.deciders) == names
    assert file.unnamed == unnamed


def test_the_day_of_the_entry_counts_where_the_decision_in_it_has_none_and_no_text_is_a_day() -> None:
    text = "- id: x\n  day: 2026-02-01\n  mitigation: {by: Kim, accepted: since it is small}\n"
    (file,) = who_decided({"decisions/evaluations.yaml": (text.encode(), "")})
    assert [person.days for person in file.deciders] == [("2026-02-01",)]
    narrative = b"---\nrole: Platform team\napprover: Ada\ndate: 2026-03-01\n---\n"
    (file,) = who_decided({"narratives/CM-8.md": (narrative, "")})
    assert [(person.name, person.role) for person in file.deciders] == [("Ada", "")]


def test_the_bag_has_every_file_as_written_and_its_index_names_who_and_when(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    (workspace / "decisions/verdicts.yaml").write_text(VERDICTS.split("\n\n", maxsplit=1)[0] + "\n")
    (workspace / "decisions/.hidden.yaml").write_text("x")
    (workspace / "decisions/link.yaml").symlink_to(workspace / "system.yaml")
    bag = exported(workspace, tmp_path / "out", documents=()).folder
    written = {path for path in decided_paths(Workspace.open(workspace)) if (workspace / path).is_file()}
    assert {"system.yaml", "decisions/verdicts.yaml", "decisions/assets.yaml"} < written
    assert not any("hidden" in path or "link" in path for path in written)
    for path in written:
        assert (bag / "data" / path).read_bytes() == (workspace / path).read_bytes()
        assert envelopes(bag)[path]["kind"] == "decision"
    listed = {row["path"]: row for row in read(bag, "index/decisions.json")["decisions"]}  # type: ignore[index]
    assert set(listed) == written
    assert listed["decisions/verdicts.yaml"]["deciders"] == [
        {"name": "A. Lovelace", "role": "ISSO", "days": ["2026-11-18"], "lines": [2]}
    ]
    page = (bag / "data/index/index.html").read_text()
    assert "A. Lovelace, ISSO: 2026-11-18" in page
    assert 'href="../decisions/verdicts.yaml"' in page
    assert {row["path"] for row in read(bag, "manifest.json")["files"] if row["kind"] == "decision"} == written  # type: ignore[index]
    assert check(bag).differences == ()


def test_a_rule_redacts_a_decision_and_the_index_shows_only_what_is_left(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    (workspace / "decisions/verdicts.yaml").write_text(VERDICTS.split("\n\n", maxsplit=1)[0] + "\n")
    rule = "{files: decisions/verdicts.yaml, pattern: A. Lovelace, name: names, reason: private, by: Kim}"
    (workspace / "decisions/redactions.yaml").write_text(f"- {rule}\n")
    bag = exported(workspace, tmp_path / "out", documents=()).folder
    assert b"by: REDACTED\n" in (bag / "data/decisions/verdicts.yaml").read_bytes()
    assert "Lovelace" in (workspace / "decisions/verdicts.yaml").read_text()
    listed = {row["path"]: row for row in read(bag, "index/decisions.json")["decisions"]}  # type: ignore[index]
    assert [person["name"] for person in listed["decisions/verdicts.yaml"]["deciders"]] == ["REDACTED"]
    envelope = envelopes(bag)["decisions/verdicts.yaml"]
    assert envelope["original-sha256"] == hashlib.sha256((workspace / "decisions/verdicts.yaml").read_bytes()).hexdigest()
    assert check(bag).differences == ()


def test_a_secret_in_a_decision_stops_the_delivery(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    key = "AKIA" + "Z7QW3NX5B2LM4KRT"
    (workspace / "decisions/notes.md").write_text(
        f"aws_access_key_id = {key}\naws_secret_access_key = {'wJalrXUtnFEMI/K7MDENG' + 'bPxRfiCY0987654321'}\n"
    )
    with pytest.raises(GeneratorError) as raised:
        exported(workspace, tmp_path / "out", documents=())
    assert "decisions/notes.md" in raised.value.diagnostics()
