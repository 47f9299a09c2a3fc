"""Load balancers of AWS: `aws elbv2 describe-load-balancers`, `describe-listeners`, `describe-ssl-policies`, and of the older
generation `aws elb describe-load-balancers`, which Kubernetes makes of a Service where nothing else is said.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html, …/API_Listener.html,
…/API_SslPolicy.html and https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/. A listener names its load
balancer by ARN only; the name stands in it. So both replies, in one file or in two, tell of one thing of the same identifier
and name.
"""

from typing import Final

import msgspec

from generator.model.cloud import CloudResource, CloudSnapshot, ResourceKind
from generator.model.evidence import EvidenceFile
from generator.parsers.cloud.aws_names import addresses, names
from generator.parsers.cloud.gathering import CloudGathering
from generator.parsers.cloud.replies import CloudOperation, is_reply
from generator.parsers.cloud.settings import listed, settings
from generator.parsers.document import Document

_BALANCERS = CloudOperation(operation="elbv2 describe-load-balancers", key="LoadBalancers", mark="LoadBalancerArn")
_LISTENERS = CloudOperation(operation="elbv2 describe-listeners", key="Listeners", mark="ListenerArn")
_POLICIES = CloudOperation(operation="elbv2 describe-ssl-policies", key="SslPolicies", mark="SslProtocols")
_CLASSIC = CloudOperation(operation="elb describe-load-balancers", key="LoadBalancerDescriptions", mark="LoadBalancerName")
_QUESTIONS: Final = (_BALANCERS, _LISTENERS, _POLICIES, _CLASSIC)
_TYPES = {
    "app": "application load balancer",
    "application": "application load balancer",
    "net": "network load balancer",
    "network": "network load balancer",
    "gwy": "gateway load balancer",
    "gateway": "gateway load balancer",
}
"""By the type, and as the ARN shortens it."""


class _BalancerAddress(msgspec.Struct, rename="pascal", gc=False):
    ip_address: str | None = None
    private: str | None = msgspec.field(name="PrivateIPv4Address", default=None)
    ipv6: str | None = msgspec.field(name="IPv6Address", default=None)


class _Zone(msgspec.Struct, rename="pascal"):
    load_balancer_addresses: tuple[_BalancerAddress, ...] | None = None


class _ElbBalancer(msgspec.Struct, rename="pascal"):
    load_balancer_arn: str
    load_balancer_name: str | None = None
    dns_name: str | None = msgspec.field(name="DNSName", default=None)
    scheme: str | None = None
    type: str | None = None
    availability_zones: tuple[_Zone, ...] | None = None


class _Redirect(msgspec.Struct, rename="pascal", gc=False):
    protocol: str | None = None


class _Action(msgspec.Struct, rename="pascal"):
    type: str | None = None
    redirect_config: _Redirect | None = None


class _Mutual(msgspec.Struct, rename="pascal", gc=False):
    mode: str | None = None


class _Listener(msgspec.Struct, rename="pascal"):
    load_balancer_arn: str
    port: int | None = None
    protocol: str | None = None
    ssl_policy: str | None = None
    default_actions: tuple[_Action, ...] | None = None
    mutual_authentication: _Mutual | None = None


class _SslPolicy(msgspec.Struct, rename="pascal"):
    name: str
    ssl_protocols: tuple[str, ...] | None = None


class _ClassicListener(msgspec.Struct, rename="pascal", gc=False):
    protocol: str | None = None
    load_balancer_port: int | None = None


class _Described(msgspec.Struct, rename="pascal"):
    listener: _ClassicListener | None = None


class _Classic(msgspec.Struct, rename="pascal"):
    load_balancer_name: str
    dns_name: str | None = msgspec.field(name="DNSName", default=None)
    scheme: str | None = None
    listener_descriptions: tuple[_Described, ...] | None = None


class _ElbReply(msgspec.Struct, rename="pascal"):
    load_balancers: tuple[_ElbBalancer, ...] = ()
    listeners: tuple[_Listener, ...] = ()
    ssl_policies: tuple[_SslPolicy, ...] = ()
    load_balancer_descriptions: tuple[_Classic, ...] = ()


def recognizes(document: Document) -> bool:
    """See `Parser.recognizes`."""
    return is_reply(document, _QUESTIONS)


def parse(document: Document, evidence: EvidenceFile) -> CloudSnapshot:
    """See `Parser.parse`."""
    gathering = CloudGathering(document, evidence, _QUESTIONS)
    for reply in gathering.answered():
        answer = gathering.read(reply, _ElbReply)
        for index, balancer in enumerate(answer.load_balancers):
            gathering.add(_balancer(gathering, balancer, f"{reply.place}/LoadBalancers/{index}"))
        for index, classic in enumerate(answer.load_balancer_descriptions):
            gathering.add(_classic(gathering, classic, f"{reply.place}/LoadBalancerDescriptions/{index}"))
        for index, listener in enumerate(answer.listeners):
            gathering.add(_listener(gathering, listener, f"{reply.place}/Listeners/{index}"))
        policies = [(f"tls policy {ssl_policy.name}", listed(ssl_policy.ssl_protocols)) for ssl_policy in answer.ssl_policies]
        if policies:
            gathering.add_account(policies, f"{reply.place}/SslPolicies")
    return gathering.snapshot()


def _balancer(gathering: CloudGathering, balancer: _ElbBalancer, place: str) -> CloudResource:
    kind, name = _of_arn(balancer.load_balancer_arn)
    inside = [each for zone in balancer.availability_zones or () for each in zone.load_balancer_addresses or ()]
    return CloudResource(
        kind=ResourceKind.LOAD_BALANCER,
        identifier=balancer.load_balancer_arn,
        name=balancer.load_balancer_name or name,
        addresses=addresses(text for each in inside for text in (each.ip_address, each.private, each.ipv6)),
        host_names=names((balancer.dns_name,)),
        public=balancer.scheme == "internet-facing" if balancer.scheme else None,
        product=_TYPES.get(balancer.type or kind),
        source=gathering.source(place),
    )


def _classic(gathering: CloudGathering, classic: _Classic, place: str) -> CloudResource:
    """It has no ARN in its reply, and its name is its own in account and region."""
    listeners = [each.listener for each in classic.listener_descriptions or () if each.listener]
    arn = gathering.folder.arn("elasticloadbalancing", f"loadbalancer/{classic.load_balancer_name}")
    return CloudResource(
        kind=ResourceKind.LOAD_BALANCER,
        identifier=str(arn or classic.load_balancer_name),
        name=classic.load_balancer_name,
        host_names=names((classic.dns_name,)),
        public=classic.scheme == "internet-facing" if classic.scheme else None,
        product="classic load balancer",
        settings=settings((f"listener {each.load_balancer_port}", each.protocol) for each in listeners),
        source=gathering.source(place),
    )


def _listener(gathering: CloudGathering, listener: _Listener, place: str) -> CloudResource:
    kind, name = _of_arn(listener.load_balancer_arn)
    mutual = listener.mutual_authentication.mode if listener.mutual_authentication else None
    return CloudResource(
        kind=ResourceKind.LOAD_BALANCER,
        identifier=listener.load_balancer_arn,
        name=name,
        product=_TYPES.get(kind),
        settings=settings(
            (
                (f"listener {listener.port}" if listener.port else "listener", _speaks(listener)),
                ("tls policy", listener.ssl_policy),
                (f"policy of listener {listener.port}", listener.ssl_policy if listener.port else None),
                ("client certificates", mutual if mutual != "off" else None),
            )
        ),
        source=gathering.source(place),
    )


def _speaks(listener: _Listener) -> str | None:
    """`HTTP, redirects to HTTPS`."""
    sent_on = next((each.redirect_config for each in listener.default_actions or () if each.redirect_config), None)
    if sent_on is None or not listener.protocol:
        return listener.protocol
    return f"{listener.protocol}, redirects to {sent_on.protocol or 'the same protocol'}"


def _of_arn(arn: str) -> tuple[str, str]:
    """`…:loadbalancer/app/front/50dc6c495c0c9188` -> `app`, `front`. One that is no such ARN is its own name."""
    parts = arn.rpartition(":")[2].split("/")
    return (parts[1], parts[2]) if len(parts) > 2 and parts[0] == "loadbalancer" else ("", arn)
