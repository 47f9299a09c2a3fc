"""`atopack diff --drafts`: what FedRAMP's Consolidated Rules ask for when a system changed, drafted into a new folder.

```
DIR/ongoing-certification-report.json  .html      every three months (CCM-OCR-AVL)
DIR/significant-change-01.json …                  one for each adaptive or transformative change (SCN-CSO-INF)
DIR/significant-changes.html                      all of them for people, and the record of what was evaluated
DIR/significant-changes.yaml                      what a person has to classify: copy it into decisions/
```
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from generator.difference.comparison import PackageDifference
from generator.difference.notifications import missing, notification
from generator.difference.ongoing import ongoing, read_statements
from generator.difference.part_changes import SystemChange
from generator.difference.significant import FILE, Sorted, Type, pattern_of, sort_changes
from generator.errors import ConfigError
from generator.frameworks.fedramp_cr26 import URI_OUTSTANDING
from generator.renderers.cr26.change_pages import changes_page, ongoing_page
from generator.text import counted, indented_json, one_line
from generator.workspace.folder import Workspace


class Drafts(msgspec.Struct, frozen=True, kw_only=True):
    """The files, and what a person has to act on."""

    files: Mapping[str, bytes]
    notes: tuple[str, ...]


def drafts(difference: PackageDifference, workspace: Workspace) -> Drafts:
    """Draft everything from a difference and the workspace's decisions.

    Raises:
        ConfigError: a decision file is wrong.
    """
    system = workspace.system
    uri = system.package_overview_uri or URI_OUTSTANDING
    changes = sort_changes(difference.changes, workspace.decision("significant-changes.yaml"))
    report = ongoing(difference, changes, read_statements(workspace.decision("ongoing-report.yaml")), uri)
    between = difference.old.as_of, difference.new.as_of
    files = {
        "ongoing-certification-report.json": indented_json(report.report),
        "ongoing-certification-report.html": ongoing_page(report, system.name),
        "significant-changes.html": changes_page(changes, system.name, system.plan.package_id, between),
    }
    wanted = (*changes.of(Type.TRANSFORMATIVE), *changes.of(Type.ADAPTIVE))
    for number, change in enumerate(wanted, 1):
        files[f"significant-change-{number:02}.json"] = indented_json(notification(change, uri))
    if changes.open:
        files["significant-changes.yaml"] = _worksheet(changes.open).encode()
    return Drafts(files=files, notes=tuple(_notes(changes, report.missing)))


def write(made: Drafts, folder: Path) -> None:
    """Into a folder that is new or empty: what people wrote into a draft is never overwritten.

    Raises:
        ConfigError: the folder holds something.
    """
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise ConfigError("the folder of the drafts is in use", where=str(folder), next_step="name a new one with --drafts")
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in made.files.items():
        (folder / name).write_bytes(data)


def _worksheet(changes: Sequence[SystemChange]) -> str:
    """Entries to be completed: names are written as JSON strings, which YAML reads as they are."""
    rows = [
        f"# Copy into {FILE}, add the type of each, and combine what is one change.",
        "# type: routine (regularly recurring: no notification) | adaptive | transformative",
    ]
    for change in changes:
        detail = f"  # {one_line(change.detail)}" if change.detail else ""
        rows += [f"- changes: [{json.dumps(pattern_of(change.key))}]{detail}", "  type:"]
    return "\n".join((*rows, ""))


def _notes(changes: Sorted, report_gaps: Sequence[str]) -> Iterable[str]:
    if changes.open:
        number = counted(len(changes.open), "change is", "changes are")
        yield f"{number} not classified yet: significant-changes.yaml lists them"
    for what in changes.entries:
        lacking = missing(what) if what.type is not Type.ROUTINE else ()
        if lacking:
            yield f"{FILE}, line {what.line}: the notification lacks {', '.join(lacking)}"
    for line in changes.unmet:
        yield f"{FILE}, line {line}: no change of this difference is meant"
    yield from (f"the ongoing certification report lacks {what}" for what in report_gaps)
