"""What a Compose file names beside it is read with it, where it is evidence."""

from collections.abc import Mapping

import pytest
from evidence_beside import among, file_at
from replacing import replace

from generator.model.inventory import ON_HOST, ClusterSnapshot, ServiceObject, WorkloadSpec
from generator.parsers.cluster import compose_yaml
from generator.pipeline.parse_gaps import parts_not_read

_MAIN = "evidence/shop/compose.yaml"
_FILES = {
    _MAIN: """name: shop
include: [../cart/compose.yaml, ../missing/compose.yaml]
services:
  web:
    extends: {file: common.yaml, service: base}
    container_name: shop-web
    env_file: [web.env]
    environment: {LEVEL: info}
    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro", "../../../etc/hosts.conf:/x"]
    networks: {front: {aliases: [www]}}
""",
    "evidence/shop/common.yaml": "services:\n  base:\n    image: nginx:1\n    ports: ['80:8080']\n",
    "evidence/shop/web.env": "# comment\nexport STORE_HOST=store\nADMIN_PASSWORD=hunter2\n",
    "evidence/shop/nginx.conf": "location / {\n  proxy_pass http://cart:8080/;\n}\n",
    "evidence/cart/compose.yaml": "services:\n  cart:\n    image: cart:1\n",
}


def _read(files: Mapping[str, str], path: str = _MAIN, target: str = "") -> ClusterSnapshot:
    document = among(files, path)
    assert compose_yaml.recognizes(document)
    return compose_yaml.parse(document, replace(file_at(path), target=target))


def _workloads(snapshot: ClusterSnapshot) -> dict[str, WorkloadSpec]:
    return {each.name: each for each in snapshot.objects if isinstance(each, WorkloadSpec)}


def test_everything_that_it_names_is_read_with_it() -> None:
    snapshot = _read(_FILES)
    found = _workloads(snapshot)
    assert {(each.namespace, each.name) for each in found.values()} == {("shop", "web"), ("shop", "cart")}
    (web,) = found["web"].containers
    assert (web.image, web.peers, web.ports[0].number) == ("nginx:1", ("cart", "store"), 8080)
    assert {each.host: each.key for each in web.calls} == {"cart": "nginx.conf", "store": ""}
    assert found["cart"].source.place == "evidence/cart/compose.yaml#services.cart"
    assert snapshot.not_collected == ("ComposeService (../missing/compose.yaml)",)
    assert "hunter2" not in repr(snapshot)


def test_a_container_is_reached_by_all_of_its_names() -> None:
    names = {each.name: each.aliases for each in _read(_FILES).objects if isinstance(each, ServiceObject)}
    assert names == {"web": ("shop-web", "www"), "cart": ()}


def test_an_included_file_is_read_once() -> None:
    snapshot = _read(_FILES, "evidence/cart/compose.yaml")
    assert (snapshot.objects, snapshot.kinds) == ((), (("ComposeService", 1),))


def test_files_that_include_each_other_are_read_by_themselves() -> None:
    files = {
        "evidence/a.yaml": "include: [b.yaml]\nservices: {a: {image: a}}\n",
        "evidence/b.yaml": "include: [a.yaml]\nservices: {b: {image: b}}\n",
    }
    assert set(_workloads(_read(files, "evidence/a.yaml"))) == {"a", "b"}


_GIVER = "evidence/shop/common.yaml"
_TWO = "services:\n  base: {image: 'nginx:1'}\n  tool: {image: 'tool:1'}\n"


def _extending(given: str = _GIVER, by: str = _MAIN) -> Mapping[str, str]:
    taking = f"services:\n  web: {{extends: {{file: {given.rpartition('/')[2]}, service: base}}}}\n"
    return {by: taking, given: _TWO}


def test_a_file_that_only_gives_its_services_to_others_starts_none_and_says_which_nobody_takes() -> None:
    snapshot = _read(_extending(), _GIVER)
    assert not snapshot.objects
    assert snapshot.not_read == ("ComposeService.tool (other files extend services of this one, and none extends it)",)
    (gap,) = parts_not_read(snapshot)
    assert (
        gap.next_step == "if they run, name the file under `evidence:` in system.yaml with a `target:`, the environment's name"
    )
    assert list(_workloads(_read(_extending()))) == ["web"]


@pytest.mark.parametrize(
    ("given", "by"),
    [
        ("evidence/shop/docker-compose.yml", "evidence/shop/docker-compose.staging.yml"),
        ("evidence/shop/docker-compose.prod.yml", "evidence/shop/docker-compose.yml"),
        (_GIVER, "evidence/shop/docker-compose.test.yml"),
    ],
)
def test_what_is_started_by_its_name_or_extended_by_tests_only_runs(given: str, by: str) -> None:
    assert list(_workloads(_read(_extending(given, by), given))) == ["base", "tool"]


def test_files_that_extend_each_other_are_read_by_themselves() -> None:
    other = "evidence/shop/stack.yaml"
    files = {**_extending(by=other), _GIVER: "services: {base: {extends: {file: stack.yaml, service: web}, image: 'nginx:1'}}"}
    assert list(_workloads(_read({**files, other: files[other].replace("service: base", "service: none")}, _GIVER))) == ["base"]


def test_a_person_who_gives_the_file_a_target_has_it_counted() -> None:
    assert list(_workloads(_read(_extending(), _GIVER, target="staging"))) == ["base", "tool"]


_NETWORKS = """name: shop
services:
  web: {image: "web:1", ports: ["80:8080", "0.0.0.0:81:8081"], networks: [inner, desk]}
  store: {image: "store:1", ports: ["5432:5432"], networks: {inner: {aliases: [db]}}}
  mail: {image: "mail:1", ports: ["25:25"], networks: [inner, wide]}
  job: {image: "job:1", ports: ["9000:9000"]}
networks:
  inner: {internal: true}
  desk: {driver_opts: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.1}}
  wide:
"""


def test_ports_are_published_through_networks_that_lead_outside() -> None:
    services = {each.name: each for each in _read({_MAIN: _NETWORKS}).objects if isinstance(each, ServiceObject)}
    assert {name: each.type for name, each in services.items()} == {
        "web": ON_HOST, "store": "ClusterIP", "mail": ON_HOST, "job": ON_HOST,
    }  # fmt: skip
    assert [each.number for each in services["web"].inside_ports] == [8080]
    assert [each.number for each in services["store"].ports] == [5432]
    closed = _NETWORKS + "  default: {internal: true}\n"
    (job,) = [each for each in _read({_MAIN: closed}).objects if isinstance(each, ServiceObject) and each.name == "job"]
    assert job.type == "ClusterIP"
