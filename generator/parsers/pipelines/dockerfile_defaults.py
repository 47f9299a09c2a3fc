"""The user that an image runs as where it is not stated: known only where the publisher documents it.

Docker's own images of operating systems and languages have no `USER`, Red Hat's universal base images neither, and
distroless images tagged `nonroot` run as 65532. Of everything else the file proves nothing.
"""

from generator.model.images import parse_reference
from generator.parsers.late_patterns import late_re

_OFFICIAL = frozenset(
    "almalinux alpine amazoncorretto amazonlinux archlinux bash buildpack-deps busybox caddy centos clearlinux clojure "
    "composer dart debian docker eclipse-temurin elixir erlang fedora gcc golang gradle haskell hello-world httpd "
    "ibm-semeru-runtimes julia mageia maven mono nginx node openjdk opensuse oraclelinux perl photon php pypy python r-base "
    "rockylinux ruby rust sapmachine sl swift tomcat ubuntu".split()
)
_LIBRARY = late_re(r"(?:^|/)library/([^/]+)$")
_UBI = late_re(r"(?:^|/)ubi(?:\d+)?/ubi(?:\d+)?(?:-minimal|-micro|-init)?$|^ubi\d+(?:-minimal|-micro|-init)?$")
_RED_HAT = ("registry.access.redhat.com", "registry.redhat.io")


def root_by_default(base: str) -> bool | None:
    """Does the image run as root where nothing is said? `base` may have a tag and a digest."""
    if base == "scratch":
        return True
    reference = parse_reference(base)
    if reference is None:
        return None
    library = _LIBRARY.search(reference.repository)
    if library is not None and library.group(1) in _OFFICIAL:
        return True
    if reference.registry in _RED_HAT and _UBI.search(reference.repository):
        return True
    if "distroless/" in reference.repository and reference.tag is not None:
        return not reference.tag.endswith("nonroot")
    return None
