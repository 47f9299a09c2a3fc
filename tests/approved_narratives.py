"""Narratives in which a named person approved every part of every control of a baseline."""

from pathlib import Path

from generator.frameworks.fedramp_rev5 import FEDRAMP_REV5

HEAD = "---\nstatus: implemented\norigination: sp-system\napprover: Ada\ndate: 2026-02-01\n---\n"


def approve_all(workspace: Path, baseline: str, *, but: frozenset[str] = frozenset()) -> None:
    """Write them, but for some controls."""
    folder = workspace / "narratives"
    folder.mkdir(exist_ok=True)
    for control in FEDRAMP_REV5.plan(baseline):
        if control.id not in but:
            parts = "".join(f"## Part {part}\nIt is done.\n\n" for part in control.parts) or "It is done.\n"
            (folder / f"{control.id}.md").write_text(f"{HEAD}{parts}")
