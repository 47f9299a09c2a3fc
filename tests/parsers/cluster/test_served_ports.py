"""Ports that a program's own configuration opens, with TLS or without."""

import pytest

from generator.model.inventory import WorkloadSpec
from generator.parsers.cluster import served_ports
from tests.checks.cluster_evidence import snapshot


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


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("gunicorn -b 0.0.0.0:8000 app", (8000,)),
        ("serve --listen=:9090 --metrics-addr :9102", (9090, 9102)),
        ("aws-es-proxy -endpoint $E -listen 0.0.0.0:8080 -verbose", (8080,)),
        ("app --port 8080 --grpc.port=9000", (8080, 9000)),
        ("app --urls http://*:5000/", (5000,)),
        ("rails s -b 0.0.0.0 -p $PORT", ()),
        ("rails s --host 0.0.0.0 --port 3000", (3000,)),
        ("wait-for --host db --port 5432", ()),
        ("serve --bind 127.0.0.1:8080", ()),
        ("time 12:30 http://cart:8080 :8081", ()),
        ("app --port 99999", ()),
    ],
)
def test_listeners_of_a_command_line(command: str, expected: tuple[int, ...]) -> None:
    assert served_ports.listeners(command.split()) == expected


def test_a_listener_in_the_command_of_an_app_is_a_port_of_it() -> None:
    text = "applications: [{name: shop, memory: 64M, no-route: true, command: 'serve --listen 0.0.0.0:8080'}]"
    (app,) = (each for each in snapshot(text, "manifest.yml").objects if isinstance(each, WorkloadSpec))
    assert [port.number for container in app.containers for port in container.ports] == [8080]
