"""Components below the workloads: each cluster, and the products in it or before it that do a control's work."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from generator.model.facts import ClusterView, SystemFacts
from generator.model.inventory import Workload
from generator.model.platform import Platform, PlatformWords, named_place, place_name, platforms_of, words_of_all
from generator.oscal import types as o
from generator.oscal.common import NS, Citations, known_prop, line, prop, text
from generator.oscal.products import RecognizedProduct, product_component, topics
from generator.text import listed

_MOST_SOURCES = 3


def cluster_components(facts: SystemFacts, cite: Citations) -> Iterator[tuple[str, o.Component]]:
    """Each cluster with its name: what inventory items of clusters and nodes implement."""
    for view in facts.clusters:
        yield view.name, _cluster(view, facts, cite)


def working_products(products: Iterable[RecognizedProduct], cite: Citations) -> Iterator[o.Component]:
    """Products that do what a topic of `claims/` is about, as the plan lists them; scanners and sensors stand there anyhow."""
    for product in products:
        if topics(product.content):
            uuid = cite.ids.object("component", "product", product.content.title)
            component = product_component(product, uuid, cite)
            yield replace(component, control_implementations=(), status=o.Status(state="operational"))


def cluster_title(view: ClusterView, facts: SystemFacts) -> str:
    """`Kubernetes prod`, `Compose in environment shop`."""
    name, place = _platform(view, facts), _words(view, facts).place[0]
    return line(f"{name} {view.name}" if name == Platform.KUBERNETES.value else f"{name} in {named_place(view.name, place)}")


def _platform(view: ClusterView, facts: SystemFacts) -> str:
    """All of them; a cluster of which no workload was collected is one of Kubernetes."""
    platforms = platforms_of(_of(view, facts))
    return listed(sorted(each.value for each in platforms)) if platforms else Platform.KUBERNETES.value


def _of(view: ClusterView, facts: SystemFacts) -> list[Workload]:
    return [workload for workload in facts.workloads if workload.cluster == view.name]


def _words(view: ClusterView, facts: SystemFacts) -> PlatformWords:
    return words_of_all(_of(view, facts))


def _described(name: str, view: ClusterView, facts: SystemFacts) -> str:
    if name == Platform.KUBERNETES.value:
        return f"{name} that runs the workloads of {place_name(view.name)}, with its control plane and settings."
    place = named_place(view.name, _words(view, facts).place[0])
    return f"{name}: what the workloads of {place} are declared to run on, or run on."


def _cluster(view: ClusterView, facts: SystemFacts, cite: Citations) -> o.Component:
    name = _platform(view, facts)
    versions = sorted({node.kubelet for node in view.nodes if node.kubelet})
    return o.Component(
        uuid=cite.ids.object("component", "cluster", view.name),
        type="software",
        title=cluster_title(view, facts),
        description=text(_described(name, view, facts)),
        props=(
            prop("asset-type", "software"),
            prop("software-name", name),
            *known_prop("software-version", versions[-1] if versions else None),
            prop("cluster", view.name, NS),
        ),
        links=cite.links((file.source for file in view.evidence), most=_MOST_SOURCES),
    )
