"""The CSV of ports, protocols and services."""

import csv
import io

from replacing import replace

from generator.graph.ports import INTERNET
from generator.model.flow import HOST_CALLERS, FlowGraph, ServicePort, Strength
from generator.renderers.ports_csv import COLUMNS, PORTS_CSV, view
from tests.renderers.workbook_story import package

CART = ServicePort(
    service="cart", port=443, transport="TCP", protocol="https", encryption="TLS", reference="C-01", used_by=("web", INTERNET)
)
OPEN = ServicePort(service="=cmd()", port=53, transport="UDP")
BANK = ServicePort(
    service="Bank", port=443, transport="TCP", external=True, crosses_boundary=True, strength=Strength.OBSERVED, purpose="Pays"
)
PACKAGE = replace(package(), flows=FlowGraph(ports=(CART, OPEN, BANK)))


CALLERS = "web, Clients outside the boundary"


def test_every_port_is_a_row() -> None:
    assert view(PACKAGE) == (
        (
            "443",
            "TCP",
            "HTTPS",
            "cart",
            "internal",
            CALLERS,
            "TLS (declared)",
            "",
            "C-01",
            "open, no caller known",
        ),
        ("53", "UDP", "", "=cmd()", "internal", "", "", "", "", "open, no caller known"),
        ("443", "TCP", "", "Bank", "outbound: crosses the boundary", "", "", "Pays", "", "observed"),
    )


def test_who_reaches_a_host_or_a_default_route_is_not_stated() -> None:
    routed = replace(CART, crosses_boundary=None)
    rows = view(replace(package(), flows=FlowGraph(ports=(replace(routed, used_by=("web", HOST_CALLERS)), routed))))
    assert [row[4] for row in rows] == [
        "published on the host; who reaches it is not stated",
        "behind a default route, unless pushed without one; who reaches it is not stated",
    ]


def test_the_file_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    data = PORTS_CSV.render(PACKAGE, None).data
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert rows[2][3] == "'=cmd()"
    assert len(rows) == 4


def test_nothing_is_written_where_no_port_is_known() -> None:
    assert PORTS_CSV.applies(PACKAGE)
    assert not PORTS_CSV.applies(package())
