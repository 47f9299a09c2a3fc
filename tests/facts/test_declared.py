"""What a chart declares gives way with its settings; what no other file describes stays."""

import pytest

from generator.facts.declared import without
from tests.checks.cluster_evidence import snapshot
from tests.checks.manifests import deployment


def test_settings_go_with_what_gave_way_and_others_stay() -> None:
    chart = snapshot(f"{deployment()}\n---\n{deployment(name='till')}", "charts/shop.yaml")
    assert {setting.name for setting in chart.settings} == {"cart", "till"}
    gone = frozenset({("Deployment", "shop", "cart")})
    (left,) = without([chart], {chart.evidence.sha256: gone})
    assert {setting.name for setting in left.settings} == {"till"}
    assert without([chart], {"0" * 64: gone}) == (chart,)


_ROUTE = """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: front, namespace: shop}
spec:
  hostnames: [shop.example]
  rules:
  - backendRefs: [{name: cart, port: 80}, {name: till, port: 80}]
"""


@pytest.mark.parametrize(("services", "stays"), [((), True), (("cart",), True), (("cart", "till"), False)])
def test_a_route_goes_when_all_that_it_leads_to_gave_way(services: tuple[str, ...], stays: bool) -> None:
    chart = snapshot(_ROUTE, "charts/shop.yaml")
    gone = frozenset({("Deployment", "shop", "mail"), *(("Service", "shop", name) for name in services)})
    (left,) = without([chart], {chart.evidence.sha256: gone})
    assert [setting.name for setting in left.settings] == (["front"] if stays else [])
