"""What a registry says instead of an answer, or says so badly that it is no answer."""

from enum import StrEnum

from generator.collectors.base import CollectError, CollectionRefusal


class RegistryFaultKind(StrEnum):
    """Why there is no answer."""

    REFUSED = "refused"
    ABSENT = "absent"
    UNREACHABLE = "not reachable"
    BUSY = "too many requests"
    TOO_LARGE = "too large"
    MISMATCH = "the bytes are not those of the digest"
    MALFORMED = "not what the specification says"
    UNSAFE = "not followed"
    SHORTENED = "shortened"


class RegistryError(CollectError):
    """One question without an answer. Ends that question, not the run."""

    def __init__(
        self, kind: RegistryFaultKind, what: str, *, where: str = "", status: int | None = None, next_step: str = ""
    ) -> None:
        super().__init__(f"{kind.value}: {what}", where=where, next_step=next_step)
        self.kind = kind
        self.status = status

    def refusal(self, resource: str, scope: str) -> CollectionRefusal:
        """The same, for a sidecar."""
        why = f"{self.what}; {self.next_step}" if self.next_step else self.what
        return CollectionRefusal(resource=resource, verb=self.where or "GET", status=self.status, why=why, scope=scope)
