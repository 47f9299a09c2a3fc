"""Section 8 of a System Security Plan: diagrams with captions, what people say of them, and what the evidence says."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from generator.model.flow import FlowGraph, Strength
from generator.model.inventory import Workload
from generator.model.picture import Picture, PictureKind
from generator.oscal.package import AuthorizationPackage
from generator.renderers.ssp_rows import Component, PlanFigure
from generator.text import counted, form_date, listed


def figures(pictures: Sequence[Picture]) -> tuple[PlanFigure, ...]:
    """The boundary first, then the flows in each namespace. What differs from people's drawings is no part of a plan."""
    shown = [one for one in pictures if one.kind is not PictureKind.DRIFT]
    return tuple(
        PlanFigure(
            number=number,
            title=one.title,
            caption=one.caption,
            alt=one.alt,
            svg=one.svg,
            width=one.width,
            ratio=one.height / one.width,
        )
        for number, one in enumerate(shown, start=1)
    )


def drafted(package: AuthorizationPackage) -> tuple[str, ...]:
    """Sentences on what runs and the flows between it."""
    return tuple(_drafted(package))


def _drafted(package: AuthorizationPackage) -> Iterator[str]:
    spaces = {(one.cluster, one.namespace) for one in package.running}
    clusters = sorted({cluster for cluster, _ in spaces if cluster})
    if package.running:
        where = f"in {_some(len(spaces), 'namespace')} of {_some(len(clusters), 'cluster')} ({', '.join(clusters)})"
        yield (
            f"{_some(len(package.running), 'component')} {where if clusters else 'without a cluster'} "
            f"were found in what was collected up to {form_date(package.as_of)}. The tables below list them by namespace, "
            "with the names that the diagrams use."
        )
    if package.flows.flows:
        yield _flows(package.flows)
    outside = sorted({port.service for port in package.flows.ports if port.external})
    if outside:
        yield f"Traffic crosses the boundary to {listed(outside)}; Table 9.1 names the ports."


def _flows(graph: FlowGraph) -> str:
    counts = [(strength, sum(one.strength is strength for one in graph.flows)) for strength in Strength]
    by = ", ".join(f"{count} {strength}" for strength, count in counts if count)
    encrypted = sum(bool(one.encryption) for one in graph.flows)
    said = f"for {encrypted} of them the evidence tells of encryption" if encrypted else "for none does it tell of encryption"
    return f"The evidence tells of {_some(len(graph.flows), 'flow')} ({by}); {said}."


def components(running: Sequence[Workload]) -> tuple[tuple[str, tuple[Component, ...]], ...]:
    """By namespace, each component with what the diagrams call it and the images it runs."""
    found: dict[str, list[Component]] = defaultdict(list)
    for one in sorted(running, key=lambda each: (each.cluster, each.namespace, each.name, each.kind)):
        images = sorted({_short(container.image) for container in one.containers if container.image})
        place = f"{one.namespace} ({one.cluster})" if one.cluster else one.namespace
        found[place or "Kept by the platform"].append(
            Component(name=f"{one.name} ({one.kind})", label=one.diagram_label or one.name, images=tuple(images))
        )
    return tuple((place, tuple(rows)) for place, rows in found.items())


def _short(image: str) -> str:
    """Without most of its digest, which the inventory has."""
    name, at, digest = image.partition("@sha256:")
    return f"{name}{at}{digest[:12]}…" if at else name


def _some(count: int, what: str) -> str:
    return counted(count, what)
