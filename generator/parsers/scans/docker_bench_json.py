"""Docker Bench for Security: the JSON log of the CIS Docker Benchmark's checks on one host.

https://github.com/docker/docker-bench-security: PASS, WARN (the check failed), INFO (what was found, without a verdict) and
NOTE (a person must look). It knows no severities and does not name the host.
"""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceFile
from generator.model.scan import (
    BenchmarkRun,
    Disposition,
    Scanner,
    ScanResult,
    ScanSnapshot,
    ScanTarget,
    TargetKind,
)
from generator.parsers.document import Document
from generator.parsers.scans.dates import epoch_moment
from generator.parsers.scans.entries import fold, misconfiguration_of
from generator.parsers.scans.tally import ScanAccumulator

_DISPOSITIONS = {"PASS": Disposition.PASSED, "INFO": Disposition.MANUAL, "NOTE": Disposition.MANUAL}
"""All others are open."""
_BENCHMARK = BenchmarkRun(name="CIS Docker Benchmark")
_NO_VERDICT = "no check in the log has a verdict"


class _DockerBenchCheck(msgspec.Struct):
    id: str | None = None
    desc: str | None = None
    result: str | None = None
    details: str | None = None
    remediation: str | None = None

    @property
    def word(self) -> str:
        """How it ended, in capitals."""
        return (self.result or "").upper()


class _DockerBenchSection(msgspec.Struct):
    results: tuple[_DockerBenchCheck | None, ...] | None = None


class _DockerBenchLog(msgspec.Struct):
    dockerbenchsecurity: str | None = None
    start: float | None = None
    end: float | None = None
    checks: int | None = None
    tests: tuple[_DockerBenchSection | None, ...] | None = None

    def listed(self) -> Iterator[_DockerBenchCheck | None]:
        """Every check of every section."""
        for section in self.tests or ():
            if section:
                yield from section.results or ()


def recognizes(document: Document) -> bool:
    return {"dockerbenchsecurity", "tests"} <= set(document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    log = document.decode(document.data, _DockerBenchLog)
    accumulator = ScanAccumulator(evidence, Scanner(name="Docker Bench for Security", version=log.dockerbenchsecurity))
    target = accumulator.stated(TargetKind.HOST)
    for index, section in enumerate(log.tests or ()):
        checks = section.results if section else None
        fold(accumulator, checks, f"/tests/{index}/results", lambda check, place: _result(check, target, place))
    accumulator.counts.compare("check", stated=log.checks, listed=sum(1 for _ in log.listed()))
    judged = any(check and check.word in ("PASS", "WARN") for check in log.listed())
    taken = epoch_moment(log.end) or epoch_moment(log.start)
    snapshot = accumulator.finish(taken, failure=None if judged else _NO_VERDICT)
    return replace(snapshot, benchmarks=(_BENCHMARK,))


def _result(check: _DockerBenchCheck, target: ScanTarget, place: str) -> ScanResult | None:
    return misconfiguration_of(
        check.id,
        target,
        place,
        disposition=_DISPOSITIONS.get(check.word, Disposition.OPEN),
        native_status=check.result or "",
        title=check.desc,
        description=check.details,
        solution=check.remediation or "",
    )
