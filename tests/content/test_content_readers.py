"""What is read out of NVD, KEV and EPSS files, and what is refused."""

import io
import json
from datetime import date

import pytest

from generator.content import long_list
from generator.content.base import Condensed, ContentKind
from generator.content.epss import EPSS
from generator.content.kev import KEV
from generator.content.nvd import NVD, nvd_record
from generator.content.registry import KINDS, kind_of
from generator.errors import ConfigError
from tests.content.made import V2, V31, V31_CRITICAL, catalog, cve, epss, kev, kev_csv, metric, nvd, nvd_11
from tests.content.stig_made import rule, stig

DAY = date(2026, 11, 20)


def read(kind: ContentKind, data: bytes) -> Condensed:
    assert kind.recognizes(data[:65536])
    return kind.condense(io.BytesIO(data))


def lines(kind: ContentKind, data: bytes) -> list[object]:
    return [json.loads(line) for line in read(kind, data).lines]


def test_only_nvds_own_scores_are_kept() -> None:
    """A CVE numbering authority may be `Primary` in NVD's data and still is not NVD."""
    data = nvd(
        cve("CVE-2026-0002", metric("3.1", 7.5, V31), metric("3.1", 9.8, V31_CRITICAL, source="cna@vendor.example")),
        cve("CVE-2026-0001", metric("2.0", 7.5, V2), metric("3.0", 7.0, None), metric("4.0", None, "CVSS:4.0/AV:N")),
        cve("CVE-2026-0003", metric("3.1", 9.8, V31_CRITICAL, source="cna@vendor.example")),
    )
    assert lines(NVD, data) == [
        [
            "CVE-2026-0001",
            "2026-11-01T10:00:00",
            "2026-11-20",
            [["4.0", None, "CVSS:4.0/AV:N"], ["3.0", 7.0, None], ["2.0", 7.5, V2]],
        ],
        ["CVE-2026-0002", "2026-11-01T10:00:00", "2026-11-20", [["3.1", 7.5, V31]]],
        ["CVE-2026-0003", "2026-11-01T10:00:00", "2026-11-20", []],
    ]


def test_the_date_is_the_one_the_file_carries() -> None:
    found = read(NVD, nvd(cve("CVE-2026-0001"), day="2025-01-02"))
    assert (found.dated, found.dated_by, found.note) == (date(2025, 1, 2), "timestamp", "")


def test_one_page_of_many_says_so() -> None:
    assert read(NVD, nvd(cve("CVE-2026-0001"), total=300_000)).note.startswith("one page of 300,000 CVEs")


def test_a_rejected_cve_is_known_as_rejected() -> None:
    data = nvd(cve("CVE-2026-0001", vulnStatus="Rejected", metrics={}))
    record = nvd_record(read(NVD, data).lines[0])
    assert (record.rejected, record.scores, record.dated) == (True, (), DAY)


def test_the_retired_feed() -> None:
    three = {"cvssV3": {"version": "3.1", "vectorString": V31, "baseScore": 7.5}}
    two = {"cvssV2": {"version": "2.0", "vectorString": V2, "baseScore": 7.5}}
    data = nvd_11(
        ("CVE-2021-0002", "2021-11-30T17:15Z", {"baseMetricV3": three, "baseMetricV2": two}),
        ("CVE-2021-0001", "2021-11-29T17:15Z", {}),
    )
    found = read(NVD, data)
    assert (found.dated, found.dated_by) == (date(2023, 11, 30), "CVE_data_timestamp")
    assert [json.loads(line) for line in found.lines] == [
        ["CVE-2021-0001", "2021-11-29T17:15:00", "2023-11-30", []],
        ["CVE-2021-0002", "2021-11-30T17:15:00", "2023-11-30", [["3.1", 7.5, V31], ["2.0", 7.5, V2]]],
    ]


@pytest.mark.parametrize("window", [400, 700, 1024, 5000])
def test_it_is_read_in_pieces_without_losing_any(window: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The invented description holds what a cut looks for, as text."""
    rows = [cve(f"CVE-2026-{number:04}", metric("3.1", 7.5, V31)) for number in range(200)]
    whole = read(NVD, nvd(*rows)).lines
    monkeypatch.setattr(long_list, "_WINDOW", window)
    assert read(NVD, nvd(*rows)).lines == whole
    assert len(whole) == 200


def test_a_record_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_list, "_WINDOW", 1000)
    monkeypatch.setattr(long_list, "_LONGEST", 3000)
    with pytest.raises(ConfigError, match="not laid out as NVD does"):
        read(NVD, nvd(cve("CVE-2026-0001", x=list(range(5000)))))


GOOD = nvd(cve("CVE-2026-0001", metric("3.1", 7.5, V31)), cve("CVE-2026-0002"))


@pytest.mark.parametrize(
    "data",
    [
        GOOD[:-1],
        GOOD[:-2],
        GOOD[: len(GOOD) // 2],
        GOOD[:300],
        GOOD + b"}",
        GOOD.replace(b"7.5", b"NaN"),
        GOOD.replace(b"7.5", b"1e999"),
        GOOD.replace(b"7.5", b"11"),
        GOOD.replace(b"7.5", b"-1"),
        GOOD.replace(b'"baseScore": 7.5', b'"baseScore": "7.5"'),
        GOOD.replace(b"CVE-2026-0002", b"GHSA-xxxx"),
        GOOD.replace(b"CVE-2026-0002", b"CVE-2026-0002\\n"),
        GOOD.replace(b"2026-11-01T10:00:00.123", b"yesterday"),
        GOOD.replace(b"2026-11-01T10:00:00.123", b"0001-01-01T00:00:00+14:00"),
        GOOD.replace(b"2026-11-20T", b"0001-01-01T"),
        GOOD.replace(b"2026-11-20T", b"soon"),
        GOOD.replace(b'"vulnerabilities"', b'"cveChanges"'),
        GOOD.replace(b'{"cve"', b'{"change"'),
        GOOD.replace(b"CVE-2026-0002", "CVE-２０２６-0002".encode()),
        GOOD.replace(b'"metrics": {}', b'"metrics": ' + b"[" * 100_000),
        b'"NVD_CVE"',
        b'["NVD_CVE"]',
    ],
)
def test_what_nvd_did_not_write_is_refused(data: bytes) -> None:
    with pytest.raises(ConfigError) as caught:
        read(NVD, data)
    assert "download the file again" in caught.value.diagnostics()


def test_wherever_a_file_is_cut_off_it_is_refused() -> None:
    for length in range(len(b'{"resultsPerPage": 2, "startIndex": 0'), len(GOOD), 5):
        with pytest.raises(ConfigError):
            NVD.condense(io.BytesIO(GOOD[:length]))


def test_the_catalog_as_json_and_as_csv() -> None:
    rows = [("CVE-2026-0002", "2026-11-01", "2026-11-22"), ("CVE-2026-0001", "2026-10-01", "2026-10-22")]
    expected = [["CVE-2026-0001", "2026-10-01", "2026-10-22"], ["CVE-2026-0002", "2026-11-01", "2026-11-22"]]
    assert lines(KEV, kev(rows)) == expected
    assert lines(KEV, kev_csv(rows)) == expected
    assert lines(KEV, b"\xef\xbb\xbf" + kev_csv(rows)) == expected
    assert (read(KEV, kev(rows)).dated, read(KEV, kev(rows)).dated_by) == (date(2026, 11, 19), "dateReleased")
    assert (read(KEV, kev_csv(rows)).dated, read(KEV, kev_csv(rows)).dated_by) == (date(2026, 11, 1), "newest dateAdded")


KNOWN = kev([("CVE-2026-0001", "2026-10-01", "2026-10-22")])
KNOWN_CSV = kev_csv([("CVE-2026-0001", "2026-10-01", "2026-10-22")])


@pytest.mark.parametrize(
    "data",
    [
        KNOWN[:-2],
        KNOWN.replace(b"2026-10-22", b"2026-13-22"),
        KNOWN.replace(b"2026-10-22", b"0001-01-01"),
        KNOWN.replace(b"2026-10-01", b"9999-12-31"),
        KNOWN.replace(b'"dueDate"', b'"due"'),
        KNOWN.replace(b'"dateReleased"', b'"released"'),
        KNOWN.replace(b"CVE-2026-0001", b"0001"),
        KNOWN_CSV[: KNOWN_CSV.index(b"\r\n") + 2],
        KNOWN_CSV[:-14],
        KNOWN_CSV.replace(b"2026-10-22", b"NaN"),
        KNOWN_CSV.replace(b'"a, b"', b'"a'),
        KNOWN_CSV.replace(b'"a, b"', b"\xff"),
        KNOWN_CSV.replace(b'"a, b"', b"x" * 200_000),
    ],
)
def test_what_cisa_did_not_write_is_refused(data: bytes) -> None:
    with pytest.raises(ConfigError):
        read(KEV, data)


def test_estimates_in_plain_digits() -> None:
    data = epss([("CVE-2026-0002", "0.00042", "0.12345"), ("CVE-2026-0001", "9e-05", "1"), ("CVE-2026-0003", "-0.0", "0.9")])
    assert lines(EPSS, data) == [
        ["CVE-2026-0001", "0.00009", "1.0"],
        ["CVE-2026-0002", "0.00042", "0.12345"],
        ["CVE-2026-0003", "0.0", "0.9"],
    ]
    assert (read(EPSS, data).dated, read(EPSS, data).dated_by) == (DAY, "score_date")
    assert lines(EPSS, data.replace(b"\n", b"\r\n")) == lines(EPSS, data)
    older = data.replace(b"T12:55:00Z", b"T00:00:00+0000")
    assert read(EPSS, older).dated == DAY


@pytest.mark.parametrize(
    "row",
    [
        ("CVE-2026-0001", "nan", "0.1"),
        ("CVE-2026-0001", "inf", "0.1"),
        ("CVE-2026-0001", "1.01", "0.1"),
        ("CVE-2026-0001", "-0.1", "0.1"),
        ("CVE-2026-0001", "", "0.1"),
        ("CVE-2026-0001", "0.1", "0.1,0.1"),
        ("GHSA-1", "0.1", "0.1"),
        ('CVE-2026-0001"', "0.1", "0.1"),
        ("CVE-2026-0001", "0.1" + "0" * 300, "0.1"),
    ],
)
def test_what_is_no_estimate_is_refused_with_its_line(row: tuple[str, str, str]) -> None:
    with pytest.raises(ConfigError, match="line 4"):
        read(EPSS, epss([("CVE-2026-0009", "0.1", "0.1"), row]))


def test_estimates_without_a_day_are_refused() -> None:
    with pytest.raises(ConfigError, match="score_date"):
        read(EPSS, b"cve,epss,percentile\nCVE-2026-0001,0.1,0.1\n")


def test_every_kind_knows_its_own_and_no_other() -> None:
    files = {"nvd": GOOD, "kev": KNOWN, "epss": epss([]), "nist-800-53": catalog(), "disa-stig": stig(rule("V-1", "look"))}
    for name, data in files.items():
        assert [kind.name for kind in KINDS if kind.recognizes(data)] == [name]
    assert [kind.name for kind in KINDS if kind.recognizes(KNOWN_CSV)] == ["kev"]
    assert [kind.name for kind in KINDS if kind.recognizes(b'{"SchemaVersion":2,"Results":[]}')] == []


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError) as caught:
        kind_of("cve")
    assert "nvd, kev, epss, nist-800-53, disa-stig, cmvp" in caught.value.diagnostics()
