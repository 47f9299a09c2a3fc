"""Reaching an API server: configuration and sign-in by the official client, and nothing else of it.

The client knows kubeconfig files, exec plugins, OIDC and the service account inside a pod; its models would cost thirty times
the processor time of raw pages. https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
"""

import base64
import binascii
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import msgspec

from generator.collectors.base import CollectError, folder_name
from generator.errors import ConfigError

if TYPE_CHECKING:
    from kubernetes.client import Configuration
    from urllib3 import PoolManager

_TOKEN_OF_POD = Path("/var/run/secrets/kubernetes.io/serviceaccount/token")
_IN_CLUSTER = "cluster"


class _Claims(msgspec.Struct):
    sub: str | None = None


class ClusterAccess(msgspec.Struct, frozen=True, kw_only=True):
    """A way to one API server."""

    server: str
    """`https://10.0.0.1:6443`, as configured, without user or path to a file."""
    identity: str
    """Who asks, as the configuration names them: nothing of a credential."""
    cluster: str
    """The configuration's name of the cluster, fit for a folder."""
    pool: "PoolManager"
    configuration: "Configuration"

    def authorization(self) -> dict[str, str]:
        """The header that signs in, renewed by the client where it expires; empty with a client certificate.

        Raises:
            CollectError: it could not be renewed.
        """
        from kubernetes.config import ConfigException
        from urllib3.exceptions import HTTPError

        try:
            token = self.configuration.get_api_key_with_prefix("BearerToken", alias="authorization")
        except (ConfigException, HTTPError, OSError, ValueError, TypeError, KeyError) as error:
            # NOTE: the client's words may quote what a sign-in server answered, tokens included.
            raise CollectError(f"the sign-in could not be renewed ({type(error).__name__})", where=self.server) from error
        return {"Authorization": token} if token else {}


@contextmanager
def reach(kubeconfig: Path | None, context: str | None) -> Iterator[ClusterAccess]:
    """Sign in. Keys that the client writes to files for TLS are gone afterwards.

    Raises:
        ConfigError: the client is not installed, or there is no configuration that can be used.
    """
    try:
        import kubernetes.client
        from kubernetes.client.rest import RESTClientObject
    except ImportError as error:
        raise ConfigError(
            "reading a live cluster needs the package `kubernetes`, which is not installed",
            next_step="pip install 'atopack[collect]'",
        ) from error
    configuration = kubernetes.client.Configuration()
    with tempfile.TemporaryDirectory(prefix="atopack-") as keys:
        identity, cluster = _load(configuration, kubeconfig, context, keys)
        if not configuration.host.startswith(("https://", "http://")):
            step = "write https://… into `server:` of the kubeconfig"
            raise ConfigError("the API server's address is not one of http", where=_public(configuration.host), next_step=step)
        client = RESTClientObject(configuration)
        try:
            yield ClusterAccess(
                server=_public(configuration.host),
                identity=identity,
                cluster=folder_name(cluster),
                pool=client.pool_manager,
                configuration=configuration,
            )
        finally:
            client.pool_manager.clear()


def _load(configuration: "Configuration", kubeconfig: Path | None, context: str | None, keys: str) -> tuple[str, str]:
    """A kubeconfig where there is one, else the service account of the pod this runs in, as kubectl does it."""
    from kubernetes.config import ConfigException, load_incluster_config

    try:
        return _from_kubeconfig(configuration, kubeconfig, context, keys)
    except ConfigError:
        if kubeconfig is not None or context is not None:
            raise
        try:
            load_incluster_config(client_configuration=configuration)  # type: ignore[no-untyped-call]
        except (ConfigException, OSError):
            pass
        else:
            return _of_the_pod(), _IN_CLUSTER
        raise


def _from_kubeconfig(
    configuration: "Configuration", kubeconfig: Path | None, context: str | None, keys: str
) -> tuple[str, str]:
    import yaml
    from kubernetes.config import ConfigException, list_kube_config_contexts, load_kube_config

    file = str(kubeconfig) if kubeconfig is not None else None
    where = file or "the default kubeconfig"
    try:
        contexts, current = list_kube_config_contexts(config_file=file)  # type: ignore[no-untyped-call]
        chosen = next((each for each in contexts if each["name"] == context), None) if context else current
        load_kube_config(  # type: ignore[no-untyped-call]
            config_file=file, context=context, client_configuration=configuration, temp_file_path=keys
        )
    except (ConfigException, yaml.YAMLError, OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ConfigError(
            f"no usable configuration of a cluster: {_first_line(error)}",
            where=where,
            next_step="name one with --kubeconfig FILE and --context NAME (`kubectl config get-contexts` lists them)",
        ) from error
    chosen_context = chosen["context"] if chosen else {}
    return str(chosen_context.get("user") or "no user (the context names none)"), str(
        chosen_context.get("cluster") or _IN_CLUSTER
    )


def _public(address: str) -> str:
    """An address without user and password, which do not belong there and are sometimes found."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="")).rstrip("/")


def _of_the_pod() -> str:
    """The service account's name, which its token says in the open."""
    try:
        payload = _TOKEN_OF_POD.read_text("ascii").split(".")[1]
        claims = msgspec.json.decode(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)), type=_Claims)
    except (OSError, UnicodeDecodeError, IndexError, binascii.Error, msgspec.DecodeError):
        return "the service account of the pod"
    return claims.sub or "the service account of the pod"


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]


def unreachable(server: str, why: str) -> CollectError:
    """The server could not be asked at all."""
    return CollectError(
        f"the API server could not be asked: {why}",
        where=server,
        next_step="check the address, the network and `kubectl --context … get --raw /version`",
    )
