"""Ways in that CloudFormation and SAM open: API Gateway, function URLs, balancers and addresses of ECS, CloudFront, App Runner.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html,
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html (`FunctionUrlConfig`,
events of the types `Api` and `HttpApi`)
"""

from collections.abc import Mapping

from generator.model.inventory import MANAGED_KIND, MANAGED_SERVICE, ServiceObject
from generator.parsers.cluster import foreign
from generator.parsers.cluster.cloud_parts import CloudParts, OpenPart, texts
from generator.parsers.cluster.cloudformation_stack import Stack, StackResource
from generator.parsers.cluster.fold import Fold

_RUNS: Mapping[str, str] = {
    "AWS::Lambda::Function": "LambdaFunction",
    "AWS::Serverless::Function": "LambdaFunction",
    "AWS::ECS::Service": "EcsService",
    "AWS::AppRunner::Service": "AppRunnerService",
}
_APIS = frozenset({"AWS::ApiGateway::RestApi", "AWS::ApiGatewayV2::Api", "AWS::Serverless::Api", "AWS::Serverless::HttpApi"})
_BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
_LISTENER, _RULE = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"
_LEADS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "AWS::Lambda::Url": (("", "TargetFunctionArn"),),
    "AWS::ApiGatewayV2::Api": (("", "Target"),),
    "AWS::ApiGatewayV2::Integration": (("ApiId", "IntegrationUri"),),
    "AWS::ApiGateway::Method": (("RestApiId", "Integration"),),
    "AWS::Serverless::Api": (("", "DefinitionBody"),),
    "AWS::Serverless::HttpApi": (("", "DefinitionBody"),),
    _LISTENER: (("", "DefaultActions"), ("LoadBalancerArn", "DefaultActions")),
    _RULE: (("ListenerArn", "Actions"),),
    "AWS::ElasticLoadBalancingV2::TargetGroup": (("", "Targets"),),
    "AWS::ECS::Service": (("LoadBalancers", ""),),
    "AWS::CloudFront::Distribution": (("", "DistributionConfig"),),
}
"""(property that refers to those that lead, property that refers to those they lead to); empty: the resource itself."""
_ANYWHERE = ("0.0.0.0/0", "::/0")
_API = "API Gateway"
_IMPLICIT = {"Api": "ServerlessRestApi", "HttpApi": "ServerlessHttpApi"}
"""The API that SAM makes for all events of a stack that name none.
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html"""


def take(fold: Fold, stack: Stack, managed: frozenset[str], place: str) -> None:
    """All ways in of a stack. `managed`: types of services that the cloud keeps; `place`: the ids of the stacks around it."""
    made = [each for each in stack.resources.values() if stack.is_made(each)]
    reading = _StackWays(stack)
    for resource in made:
        reading.put(resource, is_kept=resource.type in managed)
    begins = [(begin, each.logical) for each in made for begin in (each.logical, f"{each.logical}#address")]
    for api, function in reading.implicit.items():
        source = fold.source(f"{place}{function}")
        fold.add(MANAGED_KIND, ServiceObject(namespace="default", name=api, type=MANAGED_SERVICE, product=_API, source=source))
    for begin, logical in (*begins, *reading.implicit.items()):
        fold.configure(*reading.parts.way(begin, fold.source(f"{place}{logical}")))


class _StackWays:
    """Puts resources into parts."""

    def __init__(self, stack: Stack) -> None:
        self.parts, self._stack = CloudParts(), stack
        self.implicit: dict[str, str] = {}
        """APIs that SAM makes for events which name none, each with the first function that has such an event."""

    def put(self, resource: StackResource, *, is_kept: bool) -> None:
        """One resource."""
        id_, name = resource.logical, self._stack.name_of(resource.logical)
        kind = _RUNS.get(resource.type) or (MANAGED_KIND if is_kept else "")
        if kind:
            self.parts.run(id_, f"default/{kind}/{name}")
        if part := self._begins(resource, name):
            self.parts.open(part)
        for sources, targets in _LEADS.get(resource.type, ()):
            self.parts.lead(self._refs(resource, sources), self._refs(resource, targets))
        if resource.type == _LISTENER:
            values = foreign.members(self._stack.value(dict(resource.properties)))
            protocol = foreign.text(values.get("Protocol")) or "HTTP"
            self.parts.listen(self._refs(resource, "LoadBalancerArn"), foreign.number(values.get("Port")), protocol)
        elif resource.type == _RULE:
            listeners = [self._stack.resources[each] for each in self._refs(resource, "ListenerArn")]
            balancers = [each for listener in listeners for each in self._refs(listener, "LoadBalancerArn")]
            self.parts.lead(balancers, self._refs(resource, "Actions"))
        elif resource.type == "AWS::Serverless::Function":
            self._of_function(resource, name)
        elif resource.type in ("AWS::ECS::Service", "AWS::AppRunner::Service"):
            self._by_itself(resource, name)

    def _begins(self, resource: StackResource, name: str) -> OpenPart | None:
        """None where it is not open to the internet, or a parameter without default decides it."""
        id_, values = resource.logical, foreign.members(self._stack.value(dict(resource.properties)))
        if resource.type in _APIS and "PRIVATE" not in texts(values.get("EndpointConfiguration")):
            return OpenPart(id=id_, kind="ApiGateway", what=_API, name=name)
        if resource.type == _BALANCER and (foreign.text(values.get("Scheme")) or "internet-facing") == "internet-facing":
            return OpenPart(id=id_, kind="LoadBalancer", what="load balancer", name=name, ports=())
        if resource.type == "AWS::Lambda::Url":
            return OpenPart(id=id_, kind="FunctionUrl", what="function URL", name=name)
        if resource.type == "AWS::CloudFront::Distribution":
            return OpenPart(id=id_, kind="CloudFront", what="CloudFront distribution", name=name)
        return None

    def _of_function(self, function: StackResource, name: str) -> None:
        """What SAM makes beside a function."""
        id_ = function.logical
        if "FunctionUrlConfig" in function.properties:
            self._open_part(id_, OpenPart(id=f"{id_}#address", kind="FunctionUrl", what="function URL", name=name))
        for event in map(foreign.members, foreign.members(function.properties.get("Events")).values()):
            type_, properties = foreign.text(event.get("Type")), foreign.members(event.get("Properties"))
            named = tuple(self._stack.references([properties.get("RestApiId"), properties.get("ApiId")]))
            self.parts.lead(named, [id_])
            if type_ in _IMPLICIT and not named:
                api = _IMPLICIT[type_]
                self.implicit.setdefault(api, id_)
                self.parts.run(api, f"default/{MANAGED_KIND}/{api}")
                self._open_part(id_, OpenPart(id=api, kind="ApiGateway", what=_API, name=api))

    def _by_itself(self, service: StackResource, name: str) -> None:
        """A public address of ECS, where a security group lets anybody in, and App Runner, which is open unless it says not."""
        values = foreign.members(self._stack.value(dict(service.properties)))
        network = foreign.members(values.get("NetworkConfiguration"))
        part_id = f"{service.logical}#address"
        if service.type == "AWS::AppRunner::Service":
            if foreign.members(network.get("IngressConfiguration")).get("IsPubliclyAccessible") in (None, True, "true"):
                self._open_part(
                    service.logical, OpenPart(id=part_id, kind="PublicIngress", what="public ingress of", name=name)
                )
            return
        awsvpc = foreign.members(network.get("AwsvpcConfiguration"))
        if foreign.text(awsvpc.get("AssignPublicIp")) == "ENABLED" and self._lets_in(service):
            part = OpenPart(id=part_id, kind="PublicAddress", what="public address of", name=name, ports=())
            self._open_part(service.logical, part)

    def _lets_in(self, service: StackResource) -> bool:
        written = foreign.members(foreign.members(service.properties.get("NetworkConfiguration")).get("AwsvpcConfiguration"))
        groups = frozenset(self._stack.references(written.get("SecurityGroups")))
        for each in self._stack.resources.values():
            of_group = each.type == "AWS::EC2::SecurityGroup" and each.logical in groups
            separate = each.type == "AWS::EC2::SecurityGroupIngress" and groups.intersection(self._refs(each, "GroupId"))
            rules = each.properties.get("SecurityGroupIngress") if of_group else dict(each.properties) if separate else None
            if any(text in _ANYWHERE for text in texts(self._stack.value(rules))):
                return True
        return False

    def _open_part(self, leads_to: str, part: OpenPart) -> None:
        self.parts.open(part)
        self.parts.lead([part.id], [leads_to])

    def _refs(self, resource: StackResource, key: str) -> tuple[str, ...]:
        return tuple(self._stack.references(resource.properties.get(key))) if key else (resource.logical,)
