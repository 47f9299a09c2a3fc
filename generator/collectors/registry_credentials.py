"""Whose name is given to a registry: what a person typed, or what `docker login` keeps in config.json.

https://docs.docker.com/reference/cli/docker/login/#credential-stores. A credential helper is a program: it runs only where that
was allowed, and only under the name that config.json gives it.
"""

import base64
import binascii
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from generator.collectors.registry_address import RegistryAddress
from generator.errors import ConfigError

_LARGEST = 1 << 20
_HELPER = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_HUB = "https://index.docker.io/v1/"
_SECONDS = 30
_NEXT = "log in with `docker login`, or give --username and --password-stdin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """A name and a password."""

    username: str
    password: str = field(repr=False)

    @property
    def basic(self) -> str:
        """For the header `Authorization`."""
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()


class _CredentialEntry(msgspec.Struct):
    auth: str | None = None
    username: str | None = None
    password: str | None = None
    identity_token: str | None = msgspec.field(name="identitytoken", default=None)


class _DockerConfig(msgspec.Struct):
    auths: dict[str, _CredentialEntry | None] | None = None
    helpers: dict[str, str] | None = msgspec.field(name="credHelpers", default=None)
    store: str | None = msgspec.field(name="credsStore", default=None)


class _Helped(msgspec.Struct):
    username: str = msgspec.field(name="Username", default="")
    secret: str = msgspec.field(name="Secret", default="")


def from_docker(config: Path | None, address: RegistryAddress, *, allow_helpers: bool) -> tuple[Credentials | None, str | None]:
    """What config.json says of a registry, and a note where it says something that was not used.

    Raises:
        ConfigError: the file cannot be read, or an allowed helper fails.
    """
    if config is None or not config.is_file():
        return None, None
    docker_config = _read(config)
    keys = _keys(address)
    entry = next((auth for key, auth in (docker_config.auths or {}).items() if auth and _host(key) in keys), None)
    credentials = _of(entry, config) if entry else None
    if credentials is not None:
        return credentials, None
    helper = next((name for key, name in (docker_config.helpers or {}).items() if _host(key) in keys), docker_config.store)
    if helper is None:
        unused = entry is not None and entry.identity_token is not None
        return None, "config.json holds an identity token, which is not used" if unused else None
    if not allow_helpers:
        return None, f"config.json names the credential helper {helper!r}, which was not run: --allow-credential-helpers does"
    return _ask(helper, _HUB if address.name == "docker.io" else address.name), None


def _read(config: Path) -> _DockerConfig:
    try:
        if config.stat().st_size > _LARGEST:
            raise ConfigError("too large to be Docker's config.json", where=str(config), next_step=_NEXT)
        return msgspec.json.decode(config.read_bytes(), type=_DockerConfig)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError("not Docker's config.json", where=str(config), next_step=_NEXT) from error


def _keys(address: RegistryAddress) -> set[str]:
    return {"docker.io", "index.docker.io", "registry-1.docker.io"} if address.name == "docker.io" else {address.name}


def _host(key: str) -> str:
    """`https://index.docker.io/v1/` is index.docker.io."""
    return key.rpartition("://")[2].partition("/")[0].lower()


def _of(entry: _CredentialEntry, config: Path) -> Credentials | None:
    if entry.auth:
        try:
            username, colon, password = base64.b64decode(entry.auth, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise ConfigError(
                "the credential in it is not what `docker login` writes", where=str(config), next_step=_NEXT
            ) from error
        if colon and username and password:
            return Credentials(username=username, password=password.rstrip("\x00"))
    if entry.username and entry.password:
        return Credentials(username=entry.username, password=entry.password)
    return None


def _ask(helper: str, server: str) -> Credentials:
    """`docker-credential-NAME get`: https://github.com/docker/docker-credential-helpers."""
    program = shutil.which(f"docker-credential-{helper}") if _HELPER.fullmatch(helper) else None
    if program is None:
        raise ConfigError(f"there is no program docker-credential-{ascii(helper)[1:-1]}", next_step=_NEXT)
    try:
        done = subprocess.run([program, "get"], input=server.encode(), capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603 - the person allowed it
        helper_answer = msgspec.json.decode(done.stdout, type=_Helped)
    except (OSError, subprocess.SubprocessError, msgspec.DecodeError) as error:
        raise ConfigError(f"docker-credential-{helper} gave no credential", where=server, next_step=_NEXT) from error
    return Credentials(username=helper_answer.username, password=helper_answer.secret)
