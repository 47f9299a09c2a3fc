"""A scan whose own result is dropped may still block: a later command reads its report and ends with an error."""

from collections.abc import Iterable

from generator.parsers.late_patterns import late_re
from generator.parsers.pipelines.commands import Command
from generator.parsers.pipelines.invocations import ProgramCall

_REPORT_OPTIONS = ("o", "output", "output-file", "output-path", "file", "report", "report-path", "out", "json-file-output")
_FILE = late_re(r"[\w.${}/ -]*[\w}]\.\w{2,6}$")
_FILE_TESTS = frozenset(("-f", "-s", "-e", "-r", "-d"))
_TESTS = frozenset(("[", "test"))


def reports_of(call: ProgramCall, command: Command | None) -> frozenset[str]:
    """What holds the result of a scan: files it writes, and `$name` of a variable that takes its output."""
    written = [value.rpartition("=")[2] for name in _REPORT_OPTIONS for value in call.values(name)]
    if command is not None:
        written.extend(command.files)
    files = {name.rpartition("/")[2] for name in written if _FILE.match(name)}
    variable = {f"${command.variable}"} if command is not None and command.variable else set()
    return frozenset({_plain(name) for name in files if len(name) > 4} | variable)


def reader_that_fails(reports: frozenset[str], later: Iterable[Command]) -> Command | None:
    """The command that ends with an error because of what a report says; None where none does."""
    names = set(reports)
    concerned: set[int] = set()
    for command in later if names else ():
        if is_failing_exit(command) and command.statement in concerned:
            return command
        if not _mentions(command, names):
            continue
        if _fails_by_itself(command):
            return command
        concerned.add(command.statement)
        names |= {f"${command.variable}"} if command.variable else set()
        names |= {f"${name}" for name, _ in command.assignments if not command.words}
        names |= {_plain(file.rpartition("/")[2]) for file in command.files if _FILE.match(file)}
    return None


def is_failing_exit(command: Command) -> bool:
    """`exit 1`, `exit $code`, `false`; not `exit 0`."""
    return command.words == ("false",) or (command.words[:1] == ("exit",) and command.words[1:2] != ("0",))


def _fails_by_itself(command: Command) -> bool:
    asks = "-e" in command.words or "--exit-status" in command.words
    return command.words[:1] == ("jq",) and asks and command.fate.stops


def _mentions(command: Command, names: set[str]) -> bool:
    if command.words[:1] and command.words[0] in _TESTS and not _FILE_TESTS.isdisjoint(command.words):
        return False
    return any(_says(command.text, name) for name in names)


def _plain(name: str) -> str:
    """As `Command.text` writes it."""
    return name.replace("${", "$")


def _says(text: str, name: str) -> bool:
    """Is the name in the text? `$code` is not in `$codes`."""
    if not name.startswith("$"):
        return name in text
    return any(not following[:1].isalnum() and following[:1] != "_" for following in text.split(name)[1:])
