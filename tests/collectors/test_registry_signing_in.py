"""Who gets to see a password: the registry, and a token service only where it is known or was named."""

import base64
import json
from pathlib import Path

import fake_registry
import oci_content as oci
import pytest
from fake_registry import Asked, Reply, as_json
from registry_run import run

from generator.collectors.base import CollectError
from generator.collectors.registry_address import parse_address
from generator.collectors.registry_credentials import Credentials, from_docker
from generator.errors import ConfigError

BASIC = "Basic " + base64.b64encode(b"reader:hunter2").decode()
TOKEN = "secret-token-of-{scope}"  # noqa: S105 - invented
READER = Credentials(username="reader", password="hunter2")  # noqa: S106 - invented


class Guard:
    """A registry that wants a token for each repository; `realm` says where tokens are."""

    def __init__(self, realm: str = "http://{host}/token", token: str = TOKEN, *, basic: bool = False) -> None:
        self.realm, self.token, self.basic = realm, token, basic

    def __call__(self, asked: Asked) -> Reply | None:
        if asked.path == "/token":
            return self._give(asked)
        if asked.headers.get("authorization", "").startswith(BASIC if self.basic else "Bearer secret-token"):
            return None
        told = f'Bearer realm="{self.realm.format(host=asked.headers["host"])}",service="shop",scope="{_scope(asked)}"'
        return Reply(401, headers={"WWW-Authenticate": 'Basic realm="shop"' if self.basic else told})

    def _give(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != BASIC:
            return Reply(401)
        return as_json({"token": self.token.format(scope=asked.query["scope"][0].replace(":", "-"))})


def _scope(asked: Asked) -> str:
    return f"repository:{'/'.join(asked.path.split('/')[2:4])}:pull"


def test_a_token_for_each_repository(tmp_path: Path) -> None:
    one, other = oci.sample().content, oci.sample().content
    with fake_registry.serve({"shop/cart": one, "shop/mail": other}, Guard()) as fake:
        collection = run(fake.host, tmp_path, repositories=("shop/cart", "shop/mail"), credentials=READER)
    assert collection.refused == ()
    tokens = [asked for asked in fake.asked if asked.path == "/token"]
    assert [asked.query["scope"] for asked in tokens] == [["repository:shop/cart:pull"], ["repository:shop/mail:pull"]]
    assert all(
        asked.headers["authorization"] != BASIC
        for asked in fake.asked
        if asked.path != "/token"
        if "authorization" in asked.headers
    )
    assert all(one.sidecar.identity == "reader" for one in collection.kept)
    assert b"hunter2" not in b"".join(path.read_bytes() for path in tmp_path.rglob("*.sidecar.json"))


def test_basic(tmp_path: Path) -> None:
    with fake_registry.serve({"shop/cart": oci.sample().content}, Guard(basic=True)) as fake:
        assert run(fake.host, tmp_path, repositories=("shop/cart",), credentials=READER).refused == ()


@pytest.mark.parametrize(
    ("realm", "said"),
    [
        ("https://token.example.com/token", "password sent to token.example.com"),
        ("http://token.example.com/token", "points to http://token.example.com/token"),
        ("http://169.254.169.254/latest/meta-data", "points to"),
        ("https://reader@127.0.0.1/token", "points to"),
        ("file:///etc/passwd", "points to"),
        ("", "HTTP 401"),
    ],
)
def test_no_password_for_strangers(tmp_path: Path, realm: str, said: str) -> None:
    refused = pytest.raises(CollectError)
    with fake_registry.serve({"shop/cart": oci.sample().content}, Guard(realm)) as fake, refused as caught:
        run(fake.host, tmp_path, repositories=("shop/cart",), credentials=READER)
    assert said in str(caught.value)
    assert all("authorization" not in asked.headers for asked in fake.asked)
    assert not list(tmp_path.iterdir())


def test_another_port_of_the_same_host_is_a_stranger_until_it_is_named(tmp_path: Path) -> None:
    content = {"shop/cart": oci.sample().content}
    with fake_registry.serve({}, Guard()) as tokens, fake_registry.serve(content, Guard(f"http://{tokens.host}/token")) as fake:
        with pytest.raises(CollectError, match=f"add --auth-host {tokens.host}"):
            run(fake.host, tmp_path, repositories=("shop/cart",), credentials=READER)
        assert tokens.asked == []
        collection = run(fake.host, tmp_path, repositories=("shop/cart",), credentials=READER, auth_hosts=(tokens.host,))
    assert collection.refused == ()
    assert [asked.headers["authorization"] for asked in tokens.asked] == [BASIC]


@pytest.mark.parametrize("token", ["", "two words", "line\r\nHost: evil", "x" * 70_000])
def test_a_token_that_is_none(tmp_path: Path, token: str) -> None:
    refused = pytest.raises(CollectError, match="gives no token")
    with fake_registry.serve({"shop/cart": oci.sample().content}, Guard(token=token)) as fake, refused:
        run(fake.host, tmp_path, repositories=("shop/cart",), credentials=READER)


def test_no_credential_goes_along_on_a_redirect(tmp_path: Path) -> None:
    sample = oci.sample()
    with fake_registry.serve({"shop/cart": sample.content}) as storage:

        def moved(asked: Asked) -> Reply | None:
            guarded = Guard()(asked)
            if guarded is None and "/blobs/" in asked.path:
                return Reply(307, headers={"Location": f"http://{storage.host}{asked.path}?signature=x"})
            return guarded

        with fake_registry.serve({"shop/cart": sample.content}, moved) as fake:
            assert run(fake.host, tmp_path, repositories=("shop/cart",), credentials=READER).refused == ()
    assert storage.asked
    assert all("authorization" not in asked.headers for asked in storage.asked)


def _config(folder: Path, content: object) -> Path:
    path = folder / "config.json"
    path.write_text(json.dumps(content))
    return path


def test_config_json(tmp_path: Path) -> None:
    address = parse_address("registry.example.com")
    auth = base64.b64encode(b"reader:hunter2").decode()
    for key in ("registry.example.com", "https://registry.example.com/v2/", "https://registry.example.com"):
        config = _config(tmp_path, {"auths": {"other.example.com": {"auth": "x"}, key: {"auth": auth}}})
        assert from_docker(config, address, allow_helpers=False) == (READER, None)
    hub = _config(tmp_path, {"auths": {"https://index.docker.io/v1/": {"auth": auth}}})
    assert from_docker(hub, parse_address("docker.io"), allow_helpers=False) == (READER, None)
    assert from_docker(hub, address, allow_helpers=False) == (None, None)
    assert from_docker(tmp_path / "none.json", address, allow_helpers=False) == (None, None)


def test_no_helper_runs_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = tmp_path / "ran"
    program = tmp_path / "docker-credential-test"
    program.write_text(f'#!/bin/sh\ncat > {ran}\necho \'{{"Username": "reader", "Secret": "hunter2"}}\'\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    address = parse_address("registry.example.com")
    config = _config(tmp_path, {"credsStore": "test"})
    found, note = from_docker(config, address, allow_helpers=False)
    assert found is None
    assert note is not None
    assert "--allow-credential-helpers" in note
    assert not ran.exists()
    assert from_docker(config, address, allow_helpers=True) == (READER, None)
    assert ran.read_text() == "registry.example.com"


@pytest.mark.parametrize(
    "content",
    [
        {"credsStore": "../../bin/sh"},
        {"credsStore": "no-such-helper"},
        {"auths": {"registry.example.com": {"auth": "%%"}}},
        [],
        {"auths": 1},
    ],
)
def test_a_config_that_cannot_be_used(tmp_path: Path, content: object) -> None:
    with pytest.raises(ConfigError):
        from_docker(_config(tmp_path, content), parse_address("registry.example.com"), allow_helpers=True)


@pytest.mark.parametrize(
    "text", ["", "ftp://host", "host/", "user@host", "http://registry.example.com", "a b", "host:99999", "-host", "host\n"]
)
def test_not_a_registry(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_address(text)


def test_addresses() -> None:
    assert parse_address("localhost:5000").origin.url == "http://localhost:5000"
    assert parse_address("https://localhost:5000").origin.url == "https://localhost:5000"
    assert parse_address("Registry.Example.com").origin.url == "https://registry.example.com"
    assert parse_address("registry.example.com:80", plain_http=True).origin.url == "http://registry.example.com"
    assert parse_address("docker.io").origin.url == "https://registry-1.docker.io"
    assert parse_address("[::1]:5000").origin.url == "http://[::1]:5000"
