"""The gate: nothing is published that is not valid OSCAL with resolving references."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ValidationFailedError
from generator.oscal.validate import Fault, Level, OscalFile, validate_documents
from generator.pipeline.package_files import Linked
from generator.text import counted
from generator.workspace.folder import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Nothing is published that is not valid OSCAL with resolving references."""

    workspace: Workspace
    linked: Mapping[str, Linked]
    cache: Path | None

    def check(self, files: Mapping[str, bytes]) -> tuple[Fault, ...]:
        """Judge the OSCAL among the files; returns the warnings.

        Raises:
            ValidationFailedError: names the first faults.
        """

        def inside(path: str) -> bytes | str | None:
            if path in files:
                return files[path]
            return self.linked[path].sha256 if path in self.linked else None

        documents = [
            OscalFile(name=name, data=data, resolve=inside) for name, data in files.items() if name.startswith("oscal/")
        ]
        namespaces = (self.workspace.system.fedramp_namespace,)
        faults = validate_documents(documents, fedramp_namespaces=namespaces, cache=self.cache)
        errors = [fault for fault in faults if fault.severity is Level.ERROR]
        if errors:
            shown = "\n  ".join(f"{fault.document}{fault.place}: {fault.message}" for fault in errors[:5])
            raise ValidationFailedError(
                f"the OSCAL documents are not valid ({counted(len(errors), 'error')}); nothing was published\n  {shown}",
                next_step="this is an atopack bug unless system.yaml holds unusual values: please report it",
            )
        return faults
