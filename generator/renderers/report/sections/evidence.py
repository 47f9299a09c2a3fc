"""Every file among the evidence: what became of it, its hash, its date, and what rests on it.

What cites a file are sentences about controls, and objects of the OSCAL documents.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote, unquote

import msgspec

from generator.model.evidence import DatedBy, EvidenceFile, EvidenceUse, UseKind
from generator.model.places import evidence_path
from generator.oscal import types as o
from generator.oscal.package import AuthorizationPackage
from generator.renderers.anchors import anchor
from generator.renderers.browser_files import NOTE, runs
from generator.renderers.crosscheck.text import link_to
from generator.renderers.report.pages import STATEMENTS
from generator.renderers.report.table_rows import SecondLine, TableCell, TableColumn, TablePage, TableRow
from generator.text import counted, moment

SENTENCE, OBSERVATION, ITEM = "sentence", "observation", "POA&M item"

DATED = {
    DatedBy.SIDECAR: "the collector’s sidecar",
    DatedBy.SYSTEM_YAML: "system.yaml",
    DatedBy.CONTENT: "the file’s own content",
    DatedBy.FOLDER: "its folder’s name",
}
_NAMED = "a decision names it"
_COLUMNS = (
    TableColumn(key="file", title="File and SHA-256", kind="id", wide=True),
    TableColumn(key="kind", title="Kind", choice=True),
    TableColumn(key="use", title="Use", choice=True),
    TableColumn(key="reason", title="Reason", wide=True),
    TableColumn(key="format", title="Read as", choice=True),
    TableColumn(key="collected", title="Collected", kind="day"),
    TableColumn(key="dated", title="Dated by", choice=True),
    TableColumn(key="bytes", title="Bytes", kind="number"),
    TableColumn(key="command", title="Collected with", wide=True),
    TableColumn(key="proves", title="Sentences it proves", kind="number"),
    TableColumn(key="used", title="Also used by"),
)


class EvidenceSection(msgspec.Struct, frozen=True):
    """See `ReportSection`."""

    name: str = "evidence"
    title: str = "Evidence"

    def view(self, package: AuthorizationPackage) -> TablePage:
        """See `ReportSection.view`."""
        files, uses = package.evidence, uses_of(package)
        read = {file.path: file for file in files}
        rows = all_uses(package)
        return TablePage(
            title=self.title,
            lead=_lead(package),
            about=(
                "Compare a hash with the file in this package: sha256sum FILE. The list of all hashes is SHA256SUMS in the "
                "folder above this one.",
                *((NOTE,) if any(runs(file.path) for file in files) else ()),
            ),
            singular="file",
            many="files",
            columns=_COLUMNS,
            rows=tuple(_row(use, read.get(use.path), uses, package.kept) for use in rows),
            none="No evidence was read.",
        )


def key_of(path: str) -> str:
    """What other places lead to; `path` is that in the package."""
    return anchor("file", path)


def all_uses(package: AuthorizationPackage) -> tuple[EvidenceUse, ...]:
    """What became of each file: those in the evidence folders, and others that a decision names."""
    known = {use.path for use in package.evidence_uses}
    others = (file for file in package.evidence if file.path not in known)
    named = (EvidenceUse(path=file.path, use=UseKind.USED, reason=_NAMED) for file in others)
    return tuple(sorted((*package.evidence_uses, *named)))


def use_counts(uses: Iterable[EvidenceUse]) -> str:
    """`44 used, 4 set aside, 1 unreadable`."""
    counts = Counter(use.use for use in uses)
    words = ((UseKind.USED, "used"), (UseKind.SET_ASIDE, "set aside"), (UseKind.UNREADABLE, "unreadable"))
    return ", ".join(f"{counts[use]:,} {word}" for use, word in words if counts[use])


def _lead(package: AuthorizationPackage) -> str:
    undated = sum(file.collected is None for file in package.evidence)
    uses = all_uses(package)
    counts, files = use_counts(uses), counted(len(uses), "file")
    return f"{files}{f': {counts}' if counts else ''}{f'; {undated:,} of those read have no date' if undated else ''}."


def _row(use: EvidenceUse, file: EvidenceFile | None, by_path: Mapping[str, Counter[str]], kept: frozenset[str]) -> TableRow:
    path = evidence_path(use.path)
    uses, href = by_path.get(path, Counter()), link_to(path) if path in kept else ""
    folders = path.split("/")
    return TableRow(
        key_of(path),
        (
            TableCell(path, href, "id", (SecondLine(file.sha256, style="soft id"),) if file else ()),
            folders[1] if len(folders) > 2 else "other",
            str(use.use).replace("-", " "),
            use.reason,
            use.format,
            moment(file.collected) if file else "",
            DATED[file.dated_by] if file and file.dated_by else "",
            f"{file.size:,}" if file else "",
            TableCell(file.command, style="id") if file and file.command else "",
            TableCell(f"{uses[SENTENCE]:,}", f"{STATEMENTS}#q={quote(path, safe='')}") if uses[SENTENCE] else "0",
            ", ".join(counted(uses[kind], kind) for kind in (OBSERVATION, ITEM) if uses[kind]),
        ),
    )


def uses_of(package: AuthorizationPackage) -> Mapping[str, Counter[str]]:
    """Path in the package to how many of each kind cite the file."""
    counts: dict[str, Counter[str]] = {}
    for path, kind in (*_claims(package), *_observed(package)):
        counts.setdefault(path, Counter())[kind] += 1
    return counts


def _claims(package: AuthorizationPackage) -> Iterator[tuple[str, str]]:
    for claim in package.claims:
        for path in {evidence_path(source.path) for source in claim.sources}:
            yield path, SENTENCE


def _observed(package: AuthorizationPackage) -> Iterator[tuple[str, str]]:
    """Observations of the assessment results, and POA&M items through theirs."""
    results, poam = package.bundle.assessment_results, package.bundle.poam
    files = _files(results.back_matter)
    for result in results.results:
        for observation in result.observations:
            for path in _cited(observation, files):
                yield path, OBSERVATION
    files = _files(poam.back_matter)
    seen = {observation.uuid: _cited(observation, files) for observation in poam.observations}
    for item in poam.poam_items:
        for path in {
            path
            for related_observation in item.related_observations
            for path in seen.get(related_observation.observation_uuid, ())
        }:
            yield path, ITEM


def _cited(observation: o.Observation, files: Mapping[str, str]) -> frozenset[str]:
    return frozenset(files[evidence.href] for evidence in observation.relevant_evidence if evidence.href in files)


def _files(matter: o.BackMatter | None) -> Mapping[str, str]:
    return dict(_linked(matter.resources)) if matter else {}


def _linked(resources: Iterable[o.Resource]) -> Iterator[tuple[str, str]]:
    for resource in resources:
        for link in resource.rlinks[:1]:
            yield f"#{resource.uuid}", unquote(link.href.removeprefix("../"))
