"""LibreOffice on what we write. Its settings are made once for all tests of a process: that takes longer than a document."""

import atexit
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from growth import HANG


def converted(into: Path, target: str, *files: Path) -> tuple[Path, ...]:
    """The files, all in one run of LibreOffice, in the folder `into`.

    Args:
        target: ending and filter, such as `txt:Text`.
    """
    settings = f"-env:UserInstallation={Path(_settings()).as_uri()}"
    command = ["soffice", settings, "--headless", "--convert-to", target, "--outdir", str(into), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=HANG)
    ending = target.partition(":")[0]
    return tuple(into / file.with_suffix(f".{ending}").name for file in files)


@cache
def _settings() -> str:
    folder = tempfile.TemporaryDirectory(prefix="atopack-office-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    return folder.name
