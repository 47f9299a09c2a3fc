"""What hands events to a function, or takes what it could not handle, by resources of Terraform that stand beside the function.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs (`aws_lambda_event_source_mapping`,
`aws_sns_topic_subscription`, `aws_s3_bucket_notification`, `aws_cloudwatch_event_target`, `dead_letter_config` of
`aws_lambda_function`, `aws_lambda_function_event_invoke_config`)
"""

from collections.abc import Iterator, Mapping

from generator.parsers.cluster import foreign
from generator.parsers.cluster.cloud_parts import texts
from generator.parsers.cluster.terraform_links import Links

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


def hosts(type_: str, address: str, values: Mapping[str, object], links: Links | None) -> frozenset[str]:
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
