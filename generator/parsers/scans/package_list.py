"""What an inventory lists, folded as it is read: a number, and the few names that say more (see `model.image_tools`)."""

import sys

from generator.model.crypto_packages import CryptoPackage, crypto_package
from generator.model.database_packages import database_server
from generator.model.image_tools import SYSTEM_PURLS, TOOLS
from generator.model.package_keys import package_keys
from generator.model.scan import PackageList

_MOST_CRYPTO = 200
"""Kept of one inventory: an image holds a handful."""
_LONGEST_VERSION = 100


class PackageListFold:
    """What has been read of one inventory."""

    __slots__ = ("_count", "_crypto", "_databases", "_names", "_os_name", "_releases", "_tools")

    def __init__(self) -> None:
        self._count = 0
        self._os_name: str | None = None
        self._tools: set[str] = set()
        self._names: set[str] = set()
        self._releases: set[tuple[str, str]] = set()
        self._crypto: set[CryptoPackage] = set()
        self._databases: set[str] = set()

    def add(self, name: str | None, purl: str | None = None, version: str | None = None) -> None:
        """One package. Without a package URL its name is taken as the operating system's."""
        if not name:
            return
        self._count += 1
        keys = tuple(map(sys.intern, package_keys(name, purl)))
        self._names.update(keys)
        if version and not (purl and purl.startswith(SYSTEM_PURLS)):
            release = sys.intern(version[:_LONGEST_VERSION])
            self._releases.update((key, release) for key in keys)
        if name.lower() in TOOLS and (not purl or purl.startswith(SYSTEM_PURLS)):
            self._tools.add(name.lower())
        database = database_server(name, purl)
        if database:
            self._databases.add(database)
        crypto = crypto_package(name, version or "", purl) if len(self._crypto) < _MOST_CRYPTO else None
        if crypto is not None:
            self._crypto.add(crypto)

    def system(self, name: str | None) -> None:
        """The operating system that the inventory names; of several the first."""
        self._os_name = self._os_name or name or None

    def finish(self) -> PackageList | None:
        """None where no package was listed."""
        if not self._count:
            return None
        return PackageList(
            count=self._count,
            tools=tuple(sorted(self._tools)),
            os_name=self._os_name,
            names=tuple(sorted(self._names)),
            releases=tuple(sorted(self._releases)),
            crypto=tuple(sorted(self._crypto)),
            databases=tuple(sorted(self._databases)),
        )
