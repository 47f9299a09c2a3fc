"""Ways in that Terraform's source opens: API Gateway, function URLs, balancers and addresses of ECS, CloudFront, Cloud Run.

Each file tells of the ways that begin at its own resources; what they lead to may stand in any file of the module.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs (`aws_lambda_function_url`, `aws_apigatewayv2_integration`,
`aws_lb_listener`, `aws_ecs_service`, `aws_cloudfront_distribution`), https://cloud.google.com/run/docs/securing/ingress,
https://registry.terraform.io/providers/hashicorp/azurerm/latest/docs/resources/container_app (`ingress`)
"""

from collections.abc import Callable, Iterable, Mapping

from generator.parsers.cluster import foreign
from generator.parsers.cluster.cloud_parts import HTTPS, CloudParts, OpenPart, texts
from generator.parsers.cluster.fold import Fold
from generator.parsers.cluster.plain_objects import truth
from generator.parsers.cluster.terraform_links import KeptReferences, Links

_Values = Mapping[str, object]
KeyOf = Callable[[KeptReferences], str]
"""`namespace/Kind/name` under which a resource is known; empty where it neither runs nor is kept by the cloud."""

_ANYWHERE = ("0.0.0.0/0", "::/0")
_INGRESS = "run.googleapis.com/ingress"
_OPEN = ("", "all", "INGRESS_TRAFFIC_ALL")


def take(fold: Fold, links: Links, own: Iterable[str], key_of: KeyOf) -> None:
    """The ways that begin at the resources with these addresses."""
    reading = _Ways(links)
    for resource in links.resources().values():
        reading.put(resource, key_of(resource))
    for address in dict.fromkeys(own):
        for begin in (address, _address(address)):
            fold.configure(*reading.parts.way(begin, fold.source(address)))


def _address(id_: str) -> str:
    """A second part of one resource: the address of a service beside what leads to it."""
    return f"{id_}#address"


class _Ways:
    """Puts resources into parts."""

    def __init__(self, links: Links) -> None:
        self.parts = CloudParts()
        self._links, self._every = links, links.resources()

    def put(self, resource: KeptReferences, key: str) -> None:
        """One resource; `key` as in `KeyOf`."""
        id_, values = resource.address, resource.values
        name = key.rpartition("/")[2] or id_.rpartition(".")[2]
        if key:
            self.parts.run(id_, key)
        if resource.type in _BEGINS and _is_open(resource.type, values):
            kind, what = _BEGINS[resource.type]
            ports = () if kind == "LoadBalancer" else HTTPS
            self.parts.open(OpenPart(id=id_, kind=kind, what=what, name=name, ports=ports))
        for sources, targets in _LEADS.get(resource.type, ()):
            self.parts.lead(
                self._refs(values, sources) if sources else (id_,), self._refs(values, targets) if targets else (id_,)
            )
        self._of_balancer(resource)
        if resource.type == "aws_lambda_function_url":
            self.parts.lead([id_], self._called(foreign.text(values.get("function_name"))))
        elif resource.type == "aws_ecs_service":
            self._public_address(resource, name)
        elif resource.type in _SERVERLESS and _is_public(resource.type, values):
            self._by_itself(id_, "PublicIngress", "public ingress of", name, HTTPS)

    def _of_balancer(self, resource: KeptReferences) -> None:
        """Listeners and their rules, which name the listener and not the balancer."""
        values = resource.values
        if resource.type in ("aws_lb_listener", "aws_alb_listener"):
            protocol = foreign.text(values.get("protocol")) or "HTTP"
            self.parts.listen(self._refs(values, "load_balancer_arn"), foreign.number(values.get("port")), protocol)
        elif resource.type in ("aws_lb_listener_rule", "aws_alb_listener_rule"):
            listeners = (self._every.get(each) for each in self._refs(values, "listener_arn"))
            balancers = [each for kept in listeners if kept for each in self._refs(kept.values, "load_balancer_arn")]
            self.parts.lead(balancers, self._refs(values, "action"))

    def _by_itself(self, id_: str, kind: str, what: str, name: str, ports: tuple[tuple[int, bool], ...]) -> None:
        self.parts.open(OpenPart(id=_address(id_), kind=kind, what=what, name=name, ports=ports))
        self.parts.lead([_address(id_)], [id_])

    def _refs(self, values: _Values, key: str) -> tuple[str, ...]:
        return tuple(self._links.addresses(texts(values.get(key))))

    def _called(self, name: str) -> tuple[str, ...]:
        """Functions of this name, where it is written and no reference."""
        functions = (each for each in self._every.values() if each.type == "aws_lambda_function")
        return tuple(each.address for each in functions if name and each.values.get("function_name") == name)

    def _public_address(self, service: KeptReferences, name: str) -> None:
        """NOTE: an address alone opens nothing: a security group has to let somebody in, and without one the VPC's own is used,
        which admits no address from outside.
        """
        network = _first(service.values, "network_configuration")
        groups = frozenset(self._refs(network, "security_groups"))
        if network.get("assign_public_ip") is True and any(self._lets_in(each, groups) for each in self._every.values()):
            self._by_itself(service.address, "PublicAddress", "public address of", name, ())

    def _lets_in(self, rule: KeptReferences, groups: frozenset[str]) -> bool:
        """Does the resource let anybody into one of these security groups?"""
        values = rule.values
        if rule.type == "aws_security_group":
            return rule.address in groups and _names_anywhere(values.get("ingress"))
        if rule.type not in _RULES or groups.isdisjoint(self._refs(values, "security_group_id")):
            return False
        inward = rule.type == "aws_vpc_security_group_ingress_rule" or values.get("type") == "ingress"
        return inward and _names_anywhere(dict(values))


_BEGINS: Mapping[str, tuple[str, str]] = {
    "aws_lambda_function_url": ("FunctionUrl", "function URL"),
    "aws_apigatewayv2_api": ("ApiGateway", "API Gateway"),
    "aws_api_gateway_rest_api": ("ApiGateway", "API Gateway"),
    "aws_lb": ("LoadBalancer", "load balancer"),
    "aws_alb": ("LoadBalancer", "load balancer"),
    "aws_cloudfront_distribution": ("CloudFront", "CloudFront distribution"),
}
_SERVERLESS = ("google_cloud_run_v2_service", "google_cloud_run_service", "azurerm_container_app", "aws_apprunner_service")
_RULES = ("aws_security_group_rule", "aws_vpc_security_group_ingress_rule")
TYPES = frozenset({*_BEGINS, *_SERVERLESS, "aws_ecs_service"})
"""Resources at which a way may begin."""
_LEADS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "aws_lambda_function_url": (("", "function_name"),),
    "aws_apigatewayv2_api": (("", "target"),),
    "aws_apigatewayv2_integration": (("api_id", "integration_uri"),),
    "aws_api_gateway_integration": (("rest_api_id", "uri"),),
    "aws_cloudfront_distribution": (("", "origin"),),
    "aws_ecs_service": (("load_balancer", ""),),
    **dict.fromkeys(("aws_lb_listener", "aws_alb_listener"), (("", "default_action"), ("load_balancer_arn", "default_action"))),
    **dict.fromkeys(("aws_lb_listener_rule", "aws_alb_listener_rule"), (("listener_arn", "action"),)),
    **dict.fromkeys(
        ("aws_lb_target_group_attachment", "aws_alb_target_group_attachment"), (("target_group_arn", "target_id"),)
    ),
}
"""(what refers to those that lead, what refers to those they lead to); empty: the resource itself."""


def _is_open(type_: str, values: _Values) -> bool:
    """To the internet: a balancer that is not internal, a REST API that is not private. What a variable decides is not open."""
    if type_ == "aws_api_gateway_rest_api":
        return "PRIVATE" not in foreign.entries(_first(values, "endpoint_configuration").get("types"))
    internal = values.get("internal")
    return internal is None or truth(internal) is False or type_ not in ("aws_lb", "aws_alb")


def _names_anywhere(value: object) -> bool:
    return any(text in _ANYWHERE for text in texts(value))


def _is_public(type_: str, values: _Values) -> bool:
    """Cloud Run and App Runner are open unless they say otherwise, a container app only where it says so."""
    if type_ == "azurerm_container_app":
        return _first(values, "ingress").get("external_enabled") is True
    if type_ == "aws_apprunner_service":
        ingress = _first(_first(values, "network_configuration"), "ingress_configuration")
        return ingress.get("is_publicly_accessible") in (None, True)
    annotations = foreign.members(_first(values, "metadata").get("annotations"))
    said = values.get("ingress") if type_ == "google_cloud_run_v2_service" else annotations.get(_INGRESS)
    return (said or "") in _OPEN


def _first(values: _Values, key: str) -> _Values:
    value = values.get(key)
    return next(
        (foreign.members(each) for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)), {}
    )
