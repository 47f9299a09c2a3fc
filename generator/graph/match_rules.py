"""Names that leave no choice: which workload a shape stands for without a person's decision."""

from collections.abc import Sequence

from generator.graph.decisions import MatchDecisions, MatchedWorkloads
from generator.graph.drawn_shapes import DrawnShape, box_names
from generator.graph.running_names import RunningNames
from generator.model.comparison import MatchTier


def by_name(shape: DrawnShape, names: RunningNames, decisions: MatchDecisions) -> MatchedWorkloads | None:
    """The one workload that the shape's name can mean, inside the namespace of its box where that has one.

    A box and a name in it that together are a workload's name mean that workload: `worker` in the box `precise code intel`
    is precise-code-intel-worker, even where another workload is called worker.
    """
    namespace = decisions.namespace(shape)
    if workloads := names.exactly(_with_boxes(shape), namespace):
        return MatchedWorkloads(workloads, MatchTier.EXACT, f"together with its box it has the name of {workloads[0]}")
    workloads = names.called(shape.names, namespace)
    where = f" in namespace {namespace}" if namespace else ""
    if not workloads:
        return None
    shown = shape.node.label or shape.node.id
    return MatchedWorkloads(workloads, MatchTier.EXACT, f"{shown} is the name of {workloads[0]}, and of nothing else{where}")


def _with_boxes(shape: DrawnShape) -> Sequence[str]:
    return [f"{box}{name}" for around in shape.boxes() for box in box_names(around) if box for name in shape.names]
