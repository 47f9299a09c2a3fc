"""Containers that clouds run without Kubernetes, as Terraform plans them: ECS, Cloud Run, Container Apps and Instances, Lambda.

https://registry.terraform.io/providers/hashicorp/aws, …/google, …/azurerm
"""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.inventory import Container, WorkloadSpec
from generator.parsers.cluster import ecs_definition, foreign

_Values = Mapping[str, object]


def workload(type_: str, values: _Values, source: EvidenceSource) -> WorkloadSpec | None:
    """What the resource runs; None where it runs nothing. A Lambda function without an image is a package of code, `package:`
    and its name.
    """
    if type_ == "aws_ecs_task_definition":
        return ecs_definition.definition({**values, "containerDefinitions": _decoded(values)}, source)
    runner = _RUNS.get(type_)
    if runner is None:
        return None
    kind, containers = runner
    name = next((name for key in _NAMED if (name := foreign.text(values.get(key)))), "")
    return WorkloadSpec(
        namespace="default", kind=kind, name=name, containers=tuple(each for each in containers(values) if each), source=source
    )


def _decoded(values: _Values) -> object:
    """NOTE: null until it is applied, where it depends on something that is not known yet."""
    try:
        return msgspec.json.decode(foreign.text(values.get("container_definitions")) or "[]")
    except (msgspec.DecodeError, RecursionError):
        return None


def _cloud_run(values: _Values) -> Iterator[Container | None]:
    """`template[].spec[].containers`, and `template[].containers` of the second version."""
    template = _first(values, "template")
    inner = _first(template, "template") or _first(template, "spec") or template
    yield from (_container(each, "ports", "container_port") for each in _all(inner, "containers"))


def _container_app(values: _Values) -> Iterator[Container | None]:
    template = _first(values, "template")
    target = _first(values, "ingress").get("target_port")
    for number, each in enumerate(_all(template, "container")):
        yield _container({**each, "ports": [{"port": target}] if number == 0 else []}, "ports", "port")
    yield from (_container(each, "ports", "port", init=True) for each in _all(template, "init_container"))


def _container_group(values: _Values) -> Iterator[Container | None]:
    for each in _all(values, "container"):
        yield _container({**each, "env": each.get("environment_variables")}, "ports", "port")
    for each in _all(values, "init_container"):
        yield _container({**each, "env": each.get("environment_variables")}, "ports", "port", init=True)


def _app_runner(values: _Values) -> Iterator[Container | None]:
    repository = _first(_first(values, "source_configuration"), "image_repository")
    configured = _first(repository, "image_configuration")
    yield foreign.container(
        "service",
        foreign.text(repository.get("image_identifier")),
        environment=configured.get("runtime_environment_variables"),
        ports=[foreign.port(configured.get("port"))],
    )


def _lambda(values: _Values) -> Iterator[Container | None]:
    variables = _first(values, "environment").get("variables") or values.get("variables")
    image = foreign.text(values.get("image_uri")) or f"package:{foreign.text(values.get('function_name'))}"
    yield foreign.container("function", image, environment=variables)


def _container(values: _Values, ports: str, port: str, *, init: bool = False) -> Container | None:
    return foreign.container(
        foreign.text(values.get("name")) or "container",
        foreign.text(values.get("image")),
        environment=values.get("env"),
        arguments=[
            *foreign.words(values.get("command")),
            *foreign.words(values.get("commands")),
            *foreign.words(values.get("args")),
        ],
        ports=[foreign.port(each.get(port), each.get("protocol")) for each in _all(values, ports)],
        init=init,
    )


def _all(values: _Values, key: str) -> list[_Values]:
    value = values.get(key)
    return [foreign.members(each) for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]


def _first(values: _Values, key: str) -> _Values:
    return next(iter(_all(values, key)), {})


_NAMED = ("name", "function_name", "service_name")
_RUNS: Mapping[str, tuple[str, Callable[[_Values], Iterator[Container | None]]]] = {
    "google_cloud_run_service": ("CloudRunService", _cloud_run),
    "google_cloud_run_v2_service": ("CloudRunService", _cloud_run),
    "google_cloud_run_v2_job": ("CloudRunJob", _cloud_run),
    "aws_apprunner_service": ("AppRunnerService", _app_runner),
    "azurerm_container_app": ("ContainerApp", _container_app),
    "azurerm_container_app_job": ("ContainerAppJob", _container_app),
    "azurerm_container_group": ("ContainerGroup", _container_group),
    "aws_lambda_function": ("LambdaFunction", _lambda),
}
