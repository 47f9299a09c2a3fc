"""A lock on an open file that goes with the process that holds it: what a killed one left is known from work under way."""

import sys

if sys.platform == "win32":
    import msvcrt

    def lock(handle: int) -> None:
        """Take it, or fail at once.

        Raises:
            OSError: another process has it.
        """
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def lock(handle: int) -> None:
        """Take it, or fail at once.

        Raises:
            OSError: another process has it.
        """
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
