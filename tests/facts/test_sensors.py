"""Which images are sensors."""

import pytest

from generator.facts.sensors import PRODUCTS, product_of, sensors
from generator.model.inventory import Container, Workload
from generator.workspace.system_yaml import read

SYSTEM = read("", folder="x")


@pytest.mark.parametrize(
    ("image", "product"),
    [
        ("docker.io/falcosecurity/falco:0.44.1", "Falco"),
        ("registry1.example/ironbank/opensource/falcosecurity/falco:0.44", "Falco"),
        ("cgr.dev/example/falco-fips:latest", "Falco"),
        ("falcosecurity/falco-driver-loader:0.44", None),
        ("falcosecurity/falcosidekick:2", None),
        ("quay.io/cilium/tetragon:v1.2.0", "Tetragon"),
        ("quay.io/cilium/tetragon-operator:v1.2.0", None),
        ("quay.io/sysdig/agent:13", "Sysdig agent"),
        ("registry.example/tools/agent:1", None),
        ("quay.io/stackrox-io/collector-slim:3", "StackRox collector"),
        ("registry.redhat.io/advanced-cluster-security/rhacs-collector-rhel8:4", "StackRox collector"),
        ("otel/opentelemetry-collector:0.1", None),
        ("docker.io/neuvector/enforcer:5.4.4", "NeuVector enforcer"),
        ("registry1.example/ironbank/neuvector/neuvector/enforcer:5.4.4", "NeuVector enforcer"),
        ("cgr.dev/example/neuvector-enforcer-fips:1", "NeuVector enforcer"),
        ("registry.example/enforcer:2022.4", "Aqua or NeuVector enforcer"),
        ("registry.example/aquasec/enforcer:2022.4", "Aqua Enforcer"),
        ("registry-auth.example/tw_abc/twistlock/defender:defender_21_11_812", "Prisma Cloud Defender"),
        ("wazuh/wazuh-agent:4.9", "Wazuh agent"),
        ("not an image", None),
    ],
)
def test_a_sensor_by_its_image(image: str, product: str | None) -> None:
    assert product_of([("main", image)], key="a/DaemonSet/b", system=SYSTEM) == product


def test_an_agent_of_many_tasks_is_a_sensor_by_its_container_only() -> None:
    image = "gcr.example/datadoghq/agent:7"
    assert product_of([("agent", image)], key="a/DaemonSet/b", system=SYSTEM) is None
    assert product_of([("agent", image), ("security-agent", image)], key="a/DaemonSet/b", system=SYSTEM) is not None


def test_a_sensor_that_system_yaml_names() -> None:
    system = read("security-sensors: [watcher]\n", folder="x")
    assert product_of([("main", "registry.example/own:1")], key="a/DaemonSet/watcher", system=system) == "watcher"


def test_every_product_says_where_its_maker_names_the_image() -> None:
    assert all(product.reference and product.images for product in PRODUCTS)
    assert len({product.name for product in PRODUCTS}) == len(PRODUCTS)


def test_a_sensor_is_what_runs_beside_the_others_and_no_init_container() -> None:
    def workload(name: str, *, init: bool) -> Workload:
        agent = Container(name="agent", image="docker.io/neuvector/enforcer:5.4.4", init=init)
        main = Container(name="main", image="registry.example/own:1")
        return Workload(cluster="prod", namespace="a", kind="DaemonSet", name=name, containers=(main, agent), instances=1)

    watching, set_up = workload("watching", init=False), workload("set-up", init=True)
    assert sensors([set_up, watching], SYSTEM) == ((watching, "NeuVector enforcer"),)
