"""Which of the wanted kinds a server serves, in which version.

Asks for aggregated discovery (Kubernetes 1.26 and later); an older server answers with a list of groups, which are then asked
one by one, wanted ones only. https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

import msgspec

from generator.collectors.base import CollectionRefusal
from generator.collectors.kubernetes_api import Api, KubernetesFailure
from generator.collectors.kubernetes_wanted import WHOLE_GROUP, Wanted

_NAME = re.compile(r"[a-z][a-z0-9-]{0,99}")
_ACCEPT = ",".join(
    (
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
        "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
        "application/json",
    )
)


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """One resource that the server serves and that is wanted."""

    wanted: Wanted
    version: str
    resource: str
    """Plural name; of a whole group, each of its own."""
    kind: str
    namespaced: bool

    @property
    def name(self) -> str:
        """`pods`, `ingresses.networking.k8s.io`."""
        return f"{self.resource}.{self.wanted.group}" if self.wanted.group else self.resource

    @property
    def api_version(self) -> str:
        """`v1`, `apps/v1`."""
        return f"{self.wanted.group}/{self.version}" if self.wanted.group else self.version

    def path(self, namespace: str) -> str:
        """Of the list, in one namespace or (empty) everywhere."""
        root = f"/apis/{quote(self.wanted.group, safe='')}" if self.wanted.group else "/api"
        inside = f"/namespaces/{quote(namespace, safe='')}" if namespace and self.namespaced else ""
        return f"{root}/{quote(self.version, safe='')}{inside}/{quote(self.resource, safe='')}"


class Discovered(msgspec.Struct, frozen=True, kw_only=True):
    """What the server serves of what is wanted."""

    served: tuple[Served, ...]
    not_installed: tuple[Wanted, ...]
    """Wanted, and the server has no such kind: collected, none found."""
    refused: tuple[CollectionRefusal, ...]
    """Wanted, of a group that could not be looked into: not collected, installed or not."""


class _ApiResource(msgspec.Struct, rename="camel"):
    name: str = ""
    kind: str = ""
    namespaced: bool = False
    verbs: tuple[str, ...] = ()


class _Aggregated(msgspec.Struct, rename="camel"):
    resource: str = ""
    response_kind: _ApiResource | None = None
    scope: str = ""
    verbs: tuple[str, ...] = ()


class _ApiVersion(msgspec.Struct):
    version: str = ""
    resources: tuple[_Aggregated, ...] = ()
    freshness: str = "Current"


class _GroupMetadata(msgspec.Struct):
    name: str = ""


class _ApiGroup(msgspec.Struct, rename="camel"):
    name: str = ""
    metadata: _GroupMetadata = msgspec.field(default_factory=_GroupMetadata)
    versions: tuple[_ApiVersion, ...] = ()
    preferred_version: _ApiVersion | None = None


class _Groups(msgspec.Struct):
    """`APIGroupDiscoveryList`, `APIGroupList` or, of the core group, `APIVersions`."""

    kind: str = ""
    items: tuple[_ApiGroup, ...] = ()
    groups: tuple[_ApiGroup, ...] = ()
    versions: tuple[str, ...] = ()


class _ApiResourceList(msgspec.Struct):
    resources: tuple[_ApiResource, ...] = ()


class _ResourceTable(msgspec.Struct, frozen=True):
    """What the server said so far."""

    served: dict[str, list[tuple[str, tuple[_ApiResource, ...]]]] = msgspec.field(default_factory=dict)
    """Group -> (version, resources), the preferred version first."""
    unseen: dict[str, KubernetesFailure] = msgspec.field(default_factory=dict)
    """Groups that could not be looked into."""


def discover(api: Api, wanted: Sequence[Wanted]) -> Discovered | KubernetesFailure:
    """Ask which kinds there are. A failure means that nothing can be asked at all."""
    table = _ResourceTable()
    groups = {each.group for each in wanted}
    for path in ("/api", "/apis"):
        answer = api.get(path, _Groups, accept=_ACCEPT)
        if isinstance(answer, KubernetesFailure):
            return answer
        if answer.kind == "APIGroupDiscoveryList":
            _take(answer, table)
        else:
            _ask_each(api, path, answer, groups, table)
    served = tuple(_chosen(wanted, table))
    known = {each.wanted.name for each in served}
    unknown = [each for each in wanted if each.name not in known]
    return Discovered(
        served=served,
        not_installed=tuple(each for each in unknown if each.group not in table.unseen),
        refused=tuple(_refused(each, table.unseen[each.group]) for each in unknown if each.group in table.unseen),
    )


def _take(groups: _Groups, table: _ResourceTable) -> None:
    for group in groups.items:
        name = group.metadata.name
        for version in group.versions:
            table.served.setdefault(name, []).append((version.version, tuple(map(_plain, version.resources))))
            if version.freshness == "Stale":
                table.unseen[name] = KubernetesFailure(status=None, why="the extension server behind its group does not answer")


def _ask_each(api: Api, path: str, api_groups: _Groups, groups: set[str], table: _ResourceTable) -> None:
    core = _ApiGroup(name="", versions=tuple(_ApiVersion(version=each) for each in api_groups.versions))
    for group in (core,) if path == "/api" else api_groups.groups:
        if group.name in groups:
            _look_into(api, group, table)


def _look_into(api: Api, group: _ApiGroup, table: _ResourceTable) -> None:
    first = group.preferred_version.version if group.preferred_version else ""
    root = f"/apis/{quote(group.name, safe='')}" if group.name else "/api"
    for version in sorted((each.version for each in group.versions), key=lambda each: each != first):
        answer = api.get(f"{root}/{quote(version, safe='')}", _ApiResourceList)
        if isinstance(answer, KubernetesFailure):
            table.unseen[group.name] = answer
        else:
            table.served.setdefault(group.name, []).append((version, answer.resources))


def _refused(wanted: Wanted, failure: KubernetesFailure) -> CollectionRefusal:
    return CollectionRefusal(
        resource=wanted.name, verb="list", status=failure.status, why=f"its group is not known: {failure.why}"
    )


def _plain(aggregated: _Aggregated) -> _ApiResource:
    kind = aggregated.response_kind.kind if aggregated.response_kind else ""
    return _ApiResource(
        name=aggregated.resource, kind=kind, namespaced=aggregated.scope == "Namespaced", verbs=aggregated.verbs
    )


def _chosen(wanted: Iterable[Wanted], table: _ResourceTable) -> Iterator[Served]:
    for request in wanted:
        seen: set[str] = set()
        for version, resources in table.served.get(request.group, ()):
            for resource in resources:
                if resource.name in seen or not _is(request, resource):
                    continue
                seen.add(resource.name)
                yield Served(
                    wanted=request, version=version, resource=resource.name, kind=resource.kind, namespaced=resource.namespaced
                )


def _is(wanted: Wanted, resource: _ApiResource) -> bool:
    """A kind that cannot be listed is none, and subresources (`pods/log`) are not asked for. The name becomes a file's."""
    return (
        _NAME.fullmatch(resource.name) is not None
        and "list" in resource.verbs
        and wanted.resource in (resource.name, WHOLE_GROUP)
    )
