"""Trivy Operator's reports: custom resources of a cluster, as `kubectl get vulnerabilityreports -A -o json` prints them.

One resource, a Kubernetes list of them, a bare list, or all kinds in one object by the names of their definitions. An SBOM
report says what an image holds and nothing of weaknesses: alone it is not a scan that looked.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Scanner, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans.code_results import is_object
from generator.parsers.scans.dates import earliest_of, moment
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.trivy_operator_fold import ResourceFold
from generator.parsers.scans.trivy_operator_wire import TrivyOperatorReport, TrivyOperatorResource, TrivyOperatorStatus

_GROUP = "aquasecurity.github.io"
_MONITOR = "Trivy Operator"
_NOTHING = "the file holds no report"
_NO_FINDINGS = "objects without a report that lists findings: {kinds}"
_DEVELOPMENT = "dev"


class _TrivyOperatorKind(msgspec.Struct, rename="camel"):
    api_version: object = None
    kind: object = None


def recognizes(document: Document) -> bool:
    """A Kubernetes list of other objects as well is an inventory, not a scan."""
    if _is_by_definition(document):
        return True
    members = document.members
    if not (document.items or "items" in members or "kind" in members) or _GROUP.encode() not in document.data:
        return False
    if "items" not in document.members:
        return _is_report(document, document.first_members or document.members)
    try:
        kinds = [document.decode(raw, _TrivyOperatorKind) for _, raw in _resources(document) if is_object(raw)]
    except ParseError:
        return False
    return all(_in_group(kind.api_version) for kind in kinds) if kinds else _is_report(document, document.members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    resources_read = [(place, _decoded(document, raw, place)) for place, raw in _resources(document)]
    reports = [resource.report or TrivyOperatorReport() for _, resource in resources_read]
    accumulator = ScanAccumulator(evidence, Scanner(name="Trivy", version=_version(reports)))
    resources = ResourceFold(accumulator, evidence)
    looked, without = 0, Counter[str]()
    for place, resource in resources_read:
        if resources.fold(resource, place):
            looked += 1
        else:
            without[resource.kind or "null"] += 1
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(without.items()))
    because = _NO_FINDINGS.format(kinds=kinds) if kinds else None if looked else _NOTHING
    snapshot = accumulator.finish(_taken(resource for _, resource in resources_read), assessed=looked > 0, because=because)
    return replace(snapshot, monitor=_MONITOR)


def _is_by_definition(document: Document) -> bool:
    """One list for each definition: `vulnerabilityreports.aquasecurity.github.io`."""
    names = list(document.members)
    return bool(names) and all(name.endswith(f".{_GROUP}") for name in names)


def _is_report(document: Document, raw: Mapping[str, msgspec.Raw]) -> bool:
    if "kind" not in raw or "apiVersion" not in raw:
        return False
    return _in_group(document.decode(raw["apiVersion"], object))


def _in_group(version: object) -> bool:
    return isinstance(version, str) and version.startswith(f"{_GROUP}/")


def _resources(document: Document) -> Iterator[tuple[str, msgspec.Raw | bytes]]:
    """Every resource with its JSON pointer."""
    if document.container is FileContainer.JSON_LINES:
        yield from ((f"line {number}", line) for number, line in enumerate(document.data.splitlines(), 1) if line.strip())
    elif document.items:
        yield from ((f"/{index}", raw) for index, raw in enumerate(document.items))
    elif _is_by_definition(document):
        for name, raw in document.members.items():
            yield from _listed(document, raw, f"/{name}")
    else:
        yield from _listed(document, msgspec.Raw(document.data), "")


def _listed(document: Document, raw: msgspec.Raw, place: str) -> Iterator[tuple[str, msgspec.Raw | bytes]]:
    """Those of a bare list, of a Kubernetes list, or the one."""
    items = document.members_of(raw).get("items")
    if items is None and bytes(memoryview(raw)[:64]).lstrip()[:1] != b"[":
        yield place, raw
        return
    inside = place if items is None else f"{place}/items"
    entries = document.decode(raw if items is None else items, list[msgspec.Raw], place=inside)
    yield from ((f"{inside}/{index}", entry) for index, entry in enumerate(entries))


def _decoded(document: Document, raw: msgspec.Raw | bytes, place: str) -> TrivyOperatorResource:
    """`null` is a resource that says nothing."""
    return (
        TrivyOperatorResource() if bytes(raw).strip() == b"null" else document.decode(raw, TrivyOperatorResource, place=place)
    )


def _version(reports: Iterable[TrivyOperatorReport]) -> str | None:
    """The one that all reports name; a development build says only that it is one."""
    versions = {report.scanner.version for report in reports if report.scanner and report.scanner.version}
    named = versions - {_DEVELOPMENT} or versions
    return next(iter(named)) if len(named) == 1 else None


def _taken(resources: Iterable[TrivyOperatorResource]) -> datetime | None:
    """When the oldest of the reports was made."""
    return earliest_of(map(_updated, resources))


def _updated(resource: TrivyOperatorResource) -> datetime | None:
    text = (resource.report or TrivyOperatorReport()).update_timestamp or (
        resource.status or TrivyOperatorStatus()
    ).update_timestamp
    return moment(text) or moment(resource.meta.creation_timestamp)
