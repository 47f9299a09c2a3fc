"""What Kubescape writes: a posture report of version 2, and its summary alone.

https://github.com/kubescape/opa-utils, `reporthandling/v2` and `reporthandling/results/v1`. A status is a word, or an object
that holds one; `resources` (whole objects, secrets among them) is never decoded.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from generator.model.scan import Disposition
from generator.parsers.scans.entries import joined
from generator.parsers.scans.scan_quality import setting, settings

_PASSED = {"w/exceptions": Disposition.SUPPRESSED, "ignored": Disposition.SUPPRESSED, "irrelevant": Disposition.NOT_APPLICABLE}
_SKIPPED = {"requires review": Disposition.MANUAL, "manual review": Disposition.MANUAL, **_PASSED}
_OTHERS = {
    "": Disposition.ERROR,
    "error": Disposition.ERROR,
    "excluded": Disposition.SUPPRESSED,
    "ignored": Disposition.SUPPRESSED,
    "irrelevant": Disposition.NOT_APPLICABLE,
}


class KubescapeStatus(msgspec.Struct, rename="camel", gc=False):
    """`failed`; `skipped` with `configuration` …"""

    status: str | None = None
    sub_status: str | None = None
    info: str | None = None

    def words(self) -> str:
        """`passed/irrelevant`."""
        return joined("/", self.status, self.sub_status)

    def disposition(self) -> Disposition:
        """A pass by exception is none; what was skipped was not looked at; an unknown word stays open."""
        status, sub = (self.status or "").lower(), (self.sub_status or "").lower()
        if status == "failed":
            return Disposition.SUPPRESSED if sub == "w/exceptions" else Disposition.OPEN
        if status == "passed":
            return _PASSED.get(sub, Disposition.PASSED)
        if status == "skipped":
            return _SKIPPED.get(sub, Disposition.ERROR)
        return _OTHERS.get(status, Disposition.OPEN)


class KubescapeFixPath(msgspec.Struct, gc=False):
    """What to set to which value."""

    path: str | None = None
    value: str | None = None


class KubescapeRulePath(msgspec.Struct, rename="camel"):
    """Where in the object a rule failed."""

    failed_path: str | None = None
    review_path: str | None = None
    delete_path: str | None = None
    fix_path: KubescapeFixPath | None = None

    def where(self) -> str | None:
        """The place, whichever key holds it."""
        return self.failed_path or self.review_path or self.delete_path


class KubescapeRule(msgspec.Struct):
    """A rule of a control, on one object."""

    paths: tuple[KubescapeRulePath | None, ...] | None = None


class KubescapeControl(msgspec.Struct, rename="camel"):
    """A control on one object, or summed over all."""

    control_id: str | None = msgspec.field(default=None, name="controlID")
    name: str | None = None
    raw_status: KubescapeStatus | str | None = msgspec.field(default=None, name="status")
    status_info: KubescapeStatus | None = None
    score_factor: float | None = None
    rules: tuple[KubescapeRule | None, ...] | None = None

    @property
    def status(self) -> KubescapeStatus:
        """The fuller of the two that a summary holds."""
        if isinstance(self.raw_status, KubescapeStatus):
            return self.raw_status
        info = self.status_info or KubescapeStatus()
        return info if info.status else KubescapeStatus(status=self.raw_status, sub_status=info.sub_status, info=info.info)

    def paths(self) -> list[KubescapeRulePath]:
        """Every place where a rule of the control failed."""
        return [path for rule in self.rules or () if rule for path in rule.paths or () if path]


class KubescapeObjectResult(msgspec.Struct):
    """All controls on one object."""

    resource_id: str | None = msgspec.field(default=None, name="resourceID")
    controls: tuple[KubescapeControl | None, ...] | None = None


class KubescapeSummary(msgspec.Struct):
    """Every control summed over all objects."""

    controls: dict[str, KubescapeControl | None] | None = None


class _KubescapeNamed(msgspec.Struct, rename="camel", gc=False):
    context_name: str | None = None
    file_path: str | None = None
    base_path: str | None = None
    chart_name: str | None = None
    repo: str | None = None


class _KubescapeTargetMetadata(msgspec.Struct, rename="camel"):
    cluster_context_metadata: _KubescapeNamed | None = None
    file_context_metadata: _KubescapeNamed | None = None
    directory_context_metadata: _KubescapeNamed | None = None
    helm_context_metadata: _KubescapeNamed | None = None
    git_repo_context_metadata: _KubescapeNamed | None = None


class _KubescapeScanMetadata(msgspec.Struct, rename="camel"):
    kubescape_version: str | None = None
    target_type: Any = None
    target_names: Any = None
    excluded_namespaces: Any = None
    include_namespaces: Any = None


class _KubescapeMetadata(msgspec.Struct, rename="camel"):
    target_metadata: _KubescapeTargetMetadata | None = None
    scan_metadata: _KubescapeScanMetadata | None = None


class KubescapeReport(msgspec.Struct, rename="camel"):
    generation_time: str | None = None
    cluster_name: str | None = None
    summary_details: KubescapeSummary | None = None
    results: tuple[KubescapeObjectResult | None, ...] | None = None
    metadata: _KubescapeMetadata | None = None

    def version(self) -> str | None:
        """Kubescape's own."""
        scan = self.metadata.scan_metadata if self.metadata else None
        return (scan.kubescape_version if scan else None) or None

    def settings(self) -> Iterator[tuple[str, str]]:
        """What was asked for: frameworks or controls, and the namespaces left out or chosen."""
        scan = (self.metadata.scan_metadata if self.metadata else None) or _KubescapeScanMetadata()
        yield from settings(f"asked for: {setting(scan.target_type)}", scan.target_names)
        yield from settings("namespace left out", scan.excluded_namespaces)
        yield from settings("namespace", scan.include_namespaces)

    def cluster(self) -> str | None:
        """The cluster's name, or that of the context that led to it."""
        context = self._targets().cluster_context_metadata
        return self.cluster_name or (context.context_name if context else None) or None

    def files(self) -> str | None:
        """What was scanned where it is no cluster: a file, folder, chart or repository."""
        targets = self._targets()
        parts = (
            targets.file_context_metadata,
            targets.directory_context_metadata,
            targets.helm_context_metadata,
            targets.git_repo_context_metadata,
        )
        names = (part.file_path or part.base_path or part.chart_name or part.repo for part in parts if part)
        return next((name for name in names if name), None)

    def _targets(self) -> _KubescapeTargetMetadata:
        return (self.metadata.target_metadata if self.metadata else None) or _KubescapeTargetMetadata()
