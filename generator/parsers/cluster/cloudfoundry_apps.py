"""Apps of Cloud Foundry, in the words of its manifests: what runs, the ways in, and the services that it is bound to.

https://docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html
"""

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.model.evidence import EvidenceSource
from generator.model.inventory import (
    DEFAULT_ROUTE,
    MANAGED_KIND,
    MANAGED_SERVICE,
    Container,
    IngressObject,
    ServiceObject,
)
from generator.model.settings.base import Setting
from generator.model.settings.secrets import SecretUse
from generator.parsers.cluster import foreign, plain_credentials, served_ports
from generator.parsers.cluster.declared_settings import declared
from generator.parsers.cluster.fold import Fold
from generator.parsers.late_patterns import late_re

KIND = "CloudFoundryApp"
USER_PROVIDED = "user-provided"
"""Services that are a set of credentials and run nothing; a manifest does not distinguish them."""
_LABEL = "cloudfoundry.org/app"
_INTERNAL = ".apps.internal"
_AS_FILES = ("file-based-vcap-services", "service-binding-k8s")
"""https://v3-apidocs.cloudfoundry.org/, "Supported app features": bindings are files, and `VCAP_SERVICES` is not set."""
_VARIABLE = late_re(r"\(\(([\w.-]{1,100})\)\)")


def take(fold: Fold, app: Mapping[str, object], place: str, *, pushed: bool = True) -> None:
    """One app, by the attributes of a manifest. `pushed`: by `cf push`, which makes a route where nothing says otherwise."""
    name, source = _name(app), fold.source(place)
    labels = ((_LABEL, name),)
    replicas = sum(_instances(each) for each in _processes(app))
    fold.add_workload(KIND, name, _containers(name, app), source, replicas=replicas, labels=labels)
    fold.configure(_credentials(fold, app, place))
    for bound in _bound(app):
        fold.add(MANAGED_KIND, _service(bound, source))
    hosts = sorted({host for host in _hosts(app) if host})
    inside = sorted({name, *(each.removesuffix(_INTERNAL) for each in hosts if each.endswith(_INTERNAL))})
    type_ = DEFAULT_ROUTE if pushed and not hosts and app.get("no-route") is not True else "ClusterIP"
    for each in inside:
        fold.add("Service", ServiceObject(namespace="default", name=each, type=type_, selector=labels, source=source))
    outside = tuple(each for each in hosts if not each.endswith(_INTERNAL))
    if outside:
        reached = IngressObject(namespace="default", name=name, hosts=outside, services=(name,), source=source)
        fold.add("Ingress", reached)


def _credentials(fold: Fold, app: Mapping[str, object], place: str) -> Setting[SecretUse]:
    """How credentials reach it: in clear text, filled in when it is pushed, or from the services that it is bound to.

    https://docs.cloudfoundry.org/devguide/services/application-binding.html, "Credential Delivery Methods": in the variable
    `VCAP_SERVICES`, unless a feature of the app asks for files.
    """
    name = _name(app)
    values = [(key, foreign.text(value)) for key, value in foreign.variables(app.get("env"))]
    commands = [foreign.words(each.get("command")) for each in _parts(app)]
    bound = {*_listed(app, "services"), *_listed(app, USER_PROVIDED)}
    in_files = any(foreign.members(app.get("features")).get(each) is True for each in _AS_FILES)
    says = replace(
        plain_credentials.use_of(name, values, commands),
        bound=() if in_files else tuple(sorted(bound)),
        files=in_files and bool(bound),
    )
    return declared("", KIND, name, says, fold.source(place), taken=fold.collected)


def _name(app: Mapping[str, object]) -> str:
    """An app that only a variable names is known by its Docker image."""
    name, image = foreign.text(app["name"]), foreign.text(foreign.members(app.get("docker")).get("image"))
    return image.rpartition("/")[2].partition("@")[0].partition(":")[0] if image and _VARIABLE.fullmatch(name) else name


def _bound(app: Mapping[str, object]) -> list[str]:
    """Names of the services that the app is bound to; one that only a variable names is not known."""
    return [each for each in _listed(app, "services") if not _VARIABLE.fullmatch(each)]


def _listed(app: Mapping[str, object], key: str) -> list[str]:
    texts = [foreign.text(each) or foreign.text(foreign.members(each).get("name")) for each in foreign.entries(app.get(key))]
    return [each for each in texts if each]


def _service(name: str, source: EvidenceSource) -> ServiceObject:
    return ServiceObject(namespace="default", name=name, type=MANAGED_SERVICE, external_name=_address(name), source=source)


def _address(service: str) -> str:
    """The service's name in a form that a host can have: `db-((env))` becomes `db-env`."""
    return _VARIABLE.sub(r"\1", service).lower()


def _processes(app: Mapping[str, object]) -> list[Mapping[str, object]]:
    """The processes; the one of type `web`, listed or not, has the app's own attributes where it does not have others."""
    listed = foreign.rows(app.get("processes"))
    web = [{**app, **each} for each in listed if each.get("type") == "web"] or [{**app, "type": "web"}]
    return [*web, *(each for each in listed if each.get("type") != "web")]


def _parts(app: Mapping[str, object]) -> list[Mapping[str, object]]:
    """Processes and sidecars, each with its type."""
    sidecars = [{**each, "type": each.get("name")} for each in map(foreign.members, foreign.entries(app.get("sidecars")))]
    return [*_processes(app), *sidecars]


def _instances(process: Mapping[str, object]) -> int:
    number = foreign.number(process.get("instances"))
    return 1 if number is None else number


def _containers(name: str, app: Mapping[str, object]) -> Iterator[Container | None]:
    image = foreign.text(foreign.members(app.get("docker")).get("image")) or f"droplet:{name}"
    bound = dict.fromkeys((_address(each) for each in _bound(app)), "services")
    for process in _parts(app):
        yield foreign.container(
            foreign.text(process.get("type")) or "process",
            image,
            environment=app.get("env"),
            arguments=foreign.words(process.get("command")),
            ports=(foreign.port(number) for number in served_ports.listeners(foreign.words(process.get("command")))),
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
