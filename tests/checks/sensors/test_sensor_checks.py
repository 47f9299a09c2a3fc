"""Runtime sensors: on which nodes they run, where their alerts arrive, and what they lose."""

import json
from typing import Any

import pytest
from prerequisites import needs
from replacing import replace

from generator.checks.base import Check
from generator.checks.sensors import sensor_alerts_delivered, sensor_everywhere, sensor_losses, sensor_on_every_node
from generator.model.evidence import EvidenceFile
from generator.model.pipeline import HardeningManifest, PipelineSnapshot
from generator.model.posture import PostureState
from tests.checks.cluster_evidence import CASES, Evidence, of_case, posture, snapshot, verdicts
from tests.checks.manifests import empty, refused, thing
from tests.checks.operation_manifests import FALCO, TOLERATES_ALL, as_lists, config_map, daemon_set, node, pod
from tests.checks.sensors.sensor_logs import LOST, SEEN, arrived, log

EVERY, ALERTS = sensor_on_every_node.CHECK, sensor_alerts_delivered.CHECK
LOSSES, EVERYWHERE = sensor_losses.CHECK, sensor_everywhere.CHECK
TWO = (node("one"), node("two"))
NONE = empty("DaemonSet", "apps/v1")
CONTROL = ("node-role.kubernetes.io/control-plane", "NoSchedule")
NOT_KNOWN = "unknown: no sensor is known by its image or in system.yaml, and a host agent may run"
COUNTED = "passes (reported): the DaemonSet counts a ready pod for each node"
UNSEEN = "unknown: the sensor's pods, which say on which nodes it is ready, were not collected"
SENSOR = "falco/DaemonSet/falco"


def agent_pod(at: str, ready: str = "True", image: str = FALCO, phase: str = "Running", owner: str = "falco") -> str:
    """A pod of a sensor's DaemonSet on a node."""
    made = json.loads(thing("Pod", "v1", f"{owner}-{at}", "falco"))
    made["metadata"]["ownerReferences"] = [{"kind": "DaemonSet", "name": owner, "controller": True}]
    made["spec"] = {"nodeName": at, "containers": [{"name": owner, "image": image}]}
    made["status"] = {"phase": phase, "conditions": [{"type": "Ready", "status": ready}]}
    return json.dumps(made)


def manifest(text: str) -> str:
    """What a person wrote: without what the API adds."""
    made = json.loads(text)
    del made["metadata"]["uid"], made["metadata"]["resourceVersion"]
    return json.dumps(made)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((*TWO,), dict.fromkeys(("Node/one", "Node/two"), NOT_KNOWN), id="DaemonSets not listed"),
        pytest.param((NONE, *TWO), dict.fromkeys(("Node/one", "Node/two"), NOT_KNOWN), id="a host agent may run"),
        pytest.param(
            (daemon_set(image="docker.io/clamav/clamav:1"), node("one")), {"Node/one": NOT_KNOWN}, id="ClamAV scans files"
        ),
        pytest.param((daemon_set(), *TWO), dict.fromkeys(("Node/one", "Node/two"), COUNTED), id="counted everywhere"),
        pytest.param(
            (daemon_set(), *TWO, agent_pod("one"), agent_pod("two", "False")),
            {
                "Node/one": "passes (observed): Falco is ready there",
                "Node/two": "fails (observed): runs Falco, which is not ready there",
            },
            id="pods say where",
        ),
        pytest.param((agent_pod("one"), node("one")), {"Node/one": "passes (observed): Falco is ready there"}, id="pods alone"),
        pytest.param(
            (daemon_set(1, 1), *TWO, agent_pod("one")),
            {"Node/one": "passes (observed): Falco is ready there", "Node/two": "fails (observed): has no pod of Falco"},
            id="no pod there",
        ),
        pytest.param(
            (
                daemon_set(1, 1),
                daemon_set(1, 1, name="tetragon", image="quay.io/cilium/tetragon:v1.2"),
                node("one"),
                agent_pod("one", "False"),
            ),
            {"Node/one": COUNTED},
            id="one of two sensors is enough",
        ),
        pytest.param(
            (
                daemon_set(2, 1),
                daemon_set(2, 1, name="tetragon", image="quay.io/cilium/tetragon:v1.2"),
                *TWO,
                agent_pod("one", "False"),
                agent_pod("two", image="quay.io/cilium/tetragon:v1.2", owner="tetragon"),
            ),
            {
                "Node/one": "fails (observed): runs Falco, which is not ready there",
                "Node/two": "passes (observed): Tetragon is ready there",
            },
            id="of two sensors the one that waits is named",
        ),
        pytest.param(
            (daemon_set(1, 1), *TWO, agent_pod("one"), refused("pods", "")),
            {"Node/one": "passes (observed): Falco is ready there", "Node/two": UNSEEN},
            id="pods refused in part",
        ),
        pytest.param(
            (daemon_set(1, 1), *TWO, agent_pod("one"), agent_pod("two", phase="Succeeded")),
            {"Node/one": "passes (observed): Falco is ready there", "Node/two": "fails (observed): has no pod of Falco"},
            id="a pod that ended",
        ),
        pytest.param(
            (daemon_set(ready=1), *TWO),
            {
                "Node/one": UNSEEN,
                "Node/two": UNSEEN,
                SENSOR: "fails (reported): is ready on 1 of the 2 nodes on which it should run",
            },
            id="a shortfall somewhere",
        ),
        pytest.param((daemon_set(1, 1), *TWO), dict.fromkeys(("Node/one", "Node/two"), UNSEEN), id="fewer than nodes"),
        pytest.param((daemon_set(None), *TWO), dict.fromkeys(("Node/one", "Node/two"), UNSEEN), id="no status"),
        pytest.param(
            (daemon_set(1, 1), node("one"), node("two", CONTROL)),
            {
                "Node/one": COUNTED,
                "Node/two": (
                    "fails (observed): has no sensor: falco does not tolerate node-role.kubernetes.io/control-plane:NoSchedule"
                ),
            },
            id="a taint",
        ),
        pytest.param(
            (daemon_set(tolerations=TOLERATES_ALL), node("one"), node("two", CONTROL)),
            dict.fromkeys(("Node/one", "Node/two"), COUNTED),
            id="tolerated",
        ),
        pytest.param(
            (daemon_set(), node("one"), node("two", ("node.kubernetes.io/disk-pressure", "NoSchedule"))),
            dict.fromkeys(("Node/one", "Node/two"), COUNTED),
            id="a taint of the moment",
        ),
        pytest.param(
            (daemon_set(1, 1, nodeSelector={"pool": "a"}), node("one", labels={"pool": "a"}), node("two")),
            {"Node/one": COUNTED, "Node/two": "fails (observed): has no sensor: falco runs on nodes with pool=a only"},
            id="a selector",
        ),
        pytest.param(
            (
                daemon_set(1, 1, nodeSelector={"pool": "a"}),
                daemon_set(1, 1, name="tetragon", image="quay.io/cilium/tetragon:v1.2", nodeSelector={"pool": "b"}),
                node("one", labels={"pool": "a"}),
                node("two", labels={"pool": "b"}),
            ),
            dict.fromkeys(("Node/one", "Node/two"), COUNTED),
            id="two DaemonSets cover the nodes together",
        ),
        pytest.param(
            (
                daemon_set(1, 1, tolerations=TOLERATES_ALL),
                node("one"),
                node("two", labels={"eks.amazonaws.com/compute-type": "fargate"}),
            ),
            {"Node/one": COUNTED, "Node/two": "fails (observed): has no sensor: a Fargate node takes no DaemonSet"},
            id="Fargate",
        ),
        pytest.param(
            (manifest(daemon_set(None)),),
            {"the nodes of the cluster": "unknown: only a manifest of the sensor was collected"},
            id="a manifest",
        ),
        pytest.param(
            (daemon_set(1, 0),),
            {
                "the nodes of the cluster": "unknown: the nodes were not collected",
                SENSOR: "fails (reported): is ready on 0 of the 1 nodes on which it should run",
            },
            id="no nodes collected",
        ),
    ],
)
def test_a_sensor_on_every_node(files: tuple[str, ...], expected: dict[str, str]) -> None:
    assert verdicts(posture(EVERY, *as_lists(*files))) == expected


def test_without_nodes() -> None:
    assert posture(EVERY).state is PostureState.NOT_COLLECTED
    assert posture(EVERY, empty("Node", "v1")).state is PostureState.NONE_FOUND
    state = posture(EVERY, refused("nodes", ""))
    assert state.summary == "The API refused to list nodes, DaemonSets and their pods."


def test_a_named_workload_is_a_sensor_and_the_objects_are_cited() -> None:
    files = (daemon_set(1, 1, image="registry.example/watch:1"), node("one"))
    state = posture(EVERY, *as_lists(*files), system="security-sensors: [falco/DaemonSet/falco]\n")
    assert verdicts(state) == {"Node/one": COUNTED}
    assert [cited.key for cited in state.citations] == ["Node/one", SENSOR]
    assert state.notes
    assert not posture(EVERY, NONE, *TWO).notes


def test_each_node_cites_the_pod_that_runs_there() -> None:
    files = as_lists(daemon_set(3, 2), *TWO, node("three"), agent_pod("two"), agent_pod("three", "False"), agent_pod("one"))
    cited = {subject.name: [each.key for each in subject.citations] for subject in posture(EVERY, *files).subjects}
    assert cited == {
        "Node/one": ["falco/Pod/falco-one", "Node/one"],
        "Node/two": ["falco/Pod/falco-two", "Node/two"],
        "Node/three": ["Node/three", "falco/Pod/falco-three"],
    }
    places = {(each.source.path, each.source.place) for each in posture(EVERY, *files).citations}
    assert len(places) == 2 * 3


FALCO_YAML = "http_output:\n  enabled: {http}\nstdout_output:\n  enabled: true\nsyscall_event_drops:\n  actions: {actions}\n"


def falco_map(http: str = "false", actions: str = "[log, alert]") -> str:
    return config_map("falco", "falco", falco__yaml=FALCO_YAML.format(http=http, actions=actions))


def falco(**channels: object) -> str:
    lines = {f"{name}_output": {"enabled": True, **(said if isinstance(said, dict) else {})} for name, said in channels.items()}
    return config_map("falco", "falco", falco__yaml=json.dumps(lines))


def sidekick(*variables: dict[str, object], **more: Any) -> str:
    container = {"name": "sidekick", "image": "docker.io/falcosecurity/falcosidekick:2.31.1", "env": list(variables), **more}
    return thing("Deployment", "apps/v1", "falcosidekick", "falco", spec={"template": {"spec": {"containers": [container]}}})


FLUENT = "[INPUT]\n    Name tail\n[OUTPUT]\n    Name  cloudwatch_logs\n    Match *\n"
TO_SIDEKICK = falco(http={"url": "http://falcosidekick:2801/"})
SECRET = {"secretKeyRef": {"name": "sidekick", "key": "url"}}
FLUENTD = "<match **>\n @type copy\n <store>\n @type cloudwatch_logs\n </store>\n</match>\n"
OTEL = "exporters: {otlp: {endpoint: 'http://x:4317'}, debug: {}}\nservice: {pipelines: {logs: {exporters: [otlp, debug]}}}\n"
FORWARDER = thing(
    "ClusterLogForwarder",
    "observability.openshift.io/v1",
    "instance",
    "openshift-logging",
    spec={"outputs": [{"name": "siem", "type": "splunk"}], "pipelines": [{"outputRefs": ["siem"]}]},
)
NOT_ARRIVED = "unknown: an output is configured ({}) but no alert was collected where it should arrive"


@pytest.mark.parametrize(
    ("files", "way"),
    [
        pytest.param((falco_map("true"),), "Falco: http", id="http"),
        pytest.param((falco(program={"program": "jq . | curl -d @- https://x"}),), "Falco: a program that sends", id="curl"),
        pytest.param(
            (TO_SIDEKICK, sidekick({"name": "SLACK_WEBHOOKURL", "valueFrom": SECRET})), "Falcosidekick: Slack", id="sidekick"
        ),
        pytest.param(
            (falco_map(), config_map("fluent-bit", "logs", f__conf=FLUENT)), "Fluent Bit: cloudwatch_logs", id="Fluent Bit"
        ),
        pytest.param((falco_map(), config_map("fluentd", "logs", f__conf=FLUENTD)), "Fluentd: cloudwatch_logs", id="Fluentd"),
        pytest.param((falco_map(), config_map("otel", "logs", c__yaml=OTEL)), "OpenTelemetry Collector: otlp", id="otel"),
        pytest.param((falco_map(), FORWARDER), "OpenShift log forwarding: splunk", id="OpenShift"),
    ],
)
def test_an_output_is_a_way_and_no_arrival(files: tuple[str, ...], way: str) -> None:
    assert verdicts(posture(ALERTS, daemon_set(), *files)) == {SENSOR: NOT_ARRIVED.format(way)}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
            (falco_map(),),
            "fails (observed): sends to stdout only, and nothing that was collected ships that off the node",
            id="stdout",
        ),
        pytest.param(
            (falco(syslog=1, file=1),),
            "fails (observed): sends to file and syslog only, and nothing that was collected ships that off the node",
            id="local",
        ),
        pytest.param((falco(),), "fails (observed): has no output switched on", id="nothing on"),
        pytest.param(
            (falco_map(), daemon_set(name="logs", image="docker.io/fluent/fluent-bit:3", where="logs")),
            "unknown: it sends to stdout only, and where logs/DaemonSet/logs sends the logs of nodes was not collected",
            id="a shipper with other settings",
        ),
        pytest.param(
            (falco_map(), refused("configmaps", "")),
            "unknown: it sends to stdout only, and what ships the logs of nodes was not collected",
            id="not all ConfigMaps",
        ),
        pytest.param((), "unknown: its outputs are set in a console or Secret, or were not collected", id="no settings"),
        pytest.param(
            (TO_SIDEKICK,), "unknown: the Deployment of Falcosidekick, to which Falco sends, was not collected", id="no hop"
        ),
        pytest.param(
            (TO_SIDEKICK, sidekick(envFrom=[{"secretRef": {"name": "s"}}])),
            "unknown: outputs are set in a console or Secret: those of Falcosidekick",
            id="a Secret",
        ),
        pytest.param(
            (falco(grpc=1),), "unknown: who asks for the alerts that Falco offers over gRPC was not collected", id="grpc"
        ),
        pytest.param(
            (falco(program={"program": "logger -t x"}),),
            "unknown: what the program that Falco starts does with alerts was not collected",
            id="a program",
        ),
    ],
)
def test_alerts_that_stay(files: tuple[str, ...], expected: str) -> None:
    assert verdicts(posture(ALERTS, *as_lists(daemon_set(), *files)))[SENSOR] == expected


ARRIVED = {SENSOR: "passes (reported): 1 alert arrived in Security Hub"}


@pytest.mark.parametrize(
    ("scan", "passes"),
    [
        pytest.param(arrived("one"), True, id="about a node of this cluster"),
        pytest.param(arrived("arn:aws:eks:us-gov-west-1:1:cluster/cluster"), True, id="about the cluster"),
        pytest.param(arrived("arn:aws:eks:us-gov-west-1:1:cluster/cluster-2"), False, id="about another cluster"),
        pytest.param(arrived("elsewhere"), False, id="about a node that is not here"),
        pytest.param(arrived("one", "guardduty"), False, id="of another sensor"),
        pytest.param(arrived("one", day="2026-10-21"), True, id="30 days ago"),
        pytest.param(arrived("one", day="2026-10-20"), False, id="31 days ago"),
        pytest.param(log(SEEN), False, id="the sensor's own log"),
    ],
)
def test_only_an_alert_of_this_cluster_in_the_destination_is_an_arrival(scan: Evidence, passes: bool) -> None:
    state = posture(ALERTS, daemon_set(), node("one"), falco_map("true"), scan)
    text = next(iter(verdicts(state).values()))
    assert text.startswith("passes (reported): 1 alert arrived in") if passes else text == NOT_ARRIVED.format("Falco: http")


def test_without_a_sensor_there_is_no_subject() -> None:
    assert posture(ALERTS).state is PostureState.NOT_COLLECTED
    assert posture(ALERTS, NONE, config_map("otel", "logs", c__yaml=OTEL)).state is PostureState.NONE_FOUND
    assert posture(ALERTS, config_map("otel", "logs", c__yaml=OTEL)).state is PostureState.NOT_COLLECTED
    assert posture(ALERTS, refused("daemonsets", "apps")).summary.startswith("The API refused to list security sensors")
    assert posture(LOSSES).state is PostureState.NOT_COLLECTED
    assert posture(LOSSES, NONE).state is PostureState.NONE_FOUND


def test_an_address_with_a_credential_stays_where_it_was() -> None:
    files = falco(http={"url": "https://u:hunter2@siem.example"}), sidekick({"name": "SLACK_WEBHOOKURL", "value": "hunter2"})
    assert "hunter2" not in repr(posture(ALERTS, daemon_set(), *files))


PERIOD = ("2026-11-17", "2026-11-19")


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param((), {SENSOR: "unknown: no log of this sensor was collected"}, id="no log"),
        pytest.param((log(SEEN),), {SENSOR: "unknown: the log covers only part of the nodes or hours"}, id="an excerpt"),
        pytest.param(
            (falco_map(), log(SEEN, days=PERIOD)),
            {SENSOR: "passes (reported): no loss in the logs of all nodes"},
            id="all nodes, more than a day",
        ),
        pytest.param(
            (falco_map(), log(SEEN, days=("2026-11-18", "2026-11-19"))),
            {SENSOR: "unknown: the log covers only part of the nodes or hours"},
            id="two days may be an hour",
        ),
        pytest.param(
            (log(SEEN, days=PERIOD),),
            {SENSOR: "unknown: what it does when it loses events was not collected"},
            id="settings unknown",
        ),
        pytest.param(
            (falco_map(), node("two"), log(SEEN, days=PERIOD)),
            {SENSOR: "unknown: the log covers only part of the nodes or hours"},
            id="one node of two",
        ),
        pytest.param((log(SEEN, LOST),), {SENSOR: f"fails (reported): reports 1 loss: {LOST}"}, id="lost"),
        pytest.param(
            (log(SEEN, LOST, host="elsewhere"),),
            {
                SENSOR: "unknown: no log of this sensor was collected",
                "evidence/scans/falco-elsewhere.jsonl": f"fails (reported): reports 1 loss: {LOST}",
            },
            id="lost, somewhere",
        ),
        pytest.param(
            (falco_map(actions="[ignore]"),),
            {SENSOR: "fails (observed): sends no alert when the sensor loses events (`syscall_event_drops.actions`)"},
            id="silent",
        ),
    ],
)
def test_losses(files: tuple[Evidence, ...], expected: dict[str, str]) -> None:
    assert verdicts(posture(LOSSES, daemon_set(), node("one"), *files)) == expected


RUNNER = pod("runner", ("runner", "ghcr.io/actions/actions-runner:2.3"), where="builds")
JENKINS = pod("jenkins", ("jenkins", "docker.io/jenkins/jenkins:2"))


def test_clusters_and_the_places_of_images() -> None:
    assert posture(EVERYWHERE).state is PostureState.NOT_COLLECTED
    assert verdicts(posture(EVERYWHERE, NONE)) == {"the cluster": NOT_KNOWN}
    state = posture(EVERYWHERE, *as_lists(daemon_set(1, 1), node("one")), pod("cart", ("cart", "registry.example/cart:1")))
    assert verdicts(state) == {
        "the cluster": "passes (reported)",
        "registry docker.io": "unknown: how hosts of docker.io are watched was not collected",
        "registry registry.example": "unknown: how hosts of registry.example are watched was not collected",
    }
    external = "external-services:\n- {name: Example Registry, hosts: [registry.example], authorization: FedRAMP High}\n"
    state = posture(EVERYWHERE, pod("cart", ("cart", "registry.example/cart:1")), system=external)
    assert verdicts(state)["registry registry.example"] == "passes (stated): Example Registry is authorized (FedRAMP High)"


def test_places_outside_the_clusters() -> None:
    evidence = EvidenceFile(path="evidence/pipelines/ci.yml", sha256="1" * 64, size=1, media_type="text/yaml")
    build = PipelineSnapshot(evidence=evidence, system="GitHub Actions", name="ci", taken=None, stages=())
    other = replace(evidence, path="evidence/pipelines/hardening.yaml", sha256="2" * 64)
    made_of = HardeningManifest(
        image="cart", tags=(), base=None, missing=(), vendor=None, resources=0, unchecked=0, source=other.source
    )
    recipe = PipelineSnapshot(evidence=other, system="Iron Bank", name="cart", taken=None, stages=(), manifest=made_of)
    files = (pod("cart", ("cart", "registry.example/cart:1")), build, recipe)
    watched = "unknown: how hosts of {} are watched was not collected"
    assert verdicts(posture(EVERYWHERE, *files)) == {
        "the cluster": NOT_KNOWN,
        "pipelines GitHub Actions": watched.format("GitHub Actions"),
        "registry registry.example": watched.format("registry.example"),
    }
    services = "external-services:\n- {name: GitHub, authorization: FedRAMP Moderate}\n- {name: R, hosts: [registry.example]}\n"
    stated = verdicts(posture(EVERYWHERE, *files, system=services))
    assert stated["pipelines GitHub Actions"] == "passes (stated): GitHub is authorized (FedRAMP Moderate)"
    assert stated["registry registry.example"] == watched.format("registry.example"), "no authorization is named"


def test_a_cluster_passes_as_its_nodes_do() -> None:
    unsure = verdicts(posture(EVERYWHERE, daemon_set()))["the cluster"]
    assert unsure == "unknown: it is not known on which of its nodes the sensor is ready"
    tainted = posture(EVERYWHERE, daemon_set(1, 1), node("one"), node("two", CONTROL))
    assert verdicts(tainted)["the cluster"] == "fails (observed): has nodes on which no sensor is ready (Node/two)"


def test_a_cluster_without_a_sensor_beside_one_that_has_it() -> None:
    files = (
        snapshot(daemon_set(1, 1), "prod/a.yaml"),
        snapshot(*as_lists(node("one")), "prod/b.yaml"),
        snapshot(NONE, "builds/a.yaml"),
        snapshot(RUNNER, "builds/b.yaml"),
    )
    state = posture(EVERYWHERE, *files)
    assert verdicts(state)["cluster builds"] == (
        "fails (observed): has no sensor, while prod has, and GitHub Actions runner runs there"
    )
    assert verdicts(state)["cluster prod"] == "passes (reported)"
    more = (snapshot(daemon_set(1, 1), "stage/a.yaml"), snapshot(JENKINS, "builds/c.yaml"))
    assert verdicts(posture(EVERYWHERE, *files, *more))["cluster builds"] == (
        "fails (observed): has no sensor, while prod and stage have, and GitHub Actions runner and Jenkins run there"
    )


@pytest.mark.parametrize("check", [EVERY, ALERTS, LOSSES, EVERYWHERE], ids=lambda check: check.id)
def test_less_evidence_never_proves_more(check: Check) -> None:
    nodes = (node("one"), node("two", CONTROL))
    files = (
        daemon_set(),
        json.dumps({"kind": "NodeList", "apiVersion": "v1", "items": [json.loads(each) for each in nodes]}),
        agent_pod("one"),
        agent_pod("two", "False"),
        falco_map(),
        config_map("fluent-bit", "logs", f__conf=FLUENT),
        log(SEEN, LOST, days=PERIOD),
        arrived("elsewhere"),
    )
    before = {name for name, text in verdicts(posture(check, *files)).items() if text.startswith("passes")}
    for left_out in range(len(files)):
        rest = [each for number, each in enumerate(files) if number != left_out]
        after = {name for name, text in verdicts(posture(check, *rest)).items() if text.startswith("passes")}
        assert after <= before, f"without file {left_out}"


@needs(CASES)
def test_falcos_own_manifest() -> None:
    """One DaemonSet that tolerates the control plane's two taints; alerts stay on stdout and local syslog."""
    files = "falco_daemonset.yaml", "falco_configmap.yaml"
    assert verdicts(of_case(EVERY, *files)) == {
        "the nodes of the cluster": "unknown: only a manifest of the sensor was collected"
    }
    unsure = "unknown: it sends to stdout and syslog only, and what ships the logs of nodes was not collected"
    assert verdicts(of_case(ALERTS, *files)) == {"default/DaemonSet/falco": unsure}
