"""Which folders of Terraform are roots, and which are modules that a root among the evidence calls.

https://developer.hashicorp.com/terraform/language/modules/syntax#source
"""

import posixpath
import re
from pathlib import PurePosixPath

from generator.parsers.cluster import terraform_folders
from generator.parsers.cluster.terraform_modules import LARGEST
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.late_patterns import late_re

_SOURCE = late_re(rb'^[ \t]*source[ \t]*=[ \t]*"(?P<path>\.{1,2}(?:/[\w./-]{0,200})?)"', re.MULTILINE)


def is_called(files: EvidenceFiles, path: str) -> bool:
    """Does a root among the evidence call the module of a file? Then its resources are read there, with what it gives."""
    return terraform_folders.unit_of(files, path) in files.once("terraform-called", "", lambda: _called_folders(files))


def root_above(files: EvidenceFiles, path: str) -> str:
    """A file of the nearest folder above that nothing calls, the root of which a called file is a part; itself without one."""
    for folder in map(str, list(PurePosixPath(path).parents)[1:]):
        for each in files.below(folder, terraform_folders.SUFFIXES):
            if not is_called(files, each):
                return each
    return path


def has_sibling_modules(files: EvidenceFiles, path: str) -> bool:
    """Does a file lie in a module's folder, or in one below it?"""
    folder = posixpath.dirname(path)
    return bool(
        files.below(folder, terraform_folders.SUFFIXES) or files.below(posixpath.dirname(folder), terraform_folders.SUFFIXES)
    )


def _called_folders(files: EvidenceFiles) -> frozenset[str]:
    """Reached from folders that no module calls: two that call each other are read as roots."""
    calls: dict[str, set[str]] = {}
    for path in files.paths:
        if path.endswith(terraform_folders.SUFFIXES):
            folder = terraform_folders.unit_of(files, path)
            content = files.content(path, LARGEST) or b""
            sources = {match["path"].decode() for match in _SOURCE.finditer(content)}
            found = {terraform_folders.called(files, folder, source) for source in sources}
            calls.setdefault(folder, set()).update(each for each in found if each is not None and each != folder)
    called = set().union(*calls.values()) if calls else set()
    left, reached = [folder for folder in calls if folder not in called], set[str]()
    while left:
        for each in calls.get(left.pop(), ()):
            if each not in reached:
                reached.add(each)
                left.append(each)
    return frozenset(reached)
