"""Names under which a package of an image may stand in a list or a scan, so that the two can be compared."""

from generator.model.image_tools import SYSTEM_PURLS

_LONGEST = 200


def package_keys(name: str, purl: str | None = None) -> frozenset[str]:
    """By its name, and by its package URL where it has one; lower case, `group/artifact` for `group:artifact`.

    https://github.com/package-url/purl-spec: `pkg:type/namespace/name@version?qualifiers#subpath`. The namespace of a package
    of an operating system is the distribution, which is no part of its name.
    """
    keys = {name.lower().replace(":", "/")[:_LONGEST]}
    if purl:
        path = purl.partition("#")[0].partition("?")[0].partition("/")[2]
        head, at, _ = path.rpartition("@")
        path = (head if at else path).lower().replace("%40", "@")[:_LONGEST]
        keys.add(path.rpartition("/")[2] if purl.startswith(SYSTEM_PURLS) else path)
    return frozenset(key for key in keys if key)
