"""Stores that Terraform declares with their encryption, and the listeners of its load balancers, in plans, states and source.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec
from msgspec.structs import replace

from generator.model.evidence import EvidenceSource
from generator.model.settings.base import Setting, Settings
from generator.parsers.cluster import declared_edges, declared_stores, foreign
from generator.parsers.cluster.declared_listeners import BalancerPort, setting_of, then
from generator.parsers.cluster.plain_objects import truth

LISTENERS = ("aws_lb_listener", "aws_alb_listener")
_RULES = ("aws_lb_listener_rule", "aws_alb_listener_rule")
OF_BALANCERS = frozenset({*LISTENERS, *_RULES, "aws_lb", "aws_alb"})
_CLASSIC = "aws_elb"
_DEFAULT_OF_MODULE = "the file states nothing of it, and the default of the module was not collected"

Refers = Callable[[str, str], str]
"""(address of a resource, one of its attributes) to the address of the resource that it refers to; empty where not known."""


class DeclaredResource(msgspec.Struct, frozen=True, kw_only=True):
    """One resource, as far as the file gives its values."""

    type: str
    address: str
    name: str
    values: Mapping[str, object]
    of_module: bool = False
    """It stands for a module of a registry, whose own defaults count where nothing is written."""


def settings(resource: DeclaredResource, source: EvidenceSource) -> Iterator[Setting[Settings]]:
    """What one resource says by itself: a store, an entry point, or a classic load balancer."""
    store = declared_stores.setting_of(resource.type, resource.name, resource.values, source)
    if store is not None:
        by_default = resource.of_module and not declared_stores.is_stated(resource.type, resource.values)
        open_ = replace(store.says, encrypted=None, shown=_DEFAULT_OF_MODULE) if by_default else store.says
        yield replace(store, says=open_)
    yield from declared_edges.edges(declared_edges.TERRAFORM, resource.type, resource.name, resource.values, source)
    if resource.type == _CLASSIC:
        for listener in foreign.blocks(resource.values.get("listener")):
            port = BalancerPort(
                balancer=resource.name,
                port=foreign.number(listener.get("lb_port")),
                protocol=foreign.text(listener.get("lb_protocol")),
                classic=True,
                is_open=_is_open(resource),
            )
            yield setting_of(port, source)


def listeners(
    every: Iterable[DeclaredResource], refers: Refers, source: Callable[[str], EvidenceSource]
) -> Iterator[Setting[Settings]]:
    """The listeners among resources, with the load balancer of each and its rules."""
    by_address = {each.address: each for each in every}
    rules: dict[str, list[object]] = defaultdict(list)
    for each in by_address.values():
        if each.type in _RULES:
            rules[refers(each.address, "listener_arn")].append(each.values.get("action"))
    for each in by_address.values():
        balancer = by_address.get(refers(each.address, "load_balancer_arn")) if each.type in LISTENERS else None
        if balancer is not None:
            port = BalancerPort(
                balancer=balancer.name,
                port=foreign.number(each.values.get("port")),
                protocol=foreign.text(each.values.get("protocol")),
                then=then(each.values.get("default_action"), rules[each.address], "redirect", "protocol"),
                policy=foreign.text(each.values.get("ssl_policy")),
                is_open=_is_open(balancer),
            )
            yield setting_of(port, source(each.address))


def _is_open(balancer: DeclaredResource) -> bool:
    """To the internet. What a variable decides is not open, as in `terraform_ways`."""
    internal = balancer.values.get("internal")
    return internal is None or truth(internal) is False
