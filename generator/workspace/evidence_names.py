"""What the name and place of a file say: whether it is evidence, of which type its bytes are, and of which day it is."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

from generator import file_loading
from generator.workspace.sidecars import believable

README = re.compile(r"readme(\.(md|txt|rst))?$", re.IGNORECASE)
_SET_ASIDE = (
    (README, "it is a note for people who open the folder"),
    (re.compile(r"(thumbs\.db|desktop\.ini|\.ds_store)$", re.IGNORECASE), "an operating system wrote it"),
    (re.compile(r"~\$"), "it is the lock of a document that is open in an Office program"),
    (re.compile(r"\.git(keep|ignore|attributes|modules)$"), "it is a setting of Git"),
    (re.compile(r"\..+\.partial$"), "it is what an interrupted collection left"),
)
"""Names of files that are no evidence, and why."""
_REPOSITORY = ".git"
_DATED_FOLDER = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[T_-](\d{2})-?:?(\d{2})-?:?(\d{2})?Z?)?$")
_MEDIA_TYPES = {
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
    ".xml": "application/xml",
    ".drawio": "application/xml",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".md": "text/markdown",
    ".mmd": "text/plain",
    ".csv": "text/csv",
    ".zip": "application/zip",
    ".gz": "application/gzip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}


def set_aside_because(path: Path) -> str:
    """Why a file that lies among the evidence is none; empty where it is."""
    if _REPOSITORY in path.parts:
        return "it is the storage of a Git repository"
    return next((reason for name, reason in _SET_ASIDE if name.match(path.name)), "")


def refusal_of(path: Path) -> str | None:
    """Why a file or folder cannot be evidence; None where it can."""
    if not path.name.isprintable() or "\\" in path.name:
        return "its name holds characters that a package cannot carry (control characters, backslash, not UTF-8)"
    if path.is_symlink():
        return "a link, which is never followed"
    if path.is_dir():
        return None
    if not path.is_file():
        return "not a regular file"
    return file_loading.too_large(path.stat().st_size)


def at_midnight(day: date) -> datetime:
    """The first moment of a day in UTC: what a bare date stands for in OSCAL."""
    return datetime.combine(day, time(), UTC)


def day_of_folder(name: str) -> datetime | None:
    """What the nearest dated folder above a file says (`2026-11-18`, `2026-11-18T0400Z`), in UTC; None where none is dated."""
    for part in reversed(Path(name).parent.parts):
        match = _DATED_FOLDER.match(part)
        if match:
            year, month, day, hour, minute, second = (int(group or 0) for group in match.groups())
            try:
                return believable(datetime(year, month, day, hour, minute, second, tzinfo=UTC))
            except ValueError:
                continue
    return None


def media_type(name: str) -> str:
    """By the ending of the name."""
    return _MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
