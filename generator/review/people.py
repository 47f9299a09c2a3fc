"""Who is at the keyboard: the name that git knows, or the one that a person typed. Roles of a statement are three.

An approval that the same person wrote, reviewed and approved is none: of author, reviewer and approver one person may be two at
most (FedRAMP leaves it to the provider's separation of duties, AC-5; this is the least that an assessor accepts).
"""

import shutil
import subprocess
from pathlib import Path

import msgspec

_SECONDS = 5


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A name, and where to reach the person."""

    name: str
    email: str = ""

    @property
    def known(self) -> bool:
        """Was a name given?"""
        return bool(self.name)


def person_of_git(folder: Path) -> Person:
    """What git is configured with there; empty where there is no git, or nothing is configured."""
    return Person(name=_configured(folder, "user.name"), email=_configured(folder, "user.email"))


def _configured(folder: Path, key: str) -> str:
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        answer = subprocess.run(  # noqa: S603 - fixed arguments, no shell
            [git, "config", "--get", key], cwd=folder, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip()[:200] if answer.returncode == 0 else ""
