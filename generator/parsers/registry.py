"""Every evidence format, in the order they are asked, and the one way to read a file."""

from collections.abc import Sequence

from generator.errors import ParseError, UnknownFormatError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.model.scan import ScanSnapshot
from generator.model.snapshot import Snapshot
from generator.parsers.base import Parser
from generator.parsers.cloud.registry import CLOUD
from generator.parsers.cluster.helm_files import CHARTS, is_part_of_chart
from generator.parsers.cluster.kustomize_files import TAKEN, is_taken_in
from generator.parsers.cluster.registry import CLUSTER
from generator.parsers.diagrams.registry import DIAGRAMS
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.file_container import FileContainer
from generator.parsers.flow_logs.registry import FLOW_LOGS
from generator.parsers.monitoring.registry import MONITORING
from generator.parsers.pipelines.gitlab_files import INCLUDED, is_included
from generator.parsers.pipelines.registry import PIPELINES
from generator.parsers.registry_images.registry import REGISTRY_IMAGES
from generator.parsers.scans.registry import SCANS
from generator.parsers.scans.scan_format import ScanFormat
from generator.parsers.xml import refuse_entities

PARSERS: tuple[Parser, ...] = (*SCANS, *CLUSTER, *CLOUD, *PIPELINES, *DIAGRAMS, *REGISTRY_IMAGES, *FLOW_LOGS, *MONITORING)


def recognize(document: Document, mapped: Sequence[Parser] = ()) -> Parser:
    """The first format that says the document is its own. `mapped` are those that people describe in mapping files: they are
    asked after all others, so that no mapping reads what a reader knows. A format that stumbles over what is broken (a later
    line) keeps no other from knowing the file.

    Raises:
        ParseError: broken content, an empty file, or no format knows it.
    """
    if document.container is FileContainer.EMPTY:
        raise ParseError("the file is empty", next_step="collect it again: an empty file proves nothing")
    broken: ParseError | None = None
    for parser in (*PARSERS, *mapped):
        try:
            if parser.recognizes(document):
                return parser
        except ParseError as error:
            broken = broken or error
    if made := _otherwise_known(document, is_broken=broken is not None):
        return made
    if broken is not None:
        raise broken
    if document.container is FileContainer.XML:
        refuse_entities(document.xml_source)
    raise UnknownFormatError(
        f"no known format ({document.container} file)",
        next_step="`atopack inspect FILE` shows its shape and a mapping to start from; docs/formats.md lists what is read",
    )


LISTED = frozenset({CHARTS, TAKEN, INCLUDED})
"""What recognizing asks of all evidence files: `standing` has the answers."""


def standing(files: EvidenceFiles, path: str) -> tuple[bool, ...]:
    """All that recognizing the file at that path depends on beside the file itself."""
    return is_part_of_chart(files, path), is_taken_in(files, path), is_included(files, path)


def read(document: Document, evidence: EvidenceFile, mapped: Sequence[Parser] = ()) -> tuple[Parser, Snapshot]:
    """Recognize and read one file.

    Raises:
        ParseError: see `recognize`; or the content is not what the format promises.
    """
    parser = recognize(document, mapped)
    return parser, parse(parser, document, evidence)


def findings_in(document: Document, snapshot: Snapshot) -> ScanSnapshot | None:
    """The results of policy reports in a file that was read as a cluster's; None where it has none."""
    if not isinstance(snapshot, ClusterSnapshot):
        return None
    # NOTE: imported where there is a cluster's file, as what stands below is where a file is not as its tool writes it.
    from generator.parsers.scans.policy_reports import findings_of

    return findings_of(document, snapshot.evidence)


def parse(parser: Parser, document: Document, evidence: EvidenceFile) -> Snapshot:
    """Read one file with a parser that recognized it: most formats know a report by the first line of several.

    Raises:
        ParseError: the content is not what the format promises, or is nested too deeply.
    """
    try:
        try:
            return parser.parse(document, evidence)
        except ParseError:
            made = _otherwise(parser, document) if isinstance(parser, ScanFormat) else None
            if made is None:
                raise
        return made.parse(document, evidence)
    except RecursionError as error:
        raise ParseError("nested too deeply to be what it seems", next_step="collect the file again") from error


def _otherwise(own: ScanFormat, document: Document) -> Parser | None:
    """How a format reads a file that it knew by its beginning, and that is not the one report of its tool."""
    from generator.parsers.scans.broken_entries import broken_entries
    from generator.parsers.scans.rewrapped import taken_out
    from generator.parsers.scans.several_reports import several_reports

    return several_reports(document, [own]) or taken_out(document, own) or broken_entries(document, [own])


def _otherwise_known(document: Document, *, is_broken: bool) -> Parser | None:
    """What reads a file that no format knows as it is; of one that is broken, what is left."""
    from generator.parsers.scans.broken_entries import broken_entries
    from generator.parsers.scans.rewrapped import rewrapped_format
    from generator.parsers.scans.several_reports import several_reports

    others = broken_entries if is_broken else several_reports
    return rewrapped_format(document, SCANS) or others(document, SCANS)
