"""What stands beside a shape and what runs beside a workload, as evidence."""

from collections.abc import Sequence

import pytest

from generator.model.comparison import Comparison
from tests.graph.drawn_systems import compared, matched

_RUNNING = ["a/Deployment/edge|acme/edge", "a/Deployment/telehealth|acme/telehealth", "a/Deployment/billing|acme/billing"]


def _first(found: Comparison, id_: str) -> str:
    return next((each.workload.rpartition("/")[2] for each in found.suggested if each.id == id_), "")


def _call(shapes: Sequence[str], lines: str, flows: str, running: Sequence[str] = _RUNNING) -> Comparison:
    return compared(shapes, running, lines=lines, flows=flows)


def test_the_only_one_left_beside_a_neighbor_is_probable_and_no_match() -> None:
    found = _call(["edge", "n1|Video calls", "billing"], "edge>n1 edge>billing", "edge>telehealth edge>billing")
    assert matched(found) == {"edge": "edge", "billing": "billing"}
    assert _first(found, "n1") == "telehealth"
    assert [each.id for each in found.probable] == ["n1"]


def test_of_two_that_are_left_none_is_suggested_by_that() -> None:
    drawn = _call(["edge", "n1|Video calls", "n2|Chat"], "edge>n1 edge>n2", "edge>telehealth")
    assert (_first(drawn, "n1"), _first(drawn, "n2")) == ("", "")
    running = _call(["edge", "n1|Video calls"], "edge>n1", "edge>telehealth edge>billing")
    assert _first(running, "n1") == ""


def test_a_line_against_the_flow_shows_where_data_goes() -> None:
    running = ["a/StatefulSet/kafka|bitnami/kafka", "a/Deployment/audit-consumer|acme/audit", "a/Deployment/web|acme/web"]
    found = compared(["kafka", "n1|Audit trail"], running, lines="kafka>n1", flows="audit-consumer>kafka")
    assert matched(found) == {"kafka": "kafka", "n1": "audit-consumer"}


def test_several_neighbors_that_agree_outweigh_another_name() -> None:
    running = [
        "a/Deployment/web|acme/web",
        "a/StatefulSet/db|postgres",
        "a/StatefulSet/queue|rabbitmq",
        "a/Deployment/phoenix|acme/phoenix",
    ]
    flows = "web>phoenix phoenix>db phoenix>queue"
    found = compared(["web", "db", "queue", "n1|Core"], running, lines="web>n1 n1>db n1>queue", flows=flows)
    assert matched(found)["n1"] == "phoenix"


@pytest.mark.parametrize(
    ("shape", "workload"),
    [
        ("n1|Web analytics (Matomo)", "a/Deployment/matomo|matomo:5"),
        ("n1|Edge cache (Varnish)", "a/Deployment/varnish|varnish:7"),
    ],
)
def test_software_in_brackets_or_as_technology_that_no_list_has(shape: str, workload: str) -> None:
    running = [workload, "a/Deployment/www|acme/www", "a/StatefulSet/db|postgres"]
    assert matched(compared([shape], running)) == {"n1": workload.partition("|")[0].rpartition("/")[2]}


def test_what_is_written_in_a_language_keeps_no_data() -> None:
    running = ["a/Deployment/door-bridge|acme/doors", "a/StatefulSet/emqx|emqx/emqx"]
    found = compared(["n1|Door bridge|||Go, MQTT", "n2|Broker|||MQTT"], running)
    assert matched(found) == {"n1": "door-bridge", "n2": "emqx"}


def test_a_list_of_kinds_may_be_either() -> None:
    running = ["a/StatefulSet/valkey|valkey/valkey", "a/Deployment/api|acme/api"]
    assert matched(compared(["n1|Cache & message broker"], running)) == {"n1": "valkey"}


def test_a_plural_stands_for_all_that_have_its_word() -> None:
    running = [f"a/Deployment/connector-{name}|acme/connector-{name}" for name in ("dhl", "ups", "gls")]
    found = compared(["n1|Carrier connectors"], [*running, "a/Deployment/web|acme/web"])
    assert matched(found) == {"n1": "connector-dhl connector-gls connector-ups"}
    assert matched(compared(["n1|Carrier connectors", "n2|UPS connector"], running)).get("n1") is None
    assert matched(compared(["n1|Carrier connector"], running)) == {}


def test_a_service_of_a_cloud_is_no_container() -> None:
    assert matched(compared(["n1|Amazon SES"], ["a/Deployment/mail|acme/mail", "a/Deployment/server|acme/server"])) == {}


def test_the_id_of_the_box_is_not_the_name_of_what_is_in_it() -> None:
    shapes = ["ib|Banking|boundary", "ib.spa|Single-page application||ib|Angular", "ib.web|Web application||ib|Java"]
    found = compared(shapes, ["a/Deployment/ib-web|acme/ib-web", "a/Deployment/ib-api|acme/ib-api"])
    assert matched(found).get("ib.spa") is None


def test_a_plural_in_the_box_of_a_namespace_stands_for_nothing_elsewhere() -> None:
    running = ["a/Deployment/connector-dhl|acme/dhl", "b/Deployment/connector-ups|acme/ups", "a/Deployment/web|acme/web"]
    assert matched(compared(["x|a|boundary", "n1|Carrier connectors||x"], running)) == {}


def test_a_plural_is_not_all_where_another_shape_has_the_word() -> None:
    running = [f"a/Deployment/connector-{name}|acme/connector-{name}" for name in ("dhl", "ups", "gls")]
    assert "n1" not in matched(compared(["n1|Carrier connectors", "n2|Bank connector"], running))
