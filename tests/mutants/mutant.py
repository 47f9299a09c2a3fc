"""A module's source with one change, and what part of the package it counts for."""

import ast
import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A module's source with one change."""

    module: str
    """Path below the checkout."""
    lines: range
    """Lines of the statement or condition that is changed."""
    original: str
    """The whole module before the change."""
    span: slice
    """What of it is replaced."""
    new: str
    """By what."""

    @property
    def source(self) -> str:
        """The whole module as changed."""
        return self.original[: self.span.start] + self.new + self.original[self.span.stop :]

    @property
    def before(self) -> str:
        """The lines that change, without indentation."""
        return self._lines(self.original[self._start : self._stop])

    @property
    def after(self) -> str:
        """What they become."""
        end = len(self.new) - (self.span.stop - self._stop)
        return self._lines(self.new[self._start - self.span.start : end])

    @property
    def place(self) -> int:
        """How often the lines that change stand in the module before: the same change elsewhere is another one."""
        first = self.original.rfind("\n", 0, self._start) + 1
        return _one_line(self.original[:first]).count(self.before)

    @property
    def compiles(self) -> bool:
        """Is it Python at all?"""
        try:
            ast.parse(self.source)
        except SyntaxError:
            return False
        return True

    def rank(self, seed: int) -> str:
        """Order of sampling: it looks random, and code that is added elsewhere leaves it as it was."""
        return hashlib.sha256("\0".join((str(seed), self.module, self.before, self.after)).encode()).hexdigest()

    @property
    def _start(self) -> int:
        """Where the text begins to differ."""
        return self.span.start + _alike(self.original[self.span], self.new)

    @property
    def _stop(self) -> int:
        """From where on the text is the same again."""
        at = self._start - self.span.start
        old, new = self.original[self.span][at:], self.new[at:]
        return self.span.stop - _alike(old[::-1], new[::-1])

    def _lines(self, middle: str) -> str:
        first, last = self.original.rfind("\n", 0, self._start) + 1, self.original.find("\n", self._stop)
        return _one_line(self.original[first : self._start] + middle + self.original[self._stop : last])


@dataclass(frozen=True)
class Chosen:
    """A mutant with the part of the package that it counts for."""

    part: str
    mutant: Mutant


def _one_line(text: str) -> str:
    """Without indentation."""
    return " ".join(text.split())


def _alike(one: str, other: str) -> int:
    """How many letters of both beginnings are the same."""
    return next((index for index, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
