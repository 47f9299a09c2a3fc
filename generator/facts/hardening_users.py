"""As whom an image runs: the place nearest to what runs speaks first.

Kubernetes, "Configure a Security Context": `runAsUser` and `runAsNonRoot` of the container, else of the pod, else the image's
own user. OCI Image Format Specification, "config.User": absent or empty is root.
"""

from collections.abc import Iterable, Iterator, Mapping

from generator.facts.hardening_ground import About
from generator.model.hardening import UserSaid
from generator.model.scan import Disposition, ScanSnapshot

_ROOT = frozenset({"", "0", "root"})
_DOCKLE, _USER_CHECK = "Dockle", "CIS-DI-0001"


def users(about: About, running: Mapping[str, UserSaid] = {}) -> tuple[UserSaid, ...]:
    """Everything that is said of the user. `running` is what pods' security contexts decide, by asset id."""
    known = running.get(about.image.asset_id)
    return (*((known,) if known else ()), *_configured(about), *_written(about), *_checked(about.scans))


def is_root(user: str) -> bool:
    """`0`, `root`, each with or without a group, and nothing at all."""
    return user.strip().partition(":")[0].strip().lower() in _ROOT


def _configured(about: About) -> Iterator[UserSaid]:
    """Of several platforms the worst: any of them may run."""
    found = [(platform.user, source) for platform, source in about.platforms if platform.user is not None]
    worst = sorted(found, key=lambda one: not is_root(one[0] or ""))
    for user, source in worst[:1]:
        yield UserSaid(user=user or "", root=is_root(user or ""), by="image configuration", source=source)


def _written(about: About) -> Iterator[UserSaid]:
    for one, how in about.recipes:
        if one.recipe and one.recipe.root is not None:
            source = one.evidence.source
            yield UserSaid(user=one.recipe.user or "", root=one.recipe.root, by=f"Dockerfile ({how})", source=source)


def _checked(scans: Iterable[ScanSnapshot]) -> Iterator[UserSaid]:
    for scan in scans:
        for seen in scan.sightings if scan.scanner.name == _DOCKLE else ():
            if seen.identifier == _USER_CHECK and seen.disposition in (Disposition.OPEN, Disposition.PASSED):
                root = seen.disposition is Disposition.OPEN
                yield UserSaid(user="", root=root, by=_DOCKLE, source=seen.source)
