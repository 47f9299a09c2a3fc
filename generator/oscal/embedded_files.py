"""Files that the plan carries in itself, in base64 beside their links: for whoever is given the plan's file alone.

FedRAMP, "Working with OSCAL Files", sections 2.7.3 and 2.7.4: a resource may have both, and tools look into the base64 first.
"""

import posixpath
from base64 import b64encode
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from msgspec.structs import replace

from generator.model.system import Carried
from generator.oscal import types as o
from generator.oscal.common import token
from generator.oscal.fedramp_values import OLDER_NAMESPACE

_OLDER: Mapping[str, str] = {"text/markdown": "text/plain", "application/x-ndjson": "text/plain"}
"""What FedRAMP's list of 2023 has for text of these kinds (`has-allowed-media-type`)."""
_FOLDER = "oscal"
"""Where the plan lies in the package."""


def linked_files(plan: o.SystemSecurityPlan) -> Iterator[tuple[str, Carried]]:
    """Path in the package of every file that the plan links to, with what it is to the plan; in the plan's order."""
    for resource in _resources(plan):
        if path := _path(resource):
            yield path, _kind(resource)


def with_contents(plan: o.SystemSecurityPlan, contents: Mapping[str, bytes], namespace: str) -> o.SystemSecurityPlan:
    """The plan with these files in it, by their path in the package."""
    words = _OLDER if namespace == OLDER_NAMESPACE else {}
    made = (_with(resource, contents.get(_path(resource) or ""), words) for resource in _resources(plan))
    return replace(plan, back_matter=o.BackMatter(resources=tuple(made)))


def _resources(plan: o.SystemSecurityPlan) -> tuple[o.Resource, ...]:
    return plan.back_matter.resources if plan.back_matter else ()


def _path(resource: o.Resource) -> str | None:
    """None for what lies elsewhere."""
    hrefs = (link.href for link in resource.rlinks if link.hashes)
    return next((posixpath.normpath(posixpath.join(_FOLDER, unquote(href))) for href in hrefs), None)


def _kind(resource: o.Resource) -> Carried:
    kinds = {prop.value for prop in resource.props if prop.name == "type"}
    if "image" in kinds or (resource.title or "").startswith("diagrams/"):
        return Carried.DIAGRAMS
    return Carried.EVIDENCE if "evidence" in kinds else Carried.DOCUMENTS


def _with(resource: o.Resource, content: bytes | None, words: Mapping[str, str]) -> o.Resource:
    if not content:  # OSCAL has no empty base64
        return resource
    path = _path(resource) or ""
    stated = next((link.media_type for link in resource.rlinks if link.media_type), None)
    media_type = words.get(stated, stated) if stated else None
    value = b64encode(content).decode("ascii")
    name = token(posixpath.basename(path))
    return replace(resource, base64=o.Base64(filename=name, media_type=media_type, value=value))
