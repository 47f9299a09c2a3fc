"""Folds controls of the Heimdall Data Format: the verdict on each, from its tests, its impact and its waiver.

Tags are free: whoever writes a profile may put anything there, so that they are taken as they come. `code`, `message` and
`backtrace` are not read: they quote the system.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    BenchmarkRun,
    Disposition,
    ResultKind,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    Severity,
    TargetKind,
)
from generator.parsers.late_patterns import late_re
from generator.parsers.scans import target as targets
from generator.parsers.scans.cvss_scores import number
from generator.parsers.scans.dates import day, latest_of, moment
from generator.parsers.scans.entries import aliases, controls
from generator.parsers.scans.hosts import other_names
from generator.parsers.scans.scan_quality import configuration
from generator.parsers.scans.severity import severity
from generator.parsers.scans.tally import EMPTY_ENTRY, NO_IDENTIFIER, ScanAccumulator

_OFFSET = late_re(r" (?=[+-]\d\d:?\d\d$)")
"""InSpec 1 wrote `2017-09-22 14:12:44 -0400`."""
_CVE = late_re(r"CVE-\d{4}-\d{4,}")
_CONVERTER = "heimdall"
_SCANNER = "InSpec"
_KINDS = {"aws": TargetKind.CLOUD, "azure": TargetKind.CLOUD, "gcp": TargetKind.CLOUD, "k8s": TargetKind.CLUSTER}
_IMPACTS = ((0.9, Severity.CRITICAL), (0.7, Severity.HIGH), (0.4, Severity.MODERATE), (0.1, Severity.LOW))
"""https://docs.chef.io/inspec/profiles/controls/: lower bounds."""
_DISPOSITIONS = {
    "failed": Disposition.OPEN,
    "passed": Disposition.PASSED,
    "skipped": Disposition.MANUAL,
    "error": Disposition.ERROR,
    "": Disposition.ERROR,
}
_WORST = ("failed", "error", "passed", "skipped")
"""Which of several tests decides: a control with one passed test and one skipped one is taken as passed, as Heimdall does."""
_NO_CONTROLS = "the file holds no controls"


class _HdfTest(msgspec.Struct):
    """One test of a control."""

    status: str | None = None
    start_time: str | None = None
    backtrace: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET

    def word(self) -> str:
        """What the test came to: a test that was interrupted is an error, whatever else it says."""
        broken = self.backtrace is not msgspec.UNSET and bytes(self.backtrace) not in {b"null", b"[]"}
        return "error" if broken else (self.status or "").lower()

    def started(self) -> datetime | None:
        """When it ran."""
        return moment(_OFFSET.sub("", self.start_time.strip())) if self.start_time else None


class _HdfWaiver(msgspec.Struct):
    """Somebody accepts that the control fails."""

    justification: str | None = None
    expiration_date: str | None = None
    skipped_due_to_waiver: bool | str | None = None

    def holds(self, when: datetime | None) -> bool:
        """Is it in force? An empty object is no waiver, and one that ran out before the test does not count."""
        if not (self.justification or self.expiration_date or self.skipped_due_to_waiver):
            return False
        ends = day(self.expiration_date)
        return ends is None or when is None or when.date() <= ends


class _HdfDescription(msgspec.Struct):
    label: str | None = None
    data: str | None = None


class HdfControl(msgspec.Struct):
    """One control. `tags` is named `control_tags` in lines."""

    id: str | None = None
    title: str | None = None
    desc: str | None = None
    description: str | None = None
    descriptions: tuple[_HdfDescription | None, ...] | dict[str, str | None] | None = None
    impact: int | float | str | None = None
    tags: Any = None
    control_tags: Any = None
    results: tuple[_HdfTest | None, ...] | None = None
    waiver_data: _HdfWaiver | None = None

    def tests(self) -> list[_HdfTest]:
        """Its tests; none where another profile holds them."""
        return [test for test in self.results or () if test]

    def tag(self, name: str) -> tuple[str, ...]:
        """The words under a tag, which may hold one or many."""
        tags = self.tags or self.control_tags
        value = tags.get(name) if isinstance(tags, dict) else None
        several = value if isinstance(value, list) else [value]
        return tuple(word.strip() for word in several if isinstance(word, str) and word.strip())

    def labeled(self, label: str) -> str:
        """A text by its label."""
        texts = self.descriptions
        if isinstance(texts, dict):
            return texts.get(label) or ""
        return next((text.data or "" for text in texts or () if text and text.label == label), "")

    def cves(self) -> tuple[str, ...]:
        """CVEs that the control is named for or tagged with."""
        names = (self.id or "", *self.tag("cve"), *self.tag("cves"))
        return tuple(sorted({name for name in names if _CVE.fullmatch(name)}))

    def names(self) -> tuple[str, ...]:
        """Other names of the control: its ids in the STIG."""
        names = (*self.tag("rid"), *self.tag("gid"), *self.tag("stig_id"))
        return tuple(dict.fromkeys(name for name in names if name != self.id))


class HdfPlatform(msgspec.Struct):
    """What the tests ran on; for a converted report the converter."""

    name: str | None = None
    release: str | None = None
    target_id: str | None = None


class HdfFold:
    """What has been read of one file."""

    def __init__(
        self, evidence: EvidenceFile, platform: HdfPlatform, version: str | None, *, names: tuple[str, ...] = ()
    ) -> None:
        self._evidence = evidence
        self._names = names
        name = platform.name or ""
        self._converted = converted = _CONVERTER in name.lower()
        self._profiles: set[tuple[str, str, str]] = set()
        self._benchmarks: set[BenchmarkRun] = set()
        self._accumulator = ScanAccumulator(evidence, Scanner(name=name if converted else _SCANNER, version=version or None))
        self._platform = platform
        self._targets: dict[tuple[str | None, str | None, str | None], ScanTarget] = {}
        self._words: list[str] = []
        self._times: list[datetime] = []
        self.on(platform)

    def on(self, platform: HdfPlatform) -> None:
        """The controls that follow ran on this."""
        key = (platform.name, platform.release, platform.target_id)
        self._target = self._targets.setdefault(key, _target(platform, self._evidence, self._names))
        self._accumulator.target(self._target)

    def profile(self, name: str, version: str, sha256: str) -> None:
        """A profile that was run: together with the others its configuration.

        Converters write a checksum of the results there, so that of a converted report nothing is taken.
        """
        if name:
            self._benchmarks.add(BenchmarkRun(name=name, version=version))
        if sha256 and not self._converted:
            self._profiles.add((name, version, sha256))

    def compare(self, stated: int | None, listed: int) -> None:
        """Hold the report's own number of controls against those in its profiles."""
        self._accumulator.counts.compare("control", stated=stated, listed=listed)

    def add(self, control: HdfControl | None, place: str, *, base: Mapping[str, HdfControl] | None = None) -> None:
        """Count and fold one control. `base` holds the same controls of the profiles that this one is laid over."""
        if control is None or not control.id:
            self._accumulator.drop(NO_IDENTIFIER if control else EMPTY_ENTRY)
            return
        tests = control.tests()
        if not tests and base and control.id in base:
            tests = base[control.id].tests()
        word = _word(tests)
        when = latest_of(test.started() for test in tests)
        self._words.append(word)
        self._times += [when] if when else []
        impact = _impact(control.impact)
        cves = control.cves()
        self._accumulator.add(
            ScanResult(
                kind=ResultKind.VULNERABILITY if cves else ResultKind.MISCONFIGURATION,
                identifier=control.id,
                target=self._target,
                severity=_severity(impact, control),
                native_severity="" if control.impact is None else str(control.impact),
                disposition=_disposition(word, impact, waived=bool(control.waiver_data and control.waiver_data.holds(when))),
                native_status=word,
                title=control.title or "",
                description=control.desc or control.description or control.labeled("default"),
                solution=next(iter(control.tag("fix")), "") or control.labeled("fix"),
                cves=cves,
                aliases=aliases(control.id, *control.names()),
                controls=controls(*control.tag("nist")),
                place=place,
            )
        )

    def finish(self) -> ScanSnapshot:
        """The snapshot: assessed where at least one control was tested."""
        because = None if self._words else _NO_CONTROLS
        if self._words and not any(word in {"failed", "passed"} for word in self._words):
            because = f"none of the {len(self._words)} controls was tested: all were skipped or interrupted"
        taken, profiles = max(self._times, default=None), configuration(self._profiles)
        snapshot = self._accumulator.finish(taken, assessed=because is None, because=because, configuration=profiles)
        return replace(snapshot, benchmarks=tuple(sorted(self._benchmarks)))


def _word(tests: Sequence[_HdfTest]) -> str:
    words = {test.word() for test in tests}
    return next((word for word in _WORST if word in words), min(words, default=""))


def _disposition(word: str, impact: float | None, *, waived: bool) -> Disposition:
    """Impact 0 says that a control does not apply, but hides neither a failed test nor a passed one.

    Converters have written impact 0 for severities that they did not know (mitre/heimdall2 issue 8611).
    """
    disposition = _DISPOSITIONS.get(word, Disposition.OPEN)
    if waived and disposition is not Disposition.PASSED:
        return Disposition.SUPPRESSED
    return Disposition.NOT_APPLICABLE if disposition is Disposition.MANUAL and impact == 0 else disposition


def _impact(written: float | str | None) -> float | None:
    return number(written) if isinstance(written, str) else written


def _severity(impact: float | None, control: HdfControl) -> Severity:
    """By the impact, which an overlay may have changed; where that is 0 or absent by the word that the profile's tags hold."""
    if impact is not None and impact > 0:
        return next((level for least, level in _IMPACTS if impact >= least), Severity.INFORMATIONAL)
    words = (*control.tag("severity"), control.impact if isinstance(control.impact, str) else "")
    return next((level for level in map(severity, words) if level is not Severity.UNKNOWN), Severity.UNKNOWN)


def _target(platform: HdfPlatform, evidence: EvidenceFile, names: tuple[str, ...]) -> ScanTarget:
    """By the platform, else by what a checklist calls its host, the first of `names`."""
    name = (platform.name or "").lower()
    kind = _KINDS.get(name, TargetKind.HOST)
    system = f"{platform.name or ''} {platform.release or ''}".strip() if kind is TargetKind.HOST else ""
    written = platform.target_id or next(iter(names), "")
    named = targets.named(written, kind, evidence)
    others = other_names(named.name, *names)
    return replace(named, os_name=None if _CONVERTER in name else system or None, other_names=others)
