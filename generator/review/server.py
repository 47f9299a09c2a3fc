"""The server of the workbench: a socket on this machine, uvicorn on it, and an end that leaves nothing running."""

import gc
import ipaddress
import socket
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import msgspec
import uvicorn

from generator.errors import ConfigError
from generator.review.access import TOKEN, Doorkeeper
from generator.review.app import application
from generator.review.assessment import AssessmentCache
from generator.review.bench import Workbench
from generator.review.people import person_of_git

_LOOPBACK = "127.0.0.1"


class ServerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What is served, and where."""

    root: Path
    port: int
    """0 for any that is free."""
    listen: str
    """An address of this machine; another than a loopback one is a person's explicit choice."""
    read_only: bool


def serve(
    settings: ServerSettings,
    *,
    as_of: Callable[[], date],
    now: Callable[[], datetime],
    opened: Callable[[str], None],
) -> None:
    """Serve until the process is interrupted. `opened` is called with the address once an interrupt ends what answers there.

    Raises:
        ConfigError: the address or the port cannot be had.
    """
    with closing(_socket(settings)) as listening:
        host = _host(listening)
        door = Doorkeeper(hosts=frozenset(_names(host, settings)), read_only=settings.read_only)
        bench = Workbench(
            root=settings.root,
            door=door,
            assessments=AssessmentCache(settings.root, as_of, now),
            as_of=as_of,
            now=now,
            person=person_of_git(settings.root),
        )
        config = uvicorn.Config(
            application(bench),
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            timeout_graceful_shutdown=5,
        )
        server = _Server(config, lambda: opened(f"http://{host}/?{TOKEN}={door.new_token()}"))
        gc.enable()  # a command runs without it (`cli.main`); a server lives for days
        try:
            server.run(sockets=[listening])
        finally:
            bench.jobs.close()
            bench.pictures.close()


class _Server(uvicorn.Server):
    """Says that it is there when an interrupt ends it. One that comes before, while modules are imported, can be lost: Python
    ignores what is raised in a callback of its import locks."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._says_so = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._says_so()


def is_loopback(address: str) -> bool:
    """Does only this machine reach it?

    Raises:
        ConfigError: it is no address.
    """
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        raise ConfigError(
            f"`{address}` is no IP address", next_step="name one of this machine, as --listen 127.0.0.1"
        ) from None


def _socket(settings: ServerSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.listen else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.listen, settings.port))
        listening.listen()
    except OSError as error:
        listening.close()
        what = f"port {settings.port} of {settings.listen} cannot be used: {error.strerror}"
        raise ConfigError(what, next_step="name another with --port, or leave it out") from error
    return listening


def _host(listening: socket.socket) -> str:
    address, port = listening.getsockname()[:2]
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def _names(host: str, settings: ServerSettings) -> list[str]:
    """What a browser may call the server: the address, and `localhost` where it is this machine alone."""
    return [host, *([f"localhost:{host.rpartition(':')[2]}"] if settings.listen == _LOOPBACK else [])]
