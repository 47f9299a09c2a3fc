"""AWS as moto's server answers for it, on loopback.

moto keeps what is in its accounts in the process, not in the server: without a reset, whatever an earlier test of the same
process made would still be there.
"""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

REGION = "us-gov-west-1"


@contextmanager
def empty_account() -> Iterator[str]:
    """The endpoint of an account with nothing in it; nothing is left of it afterwards. One at a time."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "invented")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        endpoint = _server()
        try:
            _reset(endpoint)
            yield endpoint
        finally:
            _reset(endpoint)


_STARTED: list[ThreadedMotoServer] = []


def _server() -> str:
    """One for all tests of a module: to stop it takes half a second."""
    if not _STARTED:
        _STARTED.append(ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False))
        _STARTED[0].start()
    host, port = _STARTED[0].get_host_and_port()
    return f"http://{host}:{port}"


def stop() -> None:
    """Stop the server of the tests before: with its thread no later test could be forked (`pipeline/worker_processes.py`)."""
    while _STARTED:
        _STARTED.pop().stop()


def _reset(endpoint: str) -> None:
    """https://docs.getmoto.org/en/latest/docs/server_mode.html#reset-api"""
    asked = urllib.request.Request(f"{endpoint}/moto-api/reset", method="POST")  # noqa: S310 - the server above
    with urllib.request.urlopen(asked):  # noqa: S310
        pass


def client(service: str, endpoint: str) -> Any:
    """boto3's client of one service of it."""
    return boto3.client(service, region_name=REGION, endpoint_url=endpoint)
