"""One file over https: over loopback with a certificate made here, and everything that is refused."""

import datetime as dt
import http.server
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.content import fetching
from generator.content.fetching import download, public_addresses, source_of
from generator.errors import ConfigError

x509 = pytest.importorskip("cryptography.x509", reason="needs cryptography: pip install cryptography")

BODY = b"content " * 1000


class Server(http.server.BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(200 if self.path.startswith("/file") else 404)
        self.send_header("Content-Length", str(len(BODY) * (2 if "short" in self.path else 1)))
        self.end_headers()
        self.wfile.write(BODY)
        self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1))
        .not_valid_after(dt.datetime(2120, 1, 1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Its address; the loopback address counts as public while the test runs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server) as running:
        running.socket = context.wrap_socket(running.socket, server_side=True)
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        trusting = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr(fetching.ssl, "create_default_context", lambda: trusting)
        monkeypatch.setattr(fetching, "public_addresses", lambda _host, _port: ("127.0.0.1",))
        yield f"https://localhost:{running.server_address[1]}"
        running.shutdown()
        thread.join()


def test_a_file_is_fetched(server: str, tmp_path: Path) -> None:
    download(f"{server}/file?x=1", tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BODY


def test_a_redirect_is_followed_over_https_only(server: str, tmp_path: Path) -> None:
    download(f"{server}/to/{server}/file", tmp_path / "f")
    assert (tmp_path / "f").read_bytes() == BODY
    for target in (server.replace("https", "http") + "/file", "file:///etc/passwd", "ftp://localhost/file"):
        with pytest.raises(ConfigError, match=r"only https|answered 302"):
            download(f"{server}/to/{target}", tmp_path / "g")
    assert not (tmp_path / "g").exists()


def test_a_redirect_into_a_private_network_is_not_followed(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = public_addresses
    monkeypatch.setattr(
        fetching, "public_addresses", lambda host, port: ("127.0.0.1",) if host == "localhost" else real(host, port)
    )
    with pytest.raises(ConfigError, match="private network"):
        download(f"{server}/to/https://127.0.0.1/file", tmp_path / "f")


@pytest.mark.parametrize("address", ["https://[::1/x", "https://x.example/\u00e9", "https://x.example/a b"])
def test_what_is_no_address_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no address"):
        download(address, tmp_path / "x")


def test_a_redirection_to_no_address_is_refused(server: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no host"):
        download(f"{server}/to/https://[::1", tmp_path / "x")


def test_what_the_server_does_not_have(server: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="answered 404") as caught:
        download(f"{server}/none?apiKey=secret", tmp_path / "f")
    assert "secret" not in caught.value.diagnostics()


def test_a_transfer_that_breaks_off_or_grows_is_refused(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="was interrupted"):
        download(f"{server}/file-short", tmp_path / "f")
    monkeypatch.setattr(fetching, "LARGEST", 100)
    with pytest.raises(ConfigError, match="larger than"):
        download(f"{server}/file", tmp_path / "f")


def test_a_certificate_that_nobody_vouches_for_is_refused(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching.ssl, "create_default_context", lambda: ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))
    with pytest.raises(ConfigError, match="no answer"):
        download(f"{server}/file", tmp_path / "f")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "fe80::1%1", "224.0.0.1", "100.64.0.1"],
)
def test_addresses_of_private_networks_are_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", (address, 443))])
    with pytest.raises(ConfigError, match="private network"):
        public_addresses("nvd.example", 443)


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [str(ipaddress.ip_address(one)) for one in ("129.6.13.177", "192.168.0.1")]
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", (one, 443)) for one in both])
    with pytest.raises(ConfigError, match="private network"):
        public_addresses("nvd.example", 443)
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda *_a, **_k: [(2, 1, 6, "", (both[0], 443))] * 2)
    assert public_addresses("nvd.example", 443) == (both[0],)


def test_what_is_written_down_of_an_address() -> None:
    assert source_of("https://user:secret@Nvd.example:8443/feeds/a.json.gz?apiKey=b#c") == "nvd.example/feeds/a.json.gz"
