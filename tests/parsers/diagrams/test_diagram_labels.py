"""Texts, ports and protocols."""

import pytest

from generator.parsers.diagrams.labels import plain, ports, protocols


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("HTTPS 443", (443,)),
        ("Web HTTP 80 or HTTPS 443", (80, 443)),
        ("SSH port 2222 using a temporary key", (2222,)),
        ("PORT 5432 Postgres", (5432,)),
        ("https GET (443)", (443,)),
        ("TCP/5432", (5432,)),
        ("tcp:80", (80,)),
        ("443/tcp", (443,)),
        ("UDP 53 and TCP 53", (53,)),
        ("ports 80, 443 and 8443", (80, 443, 8443)),
        ("HTTPS/443, SSH/22", (22, 443)),
        ("grpc://localhost:4317/x", (4317,)),
        ("10.0.0.1:8080", (8080,)),
        ("gRPC :50051", (50051,)),
        ("443", (443,)),
        ("80, 443", (80, 443)),
        ("TLS 1.2", ()),
        ("TLS 1.2 (443)", (443,)),
        ("HTTP/2", ()),
        ("FIPS 140-2", ()),
        ("SP 800-53", ()),
        ("every 15 min", ()),
        ("12:30 daily", ()),
        ("port 99999", ()),
        ("2026-05-01", ()),
        ("", ()),
    ],
)
def test_ports(label: str, found: tuple[int, ...]) -> None:
    assert ports(label) == found


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("https GET (443)", ("HTTPS",)),
        ("gRPC over mTLS", ("gRPC", "mTLS")),
        ("psql (5432)", ("PostgreSQL",)),
        ("OTLP<br>gRPC", ("OTLP", "gRPC")),
        ("httpbin", ()),
        ("shttp", ()),
    ],
)
def test_protocols(label: str, found: tuple[str, ...]) -> None:
    assert protocols(label) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<b>Check</b>out<br>now", "Checkout now"),
        ("<div>a</div><div>b</div>", "a b"),
        ("x &lt; y &amp;&nbsp;z", "x < y & z"),
        ("1 < 2 > 0", "1 < 2 > 0"),
        ("a\u200b \n b", "a b"),
    ],
)
def test_markup_is_folded_to_one_line(text: str, found: str) -> None:
    assert plain(text) == found


def test_text_without_markup_keeps_its_signs() -> None:
    assert plain("a <b> &amp;\nc", markup=False) == "a <b> &amp; c"
