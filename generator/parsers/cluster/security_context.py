"""The members of a pod and its containers that say how far they are kept apart. Values stay as written until they are judged.

https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#security-context
"""

import msgspec

from generator.parsers.late_patterns import late_re

_TOKEN = late_re(r".+-token-[a-z0-9]{5}")


class Capabilities(msgspec.Struct, frozen=True, gc=False):
    """What root may do inside."""

    add: tuple[object, ...] | None = None
    drop: tuple[object, ...] | None = None


class Profile(msgspec.Struct, frozen=True, gc=False):
    """A seccomp profile."""

    type: object = None


class WindowsOptions(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """What Windows knows instead of user numbers."""

    run_as_user_name: object = None
    host_process: object = None


class SecurityContext(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """Of a pod or of a container; a pod has no capabilities."""

    privileged: object = None
    run_as_non_root: object = None
    run_as_user: object = None
    windows_options: WindowsOptions | None = None
    allow_privilege_escalation: object = None
    read_only_root_filesystem: object = None
    capabilities: Capabilities | None = None
    seccomp_profile: Profile | None = None

    @property
    def host_process(self) -> bool | None:
        """Of Windows; None where it is not written."""
        value = self.windows_options.host_process if self.windows_options else None
        return value if isinstance(value, bool) else None


class Amounts(msgspec.Struct, frozen=True, gc=False):
    """Of resources; only whether they are set is of interest."""

    cpu: object = None
    memory: object = None

    def names(self) -> tuple[str, ...]:
        """Those that are set, sorted."""
        return tuple(name for name, value in (("cpu", self.cpu), ("memory", self.memory)) if value is not None)


class Resources(msgspec.Struct, frozen=True, gc=False):
    """What a container asks for, and what it may use."""

    requests: Amounts | None = None
    limits: Amounts | None = None


class _HostPath(msgspec.Struct, frozen=True, gc=False):
    path: object = None


class _Claim(msgspec.Struct, frozen=True, rename="camel", gc=False):
    claim_name: object = None


class _PodSecretVolume(msgspec.Struct, frozen=True, rename="camel", gc=False):
    secret_name: object = None


class _MapItem(msgspec.Struct, frozen=True, gc=False):
    key: object = None


class MapFiles(msgspec.Struct, frozen=True, gc=False):
    """A ConfigMap as files: those of its items, else of every key."""

    name: object = None
    items: tuple[_MapItem, ...] | None = None


class _Driver(msgspec.Struct, frozen=True, gc=False):
    driver: object = None


class _ProjectedSecret(msgspec.Struct, frozen=True, gc=False):
    name: object = None


class _AccountToken(msgspec.Struct, frozen=True, gc=False):
    audience: object = None


class _Projection(msgspec.Struct, frozen=True, rename="camel", gc=False):
    service_account_token: _AccountToken | None = None
    secret: _ProjectedSecret | None = None
    config_map: MapFiles | None = None


class _PodProjection(msgspec.Struct, frozen=True, gc=False):
    sources: tuple[_Projection, ...] | None = None


class _Ephemeral(msgspec.Struct, frozen=True, gc=False):
    pass


class NodeVolume(msgspec.Struct, frozen=True, rename="camel", gc=False):
    """Only whether it is a folder of the node, a claim, a token for the API, or holds credentials or ConfigMaps as files.

    A projected token for another audience than the API's is none
    (https://kubernetes.io/docs/concepts/storage/projected-volumes/, serviceAccountToken); before Kubernetes 1.22 the token
    was a Secret called `ACCOUNT-token-xxxxx`.
    """

    name: object = None
    host_path: _HostPath | None = None
    persistent_volume_claim: _Claim | None = None
    ephemeral: _Ephemeral | None = None
    secret: _PodSecretVolume | None = None
    projected: _PodProjection | None = None
    config_map: MapFiles | None = None
    csi: _Driver | None = None

    @property
    def _sources(self) -> tuple[_Projection, ...]:
        return (self.projected.sources if self.projected else None) or ()

    @property
    def secret_files(self) -> bool:
        """Does it hold a Secret as files, other than a token for the API?"""
        return self.secret is not None and not self.is_token

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of Secrets that it holds; tokens for the API are none."""
        named = [self.secret.secret_name if self.secret is not None and self.secret_files else None]
        named += [each.secret.name for each in self._sources if each.secret]
        return tuple(each for each in named if isinstance(each, str) and each)

    @property
    def maps(self) -> tuple[MapFiles, ...]:
        """ConfigMaps that it holds; the cluster's certificate beside a token for the API is none."""
        projected = () if self.is_token else self._sources
        own = (self.config_map, *(each.config_map for each in projected))
        return tuple(each for each in own if each is not None)

    @property
    def claim(self) -> str | None:
        """The name of the claim, or what it ends in where each pod gets one of its own."""
        if self.ephemeral is not None:
            return f"*-{self.name}"
        named = self.persistent_volume_claim.claim_name if self.persistent_volume_claim else None
        return named if isinstance(named, str) else None

    @property
    def is_token(self) -> bool:
        """Is it a token of the pod's service account for the API?"""
        named = self.secret.secret_name if self.secret else None
        if isinstance(named, str) and _TOKEN.fullmatch(named):
            return True
        tokens = (each.service_account_token for each in self._sources)
        return any(each is not None and not each.audience for each in tokens)
