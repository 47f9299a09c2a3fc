"""Reports of linters of Dockerfiles, out of the scans that a day may see.

A linter is run once for each Dockerfile or once for all of them, and a clean one leaves no name: all files of the newest day of
a tool count together.
"""

from collections.abc import Sequence

from generator.model.operation import LintRun
from generator.model.scan import Disposition, ResultKind, ScanSnapshot, Severity
from generator.model.snapshot import age_of, moment_of

_LINTERS = frozenset({"Hadolint"})
_SERIOUS = (Severity.HIGH, Severity.MODERATE)
"""Errors and warnings."""


def lint_runs(scans: Sequence[ScanSnapshot]) -> tuple[LintRun, ...]:
    """Sorted by tool and path."""
    found = [one for one in scans if one.scanner.name in _LINTERS]
    newest: dict[str, str] = {}
    for one in found:
        newest[one.scanner.name] = max(newest.get(one.scanner.name, ""), age_of(one)[0][:10])
    counted = (_run(one) for one in found if age_of(one)[0][:10] == newest[one.scanner.name])
    return tuple(sorted(counted, key=lambda one: (one.tool, one.source.path)))


def _run(snapshot: ScanSnapshot) -> LintRun:
    seen = [one for one in snapshot.sightings if one.kind is ResultKind.MISCONFIGURATION]
    open_ = [one for one in seen if one.disposition is Disposition.OPEN]
    return LintRun(
        tool=snapshot.scanner.name,
        taken=moment_of(snapshot),
        broken=tuple(sorted((one.identifier, one.entries) for one in open_ if one.severity in _SERIOUS)),
        lesser=sum(one.entries for one in open_ if one.severity not in _SERIOUS),
        unread=any(one.disposition is Disposition.ERROR for one in seen),
        looked=snapshot.assessed,
        source=snapshot.evidence.source,
    )
