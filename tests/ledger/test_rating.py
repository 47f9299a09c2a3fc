"""What a weakness is rated by: NVD's word before the scan file's, the precedence, and what the comments say of it."""

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec import structs

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5
from generator.ledger import rating
from generator.ledger.rating import RatedBy, RatedWeakness, Rater
from generator.model.content import ContentLists, NoContent
from generator.model.facts import Weakness
from generator.model.scan import Severity
from generator.model.system import FEDRAMP_PRECEDENCE, RatingWord
from tests.ledger.weaknesses_made import Shelf, cvss, weakness

A, B, C = "CVE-2026-0001", "CVE-2026-0002", "CVE-2026-0003"
V75 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H"
V98 = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def rate(
    what: Weakness, content: ContentLists | None = None, precedence: Sequence[RatingWord] = FEDRAMP_PRECEDENCE
) -> RatedWeakness:
    return Rater(FEDRAMP_REV5, content or NoContent(), precedence).rate(what)


def test_nvds_own_word_counts_and_is_dated() -> None:
    found = rate(weakness(severity=Severity.LOW), Shelf(nvd={A: (cvss("nvd", "3.1", 7.5, V75),)}))
    assert (found.rating, found.by) == ("High", RatedBy.NVD)
    assert found.because == "NVD CVSS v3.1 base score 7.5 (NVD file of 2026-11-20)"
    assert found.notes == ()


def test_what_the_scan_file_calls_nvds_is_unverified() -> None:
    what = weakness(cvss("nvd", "3.1", 7.5), severity=Severity.LOW)
    found = rate(what)
    assert (found.rating, found.by) == ("High", RatedBy.CLAIMED)
    assert found.because == "NVD CVSS v3.1 base score 7.5 as the scan file gives it, not verified against an NVD file"
    elsewhere = rate(what, Shelf(nvd={B: (cvss("nvd", "3.1", 1.0),)}))
    assert elsewhere.by is RatedBy.CLAIMED
    assert elsewhere.because.endswith("not verified: the NVD file of 2026-11-20 has no CVSS v3 score of its own")


def test_nvd_speaks_for_itself_where_the_scan_file_says_something_else() -> None:
    what = weakness(cvss("nvd", "3.1", 9.8), severity=Severity.CRITICAL)
    found = rate(what, Shelf(nvd={A: (cvss("nvd", "3.1", 5.3),)}))
    assert (found.rating, found.by) == ("Moderate", RatedBy.NVD)
    assert found.notes == (
        "The scanner's own severity is higher: CRITICAL.",
        "The scan file gives NVD's CVSS v3.1 base score as 9.8.",
    )


def test_version_3_before_version_2_before_the_scanner() -> None:
    both = Shelf(nvd={A: (cvss("nvd", "2.0", 10.0), cvss("nvd", "3.0", 5.0))})
    assert rate(weakness(), both).because.startswith("NVD CVSS v3.0 base score 5.0")
    older = Shelf(nvd={A: (cvss("nvd", "2.0", 5.0), cvss("nvd", "4.0", 9.9))})
    found = rate(weakness(cvss("nvd", "3.1", 9.8)), older)
    assert found.because.startswith("NVD CVSS v2.0 base score 5.0 (")
    assert "The scan file gives NVD's CVSS v3.1 base score as 9.8." in found.notes
    none = rate(weakness(cvss("redhat", "3.1", 9.8)), Shelf(nvd={A: ()}))
    assert (none.rating, none.by) == ("High", RatedBy.SCANNER)
    assert none.because == "Trivy severity HIGH (no NVD score in the scan or in the NVD file of 2026-11-20)"


def test_of_one_version_the_highest_score_counts_and_of_equal_ones_the_newer() -> None:
    for scores in ((5.3, 7.5), (7.5, 5.3)):
        shelf = Shelf(nvd={A: (cvss("nvd", "3.0", scores[0]), cvss("nvd", "3.1", scores[1]))})
        assert "base score 7.5" in rate(weakness(), shelf).because
    for versions in (("3.0", "3.1"), ("3.1", "3.0")):
        shelf = Shelf(nvd={A: tuple(cvss("nvd", version, 7.5) for version in versions)})
        assert rate(weakness(), shelf).because.startswith("NVD CVSS v3.1")


def test_a_score_of_zero_is_none() -> None:
    found = rate(weakness(cvss("nvd", "3.1", 0.0), severity=Severity.MODERATE), Shelf(nvd={A: (cvss("nvd", "3.1", 0.0),)}))
    assert (found.rating, found.by) == ("Moderate", RatedBy.SCANNER)


def test_a_vendors_score_is_not_nvds() -> None:
    what = weakness(cvss("redhat", "3.1", 9.8), cvss("ghsa", "4.0", 2.0), severity=Severity.LOW)
    assert rate(what).because == "Trivy severity LOW (no NVD score in the scan)"
    found = rate(what, precedence=(RatingWord.NVD_3, RatingWord.VENDOR_4, RatingWord.VENDOR_3))
    assert (found.rating, found.by) == ("Low", RatedBy.VENDOR)
    assert found.because == "ghsa CVSS v4.0 base score 2.0 as the scan file gives it"
    assert rate(what, precedence=(RatingWord.VENDOR_3,)).because.startswith("redhat CVSS v3.1 base score 9.8")


@pytest.mark.parametrize(
    ("precedence", "because"),
    [
        ((RatingWord.SCANNER, RatingWord.NVD_3), "Trivy severity HIGH"),
        ((RatingWord.NVD_4, RatingWord.NVD_3), "NVD CVSS v4.0 base score 3.0 (NVD file of 2026-11-20)"),
        ((RatingWord.NVD_2, RatingWord.NVD_3), "NVD CVSS v3.1 base score 5.0 (NVD file of 2026-11-20)"),
        (
            (RatingWord.VENDOR_2, RatingWord.NVD_2),
            "Trivy severity HIGH (no NVD score in the scan or in the NVD file of 2026-11-20)",
        ),
        ((RatingWord.VENDOR_3, RatingWord.NVD_3), "amazon CVSS v3.1 base score 4.4 as the scan file gives it"),
    ],
)
def test_the_precedence_of_system_yaml_decides(precedence: tuple[RatingWord, ...], because: str) -> None:
    shelf = Shelf(nvd={A: (cvss("nvd", "4.0", 3.0), cvss("nvd", "3.1", 5.0))})
    assert rate(weakness(cvss("amazon", "3.1", 4.4)), shelf, precedence).because == because


def test_unknown_goes_on_to_the_next_word_and_stays_shown() -> None:
    unknown = weakness(cvss("nvd", "3.1", 2.0), severity=Severity.UNKNOWN)
    assert rate(unknown, precedence=(RatingWord.SCANNER, RatingWord.NVD_3)).by is RatedBy.CLAIMED
    found = rate(weakness(severity=Severity.UNKNOWN))
    assert (found.rating, found.by) == ("Moderate", RatedBy.UNKNOWN)
    assert found.because == "Trivy gives no severity: taken as Moderate until a person rates it"


def test_of_several_cves_the_highest_counts() -> None:
    shelf = Shelf(nvd={A: (cvss("nvd", "3.1", 5.0),), B: (cvss("nvd", "2.0", 9.0),)})
    found = rate(weakness(cves=(A, B, C)), shelf)
    assert found.rating == "High"
    assert found.because == f"NVD CVSS v2.0 base score 9.0 of {B}, the highest of 3 CVEs (NVD file of 2026-11-20)"
    assert f"NVD has no score of {C}." in found.notes
    assert found.cvss == shelf.nvd[B]


def test_a_cve_that_nvd_rejected_is_told() -> None:
    found = rate(weakness(), Shelf(nvd={A: ()}, rejected=(A,)))
    assert f"NVD has rejected {A} (file of 2026-11-20)." in found.notes
    assert found.by is RatedBy.SCANNER


def test_critical_stays_high_with_a_note() -> None:
    by_scanner = rate(weakness(severity=Severity.CRITICAL))
    assert by_scanner.rating == "High"
    assert by_scanner.notes == ("The scanner rates it Critical; FedRAMP's template knows High as its highest rating.",)
    by_score = rate(weakness(cvss("nvd", "3.1", 9.8, V98)))
    assert by_score.notes == ("By its base score it is Critical; FedRAMP's template knows High as its highest rating.",)
    assert rate(weakness(cvss("nvd", "2.0", 10.0))).notes == (), "version 2 has no Critical"


def test_a_missing_score_is_computed_from_its_vector() -> None:
    found = rate(weakness(cvss("nvd", "3.1", None, V98), severity=Severity.LOW))
    assert (found.rating, found.by) == ("High", RatedBy.CLAIMED)
    assert found.because.startswith("NVD CVSS v3.1 base score 9.8, computed from its vector, as the scan file gives it")


def test_faulty_vectors_are_kept_and_told() -> None:
    scores = (cvss("nvd", "3.1", 5.0, V98), cvss("ghsa", "3.1", 7.0, "CVSS:3.1/AV:Z"), cvss("redhat", "3.1", 9.8, V98))
    found = rate(weakness(*scores))
    assert found.cvss == scores
    assert found.notes == (
        "The scanner's own severity is higher: HIGH.",
        "The CVSS v3.1 base score 5.0 that NVD gives does not fit its vector, which makes 9.8.",
        "The CVSS v3.1 vector that ghsa gives cannot be parsed: CVSS:3.1/AV:Z.",
    )


def test_many_faults_are_counted() -> None:
    found = rate(weakness(*(cvss(f"s{number}", "3.1", 7.0, "no") for number in range(9))))
    assert found.notes[-1] == "6 more CVSS vectors are faulty."
    assert len(found.notes) == 4


def test_the_catalogue_in_the_workspace_gives_the_due_date() -> None:
    theirs, ours = date(2026, 12, 24), date(2026, 12, 1)
    found = rate(weakness(cves=(A, B), known_exploited=theirs), Shelf(exploited={B: ours}))
    assert found.known_exploited == ours
    assert found.notes == (
        f"CISA's catalog of known exploited vulnerabilities (file of 2026-11-20) lists {B}, due 2026-12-01.",
    )
    absent = rate(weakness(known_exploited=theirs), Shelf(exploited={}))
    assert absent.known_exploited == theirs, "never later than somebody said"
    assert absent.notes == (
        "CISA's due date is as the scan file gives it; the catalog of 2026-11-20 does not list this weakness.",
    )
    assert rate(weakness(known_exploited=theirs)).notes == ()


def test_the_highest_estimate_is_kept() -> None:
    found = rate(weakness(cves=(A, B)), Shelf(estimates={A: "0.00009", B: "0.12"}))
    assert found.epss is not None
    assert (found.epss.cve, found.epss.score) == (B, "0.12")
    assert rate(weakness()).epss is None


@pytest.mark.parametrize("kept", [1, 1 << 12])
def test_what_was_rated_before_changes_no_rating(kept: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One rater for all weaknesses of a ledger, however much it remembers, and a new one for each."""
    monkeypatch.setattr(rating, "_KEPT", kept)
    scores = ((), (cvss("nvd", "3.1", 7.5, V75),), (cvss("nvd", "3.1", 7.5, V98),), (cvss("redhat", "3.1", 7.5, V75),))
    rows = [
        structs.replace(weakness(*some, severity=severity, cves=cves, known_exploited=due), scanner=scanner)
        for some in scores
        for severity in (Severity.CRITICAL, Severity.LOW, Severity.UNKNOWN)
        for cves in ((), (A,), (B, C))
        for due in (None, date(2026, 12, 1))
        for scanner in ("Trivy", "Grype")
    ]
    for content in (
        NoContent(),
        Shelf(nvd={A: (cvss("nvd", "3.1", 9.8, V98),)}, exploited={B: date(2026, 12, 24)}, estimates={C: "0.1"}),
    ):
        one = Rater(FEDRAMP_REV5, content)
        assert [one.rate(row) for row in (*rows, *rows)] == [rate(row, content) for row in (*rows, *rows)]
