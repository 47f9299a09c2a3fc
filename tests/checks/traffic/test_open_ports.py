"""What the open ports of Services speak: entry-tls and Table 9.1 rest on the same facts."""

from typing import Any

import pytest

from generator.checks.base import CheckContext
from generator.checks.judging import judge
from generator.checks.traffic import entry_tls
from generator.graph.flows import flow_graph
from generator.graph.ports import ports
from generator.pipeline.comparison import flow_context
from generator.workspace.system_yaml import read
from tests.checks.cluster_evidence import facts, verdicts
from tests.checks.manifests import container, deployment, thing
from tests.checks.operation_manifests import config_map, peer

SYSTEM = read("", folder="x")


def service(**port: Any) -> str:
    spec = {"type": "LoadBalancer", "selector": {"app": "cart"}, "ports": [{"port": 80, "targetPort": 8080, **port}]}
    return thing("Service", "v1", "front", "shop", spec=spec)


def cart(*, beside: tuple[dict[str, Any], ...] = (), **environment: str) -> str:
    env = [{"name": name, "value": value} for name, value in environment.items()]
    taken = [{"name": "c", "configMap": {"name": "web"}}]
    return deployment(container(env=env), *beside, volumes=taken)


def caller(url: str) -> str:
    return deployment(container(name="probe", env=[{"name": "FRONT", "value": url}]), name="probe")


def asked(*files: str) -> tuple[str, str | None]:
    """Of the one open port: the verdict, and the words on encryption in Table 9.1."""
    known = facts(*files)
    ground = flow_context(known, SYSTEM)
    graph = flow_graph(ground)
    (state,) = judge(entry_tls.CHECK, CheckContext(system=SYSTEM, facts=known, flows=graph))
    words = {row.port: row.encryption for row in ports(ground, graph.flows) if row.service == "front"}
    return verdicts(state)["shop/Service/front (80)"], words[80]


PLAIN = config_map("web", "shop", nginx__conf="server { listen 8080; }")


@pytest.mark.parametrize(
    ("files", "verdict", "words"),
    [
        pytest.param((cart(),), "unknown: what it speaks was not collected", None, id="nothing says it"),
        pytest.param((cart(), PLAIN), "fails (declared): serves without TLS (nginx.conf: listen 8080)", "none", id="nginx"),
        pytest.param(
            (cart(), config_map("web", "shop", nginx__conf="server { listen 8080 ssl; }")),
            "passes (declared): nginx.conf: listen 8080 ssl",
            "TLS",
            id="nginx with TLS",
        ),
        pytest.param(
            (cart(), config_map("web", "shop", nginx__conf="server { listen 8080; return 308 https://$host; }")),
            "passes (declared): nginx.conf: listen 8080 (plain requests are redirected)",
            None,
            id="nginx, redirects only",
        ),
        pytest.param(
            (cart(), config_map("other", "shop", nginx__conf="server { listen 8080; }")),
            "unknown: what it speaks was not collected",
            None,
            id="a ConfigMap that it does not take",
        ),
        pytest.param(
            (cart(ASPNETCORE_URLS="http://+:8080"),),
            "fails (declared): serves without TLS (ASPNETCORE_URLS: http, port 8080)",
            "none",
            id="variable",
        ),
        pytest.param(
            (cart(), caller("http://front:80/health")),
            "fails (declared): serves without TLS: a workload calls it in plain text "
            "(its environment or arguments name front:80)",
            "none",
            id="called in plain",
        ),
        pytest.param(
            (cart(), caller("https://front:80/health")),
            "unknown: what it speaks was not collected",
            "TLS",
            id="called with TLS: whether plain connections are refused is not known",
        ),
        pytest.param(
            (
                cart(beside=(container(name="istio-proxy"),)),
                PLAIN,
                caller("http://front:80"),
                peer(),
            ),
            "unknown: a mesh encrypts calls to it, and whether it also takes plain connections is asked by mesh-mtls",
            "mutual TLS (Istio, STRICT)",
            id="a mesh takes it over",
        ),
    ],
)
def test_the_requirement_and_the_table_agree(files: tuple[str, ...], verdict: str, words: str | None) -> None:
    assert asked(service(), *files) == (verdict, words)


def test_one_of_two_workloads_that_says_nothing_keeps_the_port_unknown() -> None:
    serving = config_map("web", "shop", nginx__conf="server { listen 8080 ssl; }")
    silent = deployment(container(), name="other").replace('"app": "other"', '"app": "cart"')
    assert asked(service(), cart(), serving, silent)[0] == "unknown: what it speaks was not collected"
