"""Small drawings beside small clusters, compared as a build does it, and one check asked about them."""

from generator.checks.base import Check, CheckContext
from generator.checks.judging import judge
from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.graph.comparison import compare_whole
from generator.graph.flows import flow_graph
from generator.graph.mapping import read_mapping
from generator.model.evidence import EvidenceFile
from generator.model.posture import Posture
from generator.model.snapshot import Snapshot
from generator.parsers.document import Document
from generator.parsers.registry import read
from generator.pipeline.comparison import flow_context
from generator.workspace.system_yaml import read as read_system
from tests.checks.cluster_evidence import AS_OF, snapshot

CLUSTER = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example/web:1
          env:
            - {name: CART, value: "https://cart:8443"}
            - {name: MAIL, value: "smtps://mail.example.org"}
            - {name: NEWS, value: "http://news.example.net"}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec: {template: {metadata: {labels: {app: cart}}, spec: {containers: [{name: cart, image: "registry.example/cart:1"}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{port: 8443}]}
"""
SYSTEM = """
external-services:
  - {name: Mail Relay, hosts: [mail.example.org]}
  - {name: News, hosts: [news.example.net]}
"""
BOUNDARY = """flowchart LR
  user([User])
  mail[Mail Relay]:::external
  news[News]:::external
  subgraph ato[Authorization boundary]
    web[Web]
    cart[Cart]
  end
"""
WHOLE = (
    BOUNDARY
    + """  user -->|HTTPS 443| web
  web -->|HTTPS 8443| cart
  web -->|SMTPS 465| mail
  web -->|HTTP 80, plain text| news
"""
)
LOG = (
    '{"flow": {"time": "2026-11-18T06:00:00Z", "verdict": "FORWARDED",'
    ' "source": {"namespace": "shop", "pod_name": "web-0"},'
    ' "destination": {}, "IP": {"destination": "198.51.100.9"}, "destination_names": ["news.example.net"],'
    ' "l4": {"TCP": {"destination_port": 80}}}, "node_name": "n"}'
)
"""Cilium Hubble saw web call news.example.net."""


def without(text: str, *lines: str) -> str:
    """The drawing without the lines that begin so."""
    return "\n".join(line for line in text.split("\n") if not line.strip().startswith(lines)) + "\n"


def context(
    *drawings: str,
    cluster: str | tuple[str, ...] = CLUSTER,
    system: str = SYSTEM,
    mapping: str = "",
    log: str = "",
    unread: tuple[str, ...] = (),
    suffix: str = ".yaml",
) -> CheckContext:
    """Every drawing is a Mermaid file of its own, `diagrams/d0.mmd` and so on."""
    described = read_system(system, folder="x")
    texts = (cluster,) if isinstance(cluster, str) else cluster
    snapshots: list[Snapshot] = [snapshot(text, f"all{number or ''}{suffix}") for number, text in enumerate(texts) if text]
    files = [(f"diagrams/d{number}.mmd", text) for number, text in enumerate(drawings)]
    files += [("evidence/cluster/hubble.jsonl", log)] if log else []
    for number, (path, text) in enumerate(files):
        evidence = EvidenceFile(path=path, sha256=f"{number}" * 64, size=1, media_type="text/plain")
        snapshots.append(read(Document(path, text.encode()), evidence)[1])
    facts = facts_of(History.of(snapshots), described, AS_OF)
    ground = flow_context(facts, described)
    graph = flow_graph(ground)
    comparison = compare_whole(facts.diagrams, ground.workloads, graph, read_mapping(mapping), described.external_services)
    return CheckContext(system=described, facts=facts, comparison=comparison, flows=graph, unread_diagrams=unread)


def state(check: Check, *drawings: str, **given: object) -> Posture:
    """The state of one requirement."""
    (posture,) = judge(check, context(*drawings, **given))  # type: ignore[arg-type]
    return posture
