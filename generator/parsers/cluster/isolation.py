"""What a pod's specification says about its isolation, with the pod's own security context under each container's.

A container's security context wins over the pod's, member by member; capabilities, privilege and the root filesystem are the
container's alone. A limit without a request is a request of the same amount, as the API fills it in.

https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
"""

from collections.abc import Iterable

from msgspec.structs import replace

from generator.model.settings.isolation import ContainerIsolation, PodIsolation, SeenIn
from generator.parsers.cluster.containers import ContainerSpec, PodSpec
from generator.parsers.cluster.security_context import Amounts, Capabilities, Profile, Resources, SecurityContext

_NOTHING = SecurityContext()


def isolation_of(spec: PodSpec, seen_in: SeenIn, claims: Iterable[str] = ()) -> PodIsolation:
    """One pod or pod template; `claims` are those that its controller makes for each pod."""
    pod = spec.security_context or _NOTHING
    ephemeral = {each.name for each in spec.ephemeral_containers or ()}
    requests, limits = _amounts(spec.resources)
    mounted = (each.host_path.path for each in spec.volumes or () if each.host_path)
    return PodIsolation(
        containers=tuple(
            replace(_container(each, pod), init=init, ephemeral=each.name in ephemeral) for each, init in spec.all()
        ),
        host_network=spec.host_network is True,
        host_pid=spec.host_pid is True,
        host_ipc=spec.host_ipc is True,
        shares_processes=spec.share_process_namespace is True,
        host_paths=tuple(sorted({each for each in mounted if isinstance(each, str)})),
        claims=tuple(sorted({*claims, *(each.claim for each in spec.volumes or () if each.claim)})),
        windows=spec.os is not None and spec.os.name == "windows",
        requests=requests,
        limits=limits,
        runtime_class=_text(spec.runtime_class_name),
        user_namespace=spec.host_users is False,
        service_account=_text(spec.service_account_name) or "default",
        mounts_token=_truth(spec.automount_service_account_token),
        holds_token=any(each.is_token for each in spec.volumes or ()),
        seen_in=seen_in,
    )


def _container(spec: ContainerSpec, pod: SecurityContext) -> ContainerIsolation:
    own = spec.security_context or _NOTHING
    user = pod.run_as_user if own.run_as_user is None else own.run_as_user
    profile = own.seccomp_profile or pod.seccomp_profile or Profile()
    capabilities = own.capabilities or Capabilities()
    requests, limits = _amounts(spec.resources)
    return ContainerIsolation(
        name=spec.name,
        privileged=own.privileged is True,
        host_process=(pod.host_process if own.host_process is None else own.host_process) is True,
        run_as_non_root=_truth(pod.run_as_non_root if own.run_as_non_root is None else own.run_as_non_root),
        run_as_user=user if isinstance(user, int) and not isinstance(user, bool) else None,
        windows_user=_windows_user(own) or _windows_user(pod),
        allow_privilege_escalation=_truth(own.allow_privilege_escalation),
        read_only_root=own.read_only_root_filesystem is True,
        dropped=_capabilities(capabilities.drop),
        added=_capabilities(capabilities.add),
        seccomp=_text(profile.type),
        host_ports=tuple(sorted({each.host_port for each in spec.ports or () if each.host_port})),
        requests=requests,
        limits=limits,
        pull_policy=_text(spec.image_pull_policy) or "",
    )


def _amounts(resources: Resources | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names of what is requested and of what is limited."""
    of = resources or Resources()
    limits = (of.limits or Amounts()).names()
    return tuple(sorted({*(of.requests or Amounts()).names(), *limits})), limits


def _windows_user(context: SecurityContext) -> str:
    return _text(context.windows_options.run_as_user_name) or "" if context.windows_options else ""


def _capabilities(named: tuple[object, ...] | None) -> tuple[str, ...]:
    return tuple(sorted({each.upper().removeprefix("CAP_") for each in named or () if isinstance(each, str)}))


def _truth(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
