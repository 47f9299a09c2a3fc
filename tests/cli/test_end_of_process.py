"""How the installed command ends."""

import gc
import os

import pytest

from generator.cli import main


def test_records_of_a_command_are_not_walked_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Turning the collector on again after `main` walks all that a build made, just before the process ends."""
    ends: list[tuple[int, bool]] = []
    monkeypatch.setattr(main, "main", lambda: 3)
    monkeypatch.setattr(os, "_exit", lambda code: ends.append((code, gc.isenabled())))
    assert gc.isenabled()
    try:
        main.command()
    finally:
        gc.enable()
    assert ends == [(3, False)]
