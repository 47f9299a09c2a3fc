"""The ledger of a workspace on a day: evidence, last time, and what people decided and wrote, put together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from generator.frameworks.base import Framework
from generator.ids import Identifiers
from generator.ledger.decisions import Decided, read_deviations
from generator.ledger.item import Ledger, Notice
from generator.ledger.items import ledger_of
from generator.ledger.rating import Rater
from generator.model.content import Content
from generator.model.evidence import Gap, GapKind
from generator.model.facts import SystemFacts
from generator.workspace import prior_package
from generator.workspace.folder import Workspace
from generator.workspace.scan_statements import checksum

_FILE = "deviations.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What the documents are written from."""

    ledger: Ledger
    gaps: tuple[Gap, ...]
    """What people have to act on."""
    inputs: Mapping[str, str]
    """Files of last time that were used, with their SHA-256."""
    handed_in: date | None = None
    """The day of the package of last time."""
    closed_before: frozenset[str] = frozenset()
    """POA&M IDs of items that were closed in it."""
    open_before: frozenset[str] = frozenset()
    """Of those that were open."""


def month_of(
    workspace: Workspace,
    facts: SystemFacts,
    gaps: Sequence[Gap],
    framework: Framework,
    *,
    ids: Identifiers,
    content: Content,
) -> Month:
    """The ledger. `gaps` are those of the evidence: a scan that could see a part only closes nothing.

    Raises:
        ConfigError: a file of last time or of the decisions is wrong.
    """
    entries = decided(workspace, facts.as_of)
    last = prior_package.load(workspace, facts.as_of, sorted({scanner.name for scanner in facts.scanners}), entries)
    ledger = ledger_of(
        facts,
        framework,
        ids,
        rater=Rater(framework, content, workspace.system.precedence),
        before=last.before,
        decided=entries,
        policy=workspace.system.poam,
        incomplete=[gap.path for gap in gaps if gap.kind is GapKind.NOT_ASSESSED],
    )
    told = tuple(sorted(_gap(one) for one in (*last.notices, *ledger.notices)))
    return Month(
        ledger=ledger,
        gaps=told,
        inputs=last.inputs,
        handed_in=last.before.as_of,
        closed_before=frozenset(item.poam_id for item in last.before.items if item.closed is not None),
        open_before=frozenset(item.poam_id for item in last.before.items if item.closed is None),
    )


def decided(workspace: Workspace, as_of: date) -> tuple[Decided, ...]:
    """The entries of `decisions/deviations.yaml`; none where there is no such file."""
    text = workspace.decision(_FILE)
    if text is None:
        return ()
    return read_deviations(text, as_of=as_of, checksum=lambda file: checksum(workspace.root, file))


def _gap(one: Notice) -> Gap:
    return Gap(path=one.path, place=one.place, kind=GapKind.UNDECIDED, reason=one.what, next_step=one.next_step)
