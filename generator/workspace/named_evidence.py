"""Evidence that people name and that is not there: by a glob or a target in system.yaml, in a decision, in a sidecar.

What is named and missing is a gap, never the end of a command: the file may come back, and all other evidence still counts.
"""

import difflib
from collections.abc import Iterable, Iterator, Sequence, Set
from fnmatch import fnmatchcase
from pathlib import Path

from generator.limits import QUOTED
from generator.model.evidence import Gap, GapKind
from generator.model.system import System
from generator.text import shortened

_FILE = "system.yaml"
_NEAR = 0.6
_NAMED_FROM = ("evidence", "diagrams", "decisions")


def did_you_mean(text: str, known: Iterable[str], otherwise: str) -> str:
    """`did you mean X?` of the nearest name there is; the other step where none is near."""
    names = sorted(set(known))
    near = difflib.get_close_matches(text, names, 1, cutoff=_NEAR)
    if not near:
        last = text.rpartition("/")[2]
        by_name = {name.rpartition("/")[2]: name for name in names}
        near = [by_name[name] for name in difflib.get_close_matches(last, list(by_name), 1, cutoff=_NEAR)]
    return f"did you mean `{near[0]}`? {otherwise}" if near else otherwise


def unmatched_globs(system: System, paths: Sequence[str]) -> Iterator[Gap]:
    """Lines under `evidence:` that fit no file: what they say counts for nothing."""
    for row in system.evidence:
        if not any(fnmatchcase(path, row.glob) for path in paths):
            reason = f"`glob: {shortened(row.glob, QUOTED)}` fits no file among the evidence, so nothing that it says counts"
            step = did_you_mean(row.glob, paths, "correct the path, collect the file again, or remove the line")
            yield Gap(path=_FILE, place="key evidence", kind=GapKind.NAMED_NOT_THERE, reason=reason, next_step=step)


def missing_configurations(system: System, root: Path) -> Iterator[Gap]:
    """Configurations of scanners under `evidence:` that are not in the workspace."""
    for name in sorted({row.scan.configuration for row in system.evidence if row.scan.configuration}):
        if is_missing(root, name):
            reason = f"`configuration: {shortened(name, QUOTED)}` is not in the workspace, so it counts for no scan"
            step = did_you_mean(name, files_in(root), "correct the path, or put the file back")
            yield Gap(path=_FILE, place="key evidence", kind=GapKind.NAMED_NOT_THERE, reason=reason, next_step=step)


def is_missing(root: Path, name: str) -> bool:
    """Is it the path of a file in the workspace, and no such file is there? False for what is no such path at all."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts or not ("/" in name or path.suffix):
        return False
    return not (root / path).exists() and not (root / path).is_symlink()


def is_evidence_gone(root: Path, name: str) -> bool:
    """Does the name say that it lies among the evidence, and does it not?"""
    return name.startswith(("evidence/", "diagrams/")) and is_missing(root, name)


def missing_attachments(system: System, root: Path) -> Iterator[Gap]:
    """Documents of the plan that lie among the evidence by their name, and are not there."""
    plan = system.plan
    for key, rows in (("appendices", plan.appendices), ("policies", plan.policies), ("procedures", plan.procedures)):
        for letter, name in rows:
            if is_evidence_gone(root, name):
                reason = f"`{shortened(name, QUOTED)}` is not in the workspace, so it is not attached to the plan"
                step = did_you_mean(name, files_in(root), "correct the path, or put the file back")
                place = f"key plan.{key}.{letter}"
                yield Gap(path=_FILE, place=place, kind=GapKind.NAMED_NOT_THERE, reason=reason, next_step=step)


def files_in(root: Path) -> Iterator[str]:
    """Files that a decision may name: of the evidence, the diagrams and the decisions themselves. Links are not followed."""
    for folder in _NAMED_FROM:
        for path in sorted((root / folder).rglob("*")) if not (root / folder).is_symlink() else ():
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix()


def unknown_targets(system: System, unmatched: Set[str], known: Sequence[str]) -> Iterator[Gap]:
    """Targets that a person gave to a scan and that are no asset: the scan then counts for nothing."""
    for row in system.evidence:
        if row.target is not None and row.target in unmatched:
            reason = f"`target: {shortened(row.target, QUOTED)}` is no asset of the inventory, so the scan counts for none"
            step = did_you_mean(row.target, known, "write the asset as the inventory has it, or collect what it runs on")
            yield Gap(path=_FILE, place="key evidence", kind=GapKind.NAMED_NOT_THERE, reason=reason, next_step=step)


def orphaned_sidecars(sidecars: Iterable[tuple[str, str]], paths: Iterable[str]) -> Iterator[Gap]:
    """Sidecars whose file is gone: evidence that was collected and is not there."""
    there = set(paths)
    for sidecar, name in sidecars:
        if name not in there:
            described = name.rpartition("/")[2]
            reason = f"`{described}`, which it describes, is not there: it was collected, and was moved or deleted"
            step = "put the file back, or remove its sidecar"
            yield Gap(path=sidecar, kind=GapKind.NAMED_NOT_THERE, reason=reason, next_step=step)
