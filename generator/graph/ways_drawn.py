"""Ways in beside the drawn lines that lead in from outside: which of what a way leads to no line leads to."""

from collections.abc import Collection, Iterable

from generator.model.flow import FlowEnd, WayIn
from generator.model.flow_finding import FlowFinding


def undrawn_targets(way: WayIn, entered: Collection[str]) -> tuple[FlowEnd, ...]:
    """Workloads that the way leads to and no drawn line does, sorted; `entered`: keys of workloads with a line from outside.

    A line to the controller or gateway between draws the way: what stands behind is drawn as a flow of its own.
    """
    if any(end.key in entered for end in way.through):
        return ()
    return tuple(target.end for target in way.targets if target.end.key not in entered)


def expected(ways: Iterable[WayIn], entered: Collection[str]) -> frozenset[FlowEnd]:
    """Ends of ways in that should be drawn, and are not."""
    return frozenset(end for way in ways if not way.set_aside for end in undrawn_targets(way, entered))


def entered_by(findings: Iterable[FlowFinding]) -> frozenset[str]:
    """Keys of the workloads that a drawn line leads to from outside."""
    leading = [each for each in findings if each.leads_in or each.leads_on]
    return frozenset(key for each in leading for key in (*each.source_workloads, *each.target_workloads))
