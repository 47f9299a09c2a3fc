"""Why a delivery is not made, and what people have to act on in what they decided about it."""

from collections.abc import Iterable, Sequence
from datetime import date

from generator.errors import ConfigError, ValidationFailedError
from generator.export.artifact_decisions import FILE, ArtifactDecisions, unmet
from generator.export.envelope import Envelope, Status
from generator.export.envelopes import approved_otherwise
from generator.export.material import Made, cited_files
from generator.export.redaction import Redacted
from generator.export.redaction_rules import FILE as REDACTIONS
from generator.limits import NAMED
from generator.model.evidence import Gap, GapKind
from generator.text import bulleted, counted, listed


def doubts(envelopes: Sequence[Envelope], decisions: ArtifactDecisions, redacted: Redacted, as_of: date) -> tuple[Gap, ...]:
    """Approvals of what is something else now, what is handed on beyond its day, and rows about nothing."""
    gaps = [
        Gap(
            path=FILE,
            place=f"line {line}",
            kind=GapKind.UNDECIDED,
            reason=f"{one.path} is not what was approved: its SHA-256 is {one.sha256} now, so it is a {one.status}",
            next_step="look at it again, and write the new SHA-256 if it is still right",
        )
        for one, line in approved_otherwise(envelopes, decisions)
    ]
    gaps += [
        Gap(
            path=FILE,
            place="",
            kind=GapKind.UNDECIDED,
            reason=f"{one.path} is valid until {one.valid_until} only, before the as-of date of this delivery, {as_of}",
            next_step="collect it again, or correct `valid-until:`",
        )
        for one in envelopes
        if one.valid_until_by == FILE and one.valid_until and one.valid_until < as_of
    ]
    names = [(one.workspace_path or one.path, one.path) for one in envelopes]
    lost = (_about_nothing(FILE, row.line, f"`{row.files}` is no file of this delivery") for row in unmet(decisions, names))
    idle = (
        _about_nothing(REDACTIONS, rule.line, f"`{rule.name}` cuts nothing out of `{rule.files}`") for rule in redacted.unmet
    )
    return (*gaps, *lost, *idle)


def refuse_owing(owed: Sequence[Gap]) -> None:
    """A final delivery leaves nothing open that its purpose asks of people.

    Raises:
        ConfigError: says what is open, and what to do.
    """
    if not owed:
        return
    raise ConfigError(
        f"this is a draft, and nothing was published: {'; '.join(one.reason for one in owed)}",
        where=owed[0].path,
        next_step=f"{'; '.join(one.next_step for one in owed)}; or export without --final",
    )


def refuse_drafts(envelopes: Iterable[Envelope]) -> None:
    """A final delivery holds approved documents only.

    Raises:
        ConfigError: names the first drafts.
    """
    drafts = [one for one in envelopes if one.status is Status.DRAFT]
    if not drafts:
        return
    shown = "\n  ".join(bulleted([f"{one.path}: sha256 {one.sha256}" for one in drafts], NAMED))
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


def _about_nothing(file: str, line: int, reason: str) -> Gap:
    step = "correct the row, or remove it"
    return Gap(path=file, place=f"line {line}", kind=GapKind.CONTRADICTED, reason=reason, next_step=step)
