"""What a named person accepted about things that no evidence decides."""

from datetime import date
from enum import StrEnum
from fnmatch import fnmatchcase

import msgspec


class AcceptedThing(StrEnum):
    """What is accepted, as decisions/acceptances.yaml spells it."""

    REFUSED_PULLS = "refused-pulls"
    """The outage that it causes where a registry refuses an image, or cannot be asked."""
    SERVICE = "service"
    """A service outside that holds no authorization at the system's level."""
    BUILD_ENVIRONMENT = "build-environment"
    """Where the boundary runs: whether what builds and tests lies inside."""


class AcceptingRole(StrEnum):
    """Who accepts."""

    ASSESSOR = "assessor"
    """The 3PAO, or another independent assessor."""
    AUTHORIZING_OFFICIAL = "authorizing-official"
    PROVIDER = "provider"

    @property
    def is_independent(self) -> bool:
        """Is it somebody else than the provider?"""
        return self is not AcceptingRole.PROVIDER


class BoundarySide(StrEnum):
    """Where something lies."""

    INSIDE = "inside"
    OUTSIDE = "outside"


class Acceptance(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the file."""

    accepts: AcceptedThing
    of: tuple[str, ...]
    """Patterns of names: registries, services, pipeline systems."""
    by: str
    role: AcceptingRole
    day: date
    place: str
    """`decisions/acceptances.yaml, line 3`."""
    since: date | None = None
    """Of refused pulls: the day from which on the policy refuses them."""
    boundary: BoundarySide | None = None
    """Of a build environment."""

    @property
    def who(self) -> str:
        """`Dana Reyes (authorizing official) is named as who accepted that on 2026-05-01 in …`: the file is the provider's,
        whoever it names."""
        role = self.role.replace("-", " ")
        return f"{self.by} ({role}) is named as who accepted that on {self.day} in {self.place}"

    def concerns(self, name: str) -> bool:
        """Does it name it? Letters' case does not matter."""
        return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in self.of)
