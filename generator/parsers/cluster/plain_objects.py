"""Objects of other projects, as plain values: their shapes change with every release, and what is not there says nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from generator.parsers.cluster import foreign
from generator.parsers.cluster.setting_subject import SettingSubject


class Plain(msgspec.Struct):
    """The members that objects of any kind have at their root."""

    metadata: object = None
    spec: object = None
    specs: object = None
    status: object = None
    parameters: object = None
    provisioner: object = None
    scope: object = None
    results: object = None
    summary: object = None
    endpoints: object = None
    ports: object = None
    subsets: object = None

    @property
    def name(self) -> str:
        """From the metadata."""
        return foreign.text(foreign.members(self.metadata).get("name"))

    @property
    def namespace(self) -> str:
        """From the metadata; an object without one goes to `default` when it is applied."""
        return foreign.text(foreign.members(self.metadata).get("namespace")) or "default"

    def annotations(self) -> Mapping[str, object]:
        """From the metadata."""
        return foreign.members(foreign.members(self.metadata).get("annotations"))

    def in_spec(self, *path: str) -> object:
        """What stands below `spec`; None where it is not there."""
        return below(self.spec, *path)

    def in_status(self, *path: str) -> object:
        """What stands below `status`."""
        return below(self.status, *path)

    def conditions(self) -> Mapping[str, tuple[str, str]]:
        """(status, reason) of each condition by its type."""
        listed = foreign.rows(self.in_status("conditions"))
        return {
            foreign.text(each.get("type")): (foreign.text(each.get("status")), foreign.text(each.get("reason")))
            for each in listed
        }

    def ready(self) -> bool | None:
        """The condition `Ready`; None where it is not stated."""
        status = self.conditions().get("Ready")
        return None if status is None else {"True": True, "False": False}.get(status[0])


def plain(subject: SettingSubject) -> Plain:
    """The object."""
    return subject.typed(Plain)


def moment(value: object) -> datetime | None:
    """A point in time, of which YAML may have made one already; None for anything else. Aware, UTC."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, datetime) else None
        return read if read is None else read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def below(value: object, *path: str) -> object:
    """Down through members by their names; None where there is none."""
    for name in path:
        value = foreign.members(value).get(name)
    return value


def truth(value: object) -> bool | None:
    """Yes or no, written as such or as text; None for anything else."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None
