"""What a delivery is made from: one frozen record that purposes and their documents read."""

import posixpath
from collections.abc import Mapping
from datetime import date
from urllib.parse import unquote

import msgspec

from generator.deliverables.statements import DocumentStatement
from generator.ids import UuidFactory
from generator.oscal.lenient_reading import resources_of
from generator.oscal.package import AuthorizationPackage
from generator.pipeline.package_files import Linked
from generator.pipeline.render import Rendered
from generator.workspace.folder import Workspace

Made = Mapping[str, tuple[bytes, str]]
"""Path in the delivery to content and title."""


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """A prepared package, and what of it a purpose keeps."""

    workspace: Workspace
    rendered: Rendered
    ids: UuidFactory
    documents: Made
    """Those of the package that are kept."""
    evidence: Mapping[str, Linked]
    """By path in the delivery."""
    statements: tuple[DocumentStatement, ...]
    decided: Made
    """What people wrote and decided, by its path in the workspace."""

    def evidence_id(self, path: str) -> str:
        """Of a piece of evidence, by its path in the delivery: the id of its envelope, and of its resource in OSCAL."""
        return self.ids.object("resource", self.evidence[path].sha256)

    @property
    def package(self) -> AuthorizationPackage:
        """What every renderer reads."""
        return self.rendered.package

    @property
    def as_of(self) -> date:
        """The as-of date of the delivery."""
        return self.rendered.package.as_of


def cited_files(documents: Made) -> frozenset[str]:
    """Paths in the delivery, of what the back matter of its OSCAL documents links to."""
    oscal = ((name, data) for name, (data, _) in documents.items() if name.startswith("oscal/") and name.endswith(".json"))
    links = ((name, link.href) for name, data in oscal for resource in resources_of(data) for link in resource.rlinks)
    return frozenset(
        posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(href)))
        for name, href in links
        if "://" not in href and not href.startswith("#")
    )
