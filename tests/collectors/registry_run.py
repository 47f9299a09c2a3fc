"""Runs the registry collector against a server of a test."""

from datetime import UTC, datetime
from pathlib import Path

from generator.collectors.collection import Collection
from generator.collectors.registry_images import RegistryRequest, collect

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def run(host: str, workspace: Path, *, slept: list[float] | None = None, whole: float = 60.0, **more: object) -> Collection:
    """Collect with a clock that stands still and a sleep that does not."""
    request = RegistryRequest(workspace=workspace, host=host, **more)  # type: ignore[arg-type]
    sleep = (slept if slept is not None else []).append
    return collect(request, lambda: NOW, lambda _text: None, sleep=sleep, whole=whole)
