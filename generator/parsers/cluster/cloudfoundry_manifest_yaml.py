"""Manifests of Cloud Foundry: the apps that `cf push` starts. Declared, never proof that they run.

An app is a workload, each of its processes and sidecars a container of one droplet or Docker image. An app that a buildpack
builds has no image of its own: it is known as `droplet:` and its name, beside the stack it runs on. Routes lead in from
outside, those below `apps.internal` from other apps only; bound services are flows, and run though no app does them.
`((variables))` stay as they are written, `{{ variables }}` of a template are written so, too.

https://docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.errors import ParseError
from generator.model.evidence import EvidenceFile, EvidenceSource
from generator.model.inventory import (
    MANAGED_KIND,
    MANAGED_SERVICE,
    ClusterSnapshot,
    Container,
    IngressObject,
    ServiceObject,
    WorkloadSpec,
)
from generator.model.settings.base import Setting
from generator.model.settings.secrets import SecretUse
from generator.parsers.base import Family
from generator.parsers.cluster import foreign, plain_credentials
from generator.parsers.cluster.fold import Fold
from generator.parsers.document import Document
from generator.parsers.document import FileContainer as Content
from generator.parsers.yaml import load_all

_KIND = "CloudFoundryApp"
_LABEL = "cloudfoundry.org/app"
_INTERNAL = ".apps.internal"
_CANDIDATE = re.compile(rb"^applications[ \t]*:", re.MULTILINE)
_HEADER = re.compile(rb"^applications:[ \t]*(?:#.*)?\r?\n[ \t]*- +name:", re.MULTILINE)
_ATTRIBUTES = frozenset(
    "buildpack buildpacks stack memory disk_quota instances docker routes processes health-check-type no-route random-route"
    " sidecars disk-quota log-rate-limit-per-second host domain services env command path".split()
)
_TELLING = _ATTRIBUTES - {"services", "env", "command", "path", "host", "domain"}
"""Attributes that lists of applications of other tools (Argo CD) do not have."""
_BLANK = re.compile(r"\{\{[ \t]*([\w.-]{1,100})[ \t]*\}\}")
"""A variable of a template, as Jinja and `cf` wrappers have them: `{{ database }}`."""
_VARIABLE = re.compile(r"\(\(([\w.-]{1,100})\)\)")
_NEXT = "fill in what is between the braces, or collect `cf create-app-manifest`"


class CloudfoundryManifestYaml:
    """See `Parser`."""

    name: Final = "cloudfoundry-manifest-yaml"
    family: Final[Family] = "cluster"
    title: Final = "Cloud Foundry manifests (`cf push`, `cf create-app-manifest`), YAML"

    def recognizes(self, document: Document) -> bool:
        """See `Parser.recognizes`."""
        if document.container not in (Content.YAML, Content.TEXT) or not _CANDIDATE.search(document.data):
            return False
        try:
            values = document.yaml_documents
        except ParseError:
            return _HEADER.search(document.data) is not None
        return any(_is_manifest(each) for each in values)

    def parse(self, document: Document, evidence: EvidenceFile) -> ClusterSnapshot:
        """See `Parser.parse`."""
        fold = Fold(document, evidence)
        for each in _documents(document):
            _take_all(fold, foreign.members(each), evidence)
        return fold.snapshot()


def _documents(document: Document) -> tuple[object, ...]:
    try:
        return document.yaml_documents
    except ParseError as error:
        filled, blanks = _BLANK.subn(r"((\1))", document.text)
        if not blanks:
            raise
        try:
            return load_all(filled)
        except ParseError:
            what = f"a template of a manifest, not a manifest ({error.what})"
            raise ParseError(what, where=error.where, next_step=_NEXT) from error


def _is_manifest(value: object) -> bool:
    apps = foreign.members(value).get("applications")
    if not isinstance(apps, list):
        return False
    return not apps or any("name" in each and not _TELLING.isdisjoint(each) for each in map(foreign.members, apps))


def _take_all(fold: Fold, manifest: Mapping[str, object], evidence: EvidenceFile) -> None:
    apps = manifest.get("applications")
    if not isinstance(apps, list):
        raise ParseError("`applications` is not a list", where="applications", next_step=_NEXT)
    fold.note(_KIND)
    for index, each in enumerate(apps):
        app = foreign.members(each)
        if not foreign.text(app.get("name")):
            raise ParseError("an app without a name", where=f"applications/{index}", next_step=_NEXT)
        # NOTE: attributes beside `applications` are the old way to give all apps the same ones.
        common = {key: value for key, value in manifest.items() if key in _ATTRIBUTES}
        _take(fold, {**common, **app}, f"applications/{index}")
        fold.configure(_credentials(fold, {**common, **app}, f"applications/{index}", evidence))


def _credentials(fold: Fold, app: Mapping[str, object], place: str, evidence: EvidenceFile) -> Setting[SecretUse]:
    name = _name(app)
    values = [(key, foreign.text(value)) for key, value in foreign.variables(app.get("env"))]
    found = plain_credentials.in_environment(values)
    return Setting(
        group="",
        kind=_KIND,
        namespace="default",
        name=name,
        read_from=("", _KIND),
        taken=evidence.collected,
        source=fold.source(place),
        says=SecretUse(literal=tuple(sorted(f"{name}: {each}" for each in found))),
    )


def _take(fold: Fold, app: Mapping[str, object], place: str) -> None:
    name, source = _name(app), fold.source(place)
    labels = ((_LABEL, name),)
    containers = tuple(each for each in _containers(name, app) if each)
    fold.add(
        _KIND,
        WorkloadSpec(
            namespace="default",
            kind=_KIND,
            name=name,
            containers=containers,
            replicas=sum(_instances(each) for each in _processes(app)),
            labels=labels,
            source=source,
        ),
    )
    for bound in _bound(app):
        fold.add(MANAGED_KIND, _service(bound, source))
    hosts = sorted({host for host in _hosts(app) if host})
    inside = sorted({name, *(each.removesuffix(_INTERNAL) for each in hosts if each.endswith(_INTERNAL))})
    for each in inside:
        fold.add("Service", ServiceObject(namespace="default", name=each, selector=labels, source=source))
    outside = tuple(each for each in hosts if not each.endswith(_INTERNAL))
    if outside:
        reached = IngressObject(namespace="default", name=name, hosts=outside, services=(name,), source=source)
        fold.add("Ingress", reached)


def _name(app: Mapping[str, object]) -> str:
    """An app that only a variable names is known by its Docker image."""
    name, image = foreign.text(app["name"]), foreign.text(foreign.members(app.get("docker")).get("image"))
    return image.rpartition("/")[2].partition("@")[0].partition(":")[0] if image and _VARIABLE.fullmatch(name) else name


def _bound(app: Mapping[str, object]) -> list[str]:
    """Names of the services that the app is bound to; one that only a variable names is not known."""
    listed = [
        foreign.text(each) or foreign.text(foreign.members(each).get("name")) for each in foreign.entries(app.get("services"))
    ]
    return [each for each in listed if each and not _VARIABLE.fullmatch(each)]


def _service(name: str, source: EvidenceSource) -> ServiceObject:
    return ServiceObject(namespace="default", name=name, type=MANAGED_SERVICE, external_name=_address(name), source=source)


def _address(service: str) -> str:
    """The service's name in a form that a host can have: `db-((env))` becomes `db-env`."""
    return _VARIABLE.sub(r"\1", service).lower()


def _processes(app: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The processes; an app that lists none has one of type `web` and its own attributes."""
    listed = [foreign.members(each) for each in foreign.entries(app.get("processes"))]
    if any(each.get("type") == "web" for each in listed):
        return listed
    return [{**app, "type": "web"}, *listed]


def _instances(process: Mapping[str, object]) -> int:
    number = foreign.number(process.get("instances"))
    return 1 if number is None else number


def _containers(name: str, app: Mapping[str, object]) -> Iterator[Container | None]:
    image = foreign.text(foreign.members(app.get("docker")).get("image")) or f"droplet:{name}"
    bound = dict.fromkeys((_address(each) for each in _bound(app)), "services")
    sidecars = [{**each, "type": each.get("name")} for each in map(foreign.members, foreign.entries(app.get("sidecars")))]
    for process in (*_processes(app), *sidecars):
        yield foreign.container(
            foreign.text(process.get("type")) or "process",
            image,
            environment=app.get("env"),
            arguments=foreign.words(process.get("command")),
            peers=bound,
        )


def _hosts(app: Mapping[str, object]) -> Iterator[str]:
    """Of `routes`, and of the older `host` and `domain`."""
    if app.get("no-route") is True:
        return
    for each in foreign.entries(app.get("routes")):
        yield foreign.text(foreign.members(each).get("route")).partition("/")[0].partition(":")[0]
    if foreign.text(app.get("host")) and foreign.text(app.get("domain")):
        yield f"{foreign.text(app['host'])}.{foreign.text(app['domain'])}"
