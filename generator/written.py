"""What people wrote about the controls of this system: `narratives/`, read for the controls of its plan."""

from datetime import date

from generator.frameworks.plan import known_controls, plan_of
from generator.frameworks.rev5.li_saas import ATTESTED
from generator.narrative.reading import Narratives, read_narratives
from generator.workspace import Workspace


def narratives_of(workspace: Workspace, as_of: date) -> Narratives:
    """All narratives, as they stand on a day. LI-SaaS has controls that are attested, not described.

    Raises:
        ConfigError: lists every place that cannot be read, with file and line.
    """
    plan = plan_of(workspace.system.frameworks, workspace.system.baseline.value)
    if workspace.system.tailored:
        attested = {row.id for row in ATTESTED}
        plan = (*plan, *(one for one in known_controls() if one.id in attested))
    return read_narratives(workspace.narratives(), known=known_controls(), plan=plan, as_of=as_of)
