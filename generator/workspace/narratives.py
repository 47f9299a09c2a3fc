"""What people wrote about the controls of this system and into its plan: `narratives/`, read for the controls of its plan."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from generator.frameworks.plan import known_controls, plan_of
from generator.frameworks.rev5.li_saas import ATTESTED
from generator.model.evidence import Gap, GapKind
from generator.model.system import System
from generator.narrative.markdown_write import write_markdown
from generator.narrative.plan_places import (
    BOUNDARY,
    DATA_FLOW,
    DESCRIPTION,
    NETWORK,
    PLACES,
    plain_content,
    read_plan_texts,
    text_of,
)
from generator.narrative.reading import Narratives, read_narratives
from generator.workspace.folder import Workspace
from generator.workspace.system_yaml import FILE


def narratives_of(workspace: Workspace, as_of: date) -> Narratives:
    """All narratives, as they stand on a day. LI-SaaS has controls that are attested, not described.

    Raises:
        ConfigError: lists every place that cannot be read, with file and line.
    """
    plan = plan_of(workspace.system.frameworks, workspace.system.baseline.value)
    if workspace.system.tailored:
        attested = {row.id for row in ATTESTED}
        plan = (*plan, *(known_control for known_control in known_controls() if known_control.id in attested))
    return read_narratives(workspace.narratives(), known=known_controls(), plan=plan, as_of=as_of)


def with_plan_texts(workspace: Workspace, as_of: date) -> tuple[Workspace, tuple[Gap, ...]]:
    """The workspace with what `narratives/plan/` says in place of the keys of system.yaml, for every document alike; and what
    of it a person has to look at.

    Raises:
        ConfigError: a file there cannot be read.
    """
    texts, gaps = read_plan_texts(workspace.plan_narratives(), as_of=as_of)
    if not texts:
        return workspace, ()
    system = workspace.system
    markdown_by_key = {
        place.key: write_markdown(narrative.text("")) for place in PLACES if (narrative := text_of(texts, place)) is not None
    }
    stated = {key: text for key, text in markdown_by_key.items() if key and text}
    plan = replace(
        system.plan,
        network=stated.get(NETWORK.key, system.plan.network),
        data_flow=stated.get(DATA_FLOW.key, system.plan.data_flow),
    )
    changed = replace(
        system,
        description=stated.get(DESCRIPTION.key, system.description),
        boundary=stated.get(BOUNDARY.key, system.boundary),
        plan=plan,
        plan_texts=texts,
        outstanding=tuple(outstanding_key for outstanding_key in system.outstanding if outstanding_key.key not in stated),
    )
    return replace(workspace, system=changed), (*gaps, *_contradictions(system, changed))


def yaml_text(system: System, key: str) -> str:
    """What a key of a place of the plan says, as the system was read."""
    values = {
        DESCRIPTION.key: system.description,
        BOUNDARY.key: system.boundary,
        NETWORK.key: system.plan.network,
        DATA_FLOW.key: system.plan.data_flow,
    }
    return values.get(key) or ""


def _contradictions(before: System, after: System) -> Iterator[Gap]:
    """A key that says something else than the file would be changed by its writer to no effect."""
    for place in PLACES:
        narrative, old = text_of(after.plan_texts, place), yaml_text(before, place.key)
        if narrative is not None and old and narrative.text("") and plain_content(old) != narrative.text(""):
            yield Gap(
                path=FILE,
                place=place.key,
                kind=GapKind.UNDECIDED,
                reason=f"it is not used, since {narrative.file} says it otherwise",
                next_step=f"remove the key {place.key}, or the file",
            )
