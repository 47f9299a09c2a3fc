"""Pictures of Word and Excel documents: by LibreOffice and Poppler where they are installed, below a temporary folder.

A page shows PNG files that were made here, and never the document itself. One document at a time; nothing outlives the server.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from enum import StrEnum
from pathlib import Path

import msgspec

SUFFIXES = frozenset({".docx", ".xlsx"})
_MOST_PAGES = 40
_DOTS = 80
"""Per inch: a page of US Letter is 680 by 880."""
_SECONDS = 300


class PictureProgress(StrEnum):
    """How far the pictures of a document are."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class PictureState(msgspec.Struct, frozen=True, kw_only=True):
    """The pictures of one document."""

    key: str
    """SHA-256 of the document: what its pictures are kept under."""
    progress: PictureProgress
    pages: int = 0
    reason: str = ""


class DocumentPictures:
    """All that were made by one server. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._states: dict[str, PictureState] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self._closed = False

    @staticmethod
    def missing() -> str:
        """What is not installed; empty where pictures can be made."""
        programs = (("soffice", "LibreOffice"), ("pdftoppm", "Poppler"))
        return " and ".join(title for program, title in programs if shutil.which(program) is None)

    def state(self, document: Path) -> PictureState | None:
        """Of a document as it is now; None where nothing was started."""
        return self._states.get(_key(document))

    def start(self, document: Path) -> bool:
        """Begin to make the pictures. False where others are being made, or a program is missing."""
        with self._lock:
            busy = self._thread is not None and self._thread.is_alive()
            if busy or self._closed or self.missing():
                return False
            key = _key(document)
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="atopack-pictures-"))
            place = self._folder / key
            place.mkdir(exist_ok=True)
            copy = place / f"document{document.suffix}"
            shutil.copyfile(document, copy)
            self._states[key] = PictureState(key=key, progress=PictureProgress.RUNNING)
            self._thread = threading.Thread(target=self._make, args=(copy, key), daemon=True)
            self._thread.start()
            return True

    def page(self, key: str, number: int) -> bytes | None:
        """A picture, counted from 1; None where there is none."""
        state = self._states.get(key)
        if state is None or self._folder is None or not 1 <= number <= state.pages:
            return None
        return self._pages(self._folder / key)[number - 1].read_bytes()

    def close(self) -> None:
        """At the end of the server: what runs is ended, what was made is removed."""
        with self._lock:
            self._closed = True
            self._end()
        if self._thread is not None:
            self._thread.join()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _make(self, copy: Path, key: str) -> None:
        place = copy.parent
        profile = f"-env:UserInstallation={(place.parent / 'profile').as_uri()}"
        pdf, pages = place / "document.pdf", place / "page"
        commands = (
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(place), str(copy)],
            ["pdftoppm", "-png", "-r", str(_DOTS), "-l", str(_MOST_PAGES), str(pdf), str(pages)],
        )
        reason = next((reason for command in commands if (reason := self._run(command))), "")
        count = len(self._pages(place))
        failed = reason or ("" if count else "no page came out")
        progress = PictureProgress.FAILED if failed else PictureProgress.DONE
        self._states[key] = PictureState(key=key, progress=progress, pages=0 if failed else count, reason=failed)

    def _run(self, command: list[str]) -> str:
        """Why a program failed; empty where it did not."""
        with self._lock:
            if self._closed:
                return "the server ended"
            try:
                process = subprocess.Popen(  # noqa: S603 - fixed programs, paths that were made here, no shell
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError as error:
                return f"{command[0]} cannot be started: {error.strerror}"
            self._process = process
        try:
            code = process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            self._end()
            return f"{command[0]} took longer than {_SECONDS} seconds"
        return f"{command[0]} ended with {code}" if code else ""

    def _end(self) -> None:
        """With the processes that the program started: LibreOffice is a script around another program."""
        process = self._process
        if process is not None and process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    @staticmethod
    def _pages(place: Path) -> list[Path]:
        return sorted(place.glob("page-*.png"), key=lambda path: int(path.stem.rpartition("-")[2]))


def _key(document: Path) -> str:
    return hashlib.sha256(document.read_bytes()).hexdigest()
