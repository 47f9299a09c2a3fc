"""Applications that Terraform's source describes with several resources, or with references to others.

An ECS service runs what its task definition says; where both are read they are one workload, known by the service. An app of
Cloud Foundry is put into the words of its manifest. References in environments become the names of what they refer to.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service,
https://registry.terraform.io/providers/cloudfoundry/cloudfoundry/latest/docs/resources/app
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.model.inventory import Container, ServiceObject
from generator.parsers.cluster import cloudfoundry_apps, ecs_definition, foreign
from generator.parsers.cluster.ecs_tasks import LABEL
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.hcl_functions import as_text
from generator.parsers.cluster.terraform_links import KeptReferences, Links
from generator.parsers.cluster.terraform_names import readable
from generator.parsers.late_patterns import late_re

__all__ = ("ECS", "KeptReferences", "finish", "linked", "manifest_of", "service_name")

_Values = Mapping[str, object]

_DEFINITION, _SERVICE = "aws_ecs_task_definition", "aws_ecs_service"
ECS = (_DEFINITION, _SERVICE)
_UNQUOTED = late_re(r"(?P<before>[:\[,][ \t\r\n]*)(?P<value>\(\([\w.-]{1,100}\)\)|\$\{[^{}\"]{1,300}\})(?=[ \t\r\n]*[,\]}])")
_TASK = late_re(r"(?:module\.[\w-]+(?:\[[^\]{}]{0,100}\])?\.)*aws_ecs_task_definition\.[\w-]+")
_PLACEHOLDER = late_re(r"(?:\(\([\w.-]+\)\)|\$\{[^}]*\}|[\s_-])*")
_REVISION = late_re(r":(?:\d+|\$\{[^}]*\}|…)?$")
_MOST = 200
_CAMEL = late_re(r"_([a-z])")
_ENVIRONMENTS: Mapping[str, tuple[str, ...]] = {
    "aws_lambda_function": ("environment", "variables"),
    "google_cloud_run_service": ("template",),
    "google_cloud_run_v2_service": ("template",),
    "google_cloud_run_v2_job": ("template",),
    "azurerm_container_app": ("template",),
    "azurerm_container_app_job": ("template",),
    "azurerm_container_group": ("container",),
}
"""Where containers and their environments stand."""


def linked(type_: str, values: _Values, links: Links | None) -> _Values:
    """The values, with the names of resources in the place of references in environments."""
    if links is None:
        return values
    if foreign.text(values.get("image_uri")):
        values = {**values, "image_uri": links.image(foreign.text(values["image_uri"]))}
    keys = ("spec",) if type_.startswith("kubernetes_") else _ENVIRONMENTS.get(type_, ())
    return {**values, **{key: _named(values[key], links, 0) for key in keys if key in values}}


def referred(type_: str, values: _Values, links: Links | None) -> frozenset[str]:
    """Host names of what the environments of a resource refer to."""
    if links is None:
        return frozenset()
    texts = (text for key in _ENVIRONMENTS.get(type_, ()) for text in _texts(values.get(key), 0))
    return frozenset(host for text in texts if "${" in text for host in links.referred(text))


def manifest_of(values: _Values, links: Links | None, number: int | None) -> dict[str, object]:
    """`cloudfoundry_app` in the words of a manifest."""
    image = foreign.text(values.get("docker_image")) or foreign.text(values.get("image"))
    image = links.image(image) if links else image
    environment = values.get("environment")
    instances = foreign.number(values.get("instances"))
    services = list(_bound(values, links))
    return {
        "name": values.get("name"),
        "docker": {"image": image} if image else None,
        "env": _named(environment, links, 0) if links else environment,
        "command": values.get("command"),
        "instances": None if number is None else number * (1 if instances is None else instances),
        "services": services,
        cloudfoundry_apps.USER_PROVIDED: list(_bound(values, links, user_provided=True)),
        "routes": [
            {"route": foreign.text(each.get("route"))}
            for each in foreign.blocks(values.get("routes"))
            if "${" not in foreign.text(each.get("route"))
        ],
        "processes": foreign.blocks(values.get("processes")),
        "sidecars": foreign.blocks(values.get("sidecars")),
        "no-route": values.get("no_route"),
    }


def finish(fold: Fold, links: Links) -> None:
    """Everything of ECS, once all of it is read."""
    definitions = {each.address: each for each in links.kept if each.type == _DEFINITION}
    used = set()
    for service in [each for each in links.kept if each.type == _SERVICE]:
        address = _definition_of(service, definitions)
        used.add(address)
        _take_service(fold, links, service, definitions.get(address))
    for address, definition in definitions.items():
        if address not in used:
            containers, name = _containers(fold, definition, links), _name(definition, ("family",))
            replicas = None if definition.number == 1 else definition.number
            fold.add_workload("EcsTaskDefinition", name, containers, fold.source(address), replicas=replicas)


def service_name(service: KeptReferences, links: Links) -> str:
    """What an ECS service is called, its task definition may be in any file of the module."""
    definitions = {each.address: each for each in links.resources().values() if each.type == _DEFINITION}
    return _name(service, ("name",), definitions.get(_definition_of(service, definitions)))


def _take_service(fold: Fold, links: Links, service: KeptReferences, definition: KeptReferences | None) -> None:
    values, source = service.values, fold.source(service.address)
    name = _name(service, ("name",), definition)
    labels = ((LABEL, name),)
    containers = _containers(fold, definition, links) if definition else _in_call(values, links)
    desired = foreign.number(values.get("desired_count"))
    scheduled_everywhere = foreign.text(values.get("scheduling_strategy")) == "DAEMON"
    known = service.number is not None and not scheduled_everywhere
    replicas = (service.number or 0) * (1 if desired is None else desired) if known else None
    fold.add_workload("EcsService", name, containers, source, replicas=replicas, labels=labels)
    if definition:
        fold.note("EcsTaskDefinition", count=1)
    ports = tuple(sorted({port for each in containers for port in each.ports}))
    for host in sorted({name, *_reached_by(values, links)}):
        reached = ServiceObject(namespace="default", name=host, selector=labels, ports=ports, source=source)
        fold.add("Service", reached)


def _definition_of(service: KeptReferences, definitions: Mapping[str, KeptReferences]) -> str:
    """By the address that it refers to, else by the family that it names."""
    text = foreign.text(service.values.get("task_definition"))
    match = _TASK.search(text)
    if match and match[0] in definitions:
        return match[0]
    family = _REVISION.sub("", text)
    return next((at for at, each in definitions.items() if family and foreign.text(each.values.get("family")) == family), "")


def _name(kept: KeptReferences, keys: tuple[str, ...], other: KeptReferences | None = None) -> str:
    """What names it; the family where the service's name is not known, else its label in the source."""
    texts = [foreign.text(kept.values.get(key)) for key in keys]
    if other:
        texts.append(foreign.text(other.values.get("family")))
    label = kept.address.split(".")[-1]
    parts = kept.address.split(".")
    module = parts[-3] if "module" in parts and len(parts) > _WITHIN else label
    return next(
        (readable(text) for text in texts if not _PLACEHOLDER.fullmatch(text)), module if label in _SAYS_NOTHING else label
    )


_WITHIN = 3
_SAYS_NOTHING = ("this", "main", "default", "service", "task", "app", "module")


def _containers(fold: Fold, definition: KeptReferences, links: Links) -> tuple[Container, ...]:
    decoded = _decoded(definition.values.get("container_definitions"))
    if decoded is None:
        fold.note_not_read(f"{definition.address} (container_definitions)")
        return ()
    return tuple(_called(decoded, links))


def _decoded(value: object) -> object:
    """A list, as `jsonencode` was given it, or its text, in which a number that is not known stands without quotes."""
    if isinstance(value, list):
        return value
    text = _UNQUOTED.sub(r'\g<before>"\g<value>"', as_text(value).strip())
    try:
        decoded = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None
    return decoded if isinstance(decoded, list) else [decoded]


def _called(definitions: object, links: Links) -> Iterator[Container]:
    """NOTE: what an environment refers to is called, whichever of its attributes the value is."""
    for each in map(foreign.members, foreign.entries(definitions)[:_MOST]):
        variables = dict(foreign.variables(each.get("environment")))
        peers = {host: "environment" for value in variables.values() for host in links.referred(foreign.text(value))}
        image = links.image(foreign.text(each.get("image")))
        named = {
            **each,
            "image": image,
            "environment": [{"name": key, "value": _named(value, links, 0)} for key, value in variables.items()],
        }
        yield from ecs_definition.containers([named], peers=peers)


def _in_call(values: _Values, links: Links) -> tuple[Container, ...]:
    """Containers that a call of the registry's module lists by name, in Terraform's words."""
    given = values.get("container_definitions")
    if not isinstance(given, dict):
        return ()
    listed = [{"name": key, **_camel(foreign.members(each))} for key, each in list(given.items())[:_MOST]]
    return tuple(_called(listed, links))


def _camel(values: _Values) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in values.items():
        several = [_camel(each) if isinstance(each, dict) else each for each in value] if isinstance(value, list) else value
        made[_CAMEL.sub(lambda match: match[1].upper(), key)] = several
    return made


def _reached_by(values: _Values, links: Links) -> Iterator[str]:
    """Names of Service Connect and of service discovery."""
    for connect in foreign.blocks(values.get("service_connect_configuration")):
        for service in foreign.blocks(connect.get("service")):
            aliases = [foreign.text(each.get("dns_name")) for each in foreign.blocks(service.get("client_alias"))]
            yield from aliases or [foreign.text(service.get("discovery_name")) or foreign.text(service.get("port_name"))]
    for registry in foreign.blocks(values.get("service_registries")):
        name = links.name_of(foreign.text(registry.get("registry_arn")))
        if name:
            yield name


def _bound(values: _Values, links: Links | None, *, user_provided: bool = False) -> Iterator[str]:
    """Names of service instances, of both generations of the provider: from a broker, or provided by users."""
    for each in (*foreign.blocks(values.get("service_binding")), *foreign.blocks(values.get("service_bindings"))):
        text = foreign.text(each.get("service_instance"))
        name = links.name_of(text) if links and "${" in text else text
        if name and ("user_provided" in text) is user_provided:
            yield name


def _named(value: object, links: Links, depth: int) -> object:
    if depth > _DEEPEST:
        return None
    if isinstance(value, str):
        return links.named(value) if "${" in value else value
    if isinstance(value, dict):
        return {
            key: links.image(each) if key == "image" and isinstance(each, str) else _named(each, links, depth + 1)
            for key, each in list(value.items())[:_MOST]
        }
    return [_named(each, links, depth + 1) for each in value[:_MOST]] if isinstance(value, list) else value


def _texts(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list) and depth <= _DEEPEST:
        for each in (list(value.values()) if isinstance(value, dict) else value)[:_MOST]:
            yield from _texts(each, depth + 1)


_DEEPEST = 16
