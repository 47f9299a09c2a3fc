"""What came to a system and what went."""

from generator.difference.part_changes import ChangeKind, SystemChange, flow_changes, part_changes
from generator.difference.sides import ComparedImage, Flows, Parts, Running


def told(found: tuple[SystemChange, ...]) -> list[tuple[str, str, str]]:
    return [(one.kind.name, one.subject, one.detail) for one in found]


def image(version: str, *digests: str) -> ComparedImage:
    return ComparedImage(repository="reg/cart", version=version, digests=frozenset(digests))


def test_equal_parts_are_no_change() -> None:
    parts = Parts(images={"reg/cart:1": image("1", "a")}, workloads={"w": Running(public=True, ports=frozenset({"TCP 1"}))})
    assert part_changes(parts, parts) == ()


def test_a_release_is_a_version_and_not_an_image_that_came() -> None:
    one, two = Parts(images={"reg/cart:1": image("1", "a")}), Parts(images={"reg/cart:2": image("2", "b")})
    assert told(part_changes(one, two)) == [("IMAGE_VERSION", "reg/cart", "1 → 2")]
    assert told(part_changes(Parts(), two)) == [("IMAGE_CAME", "reg/cart", "2")]
    assert told(part_changes(one, Parts())) == [("IMAGE_WENT", "reg/cart", "1")]
    both = Parts(images={"reg/cart:1": image("1", "a"), "reg/cart:2": image("2", "b")})
    assert told(part_changes(one, both)) == [("IMAGE_VERSION", "reg/cart", "1 → 1, 2")]


def test_the_same_version_with_other_digests_was_built_again() -> None:
    one, two = Parts(images={"reg/cart:1": image("1", "a")}), Parts(images={"reg/cart:1": image("1", "b")})
    assert told(part_changes(one, two)) == [("IMAGE_REBUILT", "reg/cart", "1")]
    assert part_changes(one, Parts(images={"reg/cart:1": image("1")})) == ()


def test_ports_and_doors() -> None:
    shut = Parts(workloads={"w": Running(public=False, ports=frozenset({"TCP 1", "TCP 2"}))})
    opened = Parts(workloads={"w": Running(public=True, ports=frozenset({"TCP 2", "UDP 3"}))})
    assert told(part_changes(shut, opened)) == [("OPENED", "w", ""), ("PORT_CAME", "w UDP 3", ""), ("PORT_WENT", "w TCP 1", "")]
    assert told(part_changes(opened, shut))[0] == ("SHUT", "w", "")
    assert told(part_changes(Parts(), opened)) == [("OPENED", "w", ""), ("WORKLOAD_CAME", "w", "")]
    assert told(part_changes(opened, Parts())) == [("SHUT", "w", ""), ("WORKLOAD_WENT", "w", "")]


def test_services_externals_assets_and_controls() -> None:
    one = Parts(
        services=frozenset({"s"}),
        externals=frozenset({"x"}),
        assets=frozenset({"h"}),
        controls={"ra-5": "partial", "ac-2.1": ""},
    )
    two = Parts(controls={"ra-5": "implemented", "ac-2.1": "", "sc-7": ""})
    assert told(part_changes(one, two)) == [
        ("EXTERNAL_WENT", "x", ""),
        ("SERVICE_WENT", "s", ""),
        ("ASSET_WENT", "h", ""),
        ("CONTROL", "RA-5", "partial → implemented"),
        ("CONTROL", "SC-7", "not in the plan → none"),
    ]
    assert [one.kind for one in part_changes(two, one)][:3] == [
        ChangeKind.EXTERNAL_CAME,
        ChangeKind.SERVICE_CAME,
        ChangeKind.ASSET_CAME,
    ]


def test_flows_over_the_boundary_stand_apart_from_those_inside() -> None:
    one = Flows(ports={("a", "b"): "TCP 1"}, crossing=frozenset())
    two = Flows(ports={("outside", "a"): "TCP 443 (https)", ("a", "b"): "TCP 2"}, crossing=frozenset({("outside", "a")}))
    assert told(flow_changes(one, two)) == [("FLOW_CAME", "outside -> a", "TCP 443 (https)")]
    assert told(flow_changes(two, Flows(ports={}, crossing=frozenset()))) == [
        ("FLOW_WENT", "outside -> a", "TCP 443 (https)"),
        ("INNER_FLOW_WENT", "a -> b", "TCP 2"),
    ]
    assert flow_changes(one, two)[0].key == "flow over the boundary came: outside -> a"


def test_what_an_earlier_package_merely_did_not_collect_is_no_addition() -> None:
    def first(found: tuple[SystemChange, ...]) -> dict[str, bool]:
        return {f"{one.kind.name} {one.subject}": one.first_collected for one in found}

    bare = Running(public=False, ports=frozenset())
    old = Parts(workloads={"web/Deployment/cart": bare})
    new = Parts(
        workloads={
            "web/Deployment/cart": Running(public=False, ports=frozenset({"TCP 1"})),
            "web/Deployment/till": bare,
            "ops/Deployment/log": bare,
        },
        services=frozenset({"svc"}),
        images={"reg/cart:1": image("1", "a")},
    )
    assert first(part_changes(old, new)) == {
        "WORKLOAD_CAME web/Deployment/till": False,
        "WORKLOAD_CAME ops/Deployment/log": True,
        "PORT_CAME web/Deployment/cart TCP 1": True,
        "SERVICE_CAME svc": True,
        "IMAGE_CAME reg/cart": True,
    }
    flows = Flows(ports={("a", "b"): "TCP 1"}, crossing=frozenset())
    (came,) = flow_changes(Flows(ports={}, crossing=frozenset()), flows)
    assert came.first_collected
    known = Flows(ports={("x", "y"): "TCP 1"}, crossing=frozenset())
    (came,) = flow_changes(known, Flows(ports={**known.ports, **flows.ports}, crossing=frozenset()))
    assert not came.first_collected
