"""zizmor's report of GitHub Actions workflows: `zizmor --format json` and `json-v1`.

https://docs.zizmor.sh/usage/#json; severities Informational, Low, Medium, High. Rows and columns count from zero.
"""

import msgspec

from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot, ScanTarget
from generator.parsers.document import Document
from generator.parsers.scans.code_results import at, fold_entries, is_clean_list, repository
from generator.parsers.scans.entries import misconfiguration_of
from generator.parsers.scans.tally import ScanAccumulator

_ENTRY = {"ident", "determinations", "locations"}


class _ZizmorPoint(msgspec.Struct, gc=False):
    row: int | None = None
    column: int | None = None


class _ZizmorSpan(msgspec.Struct, gc=False):
    start: _ZizmorPoint | None = msgspec.field(name="start_point", default=None)


class _ZizmorConcrete(msgspec.Struct, gc=False):
    location: _ZizmorSpan | None = None


class _ZizmorFile(msgspec.Struct, gc=False):
    verbatim_path: str | None = None
    given_path: str | None = None


class _ZizmorRemote(msgspec.Struct, gc=False):
    path: str | None = None


class _ZizmorKey(msgspec.Struct, gc=False):
    local: _ZizmorFile | None = msgspec.field(name="Local", default=None)
    remote: _ZizmorRemote | None = msgspec.field(name="Remote", default=None)


class _ZizmorSymbolic(msgspec.Struct, gc=False):
    key: _ZizmorKey | None = None
    annotation: str | None = None
    kind: str | None = None


class _ZizmorLocation(msgspec.Struct, gc=False):
    symbolic: _ZizmorSymbolic | None = None
    concrete: _ZizmorConcrete | None = None


class _ZizmorJudged(msgspec.Struct, gc=False):
    severity: str | None = None


class _ZizmorEntry(msgspec.Struct, gc=False):
    ident: str | None = None
    desc: str | None = None
    determinations: _ZizmorJudged | None = None
    locations: tuple[_ZizmorLocation | None, ...] | None = None
    ignored: bool | None = None


def recognizes(document: Document) -> bool:
    return _ENTRY.issubset(document.first_members) or is_clean_list(document, "zizmor")


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "zizmor")
    target = accumulator.target(repository(evidence))
    fold_entries(document, accumulator, document.data, _ZizmorEntry, "", lambda entry, place: _result(entry, target, place))
    return accumulator.finish(None)


def _result(entry: _ZizmorEntry, target: ScanTarget, place: str) -> ScanResult | None:
    primary = _primary(entry)
    symbolic = primary.symbolic or _ZizmorSymbolic()
    return misconfiguration_of(
        entry.ident,
        target,
        place,
        word=entry.determinations.severity if entry.determinations else None,
        disposition=Disposition.SUPPRESSED if entry.ignored else Disposition.OPEN,
        native_status="ignored" if entry.ignored else "",
        scope=_scope(primary, symbolic.key or _ZizmorKey()),
        title=entry.desc,
        description=symbolic.annotation,
    )


def _primary(entry: _ZizmorEntry) -> _ZizmorLocation:
    """The place that zizmor calls the primary one, else the first."""
    places = [place for place in entry.locations or () if place]
    named = (place for place in places if place.symbolic and place.symbolic.kind == "Primary")
    return next(named, places[0] if places else _ZizmorLocation())


def _scope(place: _ZizmorLocation, key: _ZizmorKey) -> str:
    local, remote = key.local or _ZizmorFile(), key.remote or _ZizmorRemote()
    file = local.given_path or local.verbatim_path or remote.path
    span = place.concrete.location if place.concrete else None
    start = (span.start if span else None) or _ZizmorPoint()
    line = None if start.row is None else start.row + 1
    return at(file, line, f"column {start.column + 1}" if start.column is not None else None)
