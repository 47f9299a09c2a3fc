"""Systems of a fleet built by workers of Dask, on this machine or on others: `atopack fleet build --engine dask`.

Dask unpickles what it is sent, which is to run it. So a cluster is asked on loopback only, or by TLS with certificates of both
sides (https://distributed.dask.org/en/stable/tls.html); one that is started here has certificates for as long as it runs.
Workers see workspaces, cache and output under the paths that this process sees, and have the same atopack, which each piece of
work checks.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from generator.errors import ConfigError
from generator.fleet.engines import FleetEngine
from generator.version import sources_digest

T = TypeVar("T")

_ADDRESS = re.compile(r"(?P<protocol>[a-z]+)://(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+):(?P<port>\d{1,5})")
_WAIT = "30 s"
"""For the scheduler to answer."""


class DaskCertificates(msgspec.Struct, frozen=True, kw_only=True):
    """Files in PEM: of the authority of the cluster, and of this client."""

    authority: Path
    certificate: Path
    key: Path


class DaskCluster(msgspec.Struct, frozen=True, kw_only=True):
    """Which workers build."""

    workers: int
    """How many are started on this machine, where there is no address."""
    address: str | None = None
    """Of the scheduler of a cluster that runs: `tcp://127.0.0.1:8786`, `tls://scheduler.example:8786`."""
    certificates: DaskCertificates | None = None


class _WorkerMismatchError(Exception):
    """A worker with other code would write other packages."""


def dask(cluster: DaskCluster) -> FleetEngine[T]:
    """An engine of this cluster.

    Raises:
        ConfigError: Dask is not installed; the address is none that may be asked, or nothing answers there.
    """
    _refuse_unprotected(cluster)
    distributed = _library()

    @contextmanager
    def engine(works: Sequence[Callable[[], T]]) -> Iterator[Sequence[Callable[[], T]]]:
        with ExitStack() as stack:
            client = _client(cluster, distributed, stack)
            same = sources_digest()
            futures = [client.submit(_checked, work, same, pure=False) for work in works]
            yield [partial(_result, work, future, distributed) for work, future in zip(works, futures, strict=True)]

    return engine


def _checked(work: Callable[[], T], same: bytes) -> T:
    """On the worker."""
    if sources_digest() != same:
        raise _WorkerMismatchError
    return work()


def _result(work: Callable[[], T], future: Any, distributed: Any) -> T:
    """Of a worker; here, where no worker lived long enough, or the scheduler itself ended."""
    try:
        made: T = future.result()
    except (distributed.KilledWorker, distributed.CancelledError, OSError, TimeoutError):
        return work()
    except Exception as error:
        what = (
            "another version of atopack" if isinstance(error, _WorkerMismatchError) else f"not what it needs ({error!r:.200})"
        )
        raise ConfigError(
            f"a worker of the cluster has {what}",
            next_step="install on every worker the same atopack, with the same extras, as here",
        ) from error
    return made


def _client(cluster: DaskCluster, distributed: Any, stack: ExitStack) -> Any:
    if cluster.address is None:
        security = distributed.Security.temporary()
        started = distributed.LocalCluster(
            n_workers=cluster.workers,
            threads_per_worker=1,
            host="127.0.0.1",
            protocol="tls://",
            security=security,
            dashboard_address=None,
            silence_logs="ERROR",
        )
        return stack.enter_context(distributed.Client(stack.enter_context(started), security=security))
    try:
        client = distributed.Client(cluster.address, security=_security(cluster, distributed), timeout=_WAIT)
    except (OSError, TimeoutError, ValueError) as error:
        raise ConfigError(
            f"no scheduler of Dask answers at {cluster.address}",
            next_step="start it (`dask scheduler`), and check the address and the certificates",
        ) from error
    stack.enter_context(client)
    try:
        client.wait_for_workers(1, timeout=_WAIT)
    except TimeoutError as error:
        step = "start workers (`dask worker`) with the same certificates, or build with --engine local"
        raise ConfigError(f"the scheduler at {cluster.address} has no worker", next_step=step) from error
    return client


def _security(cluster: DaskCluster, distributed: Any) -> Any:
    files = cluster.certificates
    if files is None:
        return None
    return distributed.Security(
        tls_ca_file=str(files.authority),
        tls_client_cert=str(files.certificate),
        tls_client_key=str(files.key),
        require_encryption=True,
    )


def _refuse_unprotected(cluster: DaskCluster) -> None:
    if cluster.address is None:
        return
    match = _ADDRESS.fullmatch(cluster.address)
    if match is None:
        step = "write it like tcp://127.0.0.1:8786 or tls://scheduler.example:8786"
        raise ConfigError(f"{cluster.address} is no address of a scheduler", where="--address", next_step=step)
    if match["protocol"] == "tcp" and _loopback(match["host"]):
        return
    if match["protocol"] != "tls":
        raise ConfigError(
            "a cluster runs whatever it is sent, and whoever is between can send it something else",
            where="--address",
            next_step="name it by tls:// with --tls-ca, --tls-cert and --tls-key; tcp:// is for this machine alone",
        )
    if cluster.certificates is None:
        step = "add --tls-ca, --tls-cert and --tls-key"
        raise ConfigError("a tls:// address needs certificates of both sides", where="--address", next_step=step)
    files = cluster.certificates
    for path in (files.authority, files.certificate, files.key):
        if not path.is_file():
            raise ConfigError("there is no such file", where=str(path), next_step="name the file in PEM")


def _loopback(host: str) -> bool:
    """By number only: a name may lead anywhere."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _library() -> Any:
    try:
        import distributed
    except ImportError as error:
        what = f"this engine needs the package `{error.name}`, which is not installed"
        raise ConfigError(what, next_step="pip install 'atopack[fleet]'") from error
    return distributed
