"""detect-secrets' baseline: `detect-secrets scan`, versions 0.12 to 1.5, audited or not.

https://github.com/Yelp/detect-secrets, `core/baseline.py`. `is_secret` is what a person said in `detect-secrets audit`: false
is a false positive, which stays visible. The hash of a secret is not read: a short secret can be found again from it.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, Scanner, ScanResult, ScanSnapshot, ScanTarget, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.dates import moment
from generator.parsers.scans.entries import escaped, fold, secret_of
from generator.parsers.scans.scan_quality import configuration, settings
from generator.parsers.scans.secret_place import scope
from generator.parsers.scans.tally import ScanAccumulator

_NO_PLUGINS = "no detector was switched on"


class _DetectSecretsSecret(msgspec.Struct, gc=False):
    type: str | None = None
    line_number: int | None = None
    is_verified: bool | None = None
    is_secret: bool | None = None

    def status(self) -> str:
        """What a person said, else whether it was tried and works."""
        if self.is_secret is not None:
            return "audited: secret" if self.is_secret else "audited: false positive"
        return "verified" if self.is_verified else "unverified"


class _DetectSecretsBaseline(msgspec.Struct):
    version: str | None = None
    plugins_used: tuple[Any, ...] | None = None
    filters_used: Any = None
    results: dict[str, tuple[_DetectSecretsSecret | None, ...] | None] | None = None
    generated_at: str | None = None


def recognizes(document: Document) -> bool:
    """A baseline, or of it the secrets by file."""
    members = document.members
    lists = document.members_of(members.get("results")).values()
    return {"plugins_used", "results"}.issubset(members) or any("hashed_secret" in document.first_keys(raw) for raw in lists)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    baseline = document.decode(document.data, _DetectSecretsBaseline)
    accumulator = ScanAccumulator(evidence, Scanner(name="detect-secrets", version=baseline.version or None))
    target = accumulator.stated(TargetKind.REPOSITORY)
    for file, secrets in (baseline.results or {}).items():
        fold(accumulator, secrets, f"/results/{escaped(file)}", partial(_result, file=file, target=target))
    looked = any(baseline.plugins_used or ()) or any((baseline.results or {}).values())
    failure, made_with = None if looked else _NO_PLUGINS, configuration(_settings(baseline))
    return accumulator.finish(moment(baseline.generated_at), failure=failure, configuration=made_with)


def _settings(baseline: _DetectSecretsBaseline) -> Iterator[tuple[str, str]]:
    """Plug-ins and filters with their settings."""
    yield from settings("plug-in", list(baseline.plugins_used or ()))
    yield from settings("filter", baseline.filters_used)


def _result(secret: _DetectSecretsSecret, place: str, *, file: str, target: ScanTarget) -> ScanResult | None:
    return secret_of(
        secret.type,
        target,
        place,
        disposition=Disposition.SUPPRESSED if secret.is_secret is False else Disposition.OPEN,
        native_status=secret.status(),
        scope=scope(file, secret.line_number),
        title=secret.type,
    )
