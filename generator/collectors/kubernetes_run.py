"""`atopack collect kubernetes`: everything that is wanted, one file a kind, and what was not given.

Writes `evidence/cluster/<name>/<moment>/<resource>.json`, each with its sidecar. Two files list what is not there:
`not-collected.jsonl` holds what the API answered instead of a list, and `not-installed.jsonl` an empty list for every wanted
kind that the server does not know, so that readers can tell *not collected* from *collected, none found*.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from generator.collectors.base import (
    Clock,
    CollectError,
    CollectionRefusal,
    CollectorInfo,
    Kept,
    RawFile,
    Sidecar,
    dated_folder,
    write_sidecar,
)
from generator.collectors.kubernetes_access import ClusterAccess, unreachable
from generator.collectors.kubernetes_api import Api, KubernetesFailure, Pace
from generator.collectors.kubernetes_discovery import Discovered, discover
from generator.collectors.kubernetes_kinds import CLUSTER_UID, WANTED
from generator.collectors.kubernetes_list import ListedResource, Lister
from generator.collectors.kubernetes_redaction import RedactionRules
from generator.collectors.kubernetes_wanted import WHOLE_GROUP, SecretTreatment, Wanted
from generator.version import VERSION

PLACE = "evidence/cluster"
NOT_COLLECTED = "not-collected.jsonl"
NOT_INSTALLED = "not-installed.jsonl"
COLLECTION = "collection"

Progress = Callable[[str, int, int], None]
"""(what is being done, steps done, steps in all)."""


class KubernetesRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks for."""

    workspace: Path
    name: str
    """Folder of the cluster."""
    namespaces: tuple[str, ...] = ()
    secret_names: bool = True
    """Ask for names and types of Secrets."""
    rules: RedactionRules
    """What is cut out."""
    command: str
    """The command as it was given."""


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    folder: Path
    files: tuple[Kept, ...]
    """One a kind, in the order of asking."""
    refused: tuple[CollectionRefusal, ...]
    not_installed: tuple[str, ...]


class _NamespaceMetadata(msgspec.Struct):
    uid: str = ""


class _ClusterNamespace(msgspec.Struct):
    metadata: _NamespaceMetadata = msgspec.field(default_factory=_NamespaceMetadata)


class _Build(msgspec.Struct, rename="camel"):
    git_version: str = ""


def collect(
    access: ClusterAccess, order: KubernetesRequest, *, clock: Clock, progress: Progress, pace: Pace | None = None
) -> Collected:
    """Ask for everything, write what comes.

    Raises:
        CollectError: the server cannot be asked, refuses the sign-in, or gave nothing at all.
        ConfigError: the folder cannot be written.
    """
    api = Api(access, pace or Pace())
    wanted = tuple(each for each in WANTED if order.secret_names or each.treatment is not SecretTreatment.NAMES)
    discovered = discover(api, wanted)
    if isinstance(discovered, KubernetesFailure):
        raise _closed(access, discovered)
    common = _common(api, access, order, clock)
    folder = dated_folder(order.workspace, f"{PLACE}/{order.name}", common.collected)

    def sidecar() -> Sidecar:
        now = clock()
        return msgspec.structs.replace(common, start=now, end=now)

    lister = Lister(api=api, folder=folder, rules=order.rules, namespaces=order.namespaces, sidecar=sidecar)
    listed = []
    for number, served in enumerate(discovered.served):
        progress(f"Asking for {served.name}", number, len(discovered.served))
        listed.append(lister.collect(served))
    return _written(folder, order, discovered, listed, sidecar)


def _written(
    folder: Path,
    order: KubernetesRequest,
    discovered: Discovered,
    listed: Sequence[ListedResource],
    sidecar: Callable[[], Sidecar],
) -> Collected:
    files = tuple(each.kept for each in listed if each.kept is not None)
    refused = (*discovered.refused, *(refusal for each in listed for refusal in each.refused))
    if not files:
        folder.rmdir()
        first = refused[0].why if refused else "it serves none of the kinds that are wanted"
        raise CollectError(
            f"nothing was collected: {first}",
            where=sidecar().source,
            next_step="bind a role that may list: `atopack collect kubernetes --rbac` prints one",
        )
    absent = discovered.not_installed
    _say(folder, NOT_COLLECTED, [_status(each) for each in refused], msgspec.structs.replace(sidecar(), refused=refused))
    _say(folder, NOT_INSTALLED, [_none(each) for each in absent if each.kind != WHOLE_GROUP], sidecar())
    items = sum(each.sidecar.items or 0 for each in files)
    whole = msgspec.structs.replace(
        sidecar(),
        command=order.command,
        start=sidecar().collected,
        items=items,
        pages=sum(each.sidecar.pages or 0 for each in files),
        complete=not refused,
        refused=refused,
        not_installed=tuple(each.name for each in absent),
        notes=() if order.secret_names else ("Secrets were not asked for",),
    )
    write_sidecar(folder / COLLECTION, whole)
    return Collected(folder=folder, files=files, refused=refused, not_installed=tuple(each.name for each in absent))


def _say(folder: Path, name: str, lines: Sequence[bytes], sidecar: Sidecar) -> None:
    """A file of our own making, in the API's words; its sidecar says so.

    NOTE: the first line is a list of no refusals. With it, a later collection without any takes the place of an earlier one's.
    """
    with RawFile(folder, name) as out:
        first = b'{"kind":"StatusList","apiVersion":"v1","metadata":{},"items":[]}'
        out.write(b"\n".join((first, *lines)) + b"\n")
        note = "written by the collector from what the API's discovery and refusals say; no object of the cluster is in it"
        out.keep(msgspec.structs.replace(sidecar, command="GET /api, /apis", items=len(lines), notes=(note,)))


def _status(refusal: CollectionRefusal) -> bytes:
    """As the API writes it when it gives no list."""
    resource, _, group = refusal.resource.partition(".")
    details = {"kind": resource, **({"group": group} if group else {})}
    why = f"{refusal.verb} {refusal.resource}{f' in {refusal.scope}' if refusal.scope else ''}: {refusal.why}"
    status = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "message": why, "details": details}
    return msgspec.json.encode({**status, **({"code": refusal.status} if refusal.status else {})})


def _none(wanted: Wanted) -> bytes:
    version = f"{wanted.group}/v1" if wanted.group else "v1"
    return msgspec.json.encode({"kind": f"{wanted.kind}List", "apiVersion": version, "metadata": {}, "items": []})


def _common(api: Api, access: ClusterAccess, order: KubernetesRequest, clock: Clock) -> Sidecar:
    """What every sidecar of this collection says."""
    collected = clock()
    space = api.get(CLUSTER_UID, _ClusterNamespace)
    build = api.get("/version", _Build)
    version = "" if isinstance(build, KubernetesFailure) else build.git_version
    return Sidecar(
        collector=CollectorInfo(name="atopack collect kubernetes", version=VERSION),
        collected=collected,
        command=order.command,
        source=f"{access.server} (Kubernetes {version[:40]})" if version else access.server,
        cluster_uid=None if isinstance(space, KubernetesFailure) else space.metadata.uid or None,
        identity=access.identity,
    )


def _closed(access: ClusterAccess, failure: KubernetesFailure) -> CollectError:
    if failure.status is None:
        return unreachable(access.server, failure.why)
    if failure.status == 401:
        return CollectError(
            f"the API server did not accept the sign-in: {failure.why}",
            where=f"{access.server}, as {access.identity}",
            next_step="sign in again (an exec plugin or token may have failed or expired), then collect again",
        )
    return CollectError(
        f"the API server does not say which kinds it serves: {failure.why}",
        where=f"{access.server}, as {access.identity}",
        next_step="bind the role of `atopack collect kubernetes --rbac`, which may read /api and /apis",
    )
