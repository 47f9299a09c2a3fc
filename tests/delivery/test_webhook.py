"""A webhook against a server on this machine: tries, waits, redirects, and that no secret gets out."""

import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from growth import HANG
from loopback import served

from generator.delivery.webhook import DeliveryOutcome, post, target
from generator.errors import ConfigError

BODY = json.dumps({"text": "x"}).encode()


@dataclass
class Receiver:
    """Answers with the statuses it is given, and remembers what came."""

    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    came: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook/secret-path?key=secret-query"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.came.append((self.path, dict(self.headers), body))
            status, headers = kept.answers.pop(0) if kept.answers else (200, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    kept.port = server.server_port
    with served(server):
        yield kept


def sent(where: Receiver, *, bearer: str = "") -> tuple[DeliveryOutcome, list[float]]:
    waits: list[float] = []
    return post(target(where.url, bearer), BODY, sleep=waits.append, timeout=HANG), waits


def test_it_arrives_with_token_and_type(receiver: Receiver) -> None:
    outcome, waits = sent(receiver, bearer="t0ken")
    assert outcome == DeliveryOutcome(delivered=True, detail="HTTP 200 after 1 try")
    assert waits == []
    ((path, headers, body),) = receiver.came
    assert (path, body) == ("/hook/secret-path?key=secret-query", BODY)
    assert (headers["Authorization"], headers["Content-Type"]) == ("Bearer t0ken", "application/json")


def test_a_busy_receiver_is_asked_again_with_the_same_key(receiver: Receiver) -> None:
    receiver.answers = [(503, {}), (429, {"Retry-After": "7"}), (204, {})]
    outcome, waits = sent(receiver)
    assert outcome == DeliveryOutcome(delivered=True, detail="HTTP 204 after 3 tries")
    assert waits == [1.0, 7.0]
    assert len({headers["Idempotency-Key"] for _, headers, _ in receiver.came}) == 1
    assert "Authorization" not in receiver.came[0][1]


def test_it_gives_up_after_four_tries_and_never_waits_for_long(receiver: Receiver) -> None:
    receiver.answers = [(500, {"Retry-After": "86400"})] * 4
    outcome, waits = sent(receiver)
    assert outcome == DeliveryOutcome(delivered=False, detail="HTTP 500 after 4 tries")
    assert waits == [30.0, 30.0, 30.0]


@pytest.mark.parametrize(("status", "hint"), [(302, "never followed"), (401, "refused"), (404, "refused"), (400, "HTTP 400")])
def test_what_will_not_change_is_not_tried_again(receiver: Receiver, status: int, hint: str) -> None:
    receiver.answers = [(status, {"Location": "http://127.0.0.1:1/elsewhere"})]
    outcome, waits = sent(receiver, bearer="t0ken")
    assert not outcome.delivered
    assert hint in outcome.detail
    assert (waits, len(receiver.came)) == ([], 1)


def test_a_receiver_that_is_not_there_or_silent_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        where = target(f"http://127.0.0.1:{port}/secret")
        assert post(where, BODY, sleep=waits.append, timeout=0.05, tries=2).detail == "no answer in time after 2 tries"
    gone = post(target(f"http://127.0.0.1:{port}/secret"), BODY, sleep=waits.append, timeout=0.5, tries=2)
    assert gone == DeliveryOutcome(delivered=False, detail="the receiver refused or interrupted the connection after 2 tries")
    assert waits == [1.0, 1.0]


@pytest.mark.parametrize(
    "drip", [b"HTTP/1.1 200 OK\r\nX: ", b"", b"HTTP/1.1 100 Continue\r\n\r\n"], ids=["headers", "status", "continue"]
)
def test_an_answer_that_drips_is_hung_up_on(drip: bytes) -> None:
    over, hung_up = threading.Event(), threading.Event()

    def serve(listening: socket.socket) -> None:
        try:
            came, _ = listening.accept()
            with came:
                came.recv(65_536)
                came.sendall(drip)
                while not over.wait(0.05):
                    came.sendall(drip if b"100" in drip else b"a")
        except OSError:
            hung_up.set()

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        where = target(f"http://127.0.0.1:{listening.getsockname()[1]}/secret")
        outcome = post(where, BODY, sleep=lambda _: None, timeout=0.2, tries=1)
        assert hung_up.wait(HANG)
        over.set()
        thread.join()
    assert outcome == DeliveryOutcome(delivered=False, detail="no answer in time after 1 try")


def test_an_answer_counts_whatever_its_body_does(receiver: Receiver) -> None:
    receiver.answers = [(200, {"Transfer-Encoding": "chunked"})]
    assert sent(receiver)[0].delivered


def test_nothing_secret_is_in_what_is_said(receiver: Receiver) -> None:
    receiver.answers = [(500, {}), (302, {"Location": "http://x/secret-path"})]
    outcome, _ = sent(receiver, bearer="t0ken")
    where = target(receiver.url, "t0ken")
    for text in (outcome.detail, where.shown):
        assert "secret" not in text
        assert "t0ken" not in text
    assert where.shown == f"http://127.0.0.1:{receiver.port}"


@pytest.mark.parametrize(
    ("address", "what"),
    [
        ("http://alerts.example/x", "not https"),
        ("http://127.0.0.1.nip.example/x", "not https"),
        ("http://10.0.0.1/x", "not https"),
        ("ftp://alerts.example/x", "not https"),
        ("file:///etc/passwd", "not https"),
        ("https:///x", "not https"),
        ("https://user:pass@alerts.example/x", "user name or password"),
        ("https://alerts.example/x y", "characters"),
        ("https://alerts.example/\r\nHost: evil", "characters"),
        ("https://alerts.example:99999/", "is none"),
        ("https://[::1/", "is none"),
        ("", "not https"),
    ],
)
def test_other_addresses_are_refused_without_being_repeated(address: str, what: str) -> None:
    with pytest.raises(ConfigError, match=what) as caught:
        target(address)
    assert "pass" not in str(caught.value).replace("password", "")
    assert "nip" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["http://localhost:9/x", "http://[::1]:9/x", "http://127.8.9.1/x", "https://alerts.example"]
)
def test_https_and_this_machine_are_allowed(address: str) -> None:
    assert target(address).url.hostname


@pytest.mark.parametrize("token", ["a b", "a\nb", "é", "a\x00"])
def test_a_token_cannot_make_a_header_of_its_own(token: str) -> None:
    with pytest.raises(ConfigError, match="token"):
        target("https://alerts.example/", token)


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(tmp_path: Path) -> None:
    x509 = pytest.importorskip("cryptography.x509", reason="needs cryptography: pip install cryptography")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    pem = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "both.pem").write_bytes(pem + private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "both.pem")
    waits: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_greet, args=(listening, context))
        thread.start()
        where = target(f"https://localhost:{listening.getsockname()[1]}/secret")
        outcome = post(where, BODY, sleep=waits.append, timeout=HANG)
        thread.join()
    assert outcome == DeliveryOutcome(delivered=False, detail="the certificate of the receiver is not to be trusted")
    assert waits == []


def _greet(listening: socket.socket, context: ssl.SSLContext) -> None:
    """One handshake, which the other side breaks off."""
    connection, _ = listening.accept()
    with contextlib.suppress(OSError), connection, context.wrap_socket(connection, server_side=True) as secure:
        secure.recv(1)
