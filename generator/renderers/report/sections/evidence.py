"""Every file that was read, with its hash, its date, and what rests on it."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import quote

from generator.model.evidence import DatedBy, EvidenceFile
from generator.model.places import evidence_path
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.browser_files import NOTE, runs
from generator.renderers.crosscheck_words import link_to
from generator.renderers.report.pages import STATEMENTS
from generator.renderers.report.table_rows import Cell, Column, Part, Row, TablePage
from generator.renderers.report.uses import ITEM, OBSERVATION, SENTENCE, uses_of
from generator.text import counted, moment

DATED = {
    DatedBy.SIDECAR: "the collector’s sidecar",
    DatedBy.SYSTEM_YAML: "system.yaml",
    DatedBy.CONTENT: "the file’s own content",
    DatedBy.FOLDER: "its folder’s name",
}
_COLUMNS = (
    Column(key="file", title="File and SHA-256", kind="id", wide=True),
    Column(key="kind", title="Kind", choice=True),
    Column(key="collected", title="Collected", kind="day"),
    Column(key="dated", title="Dated by", choice=True),
    Column(key="bytes", title="Bytes", kind="number"),
    Column(key="command", title="Collected with", wide=True),
    Column(key="proves", title="Sentences it proves", kind="number"),
    Column(key="used", title="Also used by"),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """See `Section`."""

    name: str = "evidence"
    title: str = "Evidence"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `Section.view`."""
        files, uses = package.evidence, uses_of(package)
        undated = sum(one.collected is None for one in files)
        return TablePage(
            title=self.title,
            lead=f"{counted(len(files), 'file')} read, as collected{f'; {undated:,} without a date' if undated else ''}.",
            about=(
                "Compare a hash with the file in this package: sha256sum FILE. The list of all hashes is SHA256SUMS in the "
                "folder above this one.",
                *((NOTE,) if any(runs(one.path) for one in files) else ()),
            ),
            one="file",
            many="files",
            columns=_COLUMNS,
            rows=tuple(_row(one, uses.get(evidence_path(one.path), Counter())) for one in files),
            none="No evidence was read.",
        )


def key_of(path: str) -> str:
    """What other places lead to; `path` is that in the package."""
    return anchor("file", path)


def _row(file: EvidenceFile, uses: Counter[str]) -> Row:
    path = evidence_path(file.path)
    folders = path.split("/")
    return Row(
        key_of(path),
        (
            Cell(path, link_to(path), "id", (Part(file.sha256, style="soft id"),)),
            folders[1] if len(folders) > 2 else "other",
            moment(file.collected),
            DATED[file.dated_by] if file.dated_by else "",
            f"{file.size:,}",
            Cell(file.command, style="id") if file.command else "",
            Cell(f"{uses[SENTENCE]:,}", f"{STATEMENTS}#q={quote(path, safe='')}") if uses[SENTENCE] else "0",
            ", ".join(counted(uses[kind], kind) for kind in (OBSERVATION, ITEM) if uses[kind]),
        ),
    )
