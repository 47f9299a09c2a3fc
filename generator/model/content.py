"""What content that the user adds says of a CVE: NVD's own scores, CISA's catalog, EPSS. Each says how old it is."""

from datetime import date
from typing import Protocol

import msgspec

from generator.model.scan import Cvss


class NvdRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the National Vulnerability Database says of one CVE."""

    cve: str
    modified: str
    """When NVD last changed it, UTC."""
    scores: tuple[Cvss, ...]
    """NVD's own only; empty where NVD has not rated it."""
    rejected: bool
    """NVD lists the CVE as rejected: it should not be used."""
    dated: date
    """The day of the NVD file that says so."""


class KnownExploited(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of CISA's catalog of known exploited vulnerabilities (Binding Operational Directive 22-01)."""

    cve: str
    added: date
    due: date
    dated: date
    """The day of the catalog file."""


class Exploitability(msgspec.Struct, frozen=True, kw_only=True):
    """EPSS: how likely a CVE is exploited in the next 30 days, as FIRST estimates it."""

    cve: str
    score: str
    """A probability between 0 and 1, as decimal digits."""
    percentile: str
    dated: date
    """The day of the estimate: it changes every day."""


class ContentLists(Protocol):
    """What the workspace holds of all that."""

    def scores(self, cve: str) -> NvdRecord | None:
        """NVD's record; None where there is no NVD content or it does not know the CVE."""

    def kev(self, cve: str) -> KnownExploited | None:
        """CISA's entry, where there is one."""

    def epss(self, cve: str) -> Exploitability | None:
        """FIRST's estimate, where there is one."""

    def dated(self, kind: str) -> date | None:
        """The newest day of the content of a kind (`nvd`, `kev`, `epss`); None where none was added."""


class NoContent:
    """A workspace to which no content was added."""

    def scores(self, cve: str) -> NvdRecord | None:  # noqa: ARG002 - knows none
        """See `ContentLists.scores`."""
        return None

    def kev(self, cve: str) -> KnownExploited | None:  # noqa: ARG002 - knows none
        """See `ContentLists.kev`."""
        return None

    def epss(self, cve: str) -> Exploitability | None:  # noqa: ARG002 - knows none
        """See `ContentLists.epss`."""
        return None

    def dated(self, kind: str) -> date | None:  # noqa: ARG002 - has none
        """See `ContentLists.dated`."""
        return None
