"""What a chart declares gives way with its settings; what no other file describes stays."""

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
