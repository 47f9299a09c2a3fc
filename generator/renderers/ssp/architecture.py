"""Section 8 of a System Security Plan: diagrams with captions, what people say of them, and what the evidence says."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from generator.model.diagram_labels import DiagramLabels
from generator.model.flow import FlowGraph, Strength, encrypted
from generator.model.inventory import Workload
from generator.model.picture import Picture, PictureKind
from generator.model.platform import words_of_all
from generator.oscal.package import AuthorizationPackage
from generator.renderers.ssp.rows import ComponentRow, PlanFigure
from generator.text import counted, form_date, listed


def figures(pictures: Sequence[Picture]) -> tuple[PlanFigure, ...]:
    """The boundary first, then the flows in each namespace. What differs from people's drawings is no part of a plan."""
    shown = [picture for picture in pictures if picture.kind is not PictureKind.DRIFT]
    return tuple(
        PlanFigure(
            number=number,
            title=picture.title,
            caption=picture.caption,
            alt=picture.alt,
            svg=picture.printed,
            width=picture.width,
            ratio=picture.printed_height / picture.width,
            flows=picture.flows,
        )
        for number, picture in enumerate(shown, start=1)
    )


_BY_STRENGTH: Mapping[Strength, str] = MappingProxyType(
    {
        Strength.OBSERVED: "Logs of flows show traffic across the boundary to",
        Strength.DECLARED: "Configuration names as called across the boundary:",
        Strength.PERMITTED: "Policies allow traffic across the boundary to",
    }
)


def drafted(package: AuthorizationPackage) -> tuple[str, ...]:
    """Sentences on what runs and the flows between it."""
    return tuple(_drafted(package))


def _drafted(package: AuthorizationPackage) -> Iterator[str]:
    spaces = {(workload.cluster, workload.namespace) for workload in package.running}
    clusters = sorted({cluster for cluster, _ in spaces if cluster})
    if package.running:
        words = words_of_all(package.running)
        where = f"in {counted(len(spaces), *words.group)} of {counted(len(clusters), *words.place)} ({', '.join(clusters)})"
        yield (
            f"{_some(len(package.running), 'component')} {where if clusters else f'without a {words.place[0]}'} "
            f"were found in what was collected up to {form_date(package.as_of)}. The tables below list them by "
            f"{words.group[0]}, with the names that the diagrams use."
        )
    if package.flows.flows:
        yield _flows(package.flows)
    yield from _crossing(package.flows)


def _crossing(graph: FlowGraph) -> Iterator[str]:
    """What is called outside, by what tells of it. A name that is filled in later does not say on which side it lies."""
    outside = [port for port in graph.ports if port.external]
    for strength, words in _BY_STRENGTH.items():
        names = sorted({port.service for port in outside if port.strength is strength and not _is_blank(port.service)})
        if names:
            yield f"{words} {listed(names)}; Table 9.1 names the ports."
    if blank := sorted({port.service for port in outside if _is_blank(port.service)}):
        yield f"On which side of the boundary {listed(blank)} lies is not known: the name is filled in when it is deployed."


def _is_blank(name: str) -> bool:
    return "((" in name or "${" in name


def _flows(graph: FlowGraph) -> str:
    counts = [(strength, sum(flow.strength is strength for flow in graph.flows)) for strength in Strength]
    by = ", ".join(f"{count} {strength}" for strength, count in counts if count)
    known = [encrypted(flow.encryption) for flow in graph.flows]
    counted_words = ((known.count(True), "encrypted"), (known.count(False), "not encrypted, or not in every case"))
    parts = [f"{number} of {len(known)} {words}" for number, words in counted_words if number]
    if unknown := known.count(None):
        parts.append(f"for {unknown} of {len(known)} it does not show whether there is encryption")
    seen = any(flow.strength is Strength.OBSERVED for flow in graph.flows)
    basis = ". By what configures them, which no log of flows confirms, " if seen and set(known) != {None} else ": "
    return f"The evidence shows {_some(len(graph.flows), 'flow')} ({by}){basis}{', '.join(parts)}."


def components(running: Sequence[Workload], labels: DiagramLabels) -> tuple[tuple[str, tuple[ComponentRow, ...]], ...]:
    """By namespace, each component with what the diagrams call it and the images it runs."""
    component_rows: dict[str, list[ComponentRow]] = defaultdict(list)
    for workload in sorted(running, key=lambda entry: (entry.cluster, entry.namespace, entry.name, entry.kind)):
        images = sorted({_short(container.image) for container in workload.containers if container.image})
        place = f"{workload.namespace} ({workload.cluster})" if workload.cluster else workload.namespace
        component_rows[place or "Kept by the platform"].append(
            ComponentRow(
                name=f"{workload.name} ({workload.kind})",
                label=labels.joined([(workload.key, workload.diagram_label or workload.name)]),
                images=tuple(images),
            )
        )
    return tuple((place, tuple(rows)) for place, rows in component_rows.items())


def _short(image: str) -> str:
    """Without most of its digest, which the inventory has."""
    name, at, digest = image.partition("@sha256:")
    return f"{name}{at}{digest[:12]}…" if at else name


def _some(count: int, what: str) -> str:
    return counted(count, what)
