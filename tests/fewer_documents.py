"""Builds that write only the documents and pages that a test is about.

Word, Excel and HTML take two thirds of a build. What stands in the OSCAL, the ledger, a checklist or the counts of a package
does not depend on them: a test of those builds without. That every document is written from whatever evidence there is, is what
the builds without this prove: the sample, bad input, three months, deliveries of each purpose.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from generator.cli.main import main as ours
from generator.pipeline import render


@contextmanager
def only_documents(*paths: str) -> Iterator[None]:
    """Inside, packages hold those documents and pages (paths in the package) beside their OSCAL, and no others."""
    unknown = {*paths} - {renderer.path for renderer in (*render.DOCUMENTS, *render.PAGES)}
    assert not unknown, f"no renderer writes {sorted(unknown)}"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DOCUMENTS", "PAGES"):
            kept = tuple(renderer for renderer in getattr(render, name) if renderer.path in paths)
            patch.setattr(render, name, kept)
        yield


def main(words: Sequence[str]) -> int:
    """A command of ours that writes no documents, for a process of its own; returns its exit code."""
    with only_documents():
        return ours(words)


def numbered(words: Sequence[str]) -> int:
    """The same, which first says the number of its process, so that it can be killed."""
    os.write(1, f"{os.getpid()}\n".encode())
    return main(words)
