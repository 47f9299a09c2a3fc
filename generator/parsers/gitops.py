"""Objects that tell Argo CD or Flux what to deploy, as they stand in a repository: a pipeline's last step.

Read back from a cluster they have a `uid` and a `status`, and are read with everything else that the cluster holds.
"""

from collections.abc import Iterable, Mapping

_GROUPS: Mapping[str, str] = {"argoproj.io": "Argo CD", "toolkit.fluxcd.io": "Flux"}
_KINDS = frozenset(
    "Application ApplicationSet AppProject Kustomization HelmRelease GitRepository OCIRepository HelmRepository HelmChart "
    "Bucket ImageRepository ImagePolicy ImageUpdateAutomation Receiver Alert Provider".split()
)


def deployer_of(values: Iterable[object]) -> str | None:
    """`Argo CD` or `Flux` where every document is such an object, written by hand; None otherwise."""
    deployers = {_deployer(each) for each in values}
    return deployers.pop() if len(deployers) == 1 else None


def _deployer(value: object) -> str | None:
    if not isinstance(value, Mapping) or str(value.get("kind")) not in _KINDS:
        return None
    metadata = value.get("metadata")
    lives = "status" in value or (isinstance(metadata, Mapping) and ("uid" in metadata or "resourceVersion" in metadata))
    group = str(value.get("apiVersion", "")).partition("/")[0]
    return None if lives else next((name for suffix, name in _GROUPS.items() if group.endswith(suffix)), None)
