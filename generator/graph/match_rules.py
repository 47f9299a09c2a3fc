"""Names that leave no choice: which workload a shape stands for without a person's decision."""

from collections.abc import Sequence

from generator.graph.decisions import Decisions, Finding
from generator.graph.drawn import Drawn, box_names
from generator.graph.running_names import RunningNames
from generator.model.comparison import MatchTier


def by_name(one: Drawn, names: RunningNames, decisions: Decisions) -> Finding | None:
    """The one workload that the shape's name can mean, inside the namespace of its box where that has one.

    A box and a name in it that together are a workload's name mean that workload: `worker` in the box `precise code intel`
    is precise-code-intel-worker, even where another workload is called worker.
    """
    namespace = decisions.namespace(one)
    if found := names.exactly(_with_boxes(one), namespace):
        return Finding(found, MatchTier.EXACT, f"together with its box it has the name of {found[0]}")
    found = names.called(one.names, namespace)
    where = f" in namespace {namespace}" if namespace else ""
    if not found:
        return None
    shown = one.node.label or one.node.id
    return Finding(found, MatchTier.EXACT, f"{shown} is the name of {found[0]}, and of nothing else{where}")


def _with_boxes(one: Drawn) -> Sequence[str]:
    return [f"{box}{name}" for around in one.boxes() for box in box_names(around) if box for name in one.names]
