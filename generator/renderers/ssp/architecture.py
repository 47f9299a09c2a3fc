"""Section 8 of a System Security Plan: diagrams with captions, what people say of them, and what the evidence says."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from generator.model.diagram_labels import DiagramLabels
from generator.model.flow import FlowGraph, Strength, encrypted
from generator.model.inventory import MANAGED_KIND, Workload
from generator.model.picture import Picture, PictureKind
from generator.model.platform import words_of_all
from generator.oscal.package import AuthorizationPackage
from generator.renderers.ssp.rows import ComponentRow, PlanFigure
from generator.text import agreeing, counted, form_date, listed, sentence

_MOST_NAMED = 12


def figures(pictures: Sequence[Picture], system: str) -> tuple[PlanFigure, ...]:
    """The boundary first, then the flows in each namespace. What differs from people's drawings is no part of a plan."""
    shown = [picture for picture in pictures if picture.kind is not PictureKind.DRIFT]
    parts = len(shown) > 1
    return tuple(
        PlanFigure(
            number=number,
            title=sentence(picture.title.removeprefix(f"{system}: ")),
            caption=_BUNDLED if parts and picture.kind is PictureKind.BOUNDARY else "",
            alt=picture.alt,
            svg=picture.printed,
            width=picture.width,
            ratio=picture.printed_height / picture.width,
            flows=picture.flows,
        )
        for number, picture in enumerate(shown, start=1)
    )


_BUNDLED = (
    "Each box inside the boundary is a part of the system with a figure of its own; ×n is the number of data flows that a line "
    "stands for."
)


def drafted(package: AuthorizationPackage) -> tuple[str, ...]:
    """Sentences on what runs and the flows between it; nothing more than the evidence shows."""
    return tuple(_drafted(package))


def _drafted(package: AuthorizationPackage) -> Iterator[str]:
    if package.running:
        yield _workloads(package)
    if package.flows.flows:
        yield _flows(package.flows)
    outside = sorted({port.service for port in package.flows.ports if port.external and not _is_blank(port.service)})
    if outside:
        yield f"Components call {listed(outside)} across the boundary; Table 9.1 lists the ports and protocols."


def _workloads(package: AuthorizationPackage) -> str:
    """What the platform keeps is counted apart: it runs in no namespace, and Appendix M counts what has an image."""
    words = words_of_all(package.running)
    own = [workload for workload in package.running if workload.kind != MANAGED_KIND]
    spaces = Counter((workload.cluster, workload.namespace) for workload in own)
    clusters = sorted({cluster for cluster, _ in spaces if cluster})
    names = [f"{count} in {namespace}" for (_, namespace), count in sorted(spaces.items()) if namespace]
    groups = counted(len(spaces), *words.group)
    if len(spaces) == 1 and names:
        groups, names = f"the {words.group[0]} {next(iter(spaces))[1]}", []
    named = f"the {words.place[0]}" if clusters[:1] == [words.place[0]] else f"the {words.place[0]} {', '.join(clusters)}"
    where = f" of {named}" if len(clusters) == 1 else f" of {len(clusters)} {words.place[-1]}"
    verb = "consists of" if all(workload.instances is None for workload in own) else "runs"
    listing = f": {listed(names, _MOST_NAMED)}" if names else ""
    runs = f"{verb} {counted(len(own), 'workload')} in {groups}{where if clusters else ''}"
    kept = counted(len(package.running) - len(own), "service that the platform keeps", "services that the platform keeps")
    parts = (runs if own else "", f"uses {kept}" if len(own) < len(package.running) else "")
    return (
        f"{package.system.name} {listed(part for part in parts if part)} as of {form_date(package.as_of)}{listing}. The tables "
        "of components list them with the names that the figures use and the images they run; Appendix M is the inventory."
    )


def _is_blank(name: str) -> bool:
    """A name that is filled in later does not say what it is."""
    return "((" in name or "${" in name


def _flows(graph: FlowGraph) -> str:
    """Flows are counted by how they are known: what a log saw is in use, what configuration names is configured."""
    counts = [(words, sum(flow.strength is strength for flow in graph.flows)) for strength, words in _KNOWN.items()]
    parts = [f"{count} {words}" for words, count in counts if count]
    total = counted(len(graph.flows), "data flow")
    known = f": {listed(parts)}" if parts[1:] else f", {'all ' if len(graph.flows) > 1 else ''}{parts[0].partition(' ')[2]}"
    return f"The figures show {total} between components and across the boundary{known}.{_protection(graph)}"


def _protection(graph: FlowGraph) -> str:
    """How many are encrypted, and of the others how many are not and of how many it is not specified."""
    states = Counter(encrypted(flow.encryption) for flow in graph.flows)
    if not states[True] and not states[False]:
        return ""
    if states[True] == len(graph.flows):
        return f" {'It is' if states[True] == 1 else 'All of them are'} encrypted."
    number = len(graph.flows) - states[True] - states[False]
    clauses = (
        f"{states[True]} {agreeing(states[True], 'is', 'are')} encrypted" if states[True] else "",
        f"{states[False]} {agreeing(states[False], 'is', 'are')} not encrypted" if states[False] else "",
        f"the encryption of {number} is not specified" if number else "",
    )
    return f" {sentence(listed(filter(None, clauses)))}."


_KNOWN: Mapping[Strength, str] = MappingProxyType(
    {
        Strength.OBSERVED: "recorded in flow logs",
        Strength.DECLARED: "set in the configuration of components",
        Strength.PERMITTED: "let through by entry points or network policies",
        Strength.POSSIBLE: "named in settings that do not show who calls",
    }
)


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
