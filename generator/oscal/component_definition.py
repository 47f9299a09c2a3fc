"""The component definition: the system's parts, for reuse by whoever builds on them."""

from msgspec.structs import replace

from generator.oscal import types as o
from generator.oscal.common import Citations, metadata
from generator.oscal.components import components
from generator.oscal.story import Story


def component_definition(story: Story, cite: Citations) -> o.ComponentDefinition:
    """Every component of the plan but `this-system`, without the state it is in there."""
    system, facts = story.system, story.facts
    rows = components(facts, story.comparison, system, cite)
    parts = tuple(replace(row, status=None) for row in rows if row.type != "this-system")
    resources = cite.resources()
    return o.ComponentDefinition(
        uuid="",
        metadata=metadata(system, cite.ids, f"{system.name}: components", facts.as_of),
        components=parts,
        back_matter=o.BackMatter(resources=resources) if resources else None,
    )
