"""What the operating system refused, in words: what happened, where, and what to do next."""

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


def diagnosis(error: OSError) -> str:
    """As `GeneratorError.diagnostics` words it."""
    places = [str(name) for name in (error.filename, error.filename2) if name is not None]
    lines = [str(error.strerror or error), *([f"  where: {', '.join(places)}"] if places else ())]
    step = _NEXT.get(error.errno or 0)
    return "\n".join((*lines, *([f"  next:  {step}"] if step else ())))
