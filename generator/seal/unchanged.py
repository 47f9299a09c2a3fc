"""May a bag that lies there make room for a new one? Only where it is ours, unchanged, and was not signed."""

from pathlib import Path

from generator.errors import ConfigError, OutputEditedError
from generator.seal import bag
from generator.seal.checking import check
from generator.seal.publish import refuse_link


def refuse_if_not_ours(target: Path) -> None:
    """A bag that was signed may have been handed in: it is evidence of what was, and stays.

    Raises:
        OutputEditedError: the folder holds anything else than an unsigned bag as it was written.
    """
    refuse_link(target)
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    step = "name another folder with --output, or move it away"
    if not (target / bag.DECLARATION).is_file():
        raise OutputEditedError("the output folder holds something that is not a bag", where=str(target), next_step=step)
    try:
        checked = check(target)
    except ConfigError as error:
        raise OutputEditedError(f"the bag there cannot be read: {error.what}", where=str(target), next_step=step) from error
    if checked.differences:
        first = checked.differences[0]
        what = f"the bag there is not as it was written, so a person worked on it: {first.path} ({first.what})"
        raise OutputEditedError(what, where=str(target), next_step=step)
    if checked.signed:
        what = "the bag there is signed, and may have been handed in: it is never written over"
        raise OutputEditedError(what, where=str(target), next_step=step)
