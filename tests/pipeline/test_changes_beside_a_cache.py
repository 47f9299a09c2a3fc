"""Whatever changes in a workspace, in whatever order: a package is the same with what earlier builds kept as without."""

import datetime as dt
import json
import random
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from fewer_documents import only_documents
from folder_contents import contents

from generator import Workspace, build
from generator.documents.bounded_zip import unpack
from generator.documents.stable_zip import pack
from generator.resources import data
from generator.workspace.accept import accept
from tests.bench.findings import report, write_workspace

SYSTEM = """\
system: {id: bench, name: Bench 0, impact-level: low, baseline: li-saas}
evidence: [{glob: '*', collected: 2026-11-18}]
templates: {appendix-a: forms/appendix-a.docx}
"""
DOCUMENTS = (
    "ssp/Appendix-A-Security-Controls.docx",
    "workbooks/Appendix-O-POAM.xlsx",
    "cr26/monthly-report.html",
    "report/index.html",
    "report/controls.html",
    "report/evidence.html",
    "report/poam.html",
)
"""Of each way to write a document, and of those that change seldom and often."""


class ChangingSystem:
    """A workspace that people and scanners work on."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.root, self.output = folder / "system", folder / "output"
        self.day = dt.date(2026, 11, 20)
        self.chance = random.Random(seed)  # noqa: S311 - an invented history, no secret
        write_workspace(self.root, findings=40, images=4, identifiers=20)
        for name in ("decisions", "narratives", "forms"):
            (self.root / name).mkdir()
        (self.root / "system.yaml").write_text(SYSTEM)
        shutil.copyfile(str(data("templates") / "docx" / "appendix-a.docx"), self.root / "forms/appendix-a.docx")

    def scan(self) -> Path:
        return self.chance.choice(sorted((self.root / "evidence/scans").iterdir()))

    def number(self) -> int:
        return self.chance.randrange(1000)


def a_scan_changes(system: ChangingSystem) -> None:
    path = system.scan()
    found = json.loads(path.read_text())
    found["Results"][0]["Vulnerabilities"].pop(system.number() % len(found["Results"][0]["Vulnerabilities"]))
    path.write_text(json.dumps(found))


def a_scan_comes(system: ChangingSystem) -> None:
    number = system.number() % 4
    found = report(f"registry.example/team/service-{number:02}", number, 12, 25)
    (system.root / f"evidence/scans/later-{system.number()}.json").write_text(json.dumps(found))


def a_scan_goes(system: ChangingSystem) -> None:
    system.scan().unlink()


def a_scan_is_broken(system: ChangingSystem) -> None:
    path = system.scan()
    path.write_text(path.read_text()[:-40])


def a_decision_is_made(system: ChangingSystem) -> None:
    images = [f"registry.example/team/service-{number:02}:1.0" for number in range(4)]
    rows = "".join(f"- {{assets: ['{image}'], function: Part {system.number()}}}\n" for image in images)
    (system.root / "decisions/assets.yaml").write_text(rows)


def system_yaml_is_edited(system: ChangingSystem) -> None:
    text = (system.root / "system.yaml").read_text()
    (system.root / "system.yaml").write_text(re.sub(r"Bench \d+", f"Bench {system.number()}", text))


def a_template_is_edited(system: ChangingSystem) -> None:
    path = system.root / "forms/appendix-a.docx"
    members = unpack(path.read_bytes(), where="form")
    styles, changed = re.subn(rb'w:sz w:val="\d+"', f'w:sz w:val="{20 + system.number()}"'.encode(), members["word/styles.xml"])
    assert changed
    path.write_bytes(pack({**members, "word/styles.xml": styles}))


def the_day_moves(system: ChangingSystem) -> None:
    system.day += dt.timedelta(days=system.chance.choice([-1, 3, 30]))


def a_narrative_is_written(system: ChangingSystem) -> None:
    text = f"## Part a\n\nAccounts are reviewed by group {system.number()}.\n"
    (system.root / "narratives/AC-2.md").write_text(text)


def a_package_is_accepted(system: ChangingSystem) -> None:
    if not (system.root / "previous" / system.day.isoformat()).exists():
        accept(system.output / "bench", system.root, draft=True)


CHANGES: tuple[Callable[[ChangingSystem], None], ...] = (
    a_scan_changes,
    a_scan_comes,
    a_scan_goes,
    a_scan_is_broken,
    a_decision_is_made,
    system_yaml_is_edited,
    a_template_is_edited,
    the_day_moves,
    a_narrative_is_written,
    a_package_is_accepted,
)


def built(system: ChangingSystem, output: Path, cache: Path | None) -> Mapping[str, bytes]:
    folder = build(Workspace.open(system.root), output, system.day, evidence_cache=cache).folder
    return contents(folder)


@pytest.mark.long
def test_every_change_gives_the_same_package_with_a_cache_as_without(tmp_path: Path) -> None:
    system = ChangingSystem(tmp_path, seed=1)
    done = ["begin"]
    with only_documents(*DOCUMENTS):
        before = built(system, system.output, tmp_path / "cache")
        for change in system.chance.sample(CHANGES, len(CHANGES)):
            change(system)
            done.append(change.__name__)
            kept = built(system, system.output, tmp_path / "cache")
            plain = built(system, tmp_path / "plain", None)
            shutil.rmtree(tmp_path / "plain")
            assert [path for path in kept.keys() | plain.keys() if kept.get(path) != plain.get(path)] == [], done
            assert kept != before or change is a_package_is_accepted, done
            before = kept
