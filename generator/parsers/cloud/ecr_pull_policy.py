"""What a resource policy of Amazon ECR refuses, put into the words of `model.cloud`: `pull denied`.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html and …/registry-permissions.html; the grammar is
that of IAM, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. An explicit deny wins over every
allow. A pull asks for the manifest (`ecr:BatchGetImage`) and then for layers (`ecr:GetDownloadUrlForLayer`): where layers alone
are refused, an image whose layers lie on the node still starts.
"""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import msgspec

_MANIFEST, _LAYERS = "ecr:batchgetimage", "ecr:getdownloadurlforlayer"
_OF_TAGS = ("ecr:resourcetag/", "aws:resourcetag/")
_MOST_CHARACTERS = 65_536
"""Amazon ECR itself takes 10,240."""
_EVERYBODY = ("*", {"AWS": "*"}, {"AWS": ["*"]})
_STRONGEST_FIRST = ("to everyone", "by the repository's tags", "of layers only", "to some", "under other conditions", "never")
EVERY = "*"


class _Statement(msgspec.Struct, rename="pascal"):
    effect: object = None
    principal: object = None
    not_principal: object = None
    action: object = None
    not_action: object = None
    resource: object = None
    condition: object = None


class _Policy(msgspec.Struct, rename="pascal"):
    statement: list[_Statement] | _Statement = msgspec.field(default_factory=list)


def pull_denied(text: str) -> dict[str, str] | None:
    """By pattern of repositories (`*`: all that the policy is about) what is refused; None where it cannot be read.

    A policy that refuses nothing says `never` of all.
    """
    if len(text) > _MOST_CHARACTERS:
        return None
    try:
        policy = msgspec.json.decode(text, type=_Policy)
    except (msgspec.DecodeError, RecursionError):
        return None
    statements = policy.statement if isinstance(policy.statement, list) else [policy.statement]
    found: dict[str, str] = {}
    for statement in statements:
        word = _word(statement)
        for pattern in _repositories(statement.resource) if word else ():
            found[pattern] = min(found.get(pattern, word), word, key=_STRONGEST_FIRST.index)
    return found or {EVERY: "never"}


def _word(statement: _Statement) -> str:
    """Empty where the statement refuses no pull."""
    if statement.effect != "Deny" or not (_covers(statement, _MANIFEST) or _covers(statement, _LAYERS)):
        return ""
    if statement.not_principal is not None or statement.principal not in _EVERYBODY:
        return "to some"
    keys = list(_condition_keys(statement.condition))
    if keys and not all(key.startswith(_OF_TAGS) for key in keys):
        return "under other conditions"
    if not _covers(statement, _MANIFEST):
        return "of layers only"
    return "by the repository's tags" if keys else "to everyone"


def _covers(statement: _Statement, action: str) -> bool:
    if statement.action is not None:
        return any(fnmatchcase(action, each.lower()) for each in _texts(statement.action))
    left_out = _texts(statement.not_action)
    return statement.not_action is not None and not any(fnmatchcase(action, each.lower()) for each in left_out)


def _condition_keys(condition: object) -> Iterator[str]:
    """Lower case. A condition that is no object of objects has a key that fits nothing."""
    if condition is None or condition == {}:
        return
    if not isinstance(condition, dict) or not all(isinstance(each, dict) for each in condition.values()):
        yield "?"
        return
    for each in condition.values():
        yield from (str(key).lower() for key in each)


def _repositories(resource: object) -> Iterator[str]:
    """Out of `arn:aws:ecr:us-east-1:111122223333:repository/prod/*`; a repository's own policy names no resource."""
    if resource is None:
        yield EVERY
    for each in _texts(resource):
        _, found, pattern = each.partition(":repository/")
        if found or each == EVERY:
            yield pattern if found else EVERY


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]
