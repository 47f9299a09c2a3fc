"""Tables of fields: what a field of an entry means, in JSON, XML and CSV alike."""

from datetime import date

import pytest

from generator.model.scan import Disposition, ScanTarget, Severity, TargetKind
from generator.parsers import xml
from generator.parsers.csv import Columns, CsvRow
from generator.parsers.scans.field_map import EntryFields, FieldMap
from generator.parsers.scans.json_entry import JsonEntry
from generator.parsers.scans.xml_entry import XmlEntry

_TARGET = ScanTarget(name="shop.example", kind=TargetKind.HOST)
_FIELDS = FieldMap(
    identifier=("id", "@id"),
    title=("name",),
    level=("severity", "@severity"),
    severities={"grave": Severity.HIGH},
    status=("state",),
    dispositions={"fixed": Disposition.RESOLVED},
    score=("score",),
    cvss_source="tool",
    cvss_version="3.1",
    package=("package",),
    version=("version",),
    first_seen=("seen",),
    cwe=("kinds", "weaknesses/kind", "other"),
)
_JSON = JsonEntry(
    {
        "id": "cve-2026-50001",
        "name": "<p>Reads &amp; writes</p>",
        "severity": "Grave",
        "state": "Fixed",
        "score": 7,
        "package": "tar",
        "version": 1,
        "seen": "2026-11-14T01:00:00Z",
        "kinds": [352, "CWE-79"],
        "other": "NVD-CWE-noinfo",
    }
)
_XML = XmlEntry(
    xml.parse(
        b'<i id="cve-2026-50001" severity="Grave"><name>&lt;p&gt;Reads &amp;amp; writes&lt;/p&gt;</name><state>Fixed</state>'
        b"<score>7</score><package>tar</package>"
        b"<version>1</version><seen>Nov 14, 2026</seen>"
        b"<weaknesses><kind>352</kind><kind>79</kind></weaknesses></i>"
    )
)
_NAMES = ("id", "name", "severity", "state", "score", "package", "version", "seen", "kinds", "other")
_CELLS = (
    "cve-2026-50001",
    "<p>Reads &amp; writes</p>",
    "Grave",
    "Fixed",
    "7",
    "tar",
    "1",
    "14 Nov 2026",
    "352; 79",
    "CWE-79",
)
_CSV = CsvRow(2, _CELLS, Columns(_NAMES))


@pytest.mark.parametrize("entry", [_JSON, _XML, _CSV], ids=["json", "xml", "csv"])
def test_one_table_reads_all_three(entry: EntryFields) -> None:
    result = _FIELDS.result(entry, _TARGET, "here")
    assert result is not None
    assert result.identifier == "cve-2026-50001"
    assert result.cves == ("CVE-2026-50001",)
    assert result.title == "Reads & writes"
    assert (result.severity, result.native_severity) == (Severity.HIGH, "Grave")
    assert (result.disposition, result.native_status) == (Disposition.RESOLVED, "Fixed")
    assert [score.score for score in result.cvss] == [7.0]
    assert result.package is not None
    assert (result.package.name, result.package.version) == ("tar", "1")
    assert result.first_seen == date(2026, 11, 14)
    assert result.cwes == ("CWE-79", "CWE-352")


def test_without_identifier_there_is_no_result() -> None:
    assert _FIELDS.result(JsonEntry({"id": {"a": 1}, "name": "nameless"}), _TARGET, "here") is None


def test_a_score_rates_where_no_word_does() -> None:
    result = _FIELDS.result(JsonEntry({"id": "x", "score": "9.1"}), _TARGET, "here")
    assert result is not None
    assert (result.severity, result.native_severity) == (Severity.CRITICAL, "")


def test_a_score_of_no_known_version_rates_and_is_not_kept() -> None:
    fields = FieldMap(identifier=("id",), score=("score",), vector=("vector",))
    bare = fields.result(JsonEntry({"id": "x", "score": "9.1"}), _TARGET, "here")
    told = fields.result(JsonEntry({"id": "x", "score": 5.0, "vector": "AV:N/AC:L/Au:N/C:P/I:N/A:N"}), _TARGET, "here")
    assert bare is not None
    assert told is not None
    assert (bare.severity, bare.cvss) == (Severity.CRITICAL, ())
    assert [(score.version, score.score) for score in told.cvss] == [("2.0", 5.0)]


def test_an_unknown_word_is_unknown_and_kept() -> None:
    result = _FIELDS.result(JsonEntry({"id": "x", "severity": "odd", "score": 9.1}), _TARGET, "here")
    assert result is not None
    assert (result.severity, result.native_severity) == (Severity.UNKNOWN, "odd")


def test_what_a_reader_knows_better_wins() -> None:
    result = _FIELDS.result(_JSON, _TARGET, "here", disposition=Disposition.SUPPRESSED, scope="443/tcp")
    assert result is not None
    assert (result.disposition, result.scope, result.native_status) == (Disposition.SUPPRESSED, "443/tcp", "Fixed")
