"""Pictures of a part: one namespace with what it is joined to, and the places where drawn and running differ."""

from collections import Counter
from collections.abc import Collection, Sequence

from generator.drawing.inside import Home, Inside, absent_of, at_lines, by_home, calls_of, home_of, spot_of
from generator.drawing.lines import Line, Spot
from generator.drawing.links import Labels
from generator.drawing.outside import add_outside
from generator.drawing.scene import Draft, Scene
from generator.drawing.subject import Subject
from generator.model.comparison import DrawnOnly
from generator.model.picture import Mark
from generator.text import counted

DRIFT = frozenset({Mark.DIVERGENCE, Mark.ABSENCE, Mark.REVERSED})


def namespace(subject: Subject, lines: Sequence[Line], home: Home, labels: Labels, *, whole: bool) -> Scene:
    """Its workloads in full, and the other end of each of their flows; `whole` draws other namespaces as one box each."""
    members = {spot_of(workload) for workload in subject.workloads if home_of(workload) == home}
    shown = [line for line in lines if line.source in members or line.target in members]
    return _around(subject, shown, members, at_lines(absent_of(subject), shown), labels, whole=whole)


def namespace_in_words(subject: Subject, lines: Sequence[Line], home: Home) -> Scene:
    """Its workloads, each with the names of those it calls: for more flows than arrows could show."""
    draft = Draft()
    inside, calls = Inside(draft, subject), calls_of(subject.workloads, lines)
    for workload in subject.workloads:
        if home_of(workload) == home:
            inside.add(workload, ports=True, calls=calls.get(spot_of(workload), ()))
    return draft.scene(Labels.COUNTS)


def drift(subject: Subject, lines: Sequence[Line], labels: Labels, *, whole: bool) -> Scene:
    """Flows and workloads that only one side tells of, and what stands at the other end."""
    undrawn = frozenset(subject.comparison.cluster_only)
    members = {spot_of(workload) for workload in subject.workloads if workload.key in undrawn}
    shown = [line for line in lines if line.mark in DRIFT]
    return _around(subject, shown, members, absent_of(subject), labels, whole=whole)


def drift_in_words(subject: Subject, lines: Sequence[Line]) -> Scene:
    """A box for each namespace with the names of the workloads that are not drawn, and how many flows differ."""
    undrawn = frozenset(subject.comparison.cluster_only)
    draft = Draft()
    inside = Inside(draft, subject)
    for home, workloads in by_home(subject.workloads).items():
        spots = {spot_of(workload) for workload in workloads}
        own = Counter(line.mark for line in lines if line.mark in DRIFT and spots & {line.source, line.target})
        shown = [workload for workload in workloads if workload.key in undrawn]
        if shown or own:
            leads = [f"{counted(number, 'flow')} {mark.value}" for mark, number in sorted(own.items())]
            inside.add_whole(home, shown, (), {home: leads})
    inside.add_absent(absent_of(subject))
    return draft.scene(Labels.COUNTS)


def differs(subject: Subject, lines: Sequence[Line]) -> bool:
    """Is there anything for the picture of the differences to show?"""
    found = subject.comparison
    return bool(found.cluster_only or absent_of(subject) or any(line.mark in DRIFT for line in lines))


def _around(
    subject: Subject,
    lines: Sequence[Line],
    members: Collection[Spot],
    absent: Sequence[DrawnOnly],
    labels: Labels,
    *,
    whole: bool,
) -> Scene:
    ends = {spot for line in lines for spot in (line.source, line.target)}
    draft = Draft()
    inside = Inside(draft, subject)
    for home, workloads in by_home(subject.workloads).items():
        near = [workload for workload in workloads if spot_of(workload) in ends and spot_of(workload) not in members]
        for workload in workloads:
            if spot_of(workload) in members:
                inside.add(workload, ports=labels is not Labels.PORTS)
        if whole and len(near) > 1:
            inside.add_whole(home, near, (), {})
        else:
            for workload in near:
                inside.add_beside(workload)
    inside.add_absent(absent)
    places = inside.places | add_outside(draft, subject, lines, everything=False)
    for line in lines:
        if line.source in places and line.target in places:
            draft.join(places[line.source], places[line.target], line)
    return draft.scene(labels)
