"""What people wrote about the controls of this system: `narratives/`, read for its baseline."""

from datetime import date

from generator.frameworks.fedramp_rev5 import EVERY, FEDRAMP_REV5
from generator.narrative.reading import Narratives, read_narratives
from generator.workspace import Workspace


def narratives_of(workspace: Workspace, as_of: date) -> Narratives:
    """All narratives, as they stand on a day.

    Raises:
        ConfigError: lists every place that cannot be read, with file and line.
    """
    plan = FEDRAMP_REV5.plan(workspace.system.baseline.value)
    return read_narratives(workspace.narratives(), known=EVERY, plan=plan, as_of=as_of)
