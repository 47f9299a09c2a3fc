"""The files that `decisions/indicators.yaml` names: evidence of reviews, and the assessor's texts."""

from generator.errors import ConfigError
from generator.indicators.decisions import WrittenFiles
from generator.limits import QUOTED
from generator.model.evidence import EvidenceSource
from generator.text import shortened
from generator.workspace.folder import Workspace
from generator.workspace.scan_statements import checksum

_LARGEST = 1 << 20


def written_files(workspace: Workspace) -> WrittenFiles:
    """Readers of both, which follow no path out of the workspace."""
    paths = frozenset(workspace.listing().paths)

    def evidence(path: str) -> EvidenceSource:
        if path not in paths:
            step = "copy the file into evidence/, and name it by its path in the workspace"
            raise ConfigError(f"`{shortened(path, QUOTED)}` is no evidence of this package", next_step=step)
        file, _, _ = workspace.load(path)
        return file.source

    def text(path: str) -> bytes:
        checksum(workspace.root, path)
        file = workspace.root / path
        if not file.is_file() or file.stat().st_size > _LARGEST:
            raise ConfigError(
                "the assessor's text is no file, or larger than 1 MiB", next_step="name a text file of the workspace"
            )
        return file.read_bytes()

    return WrittenFiles(evidence=evidence, text=text)
