"""Load: what a workspace holds on a day, before any evidence is read."""

from collections.abc import Iterator
from datetime import date

import msgspec

from generator.content.opened import OpenContent
from generator.ids import UuidFactory
from generator.limits import QUOTED
from generator.model.evidence import EvidenceUse, Gap, GapKind
from generator.model.system import PROVIDER_ROLE, System
from generator.text import shortened
from generator.workspace.decision_files import unknown_files
from generator.workspace.folder import Listing, Workspace
from generator.workspace.interrupted import interrupted
from generator.workspace.named_evidence import missing_attachments, missing_configurations, orphaned_sidecars, unmatched_globs
from generator.workspace.narratives import with_plan_texts


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """A system as people describe it, and the list of its evidence files."""

    workspace: Workspace
    """With the texts of `narratives/plan/` in place of the keys of system.yaml that they replace."""
    as_of: date
    ids: UuidFactory
    content: OpenContent
    """The workspace's copies of public catalogs (NVD, KEV, EPSS, controls)."""
    paths: tuple[str, ...]
    """Evidence files by their path in the workspace, sorted."""
    set_aside: tuple[EvidenceUse, ...]
    """Files among the evidence that are none."""
    text_gaps: tuple[Gap, ...]
    """Texts of the plan that need a person's attention."""
    file_gaps: tuple[Gap, ...]
    """Files that cannot be evidence, and files of `decisions/` that nothing reads."""


def load(workspace: Workspace, as_of: date) -> Loaded:
    """List the evidence and read what people wrote about the system as a whole.

    Narratives of controls, attachments and inherited plans are read by `compose`: a text that is wrong keeps a package from
    being built, and not the monitor from running.

    Raises:
        ConfigError: a text of the plan cannot be read, or added content is not what was added.
    """
    workspace, doubts = with_plan_texts(workspace, as_of)
    listing = workspace.listing()
    broken_off, interruptions = interrupted(workspace, listing.paths, [use.path for use in listing.set_aside])
    return Loaded(
        workspace=workspace,
        as_of=as_of,
        ids=UuidFactory(workspace.system.id),
        content=OpenContent.of(workspace.root),
        paths=tuple(path for path in listing.paths if path not in broken_off),
        set_aside=(*listing.set_aside, *broken_off.values()),
        text_gaps=(*doubts, *_disagreeing(workspace.system)),
        file_gaps=(*listing.gaps, *interruptions, *unknown_files(workspace.root), *_not_there(workspace, listing)),
    )


def _disagreeing(system: System) -> Iterator[Gap]:
    """system.yaml names the provider twice, and not alike: one of the two would be on no document."""
    stated, named = system.provider, system.provider_name
    if stated and " ".join(stated.split()).casefold() != " ".join(named.split()).casefold():
        reason = (
            f"`system.provider` is {shortened(stated, QUOTED)!r}, and the party in the role {PROVIDER_ROLE} is "
            f"{shortened(named, QUOTED)!r}: every document names the party"
        )
        step = "write the same name in both, or leave `system.provider` out"
        yield Gap(path="system.yaml", place="key system.provider", kind=GapKind.CONTRADICTED, reason=reason, next_step=step)


def _not_there(workspace: Workspace, listing: Listing) -> Iterator[Gap]:
    """Evidence that system.yaml or a sidecar names and that is not there."""
    there = (*listing.paths, *(use.path for use in listing.set_aside), *(gap.path for gap in listing.gaps))
    yield from unmatched_globs(workspace.system, there)
    yield from missing_configurations(workspace.system, workspace.root)
    yield from missing_attachments(workspace.system, workspace.root)
    yield from orphaned_sidecars(workspace.sidecars(), there)
