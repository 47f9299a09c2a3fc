"""DISA's STIGs as content: every rule kept with its texts, releases never mixed, and refused where they are damaged."""

import io
import re
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from prerequisites import needs, shared

from generator.content.disa_stig import DISA_STIG
from generator.content.opened import OpenContent
from generator.content.store import add
from generator.errors import ConfigError
from tests.content.made import put
from tests.content.stig_made import FOLDER, published, rule, stig

_SCC = shared("cases/scans/openscap/xccdf-results-scc-rhel8.xml")
_SMALL = stig(rule("V-242376", "grep one. If not, this is a finding.", severity="high"), rule("V-242377", "grep <two>"))
_TODAY = date(2026, 11, 20)


def _opened(root: Path, *files: tuple[str, bytes]) -> OpenContent:
    for name, data in files:
        list(add(root, "disa-stig", [put(root.parent, name, data)], _TODAY))
    return OpenContent.of(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "ws").mkdir()
    return tmp_path / "ws"


@pytest.mark.parametrize(("name", "data"), [("a-xccdf.xml", _SMALL), ("U_Kubernetes_V9R3_STIG.zip", published(_SMALL))])
def test_rules_are_found_with_their_texts(root: Path, name: str, data: bytes) -> None:
    found = _opened(root, (name, data)).stig("Kubernetes_STIG")
    assert found is not None
    assert (found.title, found.version, found.release) == ("An invented guide", "9", "Release: 3 Benchmark Date: 01 Apr 2026")
    assert (found.dated, found.source, found.notice) == (date(2026, 4, 1), "STIG.DOD.MIL", "terms-of-use")
    first, second = found.rules
    assert (first.group, first.rule, first.version, first.severity) == ("V-242376", "SV-242376r100_rule", "CNTR-242376", "high")
    assert (first.check, first.check_name, first.fix) == ("grep one. If not, this is a finding.", "M", "Mend V-242376.")
    assert first.discussion == "Why V-242376 matters & what <name> means.", "its own angle brackets are text"
    assert (first.documentable, first.false_positives, first.target_key) == ("false", "", "5376")
    assert (first.ccis, first.legacy) == (("CCI-000068",), ("SV-1242376",))
    assert second.check == "grep <two>"


_EMBEDDED = {
    "VulnDiscussion": "discussion",
    "FalsePositives": "false_positives",
    "FalseNegatives": "false_negatives",
    "Documentable": "documentable",
    "Mitigations": "mitigations",
    "SeverityOverrideGuidance": "override_guidance",
    "PotentialImpacts": "potential_impacts",
    "ThirdPartyTools": "third_party_tools",
    "MitigationControl": "mitigation_control",
    "Responsibility": "responsibility",
    "IAControls": "ia_controls",
}
"""Elements that DISA embeds, escaped, in the description of a rule."""


def test_each_element_of_a_description_is_read_into_its_own_field(root: Path) -> None:
    texts = escape("".join(f"<{name}>Invented {name}.</{name}>" for name in _EMBEDDED))
    made = re.sub(r"(?<=<description>)&lt;VulnDiscussion.*?(?=</description>)", texts, rule("V-242376", "grep"))
    guide = _opened(root, ("a-xccdf.xml", stig(made))).stig("Kubernetes_STIG")
    assert guide is not None
    read = {name: getattr(guide.rules[0], field) for name, field in _EMBEDDED.items()}
    assert read == {name: f"Invented {name}." for name in _EMBEDDED}


def test_of_two_releases_the_newest_counts_whole_and_other_stigs_stay(root: Path) -> None:
    new = stig(rule("V-1", "new"), release="4", day="23 Jul 2026")
    other = stig(rule("V-9", "other"), name="RHEL_9_STIG")
    content = _opened(root, ("new.xml", new), ("other.xml", other), ("old.xml", _SMALL))
    found, beside = content.stig("Kubernetes_STIG"), content.stig("RHEL_9_STIG")
    assert found is not None
    assert beside is not None
    assert [one.check for one in found.rules] == ["new"], "a rule that went is not kept from the older release"
    assert [one.group for one in beside.rules] == ["V-9"]
    assert content.stig("Docker_STIG") is None
    assert content.stig('Kubernetes_STIG",') is None


def test_without_a_copy_there_is_no_text(root: Path) -> None:
    assert OpenContent.of(root).stig("Kubernetes_STIG") is None


_BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (stig(rule("V-1", "&c;"), before=_BOMB), "document type or entities"),
        (stig(rule("V-1", "x"), before='<!DOCTYPE b SYSTEM "file:///etc/passwd">'), "document type or entities"),
        (_SMALL[:-30], "not valid XML"),
        (stig(), "no group"),
        (stig(rule("V-1", "x"), rule("V-1", "y")), "twice"),
        (stig(rule("xccdf_mil.disa.stig_group_V-1", "x")), "manual STIG"),
        (stig(rule("V-1", "x"), name="a/../b"), "no id like"),
        (stig(rule("V-1", "x"), day="soon").replace(b"2026-03-10", b"soon"), "date"),
        (b'<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2"/>', "not a benchmark"),
        (b"<Benchmark>" * 50_000, "not valid XML"),
    ],
)
def test_a_damaged_guide_is_refused(data: bytes, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        DISA_STIG.condense(io.BytesIO(data))
    assert says in caught.value.what


def test_an_archive_with_two_guides_is_not_guessed_at(root: Path) -> None:
    with pytest.raises(ConfigError, match=r"exactly one file whose name ends in -xccdf\.xml") as caught:
        _opened(root, ("library.zip", published(_SMALL, (f"{FOLDER}/U_Other_Manual-xccdf.xml", _SMALL))))
    assert "add the file inside" in caught.value.diagnostics()


@needs(_SCC)
def test_the_benchmark_of_a_scanner_is_told_from_the_manual_guide() -> None:
    with pytest.raises(ConfigError, match="not that for SCAP tools"):
        DISA_STIG.condense(io.BytesIO(_SCC.read_bytes()))
