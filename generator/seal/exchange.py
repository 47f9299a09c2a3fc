"""Two folders change places in one step, where the system can do that: at no moment is there none under either name.

Linux has renameat2(2) with RENAME_EXCHANGE, macOS renamex_np(2) with RENAME_SWAP; Windows has neither, and some file systems
refuse it.
"""

import ctypes
import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2
_UNABLE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EXDEV, errno.EPERM})
"""What a system or file system answers that does not know the call, or forbids it inside a container."""


def exchange(path: Path, other: Path) -> bool:
    """Let them change places; False where that cannot be done, and then nothing was changed.

    Raises:
        OSError: one of them is not there, or may not be moved.
    """
    call = _call()
    if call is None:
        return False
    if call(os.fsencode(path), os.fsencode(other)) == 0:
        return True
    error = ctypes.get_errno()
    if error in _UNABLE:
        return False
    raise OSError(error, os.strerror(error), str(path), None, str(other))


@cache
def _call() -> Callable[[bytes, bytes], int] | None:
    """The system's function; None where it has none."""
    if sys.platform == "win32":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    if hasattr(library, "renameat2"):
        linux = library.renameat2
        linux.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
        return lambda path, other: int(linux(_AT_FDCWD, path, _AT_FDCWD, other, _RENAME_EXCHANGE))
    if hasattr(library, "renamex_np"):
        mac = library.renamex_np
        mac.argtypes = (ctypes.c_char_p, ctypes.c_char_p, ctypes.c_uint)
        return lambda path, other: int(mac(path, other, _RENAME_SWAP))
    return None
