"""The mapping files of a workspace: `decisions/formats/NAME.yaml`, each a format of reports that no reader knows."""

from collections.abc import Sequence
from pathlib import Path

from generator.errors import ConfigError
from generator.file_loading import in_utf8, refuse_links
from generator.parsers.base import Parser
from generator.parsers.scans.format_mapping import FOLDER, read_format_mapping
from generator.parsers.scans.mapped_report import MappedReport

_MOST = 100
"""Mapping files of one workspace."""


def mapped_formats(root: Path) -> tuple[Parser, ...]:
    """A format for each file, in the order of their names; none where the folder is not there.

    Raises:
        ConfigError: a file is wrong, two of them take the same pattern, or a link.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        return ()
    refuse_links(folder, folder.parent, where=FOLDER, next_step="copy the folder itself")
    made: list[MappedReport] = []
    for path in sorted(folder.iterdir()):
        if path.suffix in {".yaml", ".yml"}:
            made.append(_read(path))
            _refuse_pairs(made)
    if len(made) > _MOST:
        raise ConfigError(f"more than {_MOST} mapping files", where=FOLDER, next_step="remove those that no report needs")
    return tuple(made)


def mapped_formats_above(path: Path) -> tuple[Path | None, tuple[Parser, ...]]:
    """The workspace that a file lies in, and its mapped formats; None where it lies in none.

    Raises:
        ConfigError: see `mapped_formats`.
    """
    root = next((folder for folder in path.resolve().parents if (folder / "system.yaml").is_file()), None)
    return root, mapped_formats(root) if root else ()


def _read(path: Path) -> MappedReport:
    where = f"{FOLDER}/{path.name}"
    refuse_links(path, where=where)
    if path.suffix == ".yml":
        raise ConfigError("mapping files end in .yaml", where=where, next_step=f"rename it {path.stem}.yaml")
    with in_utf8(where):
        return MappedReport(read_format_mapping(path.read_text("utf-8-sig"), path.stem))


def _refuse_pairs(made: Sequence[MappedReport]) -> None:
    """A file that two mappings name would be read by whichever comes first in the alphabet."""
    *others, last = made
    for other in others:
        both = set(other.read.patterns) & set(last.read.patterns)
        if both:
            raise ConfigError(
                f"`{min(both)}` stands in {other.read.name}.yaml as well",
                where=f"{FOLDER}/{last.read.name}.yaml",
                next_step="name each file of evidence in one mapping",
            )
