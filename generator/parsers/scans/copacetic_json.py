"""Updates that Copacetic is to apply to an image: `roxctl image scan --output copa`, or what another scanner writes for it.

https://project-copacetic.github.io/copacetic/website/scanner-plugins, `v1alpha1` and `v1alpha2`. Only what has a fix is listed,
and nothing is rated.
"""

from generator.model.evidence import EvidenceFile
from generator.model.scan import ScanSnapshot, TargetKind
from generator.parsers.document import Document
from generator.parsers.scans.entries import fold_placed
from generator.parsers.scans.field_map import FieldMap
from generator.parsers.scans.json_entry import report
from generator.parsers.scans.tally import ScanAccumulator

_LISTS = ("updates", "osupdates", "langupdates")
_UPDATE = FieldMap(
    identifier=("vulnerabilityID",),
    cve=("vulnerabilityID",),
    package=("name",),
    version=("installedVersion",),
    fixed=("fixedVersion",),
)
_ENTRY = {"installedVersion", "fixedVersion", "vulnerabilityID"}


def recognizes(document: Document) -> bool:
    """A list without updates is known by its version and by what it says of the image."""
    members = document.members
    if any(_ENTRY.issubset(document.first_keys(members.get(name))) for name in _LISTS):
        return True
    return {"apiVersion", "metadata"}.issubset(members) and not set(_LISTS).isdisjoint(members)


def parse(document: Document, evidence: EvidenceFile) -> ScanSnapshot:
    accumulator = ScanAccumulator(evidence, "Copacetic")
    target = accumulator.stated(TargetKind.IMAGE)
    updates = report(document)
    for name in _LISTS:
        fold_placed(accumulator, updates.listed(name), lambda entry, place: _UPDATE.result(entry, target, place))
    return accumulator.finish(None, because="only what can be updated is listed")
