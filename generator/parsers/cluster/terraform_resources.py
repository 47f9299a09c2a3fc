"""Resources of Terraform, wherever they stand (plan, state or source): containers, services that a platform keeps, policies.

https://registry.terraform.io/browse/providers

What hands events to a function, or takes what it could not handle, stands beside it in resources of its own:
https://registry.terraform.io/providers/hashicorp/aws/latest/docs (`aws_lambda_event_source_mapping`,
`aws_sns_topic_subscription`, `aws_s3_bucket_notification`, `aws_cloudwatch_event_target`, `dead_letter_config` of
`aws_lambda_function`, `aws_lambda_function_event_invoke_config`)
"""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceSource
from generator.model.inventory import MANAGED_KIND, MANAGED_SERVICE, ServiceObject, WorkloadSpec
from generator.parsers.cluster import (
    cloudfoundry_apps,
    foreign,
    terraform_applications,
    terraform_cloud,
    terraform_kubernetes,
    terraform_registry,
    terraform_routes,
    terraform_stores,
)
from generator.parsers.cluster.cloud_parts import texts
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.terraform_kept import KEPT
from generator.parsers.cluster.terraform_links import KeptReferences, Links, host_of
from generator.parsers.cluster.terraform_names import readable
from generator.parsers.late_patterns import late_re

_Values = Mapping[str, object]
_DIAGRAM_LABEL = "diagram-label"
NOT_READ = frozenset(
    "aws_instance aws_launch_template azurerm_linux_virtual_machine azurerm_windows_virtual_machine"
    " cloudfoundry_droplet google_compute_instance google_compute_instance_template helm_release".split()
)
"""What runs something of the system and is not read: applications, machines and charts. Each is a gap."""
_FUNCTION = "aws_lambda_function"
_NAMED_BY: Mapping[str, tuple[str, str]] = {
    "aws_lambda_event_source_mapping": ("function_name", "event_source_arn"),
    "aws_sns_topic_subscription": ("endpoint", "topic_arn"),
    "aws_s3_bucket_notification": ("lambda_function", "bucket"),
    "aws_cloudwatch_event_target": ("arn", "rule"),
    "aws_lambda_function_event_invoke_config": ("function_name", "destination_config"),
}
"""Type to (what refers to the function, what refers to the other side)."""
_RULES = ("aws_cloudwatch_event_rule",)


class TerraformResource(KeptReferences, frozen=True, kw_only=True):
    """One resource, as it is read."""

    product: str = ""
    """What the plan of a brokered service says it is."""
    links: Links | None = None
    """Where the source is read: what its references stand for."""


def take(fold: Fold, resource: TerraformResource) -> None:
    """One resource: read where it runs or is used by containers, else counted."""
    type_, values = resource.type, resource.values
    native = terraform_kubernetes.native(type_, terraform_applications.linked(type_, values, resource.links))
    if native:
        fold.take(native, place=resource.address)
    elif type_ == "cloudfoundry_app" and foreign.text(values.get("name")):
        app = terraform_applications.manifest_of(values, resource.links, resource.number)
        cloudfoundry_apps.take(fold, app, resource.address, pushed=False)
        _route(fold, resource, foreign.text(values.get("name")))
    elif resource.links is not None and type_ in terraform_applications.ECS:
        resource.links.keep(resource)
    else:
        _take(fold, resource)


def _route(fold: Fold, resource: TerraformResource, app: str) -> None:
    """Routes that the app names itself: the resource of a route, which then needs no target of its own."""
    links = resource.links
    if links is None:
        return
    for named in foreign.entries(resource.values.get("routes")):
        route = links.resources().get(links.address_of(foreign.text(foreign.members(named).get("route"))))
        if route is not None and route.type == terraform_routes.TYPE:
            source = fold.source(route.address)
            fold.configure(terraform_routes.setting(route.address, route.values, (app,), links.name_of, source))


def key_of(kept: KeptReferences, links: Links, source: EvidenceSource) -> str:
    """`namespace/Kind/name` under which a resource of the source is known; empty where it is only counted."""
    if kept.type == terraform_applications.ECS[1]:
        return f"default/EcsService/{terraform_applications.service_name(kept, links)}"
    resource = TerraformResource(kept.type, kept.address, kept.values, links=links)
    values = terraform_applications.linked(kept.type, kept.values, links)
    known = terraform_cloud.workload(kept.type, values, source)
    if known is not None:
        return f"default/{known.kind}/{_numbered(known, resource).name}"
    service = _managed(resource, source)
    return f"default/{MANAGED_KIND}/{service.name}" if service else ""


def _take(fold: Fold, resource: TerraformResource) -> None:
    source = fold.source(resource.address)
    values = terraform_applications.linked(resource.type, resource.values, resource.links)
    object_ = terraform_cloud.workload(resource.type, values, source) or _managed(resource, source)
    if object_ is None or (isinstance(object_, ServiceObject) and resource.number == 0):
        fold.note(resource.type, count=1)
        if resource.type in NOT_READ:
            fold.note_not_read(resource.address)
    elif isinstance(object_, WorkloadSpec):
        called = terraform_applications.referred(resource.type, resource.values, resource.links)
        called |= _hosts(resource.type, resource.address, resource.values, resource.links)
        fold.add(object_.kind, _numbered(_calling(object_, called), resource))
    else:
        fold.add(MANAGED_KIND, object_)


def _calling(workload: WorkloadSpec, hosts: frozenset[str]) -> WorkloadSpec:
    return replace(
        workload, containers=tuple(foreign.calling(each, dict.fromkeys(hosts, "environment")) for each in workload.containers)
    )


def _numbered(workload: WorkloadSpec, resource: TerraformResource) -> WorkloadSpec:
    """NOTE: what scales by itself has no number until `count` gives it one."""
    name = (readable(workload.name) if resource.links else workload.name) or (
        label_of(resource.address) if resource.links else ""
    )
    replicas = workload.replicas if resource.number == 1 else resource.number
    return replace(workload, name=name, replicas=replicas)


def named_by_each(type_: str, values: _Values) -> bool:
    """Does what names the resource hold `each.key` or `each.value`, so that each key is a thing of its own?"""
    key = KEPT.get(type_, ("", ""))[0]
    texts = [foreign.text(values.get(each)) for each in (key, "name", "family", "function_name", "identifier") if each]
    metadata = values.get("metadata")
    return any("each." in text for text in texts) or (metadata is not None and "each." in repr(metadata)[:2000])


def store_of(resource: KeptReferences, *, of_module: bool = False) -> terraform_stores.DeclaredResource:
    """A resource as a store or load balancer: by its own name, else by its label."""
    key = KEPT.get(resource.type, ("name", ""))[0]
    name = readable(foreign.text(resource.values.get(key)))
    return terraform_stores.DeclaredResource(
        type=resource.type,
        address=resource.address,
        name=name or label_of(resource.address),
        values=resource.values,
        of_module=of_module,
    )


def label_of(address: str) -> str:
    """`aws_s3_bucket.files` -> `files`; `module.orders_db.aws_db_instance.this` -> `orders_db`."""
    parts = address.split(".")
    if parts[-1] in _SAYS_NOTHING and len(parts) >= _PARTS_IN_MODULE:
        return parts[-3]
    return parts[-1]


_ENGINES = ("engine", "engine_type", "database_version")
_PLAIN = late_re(r"[A-Za-z][\w.-]{1,40}")
_SAYS_NOTHING = ("this", "main", "default", "module", "self")
_PARTS_IN_MODULE = 4


def _is_of_names(parameters: object) -> bool:
    """Is `domains` all that a brokered service is given? Then it puts host names before an app and runs nothing: cloud.gov's
    external domain service (https://cloud.gov/docs/services/external-domain-service/).
    """
    try:
        given = msgspec.json.decode(foreign.text(parameters) or "null")
    except msgspec.DecodeError:
        return False
    return isinstance(given, dict) and set(given) == {"domains"}


def _managed(resource: TerraformResource, source: EvidenceSource) -> ServiceObject | None:
    """A service that no container stands behind; None for anything else, and for one whose name is not known yet.

    NOTE: a service that the user provides (`cf create-user-provided-service`) is a set of credentials, and runs nothing.
    """
    values, type_ = resource.values, resource.type
    brokered = type_ == "cloudfoundry_service_instance" and foreign.text(values.get("type")) != "user-provided"
    if brokered and _is_of_names(values.get("json_params")):
        return None
    product = resource.product or foreign.text(values.get(terraform_registry.PRODUCT)).strip()
    key, what = ("name", product) if brokered else KEPT.get(type_, ("", ""))
    engine = next((text for each in _ENGINES if _PLAIN.fullmatch(text := foreign.text(values.get(each)))), "")
    what = f"{what} {engine.lower()}" if engine and not brokered and engine.lower() not in what.lower() else what
    name = readable(foreign.text(values.get(key))) if key else ""
    if key and not name and resource.links is not None:
        name = label_of(resource.address)
    if not name:
        return None
    host = (resource.links.host(resource.address) if resource.links is not None else "") or host_of(name)
    return ServiceObject(
        namespace="default",
        name=name,
        type=MANAGED_SERVICE,
        product=what or None,
        external_name=host if host != name and resource.links is not None else None,
        diagram_label=foreign.text(_tags(values).get(_DIAGRAM_LABEL)) or None,
        source=source,
    )


def _tags(values: _Values) -> _Values:
    """As clouds have them; Cloud Foundry's services have a list of words, which are none."""
    return {**foreign.members(values.get("labels")), **foreign.members(values.get("tags"))}


def _hosts(type_: str, address: str, values: Mapping[str, object], links: Links | None) -> frozenset[str]:
    """Host names of the other sides; nothing for what is no function."""
    if links is None or type_ != _FUNCTION:
        return frozenset()
    written = [values.get("dead_letter_config"), *_connected(address, foreign.text(values.get("function_name")), links)]
    return frozenset(host for each in written for text in texts(each) for host in links.referred(text))


def _connected(address: str, name: str, links: Links) -> Iterator[object]:
    for each in links.resources().values():
        function, other = _NAMED_BY.get(each.type, ("", ""))
        if not function:
            continue
        called = each.values.get(function)
        if address not in links.addresses(texts(called)) and not (name and called == name):
            continue
        yield each.values.get(other)
        for rule in links.addresses(texts(each.values.get(other))):
            known = links.resources().get(rule)
            if known is not None and known.type in _RULES:
                yield known.values.get("event_bus_name")
