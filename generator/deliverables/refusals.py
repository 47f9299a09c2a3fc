"""Why a delivery is not made, and what people have to act on in what they decided about it."""

from collections.abc import Iterable, Sequence
from datetime import date

from generator.deliverables.artifact_decisions import FILE, ArtifactDecisions, unmet
from generator.deliverables.envelope import EnvelopeStatus, EvidenceEnvelope
from generator.deliverables.envelopes import approved_otherwise
from generator.deliverables.material import Made, cited_files
from generator.deliverables.redaction import Redacted
from generator.deliverables.redaction_rules import FILE as REDACTIONS
from generator.errors import ConfigError, ValidationFailedError
from generator.limits import NAMED
from generator.model.evidence import Gap, GapKind
from generator.text import bulleted, counted, listed


def doubts(
    envelopes: Sequence[EvidenceEnvelope], decisions: ArtifactDecisions, redacted: Redacted, as_of: date
) -> tuple[Gap, ...]:
    """Approvals of what is something else now, what is handed on beyond its day, and rows about nothing."""
    gaps = []
    for envelope, line in approved_otherwise(envelopes, decisions):
        now = f"its SHA-256 is {envelope.sha256} now, so it is a {envelope.status}"
        step = "look at it again, and write the new SHA-256 if it is still right"
        gaps.append(_undecided(f"line {line}", f"{envelope.path} is not what was approved: {now}", step))
    for envelope in envelopes:
        if envelope.valid_until_by == FILE and envelope.valid_until and envelope.valid_until < as_of:
            only = f"only, before the as-of date of this delivery, {as_of}"
            step = "collect it again, or correct `valid-until:`"
            gaps.append(_undecided("", f"{envelope.path} is valid until {envelope.valid_until} {only}", step))
    names = [(envelope.workspace_path or envelope.path, envelope.path) for envelope in envelopes]
    lost = (_about_nothing(FILE, row.line, f"`{row.files}` is no file of this delivery") for row in unmet(decisions, names))
    idle = (
        _about_nothing(REDACTIONS, rule.line, f"`{rule.name}` cuts nothing out of `{rule.files}`") for rule in redacted.unmet
    )
    return (*gaps, *lost, *idle)


def refuse_owing(gaps: Sequence[Gap]) -> None:
    """A final delivery leaves nothing open that its purpose asks of people.

    Raises:
        ConfigError: says what is open, and what to do.
    """
    if not gaps:
        return
    raise ConfigError(
        f"this is a draft, and nothing was published: {'; '.join(gap.reason for gap in gaps)}",
        where=gaps[0].path,
        next_step=f"{'; '.join(gap.next_step for gap in gaps)}; or export without --final",
    )


def refuse_drafts(envelopes: Iterable[EvidenceEnvelope]) -> None:
    """A final delivery holds approved documents only.

    Raises:
        ConfigError: names the first drafts.
    """
    drafts = [envelope for envelope in envelopes if envelope.status is EnvelopeStatus.DRAFT]
    if not drafts:
        return
    shown = "\n  ".join(bulleted([f"{draft.path}: sha256 {draft.sha256}" for draft in drafts], NAMED))
    raise ConfigError(
        f"{counted(len(drafts), 'document is', 'documents are')} not approved as they are, so this is a draft; "
        f"nothing was published\n  {shown}",
        next_step=f"have them approved in {FILE} (`final:`), or export without --final",
    )


def refuse_dangling(documents: Made, paths: Iterable[str]) -> None:
    """An OSCAL document of a delivery may not link to a file that its purpose leaves out.

    Raises:
        ValidationFailedError: names the first such files.
    """
    missing = sorted(cited_files(documents) - set(paths))
    if missing:
        raise ValidationFailedError(
            f"OSCAL documents of this delivery link to files that are not in it: {listed(missing, NAMED)}",
            next_step="this is an atopack bug: please report it",
        )


def _undecided(place: str, reason: str, step: str) -> Gap:
    return Gap(path=FILE, place=place, kind=GapKind.UNDECIDED, reason=reason, next_step=step)


def _about_nothing(file: str, line: int, reason: str) -> Gap:
    step = "correct the row, or remove it"
    return Gap(path=file, place=f"line {line}", kind=GapKind.CONTRADICTED, reason=reason, next_step=step)
