"""Which tests a mutant is held against: those that run the changed lines, of the files that have to do with its module.

Files of tests come from the folder that mirrors the module's, and from everywhere for those that import the module. Each is run
once on the original, to see which of its tests run which lines and how long they take.
"""

import hashlib
import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.mutants.importers import Importers
from tests.mutants.mutant import Mutant
from tests.mutants.sandbox import Sandbox

_FILE_SECONDS = 30
"""Processor time, traced, after which a file of tests is left out: a mutant takes seconds."""
_SELECTION_SECONDS = 12
_MOST_TESTS = 1500
_OF_EVERY_MEMBER = ("_members", "_tables", "_whole")
"""How files of tests end that read the examples of each format of a folder (`test_scan_members.py`), or compare its tables or
what it makes as a whole."""
_COMMANDS = "generator/cli/"
"""The folder whose modules tests reach by a word that they give the program, wherever they stand."""
_IMPORT = ""
"""What stands for a test where a line runs when its module is imported."""
_IMPORTS = 1.0
"""Seconds that starting pytest and importing the package take."""


@dataclass(frozen=True)
class Selection:
    """Tests for one mutant, in the order in which they run."""

    tests: tuple[str, ...]
    seconds: float
    """Processor time that they take on the original."""


@dataclass
class Relevant:
    """Finds tests. What it has run of the original it keeps."""

    sandbox: Sandbox
    records: Path
    """Folder that keeps what was seen of the original."""
    left_out: list[str] = field(default_factory=list)
    """Files of tests that take too long."""
    _seconds: dict[str, float] = field(default_factory=dict)
    _lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    _traced: set[str] = field(default_factory=set)
    _code: str = ""
    _imported: Importers | None = None

    def select(self, mutant: Mutant, most_files: int) -> Selection:
        """The tests that run what is changed, the module's own first, then those that run any of it, then the fastest; none
        where none does."""
        files = self.files(mutant.module)[:most_files]
        self._trace(files)
        lines = self._lines.get(mutant.module, {})
        running = {test for of_line in lines.values() for test in of_line}
        tests = {test for line in mutant.lines for test in lines.get(line, ())}
        own = self._own(mutant.module)
        if _IMPORT in tests:
            # NOTE: what runs at import is the module's data: whoever imports the module or runs any of it may use that.
            tests = set(running)
            of_all = {*own, *self._above(mutant.module), *self._of_every_member(mutant.module)}
            tests |= {test for test in self._seconds if test.partition("::")[0] in (of_all or files)}
        of_the_module = f"[{Path(mutant.module).stem}]"

        def rank(test: str) -> tuple[bool, bool, float, str]:
            is_own = test.partition("::")[0] in own or test.endswith(of_the_module)
            return not is_own, test not in running, self._seconds[test], test

        order = sorted(tests - {_IMPORT}, key=rank)
        chosen: list[str] = []
        seconds = _IMPORTS
        for test in order[:_MOST_TESTS]:
            if chosen and seconds + self._seconds[test] > _SELECTION_SECONDS:
                break
            chosen.append(test)
            seconds += self._seconds[test]
        return Selection(tuple(chosen), seconds)

    def seconds(self, files: Collection[str]) -> float:
        """Processor time of all tests of these files, on the original."""
        return _IMPORTS + sum(took for test, took in self._seconds.items() if test.partition("::")[0] in files)

    def files(self, module: str) -> list[str]:
        """Files of tests that have to do with a module: its own, those that import it, those that run its command, those that
        compare what every member of its folder makes, those that share its words; then the rest of the mirrored folder and of
        the folder above that, which hold all members of a kind to one rule, with those from elsewhere whose helpers import it
        or that import what imports it, by the number of steps between."""
        words = _words(module)
        beside = self._beside(module)
        alike = [path for path in beside if _words(path) & words]
        steps = self._importers().steps(module)
        near = {path for path in beside if path.count("/") > 1} | {path for path, number in steps.items() if number == 1}
        near |= set(self._above(module))
        by_steps = sorted(near, key=lambda path: (steps.get(path, len(steps)), path not in beside, path))
        return list(
            dict.fromkeys(
                (*self._own(module), *self._of_every_member(module), *self._running(module, steps), *alike, *by_steps)
            )
        )

    def _running(self, module: str, steps: Mapping[str, int]) -> list[str]:
        """Of a command: the files that reach it and begin a list of arguments with its word, those named for it first, then the
        nearest."""
        if not module.startswith(_COMMANDS):
            return []
        word = re.compile(rf"""[\[(]["']{Path(module).stem.replace("_", "-")}["']""")
        running = [path for path in steps if word.search((self.sandbox.root / path).read_text(encoding="utf-8"))]
        stem = Path(module).stem
        return sorted(running, key=lambda path: (stem not in Path(path).stem, steps[path], path))

    def _of_every_member(self, module: str) -> list[str]:
        return [path for path in self._beside(module) if Path(path).stem.endswith(_OF_EVERY_MEMBER)]

    def _above(self, module: str) -> list[str]:
        """Of a folder of tests within a folder: the files beside it, which compare the data of all members of a kind."""
        folders = sorted({Path(path).parent.parent.as_posix() for path in self._beside(module) if path.count("/") > 2})
        return [path.relative_to(self.sandbox.root).as_posix() for folder in folders for path in self._in(folder)]

    def _own(self, module: str) -> list[str]:
        named = [path for path in self._beside(module) if Path(path).stem == f"test_{Path(module).stem}"]
        importing = sorted(path for path, number in self._importers().steps(module).items() if number == 0)
        return list(dict.fromkeys((*named, *importing)))

    def _beside(self, module: str) -> list[str]:
        root, folder = self.sandbox.root, Path("tests", *Path(module).parts[1:-1])
        while not (root / folder).is_dir():
            folder = folder.parent
        return [path.relative_to(root).as_posix() for path in self._in(folder.as_posix())]

    def _in(self, folder: str) -> list[Path]:
        return sorted((self.sandbox.root / folder).glob("test_*.py"))

    def _importers(self) -> Importers:
        if self._imported is None:
            self._imported = Importers(self.sandbox.root)
        return self._imported

    def _trace(self, files: Sequence[str]) -> None:
        for file in files:
            if file in self._traced:
                continue
            self._traced.add(file)
            record = self._record(file)
            if record is None:
                self.left_out.append(file)
                continue
            names = [*record["seconds"], _IMPORT]
            self._seconds |= record["seconds"]
            for module, lines in record["lines"].items():
                known = self._lines.setdefault(module, {})
                for line, numbers in lines.items():
                    known.setdefault(int(line), set()).update(names[number] for number in numbers)

    def _record(self, file: str) -> dict[str, Any] | None:
        """Kept from run to run as long as the code and the file are the same: it only says which tests to choose."""
        if not self._code:
            paths = sorted((self.sandbox.root / "generator").rglob("*.py"))
            self._code = hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest()
        name = hashlib.sha256(self._code.encode() + (self.sandbox.root / file).read_bytes()).hexdigest()
        kept = self.records / f"{name}.json"
        if not kept.exists():
            record = self.sandbox.traced(file, _FILE_SECONDS)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(json.dumps(record), encoding="utf-8")
        found: dict[str, Any] | None = json.loads(kept.read_text(encoding="utf-8"))
        return found


def _words(path: str) -> set[str]:
    """Of the name of a module or file of tests, one thing or several of it alike."""
    return {word.removesuffix("s") for word in Path(path).stem.split("_")} - {"test"}
