"""Where a secret was found, in words that do not tell it: for the formats whose entries hold the secret itself.

None of these formats' `Raw`, `Secret`, `Match`, `line`, `offender`, `stringsFound`, `diff` or `context` is read into a result,
nor the text of a commit, which may quote it (`clear_secrets` counts the entries that hold one). An address may carry a password
as well (`https://user:token@host/`): it is cut out.
"""

from datetime import date

from generator.parsers.late_patterns import late_re
from generator.parsers.scans.code_results import at

_USER = late_re(r"(?<=://)[^/?#]*@")


def scope(file: str | None, line: str | int | None = None, commit: str | None = None) -> str:
    """`src/app.py:12@4f2a…`, with the parts that are known: the same line in two commits is two results."""
    place = at(file, line)
    return f"{place}@{commit}" if commit else place


def address(url: str | None) -> str:
    """The address without user, password and query."""
    return _USER.sub("", (url or "").strip()).partition("?")[0]


def history(commit: str | None, on: date | None) -> str:
    """In which commit, of which day: how long the secret has been out. That is not the day on which it was first seen."""
    if not commit:
        return ""
    return f"In commit {commit} of {on.isoformat()}." if on else f"In commit {commit}."
