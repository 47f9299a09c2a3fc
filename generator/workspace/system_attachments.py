"""Documents of people that `plan:` in system.yaml names: appendices by their letter, policies and procedures by family."""

from collections.abc import Callable, Iterator, Mapping

from generator.frameworks.rev5.table import FAMILIES
from generator.limits import QUOTED
from generator.text import shortened

Path = tuple[str | int, ...]
Refuse = Callable[[Path, str, str], Exception]
"""Makes the error for a key: path, what is wrong, what to do."""

Named = Mapping[str, Mapping[str, str]]
"""`appendices`, `policies`, `procedures`: each from letter or family to path."""

_BY_PEOPLE = ("C", "D", "F", "G", "H", "I", "L", "N", "P")
"""Appendices that are documents of their own and that people write (SSP template, Table 12.1)."""
_APPENDICES = "appendices"


def attachment_paths(named: Named) -> Iterator[tuple[Path, str]]:
    """Every file with its key."""
    for group, rows in named.items():
        for name, path in rows.items():
            yield ("plan", group, name), path


def check_attachments(named: Named, refuse: Refuse) -> None:
    """Letters and families are those that there are.

    Raises:
        ConfigError: as `refuse` makes it.
    """
    for group, rows in named.items():
        for name in rows:
            if group == _APPENDICES and name not in _BY_PEOPLE:
                step = f"the letters are {', '.join(_BY_PEOPLE)}; atopack writes the other appendices"
                raise refuse(("plan", group, name), f"`{shortened(name, QUOTED)}` is no appendix that people write", step)
            if group != _APPENDICES and name not in FAMILIES:
                step = f"the families are {', '.join(FAMILIES)}"
                raise refuse(("plan", group, name), f"`{shortened(name, QUOTED)}` is no family of controls", step)
