"""Entry points of AWS that are no load balancer, as infrastructure code declares them.

Distributions of CloudFront and custom domains of API Gateway:
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-web-values-specify.html (Viewer Protocol Policy,
Security Policy), https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
"""

from collections.abc import Iterator, Mapping

import msgspec

from generator.model.evidence import EvidenceSource
from generator.model.settings.base import Setting, Settings
from generator.model.settings.cloud_stores import DeclaredEdge
from generator.parsers.cluster import foreign
from generator.parsers.cluster.declared_listeners import GROUP
from generator.parsers.cluster.declared_settings import declared
from generator.parsers.cluster.plain_objects import truth

KIND = "EntryPoint"
_PLAIN, _SECURE = "allow-all", ("redirect-to-https", "https-only")
_OF_DEFAULT_CERTIFICATE = "TLSv1"
"""What CloudFront accepts for its own domain name, whatever else is written."""
_HTTPS_ONLY = "API Gateway answers HTTPS only"


class _Words(msgspec.Struct, frozen=True, kw_only=True):
    """What a language calls the properties that are read."""

    distribution: str
    domains: tuple[str, ...]
    config: str
    """Property of a distribution that holds the others; empty where they are its own."""
    enabled: str
    behaviors: tuple[str, str]
    protocol: str
    certificate: str
    default_certificate: str
    oldest: str
    domain_name: str
    endpoint: str
    types: str
    configurations: str
    policy: str


TERRAFORM = _Words(
    distribution="aws_cloudfront_distribution",
    domains=("aws_api_gateway_domain_name", "aws_apigatewayv2_domain_name"),
    config="",
    enabled="enabled",
    behaviors=("default_cache_behavior", "ordered_cache_behavior"),
    protocol="viewer_protocol_policy",
    certificate="viewer_certificate",
    default_certificate="cloudfront_default_certificate",
    oldest="minimum_protocol_version",
    domain_name="domain_name",
    endpoint="endpoint_configuration",
    types="types",
    configurations="domain_name_configuration",
    policy="security_policy",
)
CLOUDFORMATION = _Words(
    distribution="AWS::CloudFront::Distribution",
    domains=("AWS::ApiGateway::DomainName", "AWS::ApiGatewayV2::DomainName"),
    config="DistributionConfig",
    enabled="Enabled",
    behaviors=("DefaultCacheBehavior", "CacheBehaviors"),
    protocol="ViewerProtocolPolicy",
    certificate="ViewerCertificate",
    default_certificate="CloudFrontDefaultCertificate",
    oldest="MinimumProtocolVersion",
    domain_name="DomainName",
    endpoint="EndpointConfiguration",
    types="Types",
    configurations="DomainNameConfigurations",
    policy="SecurityPolicy",
)


def edges(
    words: _Words, type_: str, name: str, values: Mapping[str, object], source: EvidenceSource
) -> Iterator[Setting[Settings]]:
    """The entry point that a resource is; none where it is another, disabled or private."""
    says: DeclaredEdge | None = None
    if type_ == words.distribution:
        says = _distribution(words, values)
    elif type_ in words.domains:
        says, name = _domain(words, values), _literal(values.get(words.domain_name)) or name
    if says is not None:
        yield declared(GROUP, KIND, f"{says.what} {name}", says, source, namespace="")


def _distribution(words: _Words, values: Mapping[str, object]) -> DeclaredEdge | None:
    config = next(iter(foreign.blocks(values.get(words.config))), {}) if words.config else values
    if truth(config.get(words.enabled)) is False:
        return None
    written = [foreign.blocks(config.get(key)) for key in words.behaviors]
    protocols = sorted({foreign.text(each.get(words.protocol)) for of in written for each in of})
    known = bool(written[0]) and all(each in _SECURE for each in protocols)
    certificate = next(iter(foreign.blocks(config.get(words.certificate))), {})
    oldest = _literal(certificate.get(words.oldest))
    if truth(certificate.get(words.default_certificate)) is True:
        oldest = _OF_DEFAULT_CERTIFICATE
    return DeclaredEdge(
        what="CloudFront distribution",
        serves_plain=True if _PLAIN in protocols else False if known else None,
        shown=f"viewer protocol policy {_PLAIN if _PLAIN in protocols else ' and '.join(protocols)}",
        policies=(oldest,) if oldest else (),
    )


def _domain(words: _Words, values: Mapping[str, object]) -> DeclaredEdge | None:
    """Plain requests are refused: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html."""
    types = (each.get(words.types) for each in foreign.blocks(values.get(words.endpoint)))
    if any("PRIVATE" in foreign.entries(each) for each in types):
        return None
    holders = [values, *foreign.blocks(values.get(words.configurations))]
    policies = [_literal(each[words.policy]) for each in holders if words.policy in each]
    return DeclaredEdge(
        what="API Gateway domain",
        serves_plain=False,
        shown=_HTTPS_ONLY,
        policies=tuple(sorted(set(policies))) if all(policies) else (),
    )


def _literal(value: object) -> str:
    """Empty where a variable or a condition decides it."""
    text = foreign.text(value)
    return "" if "${" in text or "((" in text else text
