"""Archives that support tools write: many small files, one for each object or list, in folders that say which kind.

What is read is the union of the members that hold objects; a member that cannot be read makes its kind not collected, since
half of these archives are taken from clusters in trouble and hold a cut file or two. Damage of the archive itself ends the
reading, see `generator.parsers.tar`.
"""

import re
from collections.abc import Mapping

import msgspec

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.inventory import ClusterSnapshot
from generator.parsers import tar
from generator.parsers.cluster.documents import take_member
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.kinds import RESOURCES, from_file_name
from generator.parsers.cluster.skim import skim
from generator.parsers.document import Document
from generator.parsers.file_container import FileContainer
from generator.parsers.late_patterns import late_re

TROUBLESHOOT = late_re(r"(?:^|/)cluster-resources/")
INSIGHTS = late_re(r"^(?:[^/]+/)?(?:insights-operator/|conditional/|config/(?:id$|version|pod/|node/|clusteroperator/))")
MUST_GATHER = late_re(r"^(?:[^/]+/)+(?:cluster-scoped-resources|namespaces)/[^/]+/")
_SIGNATURES = (TROUBLESHOOT, INSIGHTS, MUST_GATHER)
"""Names that tell which tool wrote an archive, asked in order: the first member that has one decides."""


class ArchiveLayout(msgspec.Struct, frozen=True):
    """Where in an archive the objects stand."""

    signature: re.Pattern[str]
    """The one of the signatures above that tells this kind of archive."""
    objects: re.Pattern[str]
    """Names of members that hold objects; the group `kind` or `resource`, where it takes part, is the resource or kind."""
    errors: re.Pattern[str] | None = None
    """Names of members that say what was refused: a JSON object by namespace, or a list."""
    kinds: Mapping[str, str] | None = None
    """Folders that are named otherwise than the API names the resource."""

    def kind(self, match: re.Match[str]) -> str | None:
        """The kind that the member's place says."""
        words = match.groupdict()
        word = words.get("kind") or words.get("resource") or ""
        return (self.kinds or {}).get(word) or RESOURCES.get(word) or from_file_name(word)


def is_archive(document: Document, layout: ArchiveLayout) -> bool:
    """Is it a tar archive with that layout?"""
    if document.container not in (FileContainer.GZIP, FileContainer.BINARY) or not tar.is_tar(document.raw):
        return False
    patterns = (each for name in tar.names(document.raw) for each in _SIGNATURES if each.search(name))
    return next(patterns, None) is layout.signature


def read_archive(document: Document, evidence: EvidenceFile, layout: ArchiveLayout) -> ClusterSnapshot:
    """The union of all members.

    Raises:
        ParseError: the archive is damaged or beyond a bound.
    """
    fold = Fold(document, evidence)
    fold.note_running()
    wanted = [layout.objects, *([layout.errors] if layout.errors else [])]
    for member in tar.members(document.raw, lambda name: any(each.search(name) for each in wanted)):
        refusals = layout.errors.search(member.name) if layout.errors else None
        if refusals:
            _take_refusals(fold, member, layout.kind(refusals))
        else:
            _take_objects(fold, member, layout)
    return fold.snapshot()


def _take_objects(fold: Fold, member: tar.Member, layout: ArchiveLayout) -> None:
    match = layout.objects.search(member.name)
    kind = layout.kind(match) if match else None
    if member.name.endswith((".yaml", ".yml")) and skim(fold, member.data):
        return
    try:
        take_member(fold, Document(member.name, member.data), hint=kind)
    except ParseError:
        fold.note_not_collected(kind or member.name)


def _take_refusals(fold: Fold, member: tar.Member, kind: str | None) -> None:
    """NOTE: the messages are not kept, since they may quote names of users and addresses."""
    try:
        refusals = msgspec.json.decode(member.data)
    except msgspec.DecodeError:
        refusals = True
    if refusals:
        fold.note_not_collected(kind or member.name)
