"""What can go wrong, for the person at the keyboard: each error says what happened, where, and what to do next.

Facts about the system (scan results, discrepancies, gaps) are data and never raised.
"""


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


class UnknownFormatError(ParseError):
    """No reader knows the file's format."""


class OutputEditedError(GeneratorError):
    """An output file was edited by a person since it was written, and is not overwritten."""


class ValidationFailedError(GeneratorError):
    """What would have been written is not valid; nothing was published."""

    exit_code = 4
