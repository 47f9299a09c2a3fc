"""What is read of sensors, meshes, keys and deployers, and what never is."""

import json
from contextlib import suppress
from typing import Any

import msgspec
import pytest
import yaml

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile
from generator.model.settings.mesh import MeshMember
from generator.model.settings.secrets import HeldCredentials, SecretUse
from generator.model.settings.sensors import AlertOutputs, NodeAgent, NodeState, Taint, Toleration
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.objects import ObjectReader
from generator.parsers.cluster.operation_readers import OPERATION
from generator.parsers.cluster.setting_subject import SettingSubject
from generator.parsers.cluster.skim import skim
from generator.parsers.document import Document
from tests.checks.cluster_evidence import snapshot
from tests.checks.manifests import thing
from tests.checks.operation_manifests import config_map, daemon_set

ODD = (None, 7, "text", [], [None], {}, {"a": None}, {"mode": 1}, [[]], True)


def says(text: str, kind: type) -> list[Any]:
    return [each.says for each in snapshot(text).settings if isinstance(each.says, kind)]


def sidekick(*variables: str) -> str:
    env = [{"name": name, "value": "https://user:hunter2@example"} for name in variables]
    containers = [{"name": "falcosidekick", "image": "docker.io/falcosecurity/falcosidekick:2.30", "env": env}]
    return thing("Deployment", "apps/v1", "falcosidekick", "falco", spec={"template": {"spec": {"containers": containers}}})


def test_outputs_of_falcosidekick_are_names_only() -> None:
    (found,) = says(sidekick("AWS_CLOUDWATCHLOGS_LOGGROUP", "SLACK_WEBHOOKURL", "DEBUG"), AlertOutputs)
    assert found == AlertOutputs(program="Falcosidekick", targets=("AWS CloudWatch Logs", "Slack"))
    assert "hunter2" not in repr(snapshot(sidekick("SLACK_WEBHOOKURL")))


def test_pods_of_falcosidekick_say_the_same() -> None:
    containers = json.loads(sidekick("SLACK_WEBHOOKURL"))["spec"]["template"]["spec"]["containers"]
    running = thing("Pod", "v1", "falcosidekick-0", "falco", spec={"containers": containers}, status={"phase": "Running"})
    assert says(running, AlertOutputs) == [AlertOutputs(program="Falcosidekick", targets=("Slack",))]


def test_another_deployment_sends_nothing() -> None:
    assert says(sidekick("SLACK_WEBHOOKURL").replace("falcosecurity/falcosidekick", "example/cart"), AlertOutputs) == []


@pytest.mark.parametrize("text", ["a: [", "- a\n- b", "", "text", "a: &x [*x]"])
def test_a_configuration_that_cannot_be_read_says_nothing(text: str) -> None:
    found = snapshot(config_map("falco", "falco", falco__yaml=text))
    configuring = [each for each in found.settings if not isinstance(each.says, HeldCredentials)]
    assert (configuring, found.not_collected) == ([], ())


def test_a_tolerance_and_the_taint_it_is_for() -> None:
    (agent,) = says(
        daemon_set(tolerations=[{"key": "a", "effect": "NoSchedule"}, {"operator": "Exists", "key": "b"}]), NodeAgent
    )
    plain, valued = Taint(key="a"), Taint(key="b", value="x", effect="NoExecute")
    assert agent.tolerations == (Toleration(key="a", effect="NoSchedule"), Toleration(key="b", any_value=True))
    assert [[one.allows(taint) for taint in (plain, valued)] for one in agent.tolerations] == [[True, False], [False, True]]
    assert not Toleration(key="a").allows(Taint(key="a", value="x")), "equal means equal"
    assert Toleration(any_value=True).allows(valued), "no key and Exists: everything"
    assert not Taint(key="a", effect="PreferNoSchedule").matters


def test_a_status_without_a_number_of_ready_pods_has_none() -> None:
    (found,) = says(daemon_set().replace('"numberReady": 2', '"currentNumberScheduled": 2'), NodeAgent)
    assert (found.desired, found.ready) == (2, 0)


@pytest.mark.parametrize(
    ("name", "data", "skimmed"),
    [("settings", {"a": "b"}, True), ("falco", {"falco.yaml": "{}"}, False), ("cilium-config", {"a": "b"}, False)],
)
def test_of_config_maps_only_those_that_may_tell_something_are_decoded(name: str, data: dict[str, str], skimmed: bool) -> None:
    whole = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "uid": "u"}, "data": data}
    evidence = EvidenceFile(path="a.tar", sha256="0", size=1, media_type="text/plain")
    assert skim(Fold(Document("a.tar", b""), evidence), yaml.safe_dump(whole).encode()) is skimmed


def test_values_of_credentials_are_never_kept() -> None:
    env = [{"name": "DB_PASSWORD", "value": "hunter2"}, {"name": "MODE", "value": "fast"}]
    containers = [{"name": "cart", "image": "cart:1", "env": env}]
    template = {"template": {"spec": {"containers": containers}}}
    text = thing("CronJob", "batch/v1", "cart", "shop", spec={"jobTemplate": {"spec": template}})
    assert says(text, SecretUse) == [SecretUse(literal=("cart: DB_PASSWORD",))]
    assert "hunter2" not in repr(snapshot(text))


def test_what_a_template_says_about_a_mesh() -> None:
    meta = {"labels": {"sidecar.istio.io/inject": "false"}, "annotations": {"config.linkerd.io/skip-outbound-ports": "25"}}
    text = thing("Deployment", "apps/v1", "cart", "shop", spec={"template": {"metadata": meta, "spec": {"containers": []}}})
    expected = MeshMember(injection=(("sidecar.istio.io/inject", "false"),), past_proxy=("outbound ports 25",))
    assert says(text, MeshMember) == [expected]


def test_a_node_with_its_taints() -> None:
    text = thing("Node", "v1", "one", spec={"taints": [{"key": "gpu", "value": "a", "effect": "NoSchedule"}]}, status={})
    assert says(text, NodeState) == [NodeState(taints=(Taint(key="gpu", value="a"),))]
    assert Taint(key="gpu", value="a").shown == "gpu=a:NoSchedule"


@pytest.mark.parametrize("as_json", [True, False], ids=["JSON", "plain values"])
@pytest.mark.parametrize(
    ("group", "kind", "read"), OPERATION, ids=[f"{kind} {at}" for at, (_, kind, _) in enumerate(OPERATION)]
)
def test_no_reader_breaks_on_an_odd_shape(group: str, kind: str, read: Any, as_json: bool) -> None:
    """A `ParseError` is an answer; any other error would end the reading of the whole file."""
    for value in (each for odd in ODD for each in _odd(odd)):
        document = Document("a.json", json.dumps(value).encode())
        whole: object = document.decode(document.data, msgspec.Raw) if as_json else value
        reader = ObjectReader(document)
        with suppress(ParseError):
            head = reader.head(whole, place="x")
            read(SettingSubject(reader=reader, group=group, version="v1", kind=kind, head=head, value=whole, place="x"))


def _odd(odd: object) -> tuple[dict[str, Any], ...]:
    """The value in every place of an object, and below its specification."""
    members = "spec status metadata data parameters results summary".split()
    below = "template mtls portLevelMtls tls rules servers listeners subsets selector syncPolicy privateKey".split()
    return dict.fromkeys(members, odd), {"spec": dict.fromkeys(below, odd)}
