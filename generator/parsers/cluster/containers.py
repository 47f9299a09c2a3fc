"""Containers of a pod or pod template, and the digests that the kubelet reports for them.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
"""

import re
from collections.abc import Iterator

import msgspec

from generator.model.images import parse_reference
from generator.model.inventory import CalledHost, Container, ContainerPort
from generator.parsers.cluster import calls, fips_settings, served_ports
from generator.parsers.cluster.security_context import NodeVolume, Resources, SecurityContext

_SCHEME = re.compile(r"[a-z-]+://")
_DIGEST = re.compile(r"(?:[a-z][a-z0-9]*(?:[-_+.][a-z][a-z0-9]*)*):[0-9a-f]{32,128}")
_IMPORTED = re.compile(r"docker\.io/library/import-\d{4}-\d\d-\d\d")
"""How containerd calls an image that was loaded into the node from an archive without a name."""
_BARE_ID = re.compile(r"[0-9a-f]{64}")


class _ObjectReference(msgspec.Struct, frozen=True, gc=False):
    name: object = None


class _KeyOfMap(msgspec.Struct, frozen=True, gc=False):
    name: object = None
    key: object = None


class _ValueFrom(msgspec.Struct, frozen=True, rename="camel", gc=False):
    secret_key_ref: _ObjectReference | None = None
    config_map_key_ref: _KeyOfMap | None = None


class Variable(msgspec.Struct, frozen=True, rename="camel"):
    """An environment variable."""

    name: str = ""
    value: object = None
    """Only looked through for host names and for credentials, then dropped."""
    value_from: _ValueFrom | None = None


class EnvironmentSource(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """Variables taken from an object as a whole."""

    secret_ref: _ObjectReference | None = None
    config_map_ref: _ObjectReference | None = None


class _ContainerPort(msgspec.Struct, frozen=True, rename="camel"):
    container_port: int | None = None
    host_port: int | None = None
    protocol: str | None = None
    name: str | None = None


class ContainerSpec(msgspec.Struct, frozen=True):
    """A container as declared."""

    name: str
    image: str | None = None
    command: tuple[object, ...] | None = None
    args: tuple[object, ...] | None = None
    env: tuple[Variable, ...] | None = None
    env_from: tuple[EnvironmentSource, ...] | None = msgspec.field(name="envFrom", default=None)
    ports: tuple[_ContainerPort, ...] | None = None
    restart_policy: str | None = msgspec.field(name="restartPolicy", default=None)
    """`Always` in an init container makes it a sidecar, which runs as long as its pod."""
    security_context: SecurityContext | None = msgspec.field(name="securityContext", default=None)
    resources: Resources | None = None
    image_pull_policy: object = msgspec.field(name="imagePullPolicy", default=None)

    def values(self) -> Iterator[tuple[str, str]]:
        """Variables whose value is written out: text, or a number."""
        for each in self.env or ():
            if isinstance(each.value, str | int | float) and not isinstance(each.value, bool):
                yield each.name, str(each.value)

    def words(self) -> tuple[str, ...]:
        """Its command line."""
        written = (*(self.command or ()), *(self.args or ()))
        return tuple(str(each) for each in written if isinstance(each, str | int | float) and not isinstance(each, bool))


class ContainerStatus(msgspec.Struct, frozen=True):
    """What the kubelet says about a container."""

    name: str
    image: str | None = None
    image_id: str | None = msgspec.field(name="imageID", default=None)


class _PodSystem(msgspec.Struct, frozen=True, gc=False):
    name: object = None


class PodSpec(msgspec.Struct, frozen=True, rename="camel"):
    """`spec` of a pod or pod template."""

    containers: tuple[ContainerSpec, ...] | None = None
    init_containers: tuple[ContainerSpec, ...] | None = None
    ephemeral_containers: tuple[ContainerSpec, ...] | None = None
    node_name: str | None = None
    security_context: SecurityContext | None = None
    host_network: object = None
    host_pid: object = msgspec.field(name="hostPID", default=None)
    host_ipc: object = msgspec.field(name="hostIPC", default=None)
    host_users: object = None
    share_process_namespace: object = None
    runtime_class_name: object = None
    service_account_name: object = None
    automount_service_account_token: object = None
    volumes: tuple[NodeVolume, ...] | None = None
    resources: Resources | None = None
    os: _PodSystem | None = None

    def all(self) -> Iterator[tuple[ContainerSpec, bool]]:
        """Each container, and whether it only prepares the pod, which a sidecar does not."""
        for each in self.containers or ():
            yield each, False
        for each in self.init_containers or ():
            yield each, each.restart_policy != "Always"
        for each in self.ephemeral_containers or ():
            yield each, False


def declared(spec: PodSpec) -> tuple[Container, ...]:
    """The containers of a pod template. One without an image (a kustomize patch) says nothing about what runs."""
    built = (build(each, None, init=init) for each, init in spec.all())
    return tuple(each for each in built if each is not None)


def build(spec: ContainerSpec, status: ContainerStatus | None, *, init: bool) -> Container | None:
    """A container as declared, with the digest that runs; None where the image is not stated."""
    image = spec.image or (status.image if status else None)
    if not image:
        return None
    digest, image_id = identify(status.image_id if status else None)
    only_requested = None
    if digest is None:
        reference = parse_reference(image)
        digest = reference.digest if reference else None
        only_requested = True if digest else None
    called, words = _calls(spec), spec.words()
    return Container(
        name=spec.name,
        image=image,
        digest=digest,
        only_requested=only_requested,
        image_id=image_id,
        init=init,
        ports=_ports(spec),
        peers=tuple(sorted(calls.inside(called))),
        calls=tuple(sorted(called, key=lambda each: each.order)),
        serves=tuple(sorted({*served_ports.in_environment(_variables(spec)), *served_ports.in_arguments(words)})),
        fips=tuple(sorted({*fips_settings.in_environment(_variables(spec)), *fips_settings.in_arguments(words)}, key=str)),
    )


def identify(image_id: str | None) -> tuple[str | None, str | None]:
    """(registry digest, local image id) out of `status.imageID`, whose form depends on runtime and version.

    `repository@sha256:…` (containerd, CRI-O) and `docker-pullable://repository@sha256:…` name a registry digest;
    `docker://sha256:…`, `sha256:…`, bare hex and the digest of an imported archive are ids on the node, which no registry
    knows; empty while waiting.
    """
    plain = _SCHEME.sub("", image_id or "", count=1)
    repository, at, digest = plain.rpartition("@")
    if _IMPORTED.fullmatch(repository):
        return None, digest if _DIGEST.fullmatch(digest) else None
    if at:
        return (digest, None) if _DIGEST.fullmatch(digest) else (None, None)
    if _BARE_ID.fullmatch(plain):
        return None, f"sha256:{plain}"
    return None, plain if _DIGEST.fullmatch(plain) else None


def _ports(spec: ContainerSpec) -> tuple[ContainerPort, ...]:
    container_ports = {
        ContainerPort(number=each.container_port, protocol=each.protocol or "TCP", name=each.name or "")
        for each in spec.ports or ()
        if each.container_port is not None
    }
    return tuple(sorted(container_ports))


def _calls(spec: ContainerSpec) -> set[CalledHost]:
    return {*calls.in_environment(_variables(spec)), *calls.in_arguments(spec.words())}


def _variables(spec: ContainerSpec) -> list[tuple[str, str]]:
    return [(each.name, each.value) for each in spec.env or () if isinstance(each.value, str)]
