"""Every file that was read, with its hash, its date, and what rests on it."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from generator.model.evidence import DatedBy, EvidenceFile
from generator.model.places import evidence_path
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.browser_files import NOTE, runs
from generator.renderers.crosscheck_text import link_to
from generator.renderers.report.pages import STATEMENTS
from generator.renderers.report.table_rows import SecondLine, TableCell, TableColumn, TablePage, TableRow
from generator.renderers.report.uses import ITEM, OBSERVATION, SENTENCE, uses_of
from generator.text import counted, moment

DATED = {
    DatedBy.SIDECAR: "the collector’s sidecar",
    DatedBy.SYSTEM_YAML: "system.yaml",
    DatedBy.CONTENT: "the file’s own content",
    DatedBy.FOLDER: "its folder’s name",
}
_COLUMNS = (
    TableColumn(key="file", title="File and SHA-256", kind="id", wide=True),
    TableColumn(key="kind", title="Kind", choice=True),
    TableColumn(key="collected", title="Collected", kind="day"),
    TableColumn(key="dated", title="Dated by", choice=True),
    TableColumn(key="bytes", title="Bytes", kind="number"),
    TableColumn(key="command", title="Collected with", wide=True),
    TableColumn(key="proves", title="Sentences it proves", kind="number"),
    TableColumn(key="used", title="Also used by"),
)


@dataclass(frozen=True, slots=True)
class EvidenceSection:
    """See `Section`."""

    name: str = "evidence"
    title: str = "Evidence"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `Section.view`."""
        files, uses = package.evidence, uses_of(package)
        undated = sum(file.collected is None for file in files)
        return TablePage(
            title=self.title,
            lead=f"{counted(len(files), 'file')} read, as collected{f'; {undated:,} without a date' if undated else ''}.",
            about=(
                "Compare a hash with the file in this package: sha256sum FILE. The list of all hashes is SHA256SUMS in the "
                "folder above this one.",
                *((NOTE,) if any(runs(file.path) for file in files) else ()),
            ),
            singular="file",
            many="files",
            columns=_COLUMNS,
            rows=tuple(_row(file, uses.get(evidence_path(file.path), Counter())) for file in files),
            none="No evidence was read.",
        )


def key_of(path: str) -> str:
    """What other places lead to; `path` is that in the package."""
    return anchor("file", path)


def _row(file: EvidenceFile, uses: Counter[str]) -> TableRow:
    path = evidence_path(file.path)
    folders = path.split("/")
    return TableRow(
        key_of(path),
        (
            TableCell(path, link_to(path), "id", (SecondLine(file.sha256, style="soft id"),)),
            folders[1] if len(folders) > 2 else "other",
            moment(file.collected),
            DATED[file.dated_by] if file.dated_by else "",
            f"{file.size:,}",
            TableCell(file.command, style="id") if file.command else "",
            TableCell(f"{uses[SENTENCE]:,}", f"{STATEMENTS}#q={quote(path, safe='')}") if uses[SENTENCE] else "0",
            ", ".join(counted(uses[kind], kind) for kind in (OBSERVATION, ITEM) if uses[kind]),
        ),
    )
