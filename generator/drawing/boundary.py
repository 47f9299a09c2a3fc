"""The picture of the whole boundary, in as much detail as its size allows."""

from collections.abc import Sequence

from generator.drawing.inside import BoundaryDraft, absent_of, by_home, leads_of
from generator.drawing.lines import FlowLine, SpotKind
from generator.drawing.links import Labels
from generator.drawing.outside import add_outside
from generator.drawing.scene import Draft, Scene
from generator.drawing.subject import DrawingSubject


def each_workload(subject: DrawingSubject, lines: Sequence[FlowLine], labels: Labels) -> Scene:
    """A box per workload in a frame per namespace."""
    draft = Draft()
    inside = BoundaryDraft(draft, subject)
    for workload in subject.workloads:
        inside.add(workload, ports=labels is not Labels.PORTS)
    inside.add_absent(absent_of(subject))
    return _joined(draft, inside, subject, lines, labels)


def each_namespace(subject: DrawingSubject, lines: Sequence[FlowLine], labels: Labels) -> Scene:
    """A box per namespace; an arrow stands for all flows between two of them."""
    draft = Draft()
    inside = BoundaryDraft(draft, subject)
    for home, members in by_home(subject.workloads).items():
        inside.add_whole(home, members, lines, {})
    inside.add_absent(absent_of(subject))
    return _joined(draft, inside, subject, lines, labels)


def in_words(subject: DrawingSubject, lines: Sequence[FlowLine]) -> Scene:
    """A box per namespace that says where its flows lead; arrows only for what comes in from outside."""
    draft = Draft()
    inside, leads = BoundaryDraft(draft, subject), leads_of(subject.workloads, lines)
    for home, members in by_home(subject.workloads).items():
        inside.add_whole(home, members, lines, leads)
    inside.add_absent(absent_of(subject))
    entering = [line for line in lines if line.source.kind is SpotKind.ANYONE and line.target in inside.places]
    places = inside.places | add_outside(draft, subject, lines, everything=True)
    for line in entering:
        draft.join(places[line.source], places[line.target], line)
    return draft.scene(Labels.COUNTS)


def _joined(draft: Draft, inside: BoundaryDraft, subject: DrawingSubject, lines: Sequence[FlowLine], labels: Labels) -> Scene:
    places = inside.places | add_outside(draft, subject, lines, everything=True)
    for line in lines:
        if line.source in places and line.target in places:
            draft.join(places[line.source], places[line.target], line)
    return draft.scene(labels)
