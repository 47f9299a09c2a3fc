"""Evidence: every file and what became of it, scans that matched nothing, dates and targets to state, and new files."""

import hashlib
from collections import Counter
from pathlib import Path, PurePosixPath

from generator.limits import COLLECTED_BYTES
from generator.model.evidence import UseKind
from generator.review.assessment import gaps_with_pictures
from generator.review.bench import ActionDone, ActionRequest, PageRequest, PageValues, ReviewAction, ReviewPage
from generator.review.pages.long_tables import piece_of
from generator.review.undo import undoable
from generator.review.writes import change_yaml, refused, shown_hash
from generator.text import counted
from generator.workspace.system_yaml import FILE
from generator.workspace.whole_file import put_file
from generator.workspace.yaml_text import YamlValue
from generator.workspace.yaml_writer import ChangingYaml, read_yaml

_ATTACHED = "decisions"
FOLDERS = (
    "evidence/scans",
    "evidence/cluster",
    "evidence/cloud",
    "evidence/pipelines",
    "evidence/registry",
    "evidence/monitoring",
    "diagrams",
    "appendices",
    "leveraged",
    _ATTACHED,
)
"""Where a dropped file may go; a folder below them is named beside. Letters and other proof go into the last."""
_DECIDED = (".yaml", ".yml")
_UNSAFE = frozenset('<>:"|?*\\')
"""Beside what is not printed (control characters, and those that turn the direction of text): no name on some system."""


def _view(request: PageRequest) -> PageValues:
    package = request.assessment.package
    gaps = request.assessment.once(gaps_with_pictures)
    uses, wanted = package.evidence_uses, request.query.get("use", "")
    return {
        "piece": piece_of(
            (use for use in uses if not wanted or use.use == wanted),
            request.query,
            text=lambda use: f"{use.path} {use.format} {use.reason}",
        ),
        "counts": tuple((str(kind), Counter(use.use for use in uses)[kind]) for kind in UseKind),
        "use": wanted,
        "unmatched": package.unmatched_targets,
        "assets": tuple(sorted(_assets(request))),
        "gaps": gaps[:500],
        "gap_count": len(gaps),
        "shown": shown_hash(read_yaml(request.bench.root, FILE)),
        "folders": FOLDERS,
    }


def _assets(request: PageRequest) -> set[str]:
    inventory = request.assessment.package.bundle.ssp.system_implementation.inventory_items
    return {prop.value for item in inventory for prop in item.props if prop.name == "asset-id"}


def _state(request: ActionRequest) -> ActionDone:
    """A date, a target or who collected it, beside a file: an entry under `evidence:` of system.yaml."""
    path = request.posted.get("path", "").strip()
    stated: dict[str, YamlValue] = {
        key: value for key in ("collected", "by", "target") if (value := request.posted.get(key, "").strip())
    }
    if not path or not stated:
        raise refused("a file and something to state about it are needed", "choose a target, or write a day")

    def change(before: ChangingYaml) -> ChangingYaml:
        return before.with_entry(("evidence",), {"glob": path, **stated}, why=f"{path}: {', '.join(stated)}")

    notice = change_yaml(request, FILE, change)
    return ActionDone(back="/evidence#unmatched", notice=notice)


def _upload(request: ActionRequest) -> ActionDone:
    """New files, into a folder of the evidence; one that is there is never written over."""
    folder, below = request.posted.get("folder", ""), request.posted.get("below", "").strip().strip("/")
    if folder not in FOLDERS or any(not is_name(part) for part in below.split("/") if below):
        raise refused("no folder that files are added to", f"choose one of {', '.join(FOLDERS)}")
    files = [(name, data) for name, data in request.files if name]
    if not files:
        raise refused("no file was chosen", "choose at least one")
    if folder == _ATTACHED and (written := [name for name, _ in files if name.lower().endswith(_DECIDED)]):
        raise refused(f"`{written[0]}` would be read as decisions", "enter them on the page Decisions")
    root, kept = request.bench.root, list[str]()
    places = [(PurePosixPath(folder, below, name), name, data) for name, data in files]
    for place, name, data in places:
        _refuse(root, place, name, data)
    with undoable(request.session.undo, root, [str(place) for place, _, _ in places]):
        for place, _, data in places:
            put_file(root / place, data, last_look=lambda place=place: _refuse_there(root, place))  # type: ignore[misc]
            kept.append(f"{place} (SHA-256 {hashlib.sha256(data).hexdigest()[:12]}…)")
    return ActionDone(back="/evidence", notice=f"{counted(len(kept), 'file')} added: {', '.join(kept)}.")


def is_name(text: str) -> bool:
    """May a file or folder of the evidence be called that?"""
    plain = text.isprintable() and text == text.strip() and not text.startswith(".") and not text.endswith(".")
    return bool(text) and plain and "/" not in text and not _UNSAFE & set(text) and len(text) <= 200


def _refuse(root: Path, place: PurePosixPath, name: str, data: bytes) -> None:
    if not is_name(name):
        raise refused(f"`{name[:80]}` is no name of a file", "rename it to letters, digits, dots and dashes")
    if len(data) > COLLECTED_BYTES:
        raise refused(f"`{name}` is larger than {COLLECTED_BYTES >> 20} MB", "copy it into the folder by hand")
    _refuse_there(root, place)
    for parent in place.parents:
        if (root / parent).is_symlink():
            raise refused(f"`{parent}` is a link, which is never followed", "make a plain folder of it")


def _refuse_there(root: Path, place: PurePosixPath) -> None:
    if (root / place).exists() or (root / place).is_symlink():
        raise refused(f"`{place}` is there already and was not written over", "give the new file another name")


PAGES = (ReviewPage(path="/evidence", title="Evidence", template="evidence.html", view=_view),)
ACTIONS = (ReviewAction(path="/evidence/state", apply=_state), ReviewAction(path="/evidence/upload", apply=_upload))
