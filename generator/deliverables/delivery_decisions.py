"""What people decided about a delivery, read before anything else is done: a mistake in it is reported at once."""

from pathlib import PurePosixPath

import msgspec

from generator.deliverables import artifact_decisions, redaction_rules
from generator.deliverables.artifact_decisions import ArtifactDecisions, read_artifact_decisions
from generator.deliverables.redaction_rules import RedactionRule, read_redactions
from generator.deliverables.secrets import waivers
from generator.deliverables.secrets.waivers import SecretWaiver, read_secret_waivers
from generator.workspace.folder import Workspace


class DeliveryDecisions(msgspec.Struct, frozen=True, kw_only=True):
    """The files of `decisions/` that are about deliveries."""

    artifacts: ArtifactDecisions
    redactions: tuple[RedactionRule, ...]
    waivers: tuple[SecretWaiver, ...]


def read_decisions(workspace: Workspace) -> DeliveryDecisions:
    """All of them.

    Raises:
        ConfigError: names file, line and key.
    """

    def text(file: str) -> str | None:
        return workspace.decision(PurePosixPath(file).name)

    return DeliveryDecisions(
        artifacts=read_artifact_decisions(text(artifact_decisions.FILE)),
        redactions=read_redactions(text(redaction_rules.FILE)),
        waivers=read_secret_waivers(text(waivers.FILE)),
    )
