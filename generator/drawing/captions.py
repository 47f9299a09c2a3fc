"""The texts around a picture: its heading, its caption, and a description for whoever cannot see it."""

from collections.abc import Sequence

from generator.drawing.inside import Home, absent_of, called, home_of
from generator.drawing.lines import FlowLine
from generator.drawing.outside import services_outside
from generator.drawing.page_scene import PageMatter
from generator.drawing.subject import DrawingSubject
from generator.graph.ways_drawn import entered_by, undrawn_targets
from generator.model.facts import ClusterView
from generator.model.inventory import KEPT_BY_CLOUD
from generator.model.picture import Mark
from generator.model.platform import UNNAMED, words_of_all
from generator.text import agreeing, counted, listed, one_line, sentence

_MOST_NAMED = 12
_MOST_CLUSTERS = 3
_DRAFT = "Drawn from collected evidence; a draft until a named person approves it."
_SIDES = {
    Mark.DIVERGENCE: "known from evidence and not drawn",
    Mark.ABSENCE: "drawn, no supporting evidence",
    Mark.REVERSED: "drawn in the opposite direction",
}


def named(names: Sequence[str]) -> str:
    """`a, b and c`, or the first of many and how many more."""
    return listed(map(one_line, names), _MOST_NAMED)


def boundary_headings(subject: DrawingSubject, lines: Sequence[FlowLine]) -> tuple[str, ...]:
    """Below the title: of when, how much, and from which clusters."""
    homes = counted(len({home_of(workload) for workload in subject.workloads}), *subject.words.group)
    first = (
        f"As of {subject.as_of.isoformat()}. {counted(len(subject.workloads), 'workload')} in"
        f" {homes}, {counted(len(services_outside(subject, lines)), 'external service')}. {_DRAFT}"
    )
    windows = "; ".join(window.shown for window in subject.flows.windows)
    observed = f"Flow logs cover {windows}; a flow that they do not show was not observed in that time." if windows else ""
    clusters = listed((_cluster(subject, view) for view in subject.clusters), _MOST_CLUSTERS, more=subject.words.place[0])
    return tuple(part for part in (first, clusters, observed) if part)


def namespace_headings(subject: DrawingSubject, home: Home, matter: PageMatter) -> tuple[str, ...]:
    """Below the title of a namespace's picture, or of a part of it."""
    clusters = {workload.cluster for workload in subject.workloads if workload.namespace != KEPT_BY_CLOUD}
    where = f" of {subject.words.place[0]} {home[0]}" if len(clusters) > 1 and home[1] != KEPT_BY_CLOUD else ""
    count = len(matter.shown)
    return (
        f"As of {subject.as_of.isoformat()}. {counted(len(matter.workloads), 'workload')}{where}, with the other end of"
        f" {'its one flow' if count == 1 else f'each of its {count:,} flows'}. {_DRAFT}",
    )


def drift_headings(subject: DrawingSubject, lines: Sequence[FlowLine]) -> tuple[str, ...]:
    """Below the title of the picture of differences."""
    return (f"As of {subject.as_of.isoformat()}. {differences(subject, lines)} {_DRAFT}",)


def differences(subject: DrawingSubject, lines: Sequence[FlowLine]) -> str:
    """How drawn and running differ, in a sentence or two."""
    if not subject.comparison.compared:
        return "Not compared with a drawing."
    parts = [
        f"{counted(len(subject.comparison.running_differences), 'workload')} {subject.standing} and not drawn",
        f"{counted(len(absent_of(subject)), 'drawn component')} not {subject.standing}",
    ]
    for mark, text in _SIDES.items():
        number = sum(line.mark is mark for line in lines)
        parts += [f"{counted(number, 'flow')} {text}"] if number else []
    return f"{'; '.join(parts)}."


def ways_note(subject: DrawingSubject) -> str:
    """What became of the ways in, beside the lines from outside; empty where none is known."""
    entered = entered_by(subject.comparison.flows)
    counting = [way for way in subject.flows.ways_in if not way.set_aside and way.targets]
    drawn = sum(not undrawn_targets(way, entered) for way in counting)
    left = len(subject.flows.ways_in) - len(counting)
    others = f"; {left} not asked for (metrics, debugging, behind another)" if left else ""
    open_ = sum(way.conditional for way in counting)
    host = f"; of {open_} it is not stated who gets there (published on a host, default routes)" if open_ else ""
    return f"Lines from outside are entry points: {drawn} of {len(counting)} drawn{others}{host}" if counting else ""


def described(subject: DrawingSubject, lines: Sequence[FlowLine]) -> str:
    """The whole boundary in words."""
    namespaces = sorted({workload.namespace for workload in subject.workloads})
    group = agreeing(len(namespaces), *subject.words.group)
    inside = (
        f"Inside the authorization boundary of {subject.system.name} {subject.verb} "
        f"{counted(len(subject.workloads), 'workload')} in the {group} {named(namespaces)}."
    )
    services = services_outside(subject, lines)
    outside = f" Outside stand {named(services)}." if services else ""
    joined = f" {counted(len(lines), 'flow is', 'flows are')} shown." if lines else " No flow is known."
    return one_line(f"{inside}{outside}{joined}")


def described_drift(subject: DrawingSubject, lines: Sequence[FlowLine]) -> str:
    """The differences in words."""
    undrawn = [key.rpartition("/")[2] for key in subject.comparison.running_differences]
    absent = [shape.label or shape.id for shape in absent_of(subject)]
    running = f" {sentence(subject.standing)} and not drawn: {named(undrawn)}." if undrawn else ""
    drawn = f" Drawn and not {subject.standing}: {named(absent)}." if absent else ""
    return one_line(f"{differences(subject, lines)}{running}{drawn}")


def described_namespace(subject: DrawingSubject, home: Home, matter: PageMatter) -> str:
    """A namespace, or a part of it, in words."""
    own, count = matter.workloads, len(matter.shown)
    whole = sum(home_of(workload) == home for workload in subject.workloads)
    joined = f" {counted(count, 'flow leads', 'flows lead')} in, out or between them." if count else ""
    names = named([workload.name for workload in own])
    held = "holds" if len(own) == whole else "holds, among others,"
    return one_line(f"{called(home, subject.words)} {held} {counted(len(own), 'workload')}: {names}.{joined}")


def _cluster(subject: DrawingSubject, view: ClusterView) -> str:
    state = "what runs" if view.running else "manifests only: what is meant to run"
    nodes = f", {counted(len(view.nodes), 'node')}" if view.nodes else ""
    taken = f", collected {view.taken.date().isoformat()}" if view.taken else ", collection undated"
    place = words_of_all(each for each in subject.workloads if each.cluster == view.name).place[0]
    name = "" if view.name == UNNAMED else f" {view.name}"
    return f"{sentence(place)}{name}: {state}{nodes}{taken}"
