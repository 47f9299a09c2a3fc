"""Microsoft Defender for Endpoint: vulnerabilities of machines by its API, and its export in a ZIP archive with the
machines.

https://learn.microsoft.com/en-us/defender-endpoint/api/: `GET /api/vulnerabilities/machinesVulnerabilities` and the
export `SoftwareVulnerabilitiesByMachine`, as an answer or as JSON lines. The answer names machines by their ids; the
archive has `vulnerabilities/*.json`, and the names and addresses in `machines/*.json`.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.scan import Disposition, ScanResult, ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.scans import archive_parts
from generator.parsers.scans.dates_spelled import newest
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.hosts import HostTargets
from generator.parsers.scans.json_entry import JsonEntry, records, report
from generator.parsers.scans.tally import ScanAccumulator
from generator.parsers.scans.zip_damage import ZIP_DAMAGE

_VULNERABILITY = FieldMap(
    identifier=("cveId",),
    title=("cveId",),
    solution=("recommendedSecurityUpdate", "recommendationReference"),
    level=("severity", "vulnerabilitySeverityLevel"),
    status=("status",),
    dispositions={"fixed": Disposition.RESOLVED},
    alias=("fixingKbId", "recommendedSecurityUpdateId"),
    package=("productName", "softwareName"),
    version=("productVersion", "softwareVersion"),
    path=("diskPaths",),
    score=("cvssScore", "cvssV3"),
    cvss_source="microsoft",
    cvss_version="3.0",
    first_seen=("firstSeenTimestamp",),
)
_KEYS = ({"cveId", "machineId"}, {"cveId", "deviceId"})
_FOLDER, _MACHINES = "vulnerabilities/", "machines/"
_LARGEST, _MOST_FILES = 1 << 28, 1_000
_NEXT = "export it again, or collect the answers of the API one by one"


def recognizes(document: Document) -> bool:
    if document.container is FileContainer.ZIP:
        names = archive_parts.names(document)
        return any(_FOLDER in name for name in names) and any(_MACHINES in name for name in names)
    members = document.members
    first = document.first_keys(members["value"]) if "value" in members else document.first_members or members
    return any(keys.issubset(first) for keys in _KEYS) or b"securitycenter" in bytes(members.get("@odata.context", b""))


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    files = dict(_files(document)) if document.container is FileContainer.ZIP else {"": document}
    accumulator, hosts = ScanAccumulator(evidence, "Microsoft Defender for Endpoint"), HostTargets(evidence)
    machines = dict(_machines(files))
    dates = []

    def result(entry: JsonEntry, place: str) -> ScanResult | None:
        number = entry.get("machineId", "deviceId")
        machine = machines.get(number, entry)
        name = machine.get("computerDnsName", "deviceName")
        addresses = [machine.get("lastIpAddress"), machine.get("lastExternalIpAddress"), machine.get("ipAddresses.ipAddress")]
        target = hosts.target(name or number, os_name=machine.get("osPlatform"), others=[name, *addresses])
        dates.append(entry.get("lastSeenTimestamp", "eventTimestamp"))
        return _VULNERABILITY.result(entry, target, place)

    listed = [pair for path, each in files.items() if _MACHINES not in path for pair in _entries(path, each)]
    fold_placed(accumulator, listed, result)
    if not listed:
        accumulator.target(hosts.target(""))
    return accumulator.finish(newest(dates))


def _entries(path: str, document: Document) -> Iterator[tuple[str, JsonEntry | None]]:
    prefix = f"{path} " if path else ""
    wrapped = "value" in document.members
    for place, entry in report(document).listed("value") if wrapped else records(document):
        yield prefix + place, entry


def _machines(files: Mapping[str, Document]) -> Iterator[tuple[str, JsonEntry]]:
    for path, document in files.items():
        if _MACHINES in path:
            yield from ((entry.get("id"), entry) for _, entry in _entries(path, document) if entry)


def _files(document: Document) -> Iterator[tuple[str, Document]]:
    """The JSON files of the archive.

    Raises:
        ParseError: the archive is damaged, or larger than a report is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(document.raw)) as archive:
            parts = [part for part in archive.infolist() if part.filename.endswith(".json")]
            if len(parts) > _MOST_FILES or sum(part.file_size for part in parts) > _LARGEST:
                raise ParseError("the archive holds more than a report does", next_step=_NEXT)
            for part in parts:
                yield part.filename, Document(part.filename, archive.read(part))
    except ZIP_DAMAGE as error:
        raise ParseError(f"the archive is damaged: {error}", next_step=_NEXT) from error
