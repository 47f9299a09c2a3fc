"""Who changes the cluster: deployers that hold it to a repository, and hands.

https://argo-cd.readthedocs.io/en/stable/user-guide/auto_sync/, https://fluxcd.io/flux/components/kustomize/kustomizations/,
https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers
"""

from datetime import datetime

import msgspec

from generator.model.settings.base import Settings


class Deployed(Settings, frozen=True, kw_only=True):
    """An Argo CD Application, a Flux Kustomization or a HelmRelease."""

    tool: str
    """`Argo CD`, `Flux`."""
    in_step: bool | None = None
    """The cluster is as the repository says; None where the status was not collected."""
    status: str = ""
    """In the tool's own words: `OutOfSync`, `Ready is False: …` without the message."""
    health: str = ""
    automatic: bool = True
    """Changes of the repository are applied without a person."""
    heals: bool | None = None
    """Changes made by hand are undone; None where the tool cannot say it for the whole."""
    paused: bool = False
    current: bool | None = None
    """The status is that of the newest change of the object; None where the tool does not say it."""
    refreshed: datetime | None = None
    """When the status was last compared with the cluster; None where the tool does not say it."""
    ignores: bool = False
    """Some differences are left out of the comparison."""


class Managers(Settings, frozen=True, kw_only=True):
    """Who wrote fields of a workload, as the API server remembers."""

    managers: tuple[tuple[str, str], ...] = ()
    """(manager, day of its last change or empty), sorted; without controllers of the cluster itself."""


class ObjectResults(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """What a policy report says of one object."""

    namespace: str
    """Empty for what belongs to none."""
    kind: str
    name: str
    passed: int = 0
    failed: int = 0
    warned: int = 0
    errors: int = 0
    skipped: int = 0
    failing: tuple[str, ...] = ()
    """Policies of which something failed, sorted."""

    @property
    def key(self) -> str:
        """`namespace/Kind/name`."""
        return "/".join(part for part in (self.namespace, self.kind, self.name) if part)


class PolicyResults(Settings, frozen=True, kw_only=True):
    """A policy report, counted."""

    objects: tuple[ObjectResults, ...] = ()
    """By object, sorted; empty where the report names none."""

    passed: int = 0
    failed: int = 0
    warned: int = 0
    errors: int = 0
    skipped: int = 0
    failing: tuple[str, ...] = ()
    """Policies of which something failed, sorted."""
