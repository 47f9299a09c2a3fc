"""The least that `atopack collect aws` needs: an IAM policy derived from the table of calls.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. Most of these calls list everything there is,
so they take no narrower resource than `*`.
"""

from collections.abc import Iterable

import msgspec

from generator.collectors.aws_calls import IDENTITY, SERVICES


def actions(services: Iterable[str] = ()) -> tuple[str, ...]:
    """Every right that is used, sorted; of the services named, else of all."""
    chosen = set(services)
    rows = (call for name, calls in SERVICES if not chosen or name in chosen for call in calls)
    return tuple(sorted({IDENTITY.action, *(call.action for call in rows)}))


def policy(services: Iterable[str] = ()) -> str:
    """The policy as JSON text, ready for `aws iam create-policy --policy-document`."""
    statement = {"Sid": "AtopackReads", "Effect": "Allow", "Action": list(actions(services)), "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
