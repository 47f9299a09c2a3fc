"""Compose files: what Docker or Podman is configured to run. Declared, never proof that it runs.

Each service is a workload and a name that others reach it by; a published port is one of its host. Host names in the
environment are flows; `depends_on` is an order of starting and `links` a name, and neither says that one calls the other. A
service without `image` is built: it is known by the name that Compose gives the result, `project-service`, where the file
names the project, else as `build:` and the folder. Services with `profiles` start only with one of them, which
`COMPOSE_PROFILES` in the `.env` beside the file may ask for. Files that it names are opened where they are evidence, see
`compose_files`; an included file is read as part of the one that includes it. Two files are one project only where they say
so: by an `include`, or by one name, or by lying in one folder.

https://github.com/compose-spec/compose-spec/blob/main/spec.md
"""

import posixpath
import re
from collections.abc import Mapping

import msgspec
from msgspec.structs import replace

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import (
    ON_HOST,
    ClusterSnapshot,
    Container,
    ContainerPort,
    ServiceObject,
    StartDependency,
)
from generator.model.settings.base import Setting
from generator.model.settings.builds import ImageBuild
from generator.model.settings.secrets import SecretUse
from generator.parsers.cluster import compose_files, compose_ports, foreign, plain_credentials
from generator.parsers.cluster.declared_settings import declared
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.file_container import FileContainer as Content
from generator.parsers.late_patterns import late_re

_KIND = "ComposeService"
_TOP = frozenset({"version", "name", "services", "networks", "volumes", "configs", "secrets", "include", "models"})
_OF_OTHERS = frozenset({"apiVersion", "kind", "jobs", "stages", "steps", "pipelines", "pipeline", "on", "workflows"})
"""Pipelines and manifests may have services beside these."""
_CANDIDATE = late_re(rb"^[\"']?(?:services|include)[\"']?[ \t]*:", re.MULTILINE)
_INCLUDED = late_re(r"(?:.*[/.])?(?:docker-|podman-)?compose[\w.-]*\.ya?ml")
"""GitLab's pipelines include files, too."""
_RUNS = frozenset({"image", "build", "extends", "provider"})
_LABEL = "com.docker.compose.service"
"""Compose puts it on every container."""
_NO_PATH = ("$", "://", "git@", "github.com/")
"""A variable, or a repository elsewhere."""
_ABOVE = late_re(r"(?:\.\./)+")
_DEEPEST = 20
_NEXT = "`docker compose config` shows what is wrong with the file"


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    if document.container not in (Content.YAML, Content.TEXT) or not _CANDIDATE.search(document.data):
        return False
    try:
        values = document.yaml_documents
    except ParseError:
        return False
    return len(values) == 1 and _is_compose(values[0])


def parse(document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
    """See `Parser.parse`."""
    fold = Fold(document, evidence)
    whole = foreign.members(document.yaml_documents[0])
    if compose_files.is_included(document.files, document.name):
        fold.note(_KIND, count=len(foreign.members(whole.get("services"))))
        return fold.snapshot()
    taken = compose_files.extended(document.files, document.name)
    if taken and not evidence.target:
        _note_given(fold, foreign.members(whole.get("services")), taken)
        return fold.snapshot()
    project = foreign.text(whole.get("name")) or compose_files.project_of_folder(document.files, document.name)
    _take_file(fold, _File(document.files, document.name, whole, project), evidence)
    for written, path, content in compose_files.taken_in(document.files, document.name, whole):
        if content is None:
            fold.note_not_collected(f"ComposeService ({written})")
        else:
            _take_file(fold, _File(document.files, path, content, project, f"{path}#"), evidence)
    return fold.snapshot()


def _note_given(fold: Fold, services: Mapping[str, object], taken: frozenset[str]) -> None:
    """A file that gives its services to others, where they are read; one that none takes may run all the same."""
    fold.note(_KIND, count=len(services))
    for name in sorted(services.keys() - taken):
        fold.note_not_read(f"ComposeService.{name} (other files extend services of this one, and none extends it)")


class _File(msgspec.Struct, frozen=True):
    """A Compose file, or one that it includes."""

    files: EvidenceFiles
    path: str
    whole: Mapping[str, object]
    project: str
    prefix: str = ""

    @property
    def services(self) -> Mapping[str, object]:
        return foreign.members(self.whole.get("services"))


def _take_file(fold: Fold, file: _File, evidence: EvidenceFile) -> None:
    for name in file.services:
        service = _extended(file, name)
        environment = compose_files.variables(file.files, file.path, service)
        for part in compose_files.parts(file.files, file.path, service, file.whole):
            fold.note_part(part)
        service = {**service, "environment": environment}
        place = f"{file.prefix}services.{name}"
        _take(fold, file, name, service, place)
        credentials = _credentials(file, name, service, evidence, fold.source(place))
        build = _build(credentials, service["build"], named="image" in service) if "build" in service else None
        fold.configure(credentials, build)
    if not file.services:
        fold.note(_KIND)


def _is_compose(value: object) -> bool:
    whole = foreign.members(value)
    known = all(key in _TOP or key.startswith("x-") for key in whole)
    services = whole.get("services")
    if isinstance(services, dict) and services:
        return (known or _OF_OTHERS.isdisjoint(whole)) and any(map(_is_service, services.values()))
    if not known:
        return False
    included = compose_files.included(whole)
    if services is None and "services" not in whole:
        return bool(included) and all(_INCLUDED.fullmatch(each) for each in included)
    return not services and len(whole) > 1


def _is_service(value: object) -> bool:
    """Charts have values of that name, too, whose image is a mapping."""
    service = foreign.members(value)
    return not _RUNS.isdisjoint(service) and isinstance(service.get("image", ""), str)


def _extended(file: _File, name: str, depth: int = 0) -> Mapping[str, object]:
    """A service with what it takes over from another of the same file, or of one that is evidence as well."""
    own = file.services[name]
    if not isinstance(own, dict):
        raise ParseError("a service that is not a mapping", where=f"services.{name}", next_step=_NEXT)
    extends = own.get("extends")
    base = extends if isinstance(extends, str) else foreign.text(foreign.members(extends).get("service"))
    other = foreign.text(foreign.members(extends).get("file"))
    if other:
        path = compose_files.companions(file.files, file.path, other)
        of = replace(file, path=path, whole=compose_files.read(file.files, path)) if path else None
    else:
        of = file
    if not base or of is None or not isinstance(of.services.get(base), dict):
        return foreign.members(own)
    if depth == _DEEPEST:
        raise ParseError(
            f"services that extend each other in a circle, or through more than {_DEEPEST}",
            where=f"services.{name}",
            next_step=_NEXT,
        )
    return {**_extended(of, base, depth + 1), **foreign.members(own)}


def _take(fold: Fold, file: _File, name: str, service: Mapping[str, object], place: str) -> None:
    source, project = fold.source(place), file.project
    published, inside = compose_ports.ports(service, foreign.members(file.whole.get("networks")))
    labels, namespace = ((_LABEL, name),), project or "default"
    container = _container(name, service, project, {compose_ports.of_container(port) for port in (*published, *inside)})
    if container:
        configured = compose_files.configured_calls(file.files, file.path, service, file.whole)
        served = compose_files.configured_ports(file.files, file.path, service, file.whole)
        container = foreign.reading(container, configured, served)
    fold.add_workload(
        _KIND,
        name,
        (container,),
        source,
        namespace=namespace,
        replicas=_replicas(service),
        labels=labels,
        profiles=_profiles(fold, file, service),
    )
    reached = ServiceObject(
        namespace=namespace,
        name=name,
        type=ON_HOST if published or service.get("network_mode") == "host" else "ClusterIP",
        selector=labels,
        aliases=tuple(compose_files.aliases(name, service)),
        ports=tuple(sorted({*published, *inside})),
        inside_ports=tuple(sorted(inside)) if published else (),
        source=source,
    )
    fold.add("Service", reached)


def _credentials(
    file: _File, name: str, service: Mapping[str, object], evidence: EvidenceFile, source: EvidenceSource
) -> Setting[SecretUse]:
    values = [(key, foreign.text(value)) for key, value in foreign.variables(service.get("environment"))]
    words = [*foreign.words(service.get("entrypoint")), *foreign.words(service.get("command"))]
    unread = tuple(sorted(compose_files.unread_variables(file.files, file.path, service)))
    says = replace(plain_credentials.use_of(name, values, [words]), files=bool(service.get("secrets")), unread=unread)
    return declared("", _KIND, name, says, source, namespace=file.project or "default", taken=evidence.collected)


def _build(service: Setting[SecretUse], build: object, *, named: bool) -> Setting[ImageBuild]:
    target = foreign.text(foreign.members(build).get("target")).lower()
    says = ImageBuild(dockerfile=_dockerfile(build), target=target, named=named)
    return declared("", _KIND, service.name, says, service.source, namespace=service.namespace, taken=service.taken)


def _dockerfile(build: object) -> str:
    """`context` is `.` and `dockerfile` is `Dockerfile` where the file does not have them (Compose Build Specification)."""
    options = foreign.members(build)
    context = build if isinstance(build, str) else foreign.text(options.get("context")) or "."
    path = posixpath.join(context, foreign.text(options.get("dockerfile")) or "Dockerfile")
    if "dockerfile_inline" in options or path.startswith("/") or any(mark in path for mark in _NO_PATH):
        return ""
    return _ABOVE.sub("", posixpath.normpath(path))


def _container(name: str, service: Mapping[str, object], project: str, ports: set[ContainerPort]) -> Container | None:
    container = foreign.container(
        name,
        _image(name, service, project),
        environment=service.get("environment"),
        arguments=[*foreign.words(service.get("entrypoint")), *foreign.words(service.get("command"))],
        ports=sorted(ports),
    )
    return replace(container, needs=tuple(sorted(_needed(service)))) if container else None


def _needed(service: Mapping[str, object]) -> set[StartDependency]:
    """Of both keys, each service once. A link may give the other a second name: `db:database`."""
    linked = {each.partition(":")[0] for each in foreign.names(service.get("links"))}
    first = {*foreign.names(service.get("depends_on"))} - linked
    return {StartDependency(each, key) for names, key in ((linked, "links"), (first, "depends_on")) for each in names if each}


def _image(name: str, service: Mapping[str, object], project: str) -> str:
    """Variables stand with their defaults; one without stays as it is written."""
    image = compose_ports.written(service.get("image"))
    if image or "build" not in service:
        return image
    # NOTE: Compose calls it by project and service; the default of the former, the name of the folder, is not known.
    return f"{project}-{name}" if project else f"build:{name}"


def _profiles(fold: Fold, file: _File, service: Mapping[str, object]) -> tuple[str, ...]:
    """Empty where none is needed, or one is asked for (https://docs.docker.com/compose/how-tos/profiles/)."""
    needed = frozenset(foreign.names(service.get("profiles")))
    if not needed:
        return ()
    active = compose_files.profiles(file.files, file.path)
    if active is not None:
        fold.note_part(active.file)
    return () if active and (needed | {"*"}) & active.names else tuple(sorted(needed))


def _replicas(service: Mapping[str, object]) -> int | None:
    deploy = foreign.members(service.get("deploy"))
    if foreign.text(deploy.get("mode")).startswith("global"):
        return None
    replicas = foreign.number(deploy.get("replicas"))
    return replicas if replicas is not None else foreign.number(service.get("scale")) or 1
