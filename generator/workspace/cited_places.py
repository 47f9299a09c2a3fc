"""What narratives cite and is not there: a file, a line of it, or a value in its JSON. Such a citation proves nothing."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from generator.limits import DOCUMENT_BYTES, QUOTED
from generator.model.evidence import Gap, GapKind
from generator.model.narrative import Narrative
from generator.narrative.file_citations import FOLDERS, FileCitation, file_citations
from generator.text import counted, shortened
from generator.workspace.named_evidence import did_you_mean


def missing_citations(narratives: Iterable[Narrative], root: Path) -> Iterator[Gap]:
    """One gap for each citation that leads nowhere, in the order of the narratives."""
    files = _CitableFiles(root)
    for narrative in narratives:
        for part in narrative.parts:
            for cited in file_citations(part.content):
                if reason := files.fault(cited):
                    yield Gap(
                        path=narrative.file,
                        place=f"part {part.letter}" if part.letter else "",
                        kind=GapKind.NAMED_NOT_THERE,
                        reason=reason,
                        next_step=files.next_step(cited.path),
                    )


def present_citations(narratives: Iterable[Narrative], root: Path) -> tuple[str, ...]:
    """The cited files that are there, each once, in the order of their first citation."""
    files = _CitableFiles(root)
    cited = (cited.path for narrative in narratives for part in narrative.parts for cited in file_citations(part.content))
    return tuple(path for path in dict.fromkeys(cited) if path in files.names)


class _CitableFiles:
    """The files of one workspace that a narrative may cite. Links are not followed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.names = frozenset(
            path.relative_to(root).as_posix()
            for folder in FOLDERS
            for path in ((root / folder).rglob("*") if not (root / folder).is_symlink() else ())
            if path.is_file() and not path.is_symlink()
        )
        self._lines: dict[str, int] = {}
        self._values: dict[str, object] = {}
        self._steps: dict[str, str] = {}

    def next_step(self, path: str) -> str:
        """What to do about a citation of the path that leads nowhere. Looked for once: a file that is gone is cited often."""
        if path not in self._steps:
            self._steps[path] = did_you_mean(path, self.names, "correct the link, or collect the file again")
        return self._steps[path]

    def fault(self, cited: FileCitation) -> str:
        """What is wrong with a citation; empty where it leads to something."""
        named = f"the citation of `{shortened(cited.path, QUOTED)}` leads nowhere"
        if cited.path not in self.names:
            return f"{named}: there is no such file in the workspace"
        if not cited.fragment or (self._root / cited.path).stat().st_size > DOCUMENT_BYTES:
            return ""
        try:
            return self._fault_of_place(cited, named)
        except OSError as error:
            return f"{named}: the file may not be read ({error.strerror})"

    def _fault_of_place(self, cited: FileCitation, named: str) -> str:
        if cited.lines is not None:
            last = self._last_line(cited.path)
            first_cited, last_cited = cited.lines
            beyond = not 1 <= first_cited <= last_cited <= last
            return f"{named}: {cited.place} of {counted(last, 'line')}" if beyond else ""
        if cited.fragment.startswith("/"):
            return "" if self._has_value(cited) else f"{named}: it has no `{shortened(cited.fragment, QUOTED)}`"
        return f"{named}: `#{shortened(cited.fragment, QUOTED)}` is neither a line (`#L12`) nor a JSON pointer (`#/items/3`)"

    def _last_line(self, path: str) -> int:
        if path not in self._lines:
            self._lines[path] = len((self._root / path).read_bytes().splitlines())
        return self._lines[path]

    def _has_value(self, cited: FileCitation) -> bool:
        """RFC 6901, over the whole file."""
        if cited.path not in self._values:
            try:
                self._values[cited.path] = msgspec.json.decode((self._root / cited.path).read_bytes())
            except (msgspec.DecodeError, RecursionError):
                self._values[cited.path] = None
        value = self._values[cited.path]
        for token in cited.fragment[1:].split("/"):
            key = token.replace("~1", "/").replace("~0", "~")
            if isinstance(value, dict) and key in value:
                value = value[key]
            elif isinstance(value, list) and key.isascii() and key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            else:
                return False
        return True
