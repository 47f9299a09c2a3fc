"""Pictures of a part: one namespace with what it is joined to, and the places where drawn and running differ."""

from collections import Counter
from collections.abc import Collection, Sequence

from generator.drawing.inside import BoundaryDraft, Home, absent_of, at_lines, by_home, calls_of, home_of, spot_of
from generator.drawing.lines import FlowLine, Spot
from generator.drawing.links import Labels
from generator.drawing.outside import add_outside
from generator.drawing.scene import Draft, Scene
from generator.drawing.subject import DrawingSubject
from generator.model.comparison import DrawnOnly
from generator.model.picture import Mark
from generator.text import counted

DRIFT = frozenset({Mark.DIVERGENCE, Mark.ABSENCE, Mark.REVERSED})


def namespace(subject: DrawingSubject, lines: Sequence[FlowLine], home: Home, labels: Labels, *, whole: bool) -> Scene:
    """Its workloads in full, and the other end of each of their flows; `whole` draws other namespaces as one box each."""
    members = {spot_of(workload) for workload in subject.workloads if home_of(workload) == home}
    shown = [line for line in lines if line.source in members or line.target in members]
    return _around(subject, shown, members, at_lines(absent_of(subject), shown), labels, whole=whole)


def namespace_in_words(subject: DrawingSubject, lines: Sequence[FlowLine], home: Home) -> Scene:
    """Its workloads, each with the names of those it calls: for more flows than arrows could show."""
    draft = Draft()
    inside, calls = BoundaryDraft(draft, subject), calls_of(subject.workloads, lines)
    for workload in subject.workloads:
        if home_of(workload) == home:
            inside.add(workload, ports=True, calls=calls.get(spot_of(workload), ()))
    return draft.scene(Labels.COUNTS)


def drift(subject: DrawingSubject, lines: Sequence[FlowLine], labels: Labels, *, whole: bool) -> Scene:
    """Flows and workloads that only one side tells of, and what stands at the other end."""
    undrawn = frozenset(subject.comparison.running_differences)
    members = {spot_of(workload) for workload in subject.workloads if workload.key in undrawn}
    shown = [line for line in lines if line.mark in DRIFT]
    return _around(subject, shown, members, absent_of(subject), labels, whole=whole)


def drift_in_words(subject: DrawingSubject, lines: Sequence[FlowLine]) -> Scene:
    """A box for each namespace with the names of the workloads that are not drawn, and how many flows differ."""
    undrawn = frozenset(subject.comparison.running_differences)
    draft = Draft()
    inside = BoundaryDraft(draft, subject)
    for home, workloads in by_home(subject.workloads).items():
        spots = {spot_of(workload) for workload in workloads}
        own = Counter(line.mark for line in lines if line.mark in DRIFT and spots & {line.source, line.target})
        shown = [workload for workload in workloads if workload.key in undrawn]
        if shown or own:
            leads = [f"{counted(number, 'flow')} {mark.value}" for mark, number in sorted(own.items())]
            inside.add_whole(home, shown, (), {home: leads})
    inside.add_absent(absent_of(subject))
    return draft.scene(Labels.COUNTS)


def differs(subject: DrawingSubject, lines: Sequence[FlowLine]) -> bool:
    """Is there anything for the picture of the differences to show?"""
    comparison = subject.comparison
    return bool(comparison.running_differences or absent_of(subject) or any(line.mark in DRIFT for line in lines))


def _around(
    subject: DrawingSubject,
    lines: Sequence[FlowLine],
    members: Collection[Spot],
    absent: Sequence[DrawnOnly],
    labels: Labels,
    *,
    whole: bool,
) -> Scene:
    ends = {spot for line in lines for spot in (line.source, line.target)}
    draft = Draft()
    inside = BoundaryDraft(draft, subject)
    for home, workloads in by_home(subject.workloads).items():
        near = [workload for workload in workloads if spot_of(workload) in ends and spot_of(workload) not in members]
        for workload in workloads:
            if spot_of(workload) in members:
                inside.add(workload, ports=labels is not Labels.PORTS)
        if whole and len(near) > 1:
            inside.add_whole(home, near, (), {})
        else:
            for workload in near:
                inside.add_neighbor(workload)
    inside.add_absent(absent)
    places = inside.places | add_outside(draft, subject, lines, everything=False)
    for line in lines:
        if line.source in places and line.target in places:
            draft.join(places[line.source], places[line.target], line)
    return draft.scene(labels)
