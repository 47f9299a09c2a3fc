"""What the goldens of XCCDF show only in passing, said in words; and files made to fill the memory of whoever reads them."""

import bz2
import gzip
import tracemalloc
from pathlib import Path

import pytest
from scan_reading import EVIDENCE, read

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity, TargetKind, TargetResult
from generator.parsers.document import Document
from generator.parsers.scans import inflation, xccdf_xml

_DATA = Path(__file__).parent / "testdata" / "xccdf-xml"
_RULE = "xccdf_example.shop_rule_"
_ONE = (
    '<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="t" end-time="2026-03-02T08:00:00Z">{head}'
    '<rule-result idref="r" severity="high">{inside}</rule-result></TestResult>'
)


def _read(raw: bytes) -> ScanSnapshot:
    name, snapshot = read("a.xml", raw)
    assert name == "xccdf-xml"
    return snapshot


def _one(inside: str, head: str = "<target>web01</target>") -> TargetResult:
    (sighting,) = _read(_ONE.format(head=head, inside=inside).encode()).results
    return sighting


@pytest.fixture(scope="module")
def many() -> dict[str, TargetResult]:
    snapshot = _read((_DATA / "many.xml").read_bytes())
    return {
        sighting.identifier.removeprefix(_RULE): sighting
        for sighting in snapshot.results
        if sighting.target == "web01.shop.example"
    }


@pytest.mark.parametrize(
    ("word", "disposition"),
    [
        ("pass", Disposition.PASSED),
        ("fail", Disposition.OPEN),
        ("FAIL", Disposition.OPEN),
        ("fixed", Disposition.RESOLVED),
        ("error", Disposition.ERROR),
        ("unknown", Disposition.ERROR),
        ("", Disposition.ERROR),
        ("notapplicable", Disposition.NOT_APPLICABLE),
        ("notselected", Disposition.NOT_APPLICABLE),
        ("notchecked", Disposition.MANUAL),
        ("informational", Disposition.MANUAL),
        ("a word of the future", Disposition.OPEN),
    ],
)
def test_results(word: str, disposition: Disposition) -> None:
    assert _one(f"<result>{word}</result>").disposition is disposition


@pytest.mark.parametrize(
    ("word", "severity"),
    [
        ("high", Severity.HIGH),
        ("medium", Severity.MODERATE),
        ("low", Severity.LOW),
        ("info", Severity.INFORMATIONAL),
        ("unknown", Severity.UNKNOWN),
        ("grave", Severity.UNKNOWN),
    ],
)
def test_severities(word: str, severity: Severity) -> None:
    raw = _ONE.format(head="", inside="<result>fail</result>").replace('severity="high"', f'severity="{word}"')
    (sighting,) = _read(raw.encode()).results
    assert (sighting.severity, sighting.native_severity) == (severity, word)


def test_the_latest_override_counts(many: dict[str, TargetResult]) -> None:
    banner = many["banner"]
    assert (banner.disposition, banner.native_status) == (Disposition.PASSED, "pass")
    assert "from notapplicable to pass by Grace: the load balancer greets" in banner.description


def test_an_override_may_open_what_had_passed() -> None:
    override = '<override time="2026-03-03T00:00:00Z"><old-result>pass</old-result><new-result>fail</new-result></override>'
    found = _one(f"<result>pass</result>{override}")
    assert found.disposition is Disposition.OPEN
    assert "by an authority that is not named" in found.description


def test_two_instances_of_a_rule_are_two_results() -> None:
    snapshot = _read((_DATA / "many.xml").read_bytes())
    timeouts = {s.disposition: s.entries for s in snapshot.results if s.identifier == f"{_RULE}timeout"}
    assert timeouts == {Disposition.PASSED: 1, Disposition.OPEN: 1}
    assert snapshot.tally.duplicates == 0


def test_security_rules_are_vulnerabilities(many: dict[str, TargetResult]) -> None:
    assert many["advisory"].kind is ResultKind.VULNERABILITY
    assert many["advisory"].cves == ("CVE-2026-50001", "CVE-2026-50002")
    assert many["patched"].kind is ResultKind.VULNERABILITY, "its OVAL definition is of class patch"
    assert many["root_login"].kind is ResultKind.MISCONFIGURATION, "its OVAL definition is of class compliance"


def test_texts_come_from_the_benchmark(many: dict[str, TargetResult]) -> None:
    root, banner = many["root_login"], many["banner"]
    assert root.title == "Root does not log in"
    assert root.description == "Whoever shares an account leaves no trace."
    assert (root.solution, banner.solution) == ("Set PermitRootLogin no.", "banner motd hello")


def test_an_image_is_named_by_the_facts() -> None:
    snapshot = _read((_DATA / "many.xml").read_bytes())
    image = next(target for target in snapshot.targets if target.kind is TargetKind.IMAGE)
    assert (image.name, image.image_id) == ("registry.shop.example/cart:4", "sha256:" + "1" * 64)


def test_content_for_another_system_tested_nothing() -> None:
    snapshot = _read((_DATA / "none_applicable.xml").read_bytes())
    assert not snapshot.assessed
    assert snapshot.not_assessed_because == "no rule was tested on web01.shop.example (1 notapplicable, 2 notselected)"


def test_errors_alone_tested_nothing() -> None:
    assert not _read(_ONE.format(head="", inside="<result>error</result>").encode()).assessed


def test_of_two_targets_the_untested_one_is_named() -> None:
    snapshot = _read((_DATA / "many.xml").read_bytes())
    assert snapshot.assessed
    assert "no rule was tested on registry.shop.example/cart:4" in str(snapshot.not_assessed_because)


def test_a_benchmark_alone_is_no_scan() -> None:
    snapshot = _read((_DATA / "benchmark_only.xml").read_bytes())
    assert (snapshot.assessed, snapshot.tally.results) == (False, 0)


def test_a_person_may_name_the_target() -> None:
    evidence = EvidenceFile(path="a.xml", sha256="ab" * 32, size=1, media_type="application/xml", target="web09")
    snapshot = xccdf_xml.parse(Document("a.xml", (_DATA / "version_1_1.xml").read_bytes()), evidence)
    assert [target.name for target in snapshot.targets] == ["web09"]


def test_elements_of_other_namespaces_are_no_results() -> None:
    other = '<x:rule-result xmlns:x="urn:other" idref="r"><x:result>fail</x:result></x:rule-result><target>web01</target>'
    snapshot = _read(_ONE.format(head=other, inside="<result>pass</result>").encode())
    assert snapshot.tally.results == 1


@pytest.mark.parametrize("suffix", ["packed.gz", "packed_twice.bzip2"])
def test_compressed_files_read_alike(suffix: str) -> None:
    assert _read((_DATA / suffix).read_bytes()) == _read((_DATA / "one.xml").read_bytes())


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress])
def test_a_cut_off_archive_is_an_error(pack: object) -> None:
    raw = pack((_DATA / "many.xml").read_bytes())  # type: ignore[operator]
    with pytest.raises(ParseError, match="damaged or cut off"):
        xccdf_xml.parse(Document("a.gz", raw[:-20]), EVIDENCE)


def test_a_bomb_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflation, "LARGEST", 4 << 20)
    bomb = gzip.compress((_DATA / "one.xml").read_bytes() + b" " * (64 << 20), mtime=0)
    tracemalloc.start()
    with pytest.raises(ParseError, match="inflates to more than 4 MiB"):
        xccdf_xml.parse(Document("a.gz", bomb), EVIDENCE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20


@pytest.mark.parametrize(
    "raw", [b"\x1f\x8b", b"\x1f\x8b\x08\x00garbage", b"BZh", gzip.compress(b'{"a": 1}', mtime=0), gzip.compress(b"", mtime=0)]
)
def test_other_archives_are_left_alone(raw: bytes) -> None:
    assert not xccdf_xml.recognizes(Document("a.gz", raw))


_ENTITIES = [
    '<!DOCTYPE TestResult [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
    '<!DOCTYPE TestResult [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    '<!DOCTYPE TestResult [<!ENTITY % a SYSTEM "http://192.0.2.1/a.dtd">]>',
]


@pytest.mark.parametrize("doctype", _ENTITIES)
def test_entities_are_refused(doctype: str) -> None:
    raw = (doctype + _ONE.format(head="", inside="<result>fail</result>")).encode()
    assert not xccdf_xml.recognizes(Document("a.xml", raw))
    with pytest.raises(ParseError, match="entities"):
        xccdf_xml.parse(Document("a.xml", raw), EVIDENCE)


def test_a_plain_doctype_is_accepted() -> None:
    assert b"<!DOCTYPE" in (_DATA / "one.xml").read_bytes()
    assert _read((_DATA / "one.xml").read_bytes()).tally.results == 1


def test_memory_stays_flat() -> None:
    """20,000 results of 5 rules, and as much of OVAL's data that nobody reads: kept are the five."""
    oval = (
        b'<system_data xmlns="urn:oval"><item>' + b"<value>nothing of interest here</value>" * 20_000 + b"</item></system_data>"
    )
    results = b"".join(
        b'<rule-result idref="r%d" severity="high"><result>fail</result><message>why</message></rule-result>' % (number % 5)
        for number in range(20_000)
    )
    head = b'<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2"><target>web01</target>'
    raw = head + results + oval + b"</TestResult>"
    tracemalloc.start()
    snapshot = xccdf_xml.parse(Document("a.xml", raw), EVIDENCE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (snapshot.tally.results, snapshot.tally.unique) == (20_000, 5)
    assert peak < 2 * len(raw)
