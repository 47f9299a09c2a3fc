"""Files with checks of a benchmark name it: which one, and in which version."""

from pathlib import Path

import pytest

from generator.model.evidence import EvidenceFile
from generator.model.scan import BenchmarkRun, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.registry import read

DATA = Path(__file__).parent / "testdata"
EVIDENCE = EvidenceFile(path="evidence/scans/a", sha256="a" * 64, size=1, media_type="text/plain")


def _read(path: Path) -> ScanSnapshot:
    snapshot = read(Document(path.name, path.read_bytes()), EVIDENCE)[1]
    assert isinstance(snapshot, ScanSnapshot)
    return snapshot


@pytest.mark.parametrize("name", ["xccdf-xml", "stig-ckl", "stig-cklb", "hdf-json", "dockle-json", "docker-bench-json"])
def test_every_format_with_checks_of_a_benchmark_names_one(name: str) -> None:
    paths = [path for path in sorted((DATA / name).iterdir()) if path.name.startswith("many.") and ".expected" not in path.name]
    found = [run for path in paths for run in _read(path).benchmarks]
    assert found
    assert all(run.name for run in found)


def test_a_checklist_names_its_stig_with_version_and_release() -> None:
    text = (
        b"<CHECKLIST><ASSET><HOST_NAME>h</HOST_NAME></ASSET><STIGS><iSTIG><STIG_INFO>"
        b"<SI_DATA><SID_NAME>stigid</SID_NAME><SID_DATA>RHEL_9_STIG</SID_DATA></SI_DATA>"
        b"<SI_DATA><SID_NAME>version</SID_NAME><SID_DATA>2</SID_DATA></SI_DATA>"
        b"<SI_DATA><SID_NAME>releaseinfo</SID_NAME><SID_DATA>Release: 4</SID_DATA></SI_DATA>"
        b"</STIG_INFO></iSTIG></STIGS></CHECKLIST>"
    )
    snapshot = read(Document("a.ckl", text), EVIDENCE)[1]
    assert isinstance(snapshot, ScanSnapshot)
    assert snapshot.benchmarks == (BenchmarkRun(name="RHEL_9_STIG", version="2 Release: 4"),)


def test_xccdf_names_benchmark_and_profile() -> None:
    text = (
        b'<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="t" version="0.1.70">'
        b'<benchmark id="content_benchmark_RHEL-9" href="x"/><profile idref="content_profile_stig"/>'
        b"<target>registry.example/shop/cart:1</target>"
        b'<rule-result idref="r1"><result>pass</result></rule-result></TestResult>'
    )
    snapshot = read(Document("a.xml", text), EVIDENCE)[1]
    assert isinstance(snapshot, ScanSnapshot)
    assert snapshot.benchmarks == (BenchmarkRun(name="content_benchmark_RHEL-9 content_profile_stig", version="0.1.70"),)


def test_a_vulnerability_scan_names_none() -> None:
    assert _read(DATA / "trivy-json" / "one.json").benchmarks == ()
