"""What a delivery is made from: one frozen record that purposes and their documents read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.export.statements import Statement
from generator.ids import Identifiers
from generator.oscal.package import AuthorizationPackage
from generator.pipeline.build import Prepared
from generator.pipeline.package_files import Linked
from generator.workspace.folder import Workspace

Made = Mapping[str, tuple[bytes, str]]
"""Path in the delivery to content and title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A prepared package, and what of it a purpose keeps."""

    workspace: Workspace
    prepared: Prepared
    ids: Identifiers
    documents: Made
    """Those of the package that are kept."""
    evidence: Mapping[str, Linked]
    """By path in the delivery."""
    statements: tuple[Statement, ...]

    def evidence_id(self, path: str) -> str:
        """Of a piece of evidence, by its path in the delivery: the id of its envelope, and of its resource in OSCAL."""
        return self.ids.object("resource", self.evidence[path].sha256)

    @property
    def package(self) -> AuthorizationPackage:
        """What every renderer reads."""
        return self.prepared.package

    @property
    def as_of(self) -> date:
        """The as-of date of the delivery."""
        return self.prepared.package.as_of
