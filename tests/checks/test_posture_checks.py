"""Rows of the evidence-to-control table as checks: what becomes a discrepancy, and what of it is waived."""

from datetime import date

import pytest
from tests.posture.ground import AS_OF, facts

from generator.checks.base import CheckEvidence
from generator.checks.registry import CHECKS, run_all
from generator.checks.waivers import read_waivers, waive
from generator.errors import ConfigError
from generator.graph.match import compare
from generator.model.comparison import Discrepancy
from generator.model.evidence import Gap, GapKind
from generator.workspace.system_yaml import read
from tests.posture.manifests import container, deployment, empty, network_policy, secured, webhook

ROOT = deployment(container(securityContext={"privileged": True}, resources=None))


def ran(*files: str) -> tuple[list[Discrepancy], list[Gap]]:
    """Discrepancies and gaps of every check."""
    system, found = read("", folder="x"), facts(*files)
    _, discrepancies, gaps = run_all(
        CheckEvidence(system=system, facts=found, comparison=compare(found.diagrams, found.workloads))
    )
    return list(discrepancies), list(gaps)


def of(check: str, rows: list[Discrepancy]) -> list[Discrepancy]:
    return [one for one in rows if one.check == check]


def test_what_does_not_enforce_is_a_discrepancy_with_its_citation() -> None:
    (one,) = of("container-privileges", ran(ROOT)[0])
    assert one.subject == "shop/Deployment/cart"
    assert one.title.startswith("shop/Deployment/cart is privileged; may run as root")
    assert "uid u-cart, resourceVersion 42, collected 2026-11-19 08:00 UTC" in one.detail
    assert one.asset_ids == ("registry.example/cart:1",)
    assert [source.path for source in one.sources] == ["evidence/cluster/file0.yaml"]
    assert {"CM-6", "SC-39", "AC-6"} <= set(one.controls)
    assert "securityContext" in one.next_step


def test_one_subject_has_one_discrepancy_of_a_check() -> None:
    rows = of("admission-webhook-passable", ran(webhook("Ignore", namespaceSelector={"matchLabels": {"a": "b"}}))[0])
    assert len(rows) == 1
    assert "while it does not answer" in rows[0].title
    assert "a=b" in rows[0].title


def test_none_found_is_a_discrepancy_only_where_it_is_required() -> None:
    rows, _ = ran(
        secured("shop", "restricted"), empty("NetworkPolicy", "networking.k8s.io/v1"), empty("ClusterPolicy", "kyverno.io/v1")
    )
    (one,) = of("network-default-deny", rows)
    assert one.subject == "cluster"
    assert one.sources
    assert not of("kyverno-not-enforcing", rows)


def test_what_holds_is_none() -> None:
    rows, _ = ran(secured("shop", "restricted"), deployment(), network_policy())
    for check in ("pod-security-level", "container-privileges", "host-sharing", "resource-limits", "network-default-deny"):
        assert not of(check, rows)


def test_what_was_not_collected_is_a_gap_and_no_discrepancy() -> None:
    rows, gaps = ran(deployment())
    assert not of("network-default-deny", rows)
    (gap,) = [one for one in gaps if one.place == "network-default-deny"]
    assert (gap.kind, gap.next_step) == (GapKind.NOT_CHECKED, "add network policies")


WAIVER = """
- check: container-privileges
  subject: shop/*
  reason: rebuilt in spring
  owner: A. Lovelace
  expires: {expires}
"""


def waived(text: str, as_of: date = AS_OF) -> tuple[list[Discrepancy], list[Gap]]:
    rows, gaps = waive(ran(ROOT)[0], read_waivers(text), known=[check.id for check in CHECKS], as_of=as_of)
    return list(rows), list(gaps)


def test_a_waiver_is_shown_until_its_last_day() -> None:
    rows, gaps = waived(WAIVER.format(expires="2026-11-20"))
    (one,) = of("container-privileges", rows)
    assert not gaps
    assert one.waiver is not None
    assert one.title.endswith("(waived until 2026-11-20)")
    assert one.detail.endswith("Waived by A. Lovelace until 2026-11-20: rebuilt in spring")
    assert all(other.waiver is None for other in rows if other.check != "container-privileges")


def test_after_its_last_day_it_is_as_if_it_were_not_there() -> None:
    rows, gaps = waived(WAIVER.format(expires="2026-11-19"))
    assert rows == ran(ROOT)[0]
    assert [(gap.place, gap.kind) for gap in gaps] == [("line 2", GapKind.CONTRADICTED)]
    assert "ended on 2026-11-19" in gaps[0].reason


@pytest.mark.parametrize(
    ("old", "new", "kind", "told"),
    [
        ("container-privileges", "container-privilege", GapKind.UNRECOGNIZED, "names a check that does not exist"),
        ("shop/*", "till/*", GapKind.CONTRADICTED, "meets no discrepancy"),
    ],
)
def test_a_waiver_that_meets_nothing_is_reported(old: str, new: str, kind: GapKind, told: str) -> None:
    rows, (gap,) = waived(WAIVER.format(expires="2027-01-01").replace(old, new))
    assert all(one.waiver is None for one in rows)
    assert (gap.path, gap.kind) == ("decisions/waivers.yaml", kind)
    assert told in gap.reason


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("- check: a\n", "line 1"),
        (WAIVER.format(expires="soon"), "line 6"),
        (WAIVER.format(expires="2027-01-01").replace("rebuilt in spring", '" "'), "line 4"),
        (WAIVER.format(expires="2027-01-01").replace("owner", "by"), "line"),
        ("check: a\n", "line 1"),
    ],
)
def test_a_wrong_file_says_where(text: str, where: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_waivers(text)
    assert where in (raised.value.where or "")
    assert "waivers.yaml" in (raised.value.where or "")


def test_an_empty_file_waives_nothing() -> None:
    assert read_waivers("") == ()
