"""What people wrote about the controls of this system: `narratives/`, read for the controls of its plan."""

from datetime import date

from generator.frameworks.plan import known_controls, plan_of
from generator.narrative.reading import Narratives, read_narratives
from generator.workspace import Workspace


def narratives_of(workspace: Workspace, as_of: date) -> Narratives:
    """All narratives, as they stand on a day.

    Raises:
        ConfigError: lists every place that cannot be read, with file and line.
    """
    plan = plan_of(workspace.system.frameworks, workspace.system.baseline.value)
    return read_narratives(workspace.narratives(), known=known_controls(), plan=plan, as_of=as_of)
