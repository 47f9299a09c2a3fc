"""Stores of a CloudFormation stack with their encryption, and the listeners of its load balancers.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.parsers.cluster import declared_stores, foreign
from generator.parsers.cluster.cloudformation_stack import Stack, StackResource
from generator.parsers.cluster.declared_listeners import BalancerPort, setting_of, then
from generator.parsers.cluster.fold import Fold

_BALANCER, _CLASSIC = "AWS::ElasticLoadBalancingV2::LoadBalancer", "AWS::ElasticLoadBalancing::LoadBalancer"
_LISTENER, _RULE = "AWS::ElasticLoadBalancingV2::Listener", "AWS::ElasticLoadBalancingV2::ListenerRule"
_NOT_KNOWN = "${decided when it is deployed}"


def take(fold: Fold, stack: Stack, place: str) -> None:
    """All of a stack. `place`: the ids of the stacks around it."""
    made = [each for each in stack.resources.values() if stack.is_made(each)]
    for resource in made:
        source, values = fold.source(f"{place}{resource.logical}"), _values(stack, resource)
        store = declared_stores.setting_of(resource.type, stack.name_of(resource.logical), values, source)
        ports: Iterable[BalancerPort] = ()
        if resource.type == _LISTENER:
            ports = _listener(stack, resource, values, _rules(stack, made, resource))
        elif resource.type == _CLASSIC:
            ports = _classic(stack, resource, values)
        fold.configure(store, *(setting_of(port, source) for port in ports))


def _values(stack: Stack, resource: StackResource) -> Mapping[str, object]:
    """Properties, evaluated; of one that an open condition decides that it is open."""
    return {key: stack.value(written) if stack.decided(written) else _NOT_KNOWN for key, written in resource.properties.items()}


def _rules(stack: Stack, made: list[StackResource], listener: StackResource) -> list[object]:
    """Actions of the rules of a listener."""
    rules = (each for each in made if each.type == _RULE)
    return [
        stack.value(each.properties.get("Actions"))
        for each in rules
        if listener.logical in stack.references(each.properties.get("ListenerArn"))
    ]


def _listener(
    stack: Stack, resource: StackResource, values: Mapping[str, object], rules: list[object]
) -> Iterator[BalancerPort]:
    balancers = [
        each for each in stack.references(resource.properties.get("LoadBalancerArn")) if stack.resources[each].type == _BALANCER
    ]
    for balancer in balancers[:1]:
        scheme = foreign.text(stack.value(stack.resources[balancer].properties.get("Scheme")))
        yield BalancerPort(
            balancer=stack.name_of(balancer),
            port=foreign.number(values.get("Port")),
            protocol=foreign.text(values.get("Protocol")),
            then=then(values.get("DefaultActions"), rules, "RedirectConfig", "Protocol"),
            policy=foreign.text(values.get("SslPolicy")),
            is_open=(scheme or "internet-facing") == "internet-facing",
        )


def _classic(stack: Stack, resource: StackResource, values: Mapping[str, object]) -> Iterator[BalancerPort]:
    scheme = foreign.text(values.get("Scheme")) or "internet-facing"
    for listener in foreign.rows(values.get("Listeners")):
        yield BalancerPort(
            balancer=stack.name_of(resource.logical),
            port=foreign.number(listener.get("LoadBalancerPort")),
            protocol=foreign.text(listener.get("Protocol")),
            classic=True,
            is_open=scheme == "internet-facing",
        )
