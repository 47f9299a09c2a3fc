"""`atopack collect registry`: what a registry holds, image by image, with digests checked against the bytes.

Asks only by GET, over the OCI distribution API (https://github.com/opencontainers/distribution-spec). A bundle for each image
goes to `evidence/registry/<host>/`, its SBOMs lie beside it as files of their own, Harbor's scan reports and
the settings of its projects go to `evidence/scans/harbor/<host>/`.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec
import urllib3

from generator.collectors.base import (
    Clock,
    CollectedRedaction,
    CollectError,
    CollectionRefusal,
    CollectorInfo,
    Kept,
    RawFile,
    Sidecar,
    dated_folder,
    folder_name,
    write_sidecar,
)
from generator.collectors.collection import Collection
from generator.collectors.file_names import short
from generator.collectors.registry_address import RegistryAddress, parse_address
from generator.collectors.registry_api import DIGEST, REPOSITORY, TAG, RegistryClient, RegistryManifest
from generator.collectors.registry_credentials import Credentials, from_docker
from generator.collectors.registry_faults import RegistryError, RegistryFaultKind
from generator.collectors.registry_harbor import PROJECTS, projects, scan_report
from generator.collectors.registry_http import WHOLE, Http, Sleep
from generator.collectors.registry_image import BlobFile, ReadImage, read_image
from generator.collectors.registry_kinds import is_artifact_tag
from generator.collectors.registry_session import Session
from generator.errors import ConfigError
from generator.version import VERSION

RECORD = "collection"
MOST_REPOSITORIES = 2000
_COLLECTOR = CollectorInfo(name="atopack collect registry", version=VERSION)
_TIMEOUT = urllib3.Timeout(connect=10, read=60)


class RegistryRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks for."""

    workspace: Path
    host: str
    repositories: tuple[str, ...] = ()
    """Empty, with no images either, for the whole catalog."""
    images: tuple[str, ...] = ()
    """`shop/cart:1.4` or `shop/cart@sha256:…`, with or without the host."""
    credentials: Credentials | None = None
    docker_config: Path | None = None
    allow_helpers: bool = False
    auth_hosts: tuple[str, ...] = ()
    plain_http: bool = False
    harbor: bool = False
    most_tags: int = 200
    """Of each repository, the last in the order of names."""


def collect(
    request: RegistryRequest, clock: Clock, progress: Callable[[str], None], *, sleep: Sleep, whole: float = WHOLE
) -> Collection:
    """Read a registry; `whole` is how many seconds one answer may take.

    Raises:
        ConfigError: the request is wrong, or the workspace cannot be written to.
        CollectError: the registry gave nothing at all.
    """
    address = parse_address(request.host, plain_http=request.plain_http)
    credentials, note = request.credentials, None
    if credentials is None:
        credentials, note = from_docker(request.docker_config, address, allow_helpers=request.allow_helpers)
    with urllib3.PoolManager(timeout=_TIMEOUT, maxsize=1) as pool:
        http = Http(address, pool, agent=f"atopack/{VERSION}", sleep=sleep, whole=whole)
        session = Session(address, http, credentials=credentials, realms=frozenset(request.auth_hosts))
        run = _RegistryRun(request, address, session, clock, progress)
        run.everything()
    notes = tuple(filter(None, (note, *run.notes)))
    if not run.kept:
        why = run.refused[0].why if run.refused else "it holds no image that was asked for"
        raise CollectError(f"{address.name} gave nothing: {why}", next_step=note or "check the host, the names and the login")
    run.record(notes)
    return Collection(folders=tuple(run.places.values()), kept=tuple(run.kept), refused=tuple(run.refused), notes=notes)


@dataclass(slots=True)
class _RegistryRun:
    request: RegistryRequest
    address: RegistryAddress
    session: Session
    clock: Clock
    progress: Callable[[str], None]
    began: datetime = field(init=False)
    registry: RegistryClient = field(init=False)
    places: dict[str, Path] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    refused: list[CollectionRefusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.began = self.clock()
        self.registry = RegistryClient(self.session)

    def everything(self) -> None:
        """Every repository and image asked for; else all of the catalog. What is asked for twice is read once."""
        named: dict[str, dict[str, None]] = {}
        for text in self.request.images:
            repository, reference = _reference(text, self.address)
            named.setdefault(repository, {})[reference] = None
        repositories = dict.fromkeys(_repository(text) for text in self.request.repositories)
        for repository, references in named.items():
            if repository not in repositories:
                self._image(repository, list(references), None)
        for repository in repositories if named or repositories else self._catalog():
            self._repository(repository, list(named.get(repository, ())))
        if self.request.harbor:
            self._harbor_projects()

    def _catalog(self) -> list[str]:
        try:
            names, whole = self.registry.catalog(MOST_REPOSITORIES)
        except RegistryError as error:
            step = f"; name repositories: atopack collect registry {self.address.name}/REPOSITORY"
            self.refused.append(msgspec.structs.replace(error.refusal("catalog", ""), why=f"{error.what}{step}"))
            return []
        if not whole:
            self._shortened("catalog", "", f"only the first {MOST_REPOSITORIES} repositories were read")
        return names

    def _repository(self, repository: str, named: Sequence[str]) -> None:
        """Its tags, and what of it was named beside."""
        try:
            tags = self.registry.tags(repository)
        except RegistryError as error:
            self.refused.append(error.refusal("tags", repository))
            if named:
                self._image(repository, named, None)
            return
        images = [tag for tag in tags if not is_artifact_tag(tag)]
        if len(images) > self.request.most_tags:
            left = len(images) - self.request.most_tags
            self._shortened(
                "tags", repository, f"the last {self.request.most_tags} of {len(images)} were read, {left} were not"
            )
        read = dict.fromkeys((*images[-self.request.most_tags :], *named))
        self._image(repository, list(read), frozenset(tags))

    def _image(self, repository: str, references: Sequence[str], known_tags: frozenset[str] | None) -> None:
        """Tags of the same digest are one image."""
        tops: dict[str, RegistryManifest] = {}
        tags: Mapping[str, list[str]] = defaultdict(list)
        for reference in references:
            try:
                top = self.registry.manifest(repository, reference)
            except RegistryError as error:
                self.refused.append(error.refusal("manifest", f"{repository} {reference}"))
                continue
            tops[top.digest] = top
            tags[top.digest] += [] if DIGEST.fullmatch(reference) else [reference]
        for digest, top in tops.items():
            self.progress(f"{repository} {' '.join(tags[digest]) or digest}")
            start = self.clock()
            read = read_image(self.registry, (self.address.name, repository), top, tags[digest], known_tags)
            self._keep(read, start)
            if self.request.harbor:
                self._harbor(repository, digest)

    def _keep(self, read: ReadImage, start: datetime) -> None:
        bundle = read.bundle
        scope = f"{bundle.repository}@{bundle.digest}"
        refused = tuple(error.refusal(what, scope) for what, error in read.faults)
        names = {file.digest: self._blob(bundle.repository, file, start) for file in read.files}
        sidecar = self._sidecar(start, f"GET /v2/{bundle.repository}/manifests/{bundle.digest}", f"{self.address.name}/{scope}")
        redactions = [
            ("environment value", "Env, history", read.cut.variables),
            ("secret text", "Cmd, Labels, history", read.cut.others),
        ]
        sidecar = msgspec.structs.replace(
            sidecar,
            complete=not refused,
            refused=refused,
            redactions=tuple(
                CollectedRedaction(rule=rule, field=where, count=count) for rule, where, count in redactions if count
            ),
        )
        name = f"{short(bundle.repository)}@{bundle.digest.replace(':', '-')[:72]}.json"
        self._write("evidence/registry", name, bundle.with_files(names).encoded(), sidecar)
        self.refused += refused

    def _blob(self, repository: str, blob: BlobFile, start: datetime) -> str:
        name = f"{short(repository)}@{blob.digest.replace(':', '-')[:72]}-{blob.kind}{_ending(blob.content)}"
        path = self.places.get("evidence/registry")
        if path is None or not (path / name).exists():
            sidecar = self._sidecar(
                start, f"GET /v2/{repository}/blobs/{blob.digest}", f"{self.address.name}/{repository}@{blob.subject}"
            )
            self._write("evidence/registry", name, blob.content, sidecar)
        return name

    def _harbor(self, repository: str, digest: str) -> None:
        start = self.clock()
        try:
            report = scan_report(self.session, repository, digest)
        except RegistryError as error:
            if error.kind is RegistryFaultKind.ABSENT:
                self.notes.append(f"Harbor has no scan report of {repository}@{digest}")
            else:
                self.refused.append(error.refusal("vulnerabilities", f"{repository}@{digest}"))
            return
        if report is None:
            self.notes.append(f"Harbor has not scanned {repository}@{digest}")
            return
        sidecar = self._sidecar(
            start, f"Harbor vulnerabilities of {repository}@{digest}", f"{self.address.name}/{repository}@{digest}"
        )
        self._write("evidence/scans/harbor", f"{short(repository)}@{digest.replace(':', '-')[:72]}.json", report, sidecar)

    def _harbor_projects(self) -> None:
        """What is set for the images of each project: whether Harbor scans on push, for instance."""
        start = self.clock()
        try:
            content, faults = projects(self.session, self.address.name)
        except RegistryError as error:
            self.refused.append(error.refusal("projects", self.address.name))
            return
        refused = tuple(error.refusal("projects", self.address.name) for error in faults)
        sidecar = self._sidecar(start, f"GET {PROJECTS}", self.address.name)
        sidecar = msgspec.structs.replace(sidecar, complete=not refused, refused=refused)
        self._write("evidence/scans/harbor", "projects.json", content, sidecar)
        self.refused += refused

    def _sidecar(self, start: datetime, command: str, target: str | None) -> Sidecar:
        return Sidecar(
            collector=_COLLECTOR,
            collected=self.began,
            command=command,
            source=self.address.origin.url,
            target=target,
            identity=self.session.username,
            start=start,
            end=self.clock(),
        )

    def _write(self, place: str, name: str, content: bytes, sidecar: Sidecar) -> None:
        with RawFile(self._folder(place), name) as raw:
            raw.write(content)
            self.kept.append(raw.keep(sidecar))

    def _folder(self, place: str) -> Path:
        if place not in self.places:
            below = f"{place}/{folder_name(self.address.name.replace(':', '-'))}"
            self.places[place] = dated_folder(self.request.workspace, below, self.began)
        return self.places[place]

    def _shortened(self, resource: str, scope: str, why: str) -> None:
        self.refused.append(CollectionRefusal(resource=resource, verb="GET", why=f"shortened: {why}", scope=scope))

    def record(self, notes: tuple[str, ...]) -> None:
        """The whole run's own sidecar."""
        sidecar = self._sidecar(self.began, f"atopack collect registry {self.address.name}", None)
        whole = msgspec.structs.replace(
            sidecar, items=len(self.kept), complete=not self.refused, refused=tuple(self.refused), notes=notes
        )
        write_sidecar(self._folder("evidence/registry") / RECORD, whole)


def _repository(text: str) -> str:
    if not REPOSITORY.fullmatch(text):
        raise ConfigError("not the name of a repository", where=ascii(text), next_step="write it as in a reference: shop/cart")
    return text


def _reference(text: str, address: RegistryAddress) -> tuple[str, str]:
    """Repository, and tag or digest."""
    rest = text.removeprefix(f"{address.name}/")
    repository, at, digest = rest.partition("@")
    if at and DIGEST.fullmatch(digest):
        return _repository(repository.partition(":")[0]), digest
    repository, _, tag = rest.partition(":")
    if at or rest.endswith(":") or not TAG.fullmatch(tag or "latest"):
        raise ConfigError(
            "not a reference to an image", where=ascii(text), next_step="write shop/cart:1.4 or shop/cart@sha256:…"
        )
    return _repository(repository), tag or "latest"


def _ending(content: bytes) -> str:
    start = content[:64].lstrip()[:1]
    return {b"{": ".json", b"[": ".json", b"<": ".xml"}.get(start, ".txt")
