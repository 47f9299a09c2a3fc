"""Runs the AWS collector against a server of a test."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.collectors.aws import AwsRequest, collect
from generator.collectors.collection import Collection

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def run(url: str, workspace: Path, *services: str, regions: tuple[str, ...] = ("us-gov-west-1",)) -> Collection:
    """Collect with a clock that stands still."""
    request = AwsRequest(workspace=workspace, regions=regions, services=services, endpoint=url)
    return collect(request, lambda: NOW, lambda _text: None)


def answer(collection: Collection, name: str) -> dict[str, Any]:
    """The file of that name, read."""
    (kept,) = [one for one in collection.kept if one.path.name.startswith(name)]
    found = json.loads(kept.path.read_bytes())
    assert isinstance(found, dict)
    return found
