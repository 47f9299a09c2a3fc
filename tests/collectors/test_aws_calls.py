"""The table of calls: read-only, known to boto3, in an order that works, and no right more or less than it needs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import approved_texts
import boto3
import pytest

from generator.cli import collect_aws
from generator.collectors.aws_call import AwsCall
from generator.collectors.aws_calls import IDENTITY, SERVICES
from generator.collectors.aws_policy import actions, policy

CALLS = [call for _, calls in SERVICES for call in calls]
READS = ("describe_", "list_", "get_", "batch_get_")
S3_RIGHTS = {
    "ListBuckets": "s3:ListAllMyBuckets",
    "GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
}
"""Amazon S3 names some rights otherwise than its calls: service authorization reference, "Actions defined by Amazon S3"."""


@pytest.fixture(scope="module")
def clients() -> Mapping[str, Any]:
    session = boto3.Session(region_name="us-east-1", aws_access_key_id="invented", aws_secret_access_key="invented")  # noqa: S106
    return {name: session.client(name) for name in {*(call.service for call in CALLS), "sts"}}


def _id(call: AwsCall) -> str:
    return call.file


@pytest.mark.parametrize("call", [*CALLS, IDENTITY], ids=_id)
def test_reads_only(call: AwsCall) -> None:
    assert call.operation.startswith(READS)


@pytest.mark.parametrize("call", [*CALLS, IDENTITY], ids=_id)
def test_needs_the_right_of_its_own_name(call: AwsCall, clients: Mapping[str, Any]) -> None:
    meta = clients[call.service].meta
    operation = meta.method_to_api_mapping[call.operation]
    wanted = f"{meta.service_model.signing_name}:{operation}"
    assert call.action == (S3_RIGHTS[operation] if call.service == "s3" else wanted)


@pytest.mark.parametrize("call", CALLS, ids=_id)
def test_pages_can_be_as_long_as_it_says(call: AwsCall, clients: Mapping[str, Any]) -> None:
    client = clients[call.service]
    if call.page is None:
        return
    limit = client.get_paginator(call.operation)._pagination_cfg["limit_key"]
    shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[call.operation]).input_shape
    assert shape.members[limit].metadata.get("max", call.page) >= call.page


def test_every_call_is_made_as_before() -> None:
    made = []
    for service, calls in SERVICES:
        made.append(f"{service}:")
        for call in calls:
            names = dict.fromkeys((*call.__struct_fields__, "action"))
            row = {name: getattr(call, name) for name in names if name != "finds"}
            made.append("  " + "; ".join(f"{name} {value}" for name, value in row.items() if value))
    approved_texts.compare(Path(__file__), "test_every_call_is_made_as_before", made, "results")


def test_a_call_stands_behind_what_it_asks_about() -> None:
    for _, calls in SERVICES:
        for index, call in enumerate(calls):
            assert not call.over or any(one.finds for one in calls[:index]), call.file


def test_the_policy_is_the_table() -> None:
    document = json.loads(policy())
    (statement,) = document["Statement"]
    assert (document["Version"], statement["Effect"], statement["Resource"]) == ("2012-10-17", "Allow", "*")
    assert statement["Action"] == sorted({IDENTITY.action, *(call.action for call in CALLS)})
    assert not any("*" in action for action in statement["Action"])
    assert len(policy()) < 6144


def test_the_policy_of_one_service() -> None:
    assert actions(["s3"]) == (*sorted(S3_RIGHTS.values(), key=str), "sts:GetCallerIdentity")


def test_the_command_line_knows_the_same_services() -> None:
    assert tuple(name for name, _ in SERVICES) == collect_aws.SERVICES
