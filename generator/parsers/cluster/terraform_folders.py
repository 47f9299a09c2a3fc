"""Which Terraform files are one module: those of one folder, or of one folder in their names, as people flatten them.

`prod_main.tf` and `modules_service_main.tf` in one folder were `prod/main.tf` and `modules/service/main.tf`. Such a unit is
called by what stands before its files' own names, `folder/prod_`. A folder with a plain `main.tf` is a module as it stands.
"""

import posixpath
from collections.abc import Iterator

from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.late_patterns import late_re

SUFFIXES = (".tf", ".tofu")
_GIVEN = (".auto.tfvars", "terraform.tfvars")
_STEM = late_re(
    r"(?P<before>(?:.+_)?)(?:main|variables?|vars|outputs?|providers?|versions?|locals?|data|terraform|backend)\.(?:tf|tofu)"
)
_MOST_FILES = 200


def unit_of(files: EvidenceFiles, path: str) -> str:
    """The module that a file is of."""
    folder, name = posixpath.split(path)
    before = next((each for each in _prefixes(files, folder) if name.startswith(each)), "")
    return posixpath.join(folder, before) if before else folder


def sources_of(files: EvidenceFiles, unit: str) -> tuple[str, ...]:
    """The files of a module."""
    return tuple(_of(files, unit, SUFFIXES))[:_MOST_FILES]


def values_of(files: EvidenceFiles, unit: str) -> tuple[str, ...]:
    """Its files of values that apply without being named."""
    return tuple(_of(files, unit, _GIVEN))


def around(files: EvidenceFiles, unit: str) -> tuple[str, ...]:
    """All files of the folder, where a unit is a part of it."""
    return files.below(posixpath.dirname(unit), SUFFIXES)[:_MOST_FILES] if unit.endswith("_") else ()


def called(files: EvidenceFiles, unit: str, source: str) -> str | None:
    """The module that a call's source means; None for one of a registry or a repository, and where it was not collected."""
    if not source.startswith(("./", "../")) and source not in (".", ".."):
        return None
    path = posixpath.normpath(f"{posixpath.dirname(unit) if unit.endswith('_') else unit}/{source}")
    if not path.startswith("..") and not unit.endswith("_") and sources_of(files, path):
        return path
    if unit.endswith("_"):
        folder = posixpath.dirname(unit)
        tail = _tail(source)
        found = [each for each in _prefixes(files, folder) if tail and f"_{each}".endswith(f"_{tail}_")]
        return posixpath.join(folder, found[0]) if len(found) == 1 else None
    return None


def file_of(files: EvidenceFiles, unit: str, name: str) -> str | None:
    """A file that a module names, by its path from the module."""
    if not unit.endswith("_"):
        path = posixpath.normpath(posixpath.join(unit, name)).lstrip("/")
        return None if path.startswith("..") else files.named("", path)
    folder, tail = posixpath.dirname(unit), _tail(name)
    own = files.named("", f"{unit}{tail}") if tail else None
    if own or not tail:
        return own
    found = files.below(folder, (f"_{tail}", f"/{tail}"))
    return found[0] if len(found) == 1 else None


def _tail(path: str) -> str:
    """Without the way up, and with the folders in the name."""
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    return "_".join(parts)


def _of(files: EvidenceFiles, unit: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    folder = posixpath.dirname(unit) if unit.endswith("_") else unit
    yield from (path for path in files.below(folder, suffixes) if unit_of(files, path) == unit)


def _prefixes(files: EvidenceFiles, folder: str) -> tuple[str, ...]:
    """The folders in the names of a folder's files, longest first; none where a file has none."""
    return files.once("terraform-prefixes", folder, lambda: tuple(_found(files, folder)))


def _found(files: EvidenceFiles, folder: str) -> list[str]:
    stems = [match["before"] for path in files.below(folder, SUFFIXES) if (match := _STEM.fullmatch(posixpath.basename(path)))]
    return [] if "" in stems else sorted(set(stems), key=lambda each: (-len(each), each))
