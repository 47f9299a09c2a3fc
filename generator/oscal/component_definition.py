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
    parts = tuple(_part(row) for row in rows if row.type != "this-system")
    resources = cite.resources()
    return o.ComponentDefinition(
        uuid="",
        metadata=metadata(system, cite.ids, f"{system.name}: components", facts.as_of),
        components=parts,
        back_matter=o.BackMatter(resources=resources) if resources else None,
    )


def _part(row: o.Component) -> o.Component:
    """Without state, and without the property that NIST knows only in a security plan."""
    return replace(row, status=None, props=tuple(prop for prop in row.props if prop.name != "implementation-point"))
