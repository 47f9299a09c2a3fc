"""Ports that a program's own configuration opens, with TLS or without."""

import pytest

from generator.parsers.cluster import served_ports


def opened(text: str, name: str = "x.conf") -> list[tuple[int, str]]:
    return [
        (port.number, "tls" if port.tls else "redirects" if port.redirects else "plain")
        for port in served_ports.in_file(name, text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("http { server { listen 8080; } }", [(8080, "plain")], id="plain"),
        pytest.param("server {\n listen 8443 ssl;\n listen [::]:8443 ssl http2;\n}", [(8443, "tls"), (8443, "tls")], id="tls"),
        pytest.param("server { listen 80; return 301 https://$host$request_uri; }", [(80, "redirects")], id="redirect"),
        pytest.param(
            "server { listen 80; location /old { return 301 https://a.example; } }", [(80, "plain")], id="one location"
        ),
        pytest.param("server { listen 80; return 301 http://b.example; }", [(80, "plain")], id="redirect without TLS"),
        pytest.param("server { listen 443; ssl on; }", [], id="ssl on decides"),
        pytest.param("server {\n # listen 8443 ssl;\n listen 8080;\n}", [(8080, "plain")], id="commented out"),
        pytest.param("stream { server { listen 5432; proxy_pass db; } }", [], id="bytes of any protocol"),
        pytest.param(
            "server { listen 127.0.0.1:9000; listen unix:/run/x; listen ${PORT}; listen 0; }", [], id="not from others"
        ),
        pytest.param('server { listen 8080; add_header X "}; listen 1;"; }', [(8080, "plain")], id="quoted"),
        pytest.param("ServerRoot /x\nListen 0.0.0.0:8080\nListen 8443 https\n", [(8080, "plain"), (8443, "tls")], id="apache"),
        pytest.param("ServerRoot /x\nListen 443\nSSLEngine on\n", [], id="apache, a host switches TLS on"),
        pytest.param("Listen 8080\n", [], id="no Apache"),
        pytest.param(
            "defaults\n mode http\nfrontend a\n bind *:80\n redirect scheme https\nfrontend b\n bind :443 ssl crt /c\n",
            [(80, "redirects"), (443, "tls")],
            id="haproxy",
        ),
        pytest.param("frontend a\n bind *:5432\n mode tcp\n", [], id="haproxy, bytes"),
        pytest.param("}}}} server { listen 1;", [], id="broken"),
    ],
)
def test_files(text: str, expected: list[tuple[int, str]]) -> None:
    assert opened(text) == expected


def test_addresses_to_listen_on() -> None:
    found = served_ports.in_environment([("ASPNETCORE_URLS", "http://*:8080;https://+:8443"), ("CART", "http://cart:80")])
    assert [(port.number, port.tls, port.because) for port in found] == [
        (8080, False, "ASPNETCORE_URLS: http, port 8080"),
        (8443, True, "ASPNETCORE_URLS: https, port 8443"),
    ]
    assert [port.number for port in served_ports.in_arguments(["--urls", "http://0.0.0.0:5000", "http://0.0.0.0:99999"])] == [
        5000
    ]
