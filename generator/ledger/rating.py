"""What a weakness is rated by.

FedRAMP Vulnerability Scanning Requirements, section 3: the CVSS version 3 base score in the latest National Vulnerability
Database, else its version 2 score, else the scanner's own rating. A workspace may hold a dated NVD file; then NVD decides for
itself. Without one, what a scan file calls NVD's score is taken and said to be unverified. A vendor's score is not NVD's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from generator.frameworks.base import Framework
from generator.ledger.cvss_vectors import Vectors, named
from generator.model.content import ContentLists, Exploitability, NvdRecord
from generator.model.facts import Weakness
from generator.model.rating import Rating
from generator.model.scan import Cvss, Severity
from generator.model.system import FEDRAMP_PRECEDENCE, RatingWord

_NVD = {RatingWord.NVD_4: "4", RatingWord.NVD_3: "3", RatingWord.NVD_2: "2"}
_VENDOR = {RatingWord.VENDOR_4: "4", RatingWord.VENDOR_3: "3", RatingWord.VENDOR_2: "2"}
"""Word to the first digit of the CVSS version."""
_CRITICAL = 9.0
"""CVSS v3.1 specification, section 5; v4.0, section 6. Version 2 knows no Critical."""
_MOST_NAMED, _KEPT = 3, 1 << 12


class RatedBy(StrEnum):
    """Source of a rating."""

    __hash__ = str.__hash__

    NVD = "nvd-verified"
    """NVD's own, from the NVD file in the workspace."""
    CLAIMED = "nvd-unverified"
    """NVD's as the scan file gives it."""
    VENDOR = "vendor"
    SCANNER = "scanner"
    REQUIREMENT = "requirement"
    """The severity of the requirement that is not met, of an item that a person accepted from the cross-check."""
    UNKNOWN = "unknown"
    """Not rated; the framework's assumption applies until a person rates it."""


class RatedWeakness(msgspec.Struct, frozen=True, kw_only=True):
    """The rating of one weakness, and what goes with it."""

    rating: Rating
    by: RatedBy
    because: str
    """What the rating rests on, in words: `NVD CVSS v3.1 base score 7.5 (NVD file of 2026-11-20)`."""
    notes: tuple[str, ...]
    """Sentences for the item's comments."""
    cvss: tuple[Cvss, ...]
    """The scores to show: NVD's own where the NVD file has them, and those of others as the scan file gives them."""
    known_exploited: date | None
    """CISA's due date."""
    epss: Exploitability | None


class _ScoreChoice(msgspec.Struct, frozen=True):
    """A score that decides, or could."""

    score: float
    cvss: Cvss
    record: NvdRecord | None
    """The NVD record it comes from; None where it comes from the scan file."""


@lru_cache(_KEPT)
def _one_text(given: str) -> str:
    """Thousands of items are rated by the same words: equal ones are one object."""
    return given


@lru_cache(_KEPT)
def _one_of_equal(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_one_text(sentence) for sentence in given)


class Rater:
    """Rates weaknesses. `precedence` is system.yaml's."""

    def __init__(
        self, framework: Framework, content: ContentLists, precedence: Sequence[RatingWord] = FEDRAMP_PRECEDENCE
    ) -> None:
        self._framework, self._content = framework, content
        self._words = tuple(dict.fromkeys((*precedence, RatingWord.SCANNER)))
        self._nvd_file, self._kev_file = content.dated("nvd"), content.dated("kev")
        self._has_epss = content.dated("epss") is not None
        self._scanners = {severity: framework.rating(severity, None) for severity in Severity}
        self._vectors = Vectors()
        self._by_reports: dict[tuple[object, ...], RatedWeakness] = {}
        """By all that a rating depends on where NVD's own file says nothing: thousands of items share some hundred of these."""

    def rate(self, weakness: Weakness) -> RatedWeakness:
        """The rating by the first word of the precedence that says anything."""
        records = [record for cve in weakness.cves if (record := self._content.scores(cve))] if self._nvd_file else []
        rated = self._rated(weakness, records) if records else self._by_report(weakness)
        (due, kev_notes), epss = self._known_exploited(weakness), self._epss(weakness)
        if due is None and epss is None:
            return rated
        return replace(rated, notes=_one_of_equal((*rated.notes, *kev_notes)), known_exploited=due, epss=epss)

    def _by_report(self, weakness: Weakness) -> RatedWeakness:
        scanners = weakness.scanner, weakness.severity, weakness.native_severities
        key = *scanners, weakness.cvss, bool(weakness.cves)
        rated = self._by_reports.get(key)
        if rated is None:
            if len(self._by_reports) == _KEPT:
                self._by_reports.clear()
            rated = self._by_reports[key] = self._rated(weakness, [])
        return rated

    def _rated(self, weakness: Weakness, records: Sequence[NvdRecord]) -> RatedWeakness:
        """By scores and severities alone; `records` are NVD's of its CVEs."""
        own = [own_score for record in records if (own_score := self._own(record))]
        word, choice = self._decide(weakness, own)
        rating = self._framework.rating(weakness.severity, choice.score if choice else None)
        cvss = _shown(weakness, own)
        return RatedWeakness(
            rating=rating,
            by=_by(weakness, choice),
            because=_one_text(self._because(weakness, word, choice)),
            notes=_one_of_equal(
                (
                    *self._about_severity(weakness, rating, choice),
                    *(_about_records(weakness, records, choice)),
                    *self._about_claims(weakness, word, choice),
                    *_some([fault for vector in cvss if (fault := self._vectors.fault(vector))]),
                )
            ),
            cvss=cvss,
            known_exploited=None,
            epss=None,
        )

    def _own(self, record: NvdRecord) -> tuple[RatingWord, _ScoreChoice] | None:
        """NVD's own score of a CVE, by the first word that it has one for."""
        for word in self._words:
            choice = self._best(record.scores, _NVD[word], record) if word in _NVD else None
            if choice:
                return word, choice
        return None

    def _best(self, scores: Iterable[Cvss], major: str, record: NvdRecord | None = None) -> _ScoreChoice | None:
        """The highest score of a CVSS version."""
        rows = [
            _ScoreChoice(score, cvss, record)
            for cvss in scores
            if cvss.version.startswith(major) and (score := self._vectors.score(cvss))
        ]
        return max(rows, key=lambda row: (row.score, row.cvss.version), default=None)

    def _decide(
        self, weakness: Weakness, own: Sequence[tuple[RatingWord, _ScoreChoice]]
    ) -> tuple[RatingWord, _ScoreChoice | None]:
        """Of several CVEs the highest score counts. What the scan file calls NVD's counts only where NVD's file has none."""
        for word in self._words:
            choice = None
            if word in _NVD and own:
                if any(word is rating_word for rating_word, _ in own):
                    choice = max((row for _, row in own), key=lambda row: row.score)
            elif word in _NVD:
                choice = self._best((cvss for cvss in weakness.cvss if cvss.source == "nvd"), _NVD[word])
            elif word in _VENDOR:
                choice = self._best((cvss for cvss in weakness.cvss if cvss.source != "nvd"), _VENDOR[word])
            elif weakness.severity is not Severity.UNKNOWN:
                return word, None
            if choice:
                return word, choice
        return RatingWord.SCANNER, None

    def _because(self, weakness: Weakness, word: RatingWord, choice: _ScoreChoice | None) -> str:
        if choice is None:
            return self._by_the_scanner(weakness, word)
        given = "" if choice.cvss.score is not None else ", computed from its vector,"
        text = f"{named(choice.cvss.source)} CVSS v{choice.cvss.version} base score {choice.score}{given}"
        if choice.record is not None:
            of = f" of {choice.record.cve}, the highest of {len(weakness.cves)} CVEs" if len(weakness.cves) > 1 else ""
            return f"{text}{of} (NVD file of {choice.record.dated.isoformat()})"
        if choice.cvss.source != "nvd":
            return f"{text} as the scan file gives it"
        if self._nvd_file is None:
            return f"{text} as the scan file gives it, not verified against an NVD file"
        own = f"the NVD file of {self._nvd_file.isoformat()} has no CVSS v{choice.cvss.version[:1]} score of its own"
        return f"{text} as the scan file gives it, not verified: {own}"

    def _by_the_scanner(self, weakness: Weakness, word: RatingWord) -> str:
        if weakness.severity is Severity.UNKNOWN:
            return f"{weakness.scanner} gives no severity: taken as Moderate until a person rates it"
        native = ", ".join(weakness.native_severities) or str(weakness.severity)
        in_nvd = any(rating_word in _NVD for rating_word in self._words[: self._words.index(word)])
        elsewhere = f" or in the NVD file of {self._nvd_file}" if self._nvd_file and weakness.cves else ""
        return f"{weakness.scanner} severity {native}" + (f" (no NVD score in the scan{elsewhere})" if in_nvd else "")

    def _about_severity(self, weakness: Weakness, rating: Rating, choice: _ScoreChoice | None) -> Iterable[str]:
        """FedRAMP's template has no Critical; and where a score rates lower than the scanner, the reader sees both."""
        scanners = self._scanners[weakness.severity]
        if weakness.severity is Severity.CRITICAL and rating == scanners:
            yield about_critical("The scanner rates it")
        elif choice and choice.score >= _CRITICAL and not choice.cvss.version.startswith("2"):
            yield about_critical("By its base score it is")
        if choice and weakness.severity is not Severity.UNKNOWN and scanners.is_above(rating):
            native = ", ".join(weakness.native_severities) or str(weakness.severity)
            yield f"The scanner's own severity is higher: {native}."

    def _about_claims(self, weakness: Weakness, word: RatingWord, choice: _ScoreChoice | None) -> Iterable[str]:
        """Where the scan file has another number for NVD's score than NVD."""
        if choice is None or choice.record is None:
            return
        scores = [cvss for cvss in weakness.cvss if cvss.source == "nvd"]
        rating_words = [rating_word for rating_word in self._words[: self._words.index(word) + 1] if rating_word in _NVD]
        claimed = next((best for rating_word in rating_words if (best := self._best(scores, _NVD[rating_word]))), None)
        if claimed and claimed.score != choice.score:
            yield f"The scan file gives NVD's CVSS v{claimed.cvss.version} base score as {claimed.score}."

    def _known_exploited(self, weakness: Weakness) -> tuple[date | None, tuple[str, ...]]:
        """CISA's due date: from the catalog in the workspace where it lists a CVE, else as the scan file gives it."""
        if self._kev_file is None:
            return weakness.known_exploited, ()
        listed = [entry for cve in weakness.cves if (entry := self._content.kev(cve))]
        if listed:
            first = min(listed, key=lambda entry: (entry.due, entry.cve))
            catalog = f"CISA's catalog of known exploited vulnerabilities (file of {first.dated.isoformat()})"
            return first.due, (f"{catalog} lists {first.cve}, due {first.due.isoformat()}.",)
        if weakness.known_exploited is None:
            return None, ()
        note = f"CISA's due date is as the scan file gives it; the catalog of {self._kev_file} does not list this weakness."
        return weakness.known_exploited, (note,)

    def _epss(self, weakness: Weakness) -> Exploitability | None:
        if not self._has_epss:
            return None
        exploitabilities = [exploitability for cve in weakness.cves if (exploitability := self._content.epss(cve))]
        return max(exploitabilities, key=lambda epss: (float(epss.score), epss.cve), default=None)


def about_critical(who: str) -> str:
    """The note that High stands for Critical."""
    return f"{who} Critical; FedRAMP's template knows High as its highest rating."


def _by(weakness: Weakness, choice: _ScoreChoice | None) -> RatedBy:
    if choice is None:
        return RatedBy.UNKNOWN if weakness.severity is Severity.UNKNOWN else RatedBy.SCANNER
    if choice.record is not None:
        return RatedBy.NVD
    return RatedBy.CLAIMED if choice.cvss.source == "nvd" else RatedBy.VENDOR


def _shown(weakness: Weakness, own: Sequence[tuple[RatingWord, _ScoreChoice]]) -> tuple[Cvss, ...]:
    best = max((choice for _, choice in own), key=lambda row: row.score, default=None)
    if best is None or best.record is None:
        return weakness.cvss
    return (*best.record.scores, *(cvss for cvss in weakness.cvss if cvss.source != "nvd"))


def _about_records(weakness: Weakness, records: Sequence[NvdRecord], choice: _ScoreChoice | None) -> Iterable[str]:
    """CVEs that NVD rejected, and CVEs that it says nothing of while another one of the weakness decides."""
    rejected = [record for record in records if record.rejected]
    if rejected:
        yield f"NVD has rejected {_named([record.cve for record in rejected])} (file of {rejected[0].dated.isoformat()})."
    if choice is None or choice.record is None:
        return
    rated: Mapping[str, NvdRecord] = {record.cve: record for record in records if record.scores or record.rejected}
    without = [cve for cve in weakness.cves if cve not in rated]
    if without:
        yield f"NVD has no score of {_named(without)}."


def _named(cves: Sequence[str]) -> str:
    more = f" and {len(cves) - _MOST_NAMED} more" if len(cves) > _MOST_NAMED else ""
    return f"{', '.join(cves[:_MOST_NAMED])}{more}"


def _some(faults: Sequence[str]) -> tuple[str, ...]:
    """A few of the faults of vectors; a comment is read by people."""
    distinct = tuple(dict.fromkeys(faults))
    more = (f"{len(distinct) - _MOST_NAMED} more CVSS vectors are faulty.",) if len(distinct) > _MOST_NAMED else ()
    return (*distinct[:_MOST_NAMED], *more)
