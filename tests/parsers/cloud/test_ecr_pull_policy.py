"""What a resource policy of Amazon ECR refuses."""

import json
from typing import Any

import pytest

from generator.parsers.cloud.ecr_pull_policy import pull_denied

PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def deny(action: Any = PULL, principal: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Principal": principal, "Action": action, **more}


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        (deny(), "to everyone"),
        (deny("ecr:*", {"AWS": "*"}), "to everyone"),
        (deny("ECR:batchget*"), "to everyone"),
        (deny("ecr:GetDownloadUrlForLayer"), "of layers only"),
        (deny("ecr:PutImage"), "never"),
        (deny(Condition={"StringNotEquals": {"ecr:ResourceTag/scan": "passed"}}), "by the repository's tags"),
        (deny(Condition={"Bool": {"aws:SecureTransport": "false"}}), "under other conditions"),
        (deny(Condition={"Bool": {"aws:ResourceTag/a": "b", "aws:SourceVpc": "c"}}), "under other conditions"),
        (deny(Condition=["odd"]), "under other conditions"),
        (deny(principal={"AWS": "arn:aws:iam::111122223333:role/dev"}), "to some"),
        ({"Effect": "Deny", "NotPrincipal": {"AWS": "*"}, "Action": PULL}, "to some"),
        ({"Effect": "Deny", "Principal": "*", "NotAction": "ecr:Describe*"}, "to everyone"),
        ({"Effect": "Deny", "Principal": "*", "NotAction": ["ecr:*"]}, "never"),
        ({"Effect": "Allow", "Principal": "*", "Action": PULL}, "never"),
        ({"Effect": "Deny", "Principal": "*"}, "never"),
    ],
)
def test_one_statement(statement: dict[str, Any], word: str) -> None:
    assert pull_denied(policy(statement)) == {"*": word}
    assert pull_denied(json.dumps({"Statement": statement})) == {"*": word}


def test_the_strongest_statement_counts_for_its_repositories() -> None:
    here = "arn:aws:ecr:us-east-1:111122223333:repository/"
    text = policy(deny(principal={"AWS": "x"}, Resource=f"{here}prod/*"), deny(Resource=[f"{here}prod/*", f"{here}base"]))
    assert pull_denied(text) == {"prod/*": "to everyone", "base": "to everyone"}
    assert pull_denied(policy(deny(Resource="*"))) == {"*": "to everyone"}
    assert pull_denied(policy(deny(Resource="arn:aws:s3:::bucket"))) == {"*": "never"}


@pytest.mark.parametrize("text", ["", "no JSON", "[1]", '{"Statement": "x"}', "[" * 50_000, '{"Statement": []}' + " " * 70_000])
def test_what_cannot_be_read_says_nothing(text: str) -> None:
    assert pull_denied(text) is None
