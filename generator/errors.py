"""What can go wrong, for the person at the keyboard: each error says what happened, where, and what to do next.

Facts about the system (scan results, discrepancies, gaps) are data and never raised.
"""

import errno
from collections.abc import Mapping

_READABLE = "give your user the right to read or write it, or name another place"
_SPACE = "free space there, or name another folder: --output for results, TMPDIR for what is written in between"
_NEXT: Mapping[int, str] = {
    errno.ENOENT: "check the path",
    errno.EACCES: _READABLE,
    errno.EPERM: _READABLE,
    errno.EROFS: "name a folder that can be written to: --output for results, TMPDIR for what is written in between",
    errno.ENOSPC: _SPACE,
    errno.EDQUOT: _SPACE,
    errno.EFBIG: _SPACE,
    errno.EEXIST: "a file has the name of what is to be written: rename it, or name another place",
    errno.ENOTDIR: "a file stands where a folder is needed: rename it, or name another place",
    errno.EISDIR: "name a file; this is a folder",
    errno.EINVAL: "name a file; a pipe, a socket or a device is none",
    errno.ELOOP: "copy the file itself there: links are not followed",
    errno.ENAMETOOLONG: "name a place with a shorter path",
    errno.EMFILE: "raise the limit of open files (`ulimit -n`), and start again",
    errno.ENOMEM: "free memory, or read fewer files at once",
    errno.EIO: "the disk reports a fault: copy the workspace to another one, and start again",
}


class GeneratorError(Exception):
    """The root of the tree. `exit_code` is what the command line ends with."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what

    def diagnostics(self) -> str:
        """Two or three short lines: what happened, where, what to do next."""
        lines = [self.what]
        if self.where:
            lines.append(f"  where: {self.where}")
        if self.next_step:
            lines.append(f"  next:  {self.next_step}")
        return "\n".join(lines)


class ConfigError(GeneratorError):
    """system.yaml, a decision file or the command line is wrong; names file, key and line."""


class MissingFileError(ConfigError):
    """What a person wrote names a file that is not there. Where the rest counts without it, it becomes a `Gap`."""


class ParseError(GeneratorError):
    """One evidence file could not be read. Never stops a build: it becomes a `Gap`. `where` is the place in the file."""

    exit_code = 3


class GaveUpError(ParseError):
    """A program that has a part in reading ended without a result, or took too long: another time it may not."""


class UnknownFormatError(ParseError):
    """No reader knows the file's format."""


class OutputEditedError(GeneratorError):
    """An output file was edited by a person since it was written, and is not overwritten."""


class ValidationFailedError(GeneratorError):
    """What would have been written is not valid; nothing was published."""

    exit_code = 4


def diagnosis(error: OSError) -> str:
    """What the operating system refused, as `GeneratorError.diagnostics` words it: what happened, where, what to do next."""
    places = [str(name) for name in (error.filename, error.filename2) if name is not None]
    lines = [str(error.strerror or error), *([f"  where: {', '.join(places)}"] if places else ())]
    step = _NEXT.get(error.errno or 0)
    return "\n".join((*lines, *([f"  next:  {step}"] if step else ())))
