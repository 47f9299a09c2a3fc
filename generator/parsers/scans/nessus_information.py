"""What Nessus says about the scan itself, in every export that carries its plug-ins' output.

Plug-in 19506, "Nessus Scan Information", names version, feed and whether credentialed checks ran, for each host
(https://docs.tenable.com/nessus, "Credentialed Checks"). 110385, "Insufficient Privilege", and 24786, "Nessus Windows Scan Not
Performed with Admin Privileges", are reported where the login lacked rights. That nothing was amiss is reported by none of
them in a way that proves full rights, so `privileged` is never taken as true.
"""

import re
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from generator.model.scan import ScanSnapshot
from generator.parsers.scans.dates import moment
from generator.parsers.scans.scan_quality import Logins

SCAN_INFORMATION = "19506"
DESCRIBING = frozenset({SCAN_INFORMATION, "110385", "24786"})
"""Plug-ins of which `NessusInformation` wants to know."""
_VERSION = re.compile(r"Nessus version : (\d[\w.]*)")
_FEED = re.compile(r"Plugin feed version : (\d{4})(\d\d)(\d\d)(\d\d)(\d\d)")
_CREDENTIALED = re.compile(r"Credentialed checks : (yes|no)\b", re.IGNORECASE)


class NessusInformation:
    """What has been learned so far. `feed` chooses among the feeds of several scanners: `min` within one scan."""

    __slots__ = ("_feed", "_feeds", "_version", "logins")

    def __init__(self, feed: Callable[[set[datetime]], datetime] = min) -> None:
        self._feed = feed
        self._version: str | None = None
        self._feeds: set[datetime] = set()
        self.logins = Logins()

    def take(self, plugin: str, output: str, target: str) -> None:
        """One entry of a plug-in that describes the scan, on the target of that name."""
        if plugin != SCAN_INFORMATION:
            self.logins.note(target, privileged=False)
            return
        version, feed, credentialed = (pattern.search(output) for pattern in (_VERSION, _FEED, _CREDENTIALED))
        if version and self._version is None:
            self._version = version[1]
        updated = moment("{}-{}-{}T{}:{}".format(*feed.groups())) if feed else None
        if updated:
            self._feeds.add(updated)
        if credentialed:
            self.logins.note(target, authenticated=credentialed[1].lower() == "yes")

    def on(self, snapshot: ScanSnapshot) -> ScanSnapshot:
        """The snapshot with what was learned. Nessus writes the feed's date without a zone: it is taken as UTC."""
        merged = self.logins.on(snapshot)
        scanner = replace(
            merged.scanner,
            version=self._version or merged.scanner.version,
            database_updated=self._feed(self._feeds) if self._feeds else merged.scanner.database_updated,
        )
        return replace(merged, scanner=scanner)
