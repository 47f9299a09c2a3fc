"""Small invented manifests, read as a build reads them, and the flows and ways in that follow from them."""

from typing import Any

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.graph.flows import flow_graph
from generator.model.flow import FlowGraph
from generator.pipeline.comparison import flow_context
from generator.workspace.system_yaml import read as read_system
from tests.checks.cluster_evidence import AS_OF, snapshot
from tests.checks.manifests import thing


def graph_of(*manifests: str, suffix: str = ".yaml") -> FlowGraph:
    """Everything that the evidence shows of these files, each with a name that ends in `suffix`."""
    described = read_system("", folder="x")
    files = [snapshot(text, f"file{number}{suffix}") for number, text in enumerate(manifests)]
    return flow_graph(flow_context(facts_of(History.of(files), described, AS_OF), described))


def workload(name: str, kind: str = "Deployment", **pod: Any) -> str:
    """One with a container of its own name."""
    spec = {"containers": [{"name": name, "image": f"{name}:1"}], **pod}
    template = {"metadata": {"labels": {"app": name}}, "spec": spec}
    return thing(kind, "apps/v1", name, "shop", spec={"selector": {}, "template": template})


def service(name: str, *ports: dict[str, Any], **spec: Any) -> str:
    """One that leads to the workload of its name."""
    listed = list(ports) or [{"port": 8080}]
    return thing("Service", "v1", name, "shop", spec={"selector": {"app": name}, "ports": listed, **spec})
