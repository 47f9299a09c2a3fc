"""Reference numbers of Appendix Q beside the ports of Table 9.1."""

from replacing import replace

from generator.model.crypto import CryptoArea, CryptoUse
from generator.model.flow import HOST_CALLERS, ServicePort
from generator.renderers.appendix_q.references import numbered, references


def _use(name: str) -> CryptoUse:
    return CryptoUse(id=name, area=CryptoArea.TRANSIT, where=name, mechanism="TLS")


def _open(service: str, *used_by: str) -> ServicePort:
    return ServicePort(service=service, port=443, transport="TCP", encryption="TLS", used_by=("Internet", *used_by))


def test_a_way_in_is_named_at_what_it_leads_to_and_nowhere_else() -> None:
    uses = numbered([_use("ingress/prod/ops/Ingress/operators"), _use("ingress/prod/web/Ingress/public")])
    ports = [
        _open("Ingress operators"),
        _open("Ingress public"),
        _open("metrics", "Ingress operators"),
        _open("api", "Ingress public"),
    ]
    assert list(references(ports, uses).values()) == ["DIT-1", "DIT-2", "DIT-1", "DIT-2"]


def test_what_no_row_names_counts_where_no_way_in_is_known() -> None:
    uses = numbered([_use("ingress/prod/web/Ingress/public"), _use("load-balancer/front")])
    ports = [_open("Ingress public"), _open("api")]
    assert list(references(ports, uses).values()) == ["DIT-1", "DIT-2"]


def test_what_a_host_publishes_is_named_at_its_port_and_at_what_it_leads_to() -> None:
    use = replace(_use("entry/prod/shop/ComposeService/web"), services=("published port of web", "web"), published=True)
    ports = [
        replace(_open("published port of web"), used_by=(HOST_CALLERS,)),
        replace(_open("web"), used_by=("published port of web",)),
        replace(_open("web"), used_by=("Internet",)),
    ]
    assert list(references(ports, numbered([use])).values()) == ["DIT-1", "DIT-1", ""]
