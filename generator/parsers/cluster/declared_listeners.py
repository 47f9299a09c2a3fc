"""Listeners of load balancers that infrastructure code declares, in the words of the replies of accounts (`aws_elb_json`)."""

from collections.abc import Iterable, Mapping

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.settings.base import Setting, Settings
from generator.model.settings.cloud_stores import DeclaredListener
from generator.parsers.cluster import foreign
from generator.parsers.cluster.declared_settings import declared

GROUP, KIND = "cloud", "Listener"
_SAME = "#{"
"""`#{protocol}`: what the request came with."""


class BalancerPort(msgspec.Struct, frozen=True, kw_only=True):
    """One listener, as far as the file gives it."""

    balancer: str
    port: int | None
    protocol: str
    then: str = ""
    policy: str = ""
    classic: bool = False
    is_open: bool


def then(actions: object, rules: Iterable[object], config: str, protocol: str) -> str:
    """Where a listener sends people on: `redirects to HTTPS`; empty where it, or one of its rules, passes a request on.

    `config` and `protocol` are what CloudFormation or Terraform calls these members.
    """
    found = [_redirect(each, config, protocol) for of in (actions, *rules) for each in foreign.blocks(of)]
    return found[0] if found and all(found) else ""


def setting_of(listener: BalancerPort, source: EvidenceSource) -> Setting[Settings]:
    """As a setting of what the file declares."""
    protocol = listener.protocol.upper() or "HTTP"
    name = f"{listener.balancer} {listener.port or listener.protocol or 'listener'}"
    says = DeclaredListener(
        balancer=listener.balancer,
        speaks=f"{protocol}, {listener.then}" if listener.then else protocol,
        port=listener.port,
        policy=listener.policy if "${" not in listener.policy else "",
        classic=listener.classic,
        is_open=listener.is_open,
    )
    return declared(GROUP, KIND, name, says, source, namespace="")


def _redirect(action: Mapping[str, object], config: str, protocol: str) -> str:
    to = next((foreign.text(each.get(protocol)) for each in foreign.blocks(action.get(config))), "")
    return f"redirects to {to}" if to and not to.startswith(_SAME) else ""
