"""What reports say about the scan itself: whether it logged in to a target, and with what configuration it ran."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from generator.model.scan import ScanSnapshot


class Logins:
    """Whether a scanner logged in to each of its targets, for reports that say it only after the target's first entry.

    Of several words about one target the worse counts: a login that failed once, or that lacked rights for one check.
    """

    __slots__ = ("_authenticated", "_privileged")

    def __init__(self) -> None:
        self._authenticated: dict[str, bool] = {}
        self._privileged: dict[str, bool] = {}

    def note(self, target: str, *, authenticated: bool | None = None, privileged: bool | None = None) -> None:
        """One word about a target, by its name. None says nothing."""
        if authenticated is not None:
            self._authenticated[target] = authenticated and self._authenticated.get(target, True)
        if privileged is not None:
            self._privileged[target] = privileged and self._privileged.get(target, True)

    def on(self, snapshot: ScanSnapshot) -> ScanSnapshot:
        """The snapshot, its targets with what was noted of them."""
        if not self._authenticated and not self._privileged:
            return snapshot
        targets = (
            replace(
                target,
                authenticated=self._authenticated.get(target.name, target.authenticated),
                privileged=self._privileged.get(target.name, target.privileged),
            )
            for target in snapshot.targets
        )
        return replace(snapshot, targets=tuple(targets))


def configuration(rows: Iterable[Sequence[str | None]]) -> str | None:
    """SHA-256 over the settings of a scan, each once and in order, so that their order in the report does not matter.

    None where the report has no setting.
    """
    ordered = sorted({tuple(part or "" for part in row) for row in rows})
    if not ordered:
        return None
    return hashlib.sha256(json.dumps(ordered, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def setting(value: object) -> str:
    """A decoded value as text that is the same for the same value. What is stated about the scan is taken in any shape: an odd
    one is no reason to lose the findings.
    """
    return value if isinstance(value, str) else msgspec.json.encode(value, order="deterministic").decode()


def settings(kind: str, values: object) -> Iterator[tuple[str, str]]:
    """Rows for `configuration` of a list, an object or a single value; none of nothing."""
    if isinstance(values, dict):
        yield from ((f"{kind} {name}", setting(value)) for name, value in values.items())
    elif isinstance(values, list):
        yield from ((kind, setting(value)) for value in values if value is not None)
    elif values not in (None, ""):
        yield kind, setting(values)
