"""Rows about runtime sensors: where they run, where their alerts go, what they missed."""

import hashlib
import json

import pytest

from generator.facts.facts import facts_of
from generator.facts.history import History
from generator.model.evidence import EvidenceFile
from generator.model.facts import SystemFacts
from generator.model.posture import Certainty, PostureState
from generator.model.scan import ScanSnapshot
from generator.parsers.document import Document
from generator.parsers.scans import asff_json, falco_json
from generator.posture.registry import judge_all
from generator.workspace.system_yaml import read
from tests.posture.ground import AS_OF, TAKEN, postures, problems, snapshot
from tests.posture.manifests import empty, refused
from tests.posture.operation_manifests import FALCO, TOLERATES_ALL, config_map, daemon_set, node, pod

TWO = (node("one"), node("two"))
NONE = empty("DaemonSet", "apps/v1")
CONTROL = ("node-role.kubernetes.io/control-plane", "NoSchedule")
EVERY, ALERTS, LOSSES, EVERYWHERE = "sensor-on-every-node", "sensor-alerts-delivered", "sensor-losses", "sensor-everywhere"


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((), PostureState.NOT_COLLECTED, {}, id="no cluster"),
        pytest.param((*TWO,), PostureState.NOT_COLLECTED, {}, id="DaemonSets not listed"),
        pytest.param((NONE, *TWO), PostureState.NONE_FOUND, {}, id="none at all"),
        pytest.param((daemon_set(image="registry.example/logs:1"), *TWO), PostureState.NONE_FOUND, {}, id="no sensor"),
        pytest.param((daemon_set(), *TWO), PostureState.ENFORCING, {}, id="everywhere"),
        pytest.param(
            (daemon_set(ready=1), *TWO),
            PostureState.NOT_ENFORCING,
            {"falco/DaemonSet/falco": "is ready on 1 of the 2 nodes on which it should run"},
            id="not ready",
        ),
        pytest.param(
            (daemon_set(1, 1), node("one"), node("two", CONTROL)),
            PostureState.NOT_ENFORCING,
            {"Node/two": "has no sensor: falco does not tolerate node-role.kubernetes.io/control-plane:NoSchedule"},
            id="a taint",
        ),
        pytest.param(
            (daemon_set(tolerations=TOLERATES_ALL), node("one"), node("two", CONTROL)),
            PostureState.ENFORCING,
            {},
            id="tolerated",
        ),
        pytest.param(
            (daemon_set(), node("one"), node("two", ("node.kubernetes.io/disk-pressure", "NoSchedule"))),
            PostureState.ENFORCING,
            {},
            id="a taint of the moment",
        ),
        pytest.param(
            (daemon_set(1, 1, nodeSelector={"pool": "a"}), node("one", labels={"pool": "a"}), node("two")),
            PostureState.NOT_ENFORCING,
            {"Node/two": "has no sensor: falco runs on nodes with pool=a only"},
            id="a selector",
        ),
    ],
)
def test_a_sensor_on_every_node(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[EVERY]
    assert (found.state, problems(found)) == (state, wrong)


def test_an_affinity_that_keeps_it_off_a_node_shows_in_the_numbers() -> None:
    affinity = {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": []}}}
    found = postures(daemon_set(1, 1, affinity=affinity), *TWO)[EVERY]
    text = "is wanted on 1 of the 2 nodes that would take it: its node affinity keeps it off the rest"
    assert (found.state, problems(found)) == (PostureState.NOT_ENFORCING, {"falco/DaemonSet/falco": text})


def test_two_daemon_sets_cover_the_nodes_together() -> None:
    linux = daemon_set(1, 1, name="falco", nodeSelector={"pool": "a"})
    other = daemon_set(1, 1, name="tetragon", image="quay.io/cilium/tetragon:v1.2", nodeSelector={"pool": "b"})
    found = postures(linux, other, node("one", labels={"pool": "a"}), node("two", labels={"pool": "b"}))[EVERY]
    assert found.state is PostureState.ENFORCING
    falco = "Falco (falco/DaemonSet/falco) is ready on 1 of 2 nodes"
    assert found.summary == f"{falco} and Tetragon (falco/DaemonSet/tetragon) is ready on 1 of 2 nodes."


def test_what_only_a_manifest_shows_is_declared_and_tells_what_is_missing() -> None:
    manifest = json.loads(daemon_set(None))
    del manifest["metadata"]["uid"]
    found = postures(json.dumps(manifest))[EVERY]
    assert (found.state, found.certainty) == (PostureState.ENFORCING, Certainty.DECLARED)
    assert found.missing == (
        "the nodes, to hold the number of sensors against",
        "the status of the DaemonSets: how many sensors are ready",
    )


def test_a_refusal_is_told_as_one() -> None:
    found = postures(refused("daemonsets", "apps"), *TWO)[EVERY]
    assert (found.state, found.summary) == (PostureState.NOT_COLLECTED, "The API refused to list DaemonSets and their status.")


def test_the_object_is_the_citation() -> None:
    cited = postures(daemon_set(), *TWO)[EVERY].citations[0]
    assert (cited.key, cited.uid, cited.resource_version, cited.taken) == ("falco/DaemonSet/falco", "u-falco", "42", TAKEN)


FALCO_YAML = "http_output:\n  enabled: {http}\nstdout_output:\n  enabled: true\nsyscall_event_drops:\n  actions: {actions}\n"


def falco_map(http: str = "false", actions: str = "[log, alert]") -> str:
    return config_map("falco", "falco", falco__yaml=FALCO_YAML.format(http=http, actions=actions))


FLUENT = "[INPUT]\n    Name tail\n[OUTPUT]\n    Name  cloudwatch_logs\n    Match *\n"


@pytest.mark.parametrize(
    ("files", "state", "wrong"),
    [
        pytest.param((daemon_set(),), PostureState.NOT_COLLECTED, {}, id="no ConfigMaps"),
        pytest.param((NONE, empty("ConfigMap", "v1")), PostureState.NONE_FOUND, {}, id="no sensor"),
        pytest.param((daemon_set(), empty("ConfigMap", "v1")), PostureState.NONE_FOUND, {}, id="no outputs"),
        pytest.param((daemon_set(), falco_map("true")), PostureState.ENFORCING, {}, id="http"),
        pytest.param(
            (daemon_set(), falco_map()),
            PostureState.NOT_ENFORCING,
            {"falco/ConfigMap/falco": "sends to stdout only, and nothing found ships that off the node"},
            id="stays",
        ),
        pytest.param(
            (daemon_set(), falco_map(), config_map("fluent-bit", "logs", fluent_bit__conf=FLUENT)),
            PostureState.ENFORCING,
            {},
            id="a shipper",
        ),
    ],
)
def test_alerts_leave_the_node(files: tuple[str, ...], state: PostureState, wrong: dict[str, str]) -> None:
    found = postures(*files)[ALERTS]
    assert (found.state, problems(found)) == (state, wrong)


def test_a_shipper_in_yaml_and_outputs_of_falcosidekick_are_named() -> None:
    shipper = config_map(
        "fluent-bit", "logs", fluent_bit__yaml="pipeline:\n  outputs:\n    - name: kinesis_firehose\n      match: '*'\n"
    )
    found = postures(daemon_set(), falco_map("true"), shipper)[ALERTS]
    assert found.summary == "Alerts leave the node by Falco: http and Fluent Bit: kinesis_firehose."


def log(*rules: str) -> ScanSnapshot:
    events = [
        {"output": f"{rule} seen", "priority": "Warning", "rule": rule, "time": "2026-11-19T07:00:00Z", "hostname": "one"}
        for rule in rules
    ]
    data = "\n".join(json.dumps(each) for each in events).encode()
    return falco_json.parse(Document("falco.jsonl", data), evidence("falco.jsonl", data))


def arrived() -> ScanSnapshot:
    finding = {
        "SchemaVersion": "2018-10-08",
        "Id": "f-1",
        "ProductArn": "arn:aws:securityhub:us-gov-west-1:123456789012:product/123456789012/default",
        "GeneratorId": "falco",
        "Types": ["Unusual Behaviors/Container"],
        "UpdatedAt": "2026-11-19T07:00:05Z",
        "Severity": {"Label": "MEDIUM"},
        "Title": "Shell in a container",
        "Resources": [{"Type": "Container", "Id": "cart"}],
    }
    data = json.dumps({"Findings": [finding]}).encode()
    return asff_json.parse(Document("asff.json", data), evidence("asff.json", data))


def evidence(name: str, data: bytes) -> EvidenceFile:
    sha = hashlib.sha256(data).hexdigest()
    return EvidenceFile(
        path=f"evidence/scans/{name}", sha256=sha, size=len(data), media_type="application/json", collected=TAKEN
    )


def with_scans(*files: str, scans: tuple[ScanSnapshot, ...]) -> SystemFacts:
    read_files = [snapshot(text, f"file{number}.yaml") for number, text in enumerate(files)]
    return facts_of(History.of([*read_files, *scans]), read("", folder="x"), AS_OF)


def judged(found: SystemFacts, row: str) -> tuple[PostureState, dict[str, str], tuple[str, ...]]:
    (posture,) = [each for each in judge_all(read("", folder="x"), found) if each.requirement.id == row]
    return posture.state, problems(posture), posture.missing


def test_a_finding_in_security_hub_is_the_proof_of_arrival() -> None:
    state, _, missing = judged(with_scans(daemon_set(), falco_map("true"), scans=(arrived(),)), ALERTS)
    assert (state, missing) == (PostureState.ENFORCING, ())
    _, _, without = judged(with_scans(daemon_set(), falco_map("true"), scans=(log("Shell in a container"),)), ALERTS)
    assert without == ("an alert as it arrived: findings or log lines collected from where the alerts go",)


@pytest.mark.parametrize(
    ("files", "scans", "state", "wrong"),
    [
        pytest.param((daemon_set(),), (), PostureState.NOT_COLLECTED, {}, id="no log"),
        pytest.param((NONE,), (), PostureState.NONE_FOUND, {}, id="no sensor"),
        pytest.param((daemon_set(),), (log("Shell in a container"),), PostureState.ENFORCING, {}, id="no loss"),
        pytest.param(
            (daemon_set(),),
            (log("Shell in a container", "Falco internal: syscall event drop"),),
            PostureState.NOT_ENFORCING,
            {"evidence/scans/falco.jsonl": "tells of 1 loss: Falco internal: syscall event drop"},
            id="lost",
        ),
        pytest.param(
            (daemon_set(), falco_map(actions="[ignore]")),
            (),
            PostureState.NOT_ENFORCING,
            {"falco/ConfigMap/falco": "sends no alert when the sensor loses events (`syscall_event_drops.actions`)"},
            id="silent",
        ),
    ],
)
def test_losses_of_sensors(
    files: tuple[str, ...], scans: tuple[ScanSnapshot, ...], state: PostureState, wrong: dict[str, str]
) -> None:
    assert judged(with_scans(*files, scans=scans), LOSSES)[:2] == (state, wrong)


RUNNER = pod("runner", ("runner", "ghcr.io/actions/actions-runner:2.3"), where="builds")


def test_sensors_where_images_are_built() -> None:
    assert postures(pod("cart", ("cart", "registry.example/cart:1")))[EVERYWHERE].state is PostureState.NOT_COLLECTED
    assert postures(NONE)[EVERYWHERE].state is PostureState.NONE_FOUND
    assert postures(daemon_set())[EVERYWHERE].state is PostureState.NOT_COLLECTED, "nothing is built there"
    found = postures(daemon_set(), RUNNER)[EVERYWHERE]
    assert found.state is PostureState.ENFORCING
    assert found.summary == "Sensors run in cluster; images are built or stored by GitHub Actions runner in cluster."


def test_a_cluster_without_a_sensor_beside_one_that_has_it() -> None:
    files = [
        snapshot(daemon_set(image=FALCO), "prod/a.yaml"),
        snapshot(NONE, "builds/a.yaml"),
        snapshot(RUNNER, "builds/b.yaml"),
    ]
    found = facts_of(History.of(files), read("", folder="x"), AS_OF)
    wrong = {"builds": "has no sensor, while prod has, and GitHub Actions runner runs there"}
    assert judged(found, EVERYWHERE)[:2] == (PostureState.NOT_ENFORCING, wrong)
