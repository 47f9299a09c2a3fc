"""What was scanned and is no asset of the inventory: it counts nowhere until somebody decides what it is."""

import msgspec

from generator.model.coverage import UnmatchedTarget
from generator.model.places import evidence_path
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck.text import link_to
from generator.renderers.report.table_rows import TableCell, TableColumn, TablePage, TableRow
from generator.text import counted

_COLUMNS = (
    TableColumn(key="target", title="Target, as the tool names it", kind="id", wide=True),
    TableColumn(key="kind", title="Kind", choice=True),
    TableColumn(key="scanner", title="Scanner", choice=True),
    TableColumn(key="day", title="Scanned", kind="day"),
    TableColumn(key="file", title="File", kind="id", wide=True),
    TableColumn(key="nearest", title="Assets with a similar name", kind="id", wide=True),
)


class UnmatchedSection(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "unmatched"
    title: str = "Scans that matched no asset"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        targets = package.unmatched_targets
        return TablePage(
            title=self.title,
            lead=f"{counted(len(targets), 'scanned target')} matched no asset of the inventory. What a scan reports of such a "
            "target is in no POA&M item.",
            about=(
                "Where a target is an asset under another name, state it: `target:` with the asset's name beside the file's "
                "glob under `evidence:` in system.yaml, or `target` in the file's sidecar. Where it is an asset that was not "
                "collected, collect the cluster, account or list that holds it. Where it is not part of the system, remove the "
                "file.",
            ),
            singular="target",
            many="targets",
            columns=_COLUMNS,
            rows=tuple(map(_row, targets)),
            none="Every target that a scan names is an asset of the inventory.",
        )


def _row(target: UnmatchedTarget) -> TableRow:
    path = evidence_path(target.source.path)
    return TableRow(
        anchor("unmatched", f"{target.kind} {target.name}"),
        (
            TableCell(target.name, style="id"),
            str(target.kind),
            target.scanner,
            target.day.isoformat() if target.day else "",
            TableCell(path, link_to(path), "id"),
            ", ".join(target.nearest),
        ),
    )
