"""Settings of what other tools than Kubernetes declare, which is read from the object itself."""

from datetime import datetime
from typing import TypeVar

from generator.model.evidence import EvidenceSource
from generator.model.settings.base import Setting, Settings

T = TypeVar("T", bound=Settings)


def declared(
    group: str,
    kind: str,
    name: str,
    says: T,
    source: EvidenceSource,
    *,
    namespace: str = "default",
    taken: datetime | None = None,
) -> Setting[T]:
    """One object; `taken` where the file says of something that runs, or was collected beside it."""
    return Setting(
        group=group, kind=kind, namespace=namespace, name=name, read_from=(group, kind), taken=taken, source=source, says=says
    )
