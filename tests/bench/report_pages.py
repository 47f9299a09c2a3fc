"""The report of 20,000 rows: processor time to write all of its pages, and how soon its largest table is there in Chromium.

`python -m tests.bench.report_pages write FOLDER` writes and prints what it took; without arguments both are measured. The
browser is driven by Playwright, opens the page from disk, and its own clock says when the table could be used.
"""

import gc
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.model.discrepancy import Discrepancy, DiscrepancySubject
from generator.model.evidence import EvidenceFile, Gap, GapKind
from generator.model.scan import Severity
from generator.oscal.package import AuthorizationPackage
from generator.renderers.registry import RENDERERS
from generator.workspace.system_yaml import read as read_system
from tests.bench import ledger
from tests.discrepancies import discrepancy_of

_ROWS = 20_000
_SWITCHES = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync"
).split()
_TIMES = 5

Row = tuple[str, str, float, int]


def rows(folder: Path) -> Iterator[Row]:
    """What, the limit, processor seconds, and the peak MB of package and pages together."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.report_pages", "write", str(folder / "report")],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"the report was not written\n{done.stderr}")
    seconds, megabytes, size = json.loads(done.stdout)
    yield f"report of {_ROWS:,} POA&M items, all its pages, {size} MB", "3 s", float(seconds), int(megabytes)


def opened(folder: Path) -> Iterator[tuple[str, str, float]]:
    """What, the limit and seconds by the clock: the fastest of some, since the machine is shared."""
    chromium = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )
    if chromium is None:
        print("no Chromium here: how soon the report can be used was not measured")
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=_SWITCHES)
        page = browser.new_page(viewport={"width": 1366, "height": 800})
        address = (folder / "report/report/poam.html").as_uri()
        ready, searched, sorted_ = [], [], []
        for _ in range(_TIMES):
            page.goto(address)
            page.locator("#tools").wait_for()
            ready.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime"))
            searched.append(page.evaluate(_SEARCHED))
            sorted_.append(page.evaluate(_SORTED))
        browser.close()
    yield f"{_ROWS:,} rows opened from disk, until they can be searched", "1 s", min(ready) / 1000
    yield f"{_ROWS:,} rows searched, until the answer is drawn", "–", min(searched) / 1000
    yield f"{_ROWS:,} rows sorted, until they are drawn", "–", min(sorted_) / 1000


_SEARCHED = """async () => {
  const field = document.getElementById("words"), said = document.getElementById("shown");
  const before = performance.now();
  field.value = "service-07";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  while (!said.textContent.includes(" fit of ")) await new Promise(requestAnimationFrame);
  return performance.now() - before;
}"""
_SORTED = """async () => {
  const head = Array.from(document.querySelectorAll("#rows thead th")).find((one) => one.textContent.includes("Weakness"));
  const before = performance.now();
  head.click();
  while (head.getAttribute("aria-sort") === null) await new Promise(requestAnimationFrame);
  return performance.now() - before;
}"""


def _package() -> AuthorizationPackage:
    """As many items, and a share of everything else that has a table."""
    system = read_system("", folder="bench")
    facts = ledger.trivy(_ROWS)
    package = ledger.package_of(facts, system, ledger.bundle_of_facts(facts, system))
    return replace(
        package,
        discrepancies=tuple(_discrepancy(number) for number in range(2_000)),
        gaps=tuple(
            Gap(path=f"evidence/scans/{number}.json", place="", kind=GapKind.UNREADABLE, reason="cut off")
            for number in range(500)
        ),
        evidence=(
            *facts.evidence,
            *(
                EvidenceFile(
                    path=f"evidence/cluster/{number}.json", sha256=f"{number:064x}", size=9, media_type="application/json"
                )
                for number in range(2_000)
            ),
        ),
    )


def _discrepancy(number: int) -> Discrepancy:
    return discrepancy_of(
        DiscrepancySubject(
            check="running-not-drawn",
            name=f"team/Deployment/service-{number}",
            title=f"Deployment service-{number} runs but is not drawn",
            reason="is on no diagram",
            detail="No shape of a diagram stands for it.",
            controls=("CM-8", "PL-8"),
            severity=Severity.MODERATE,
            next_step="Draw it.",
        )
    )


def _write(folder: Path) -> None:
    package = _package()
    gc.disable()
    size = 0
    started = time.process_time()
    for renderer in RENDERERS:
        if renderer.path.startswith("report/") and renderer.applies(package):
            rendered = renderer.render(package, None)
            for name, data in ((renderer.path, rendered.data), *((one.path, one.data) for one in rendered.second_forms)):
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                size += path.write_bytes(data)
    seconds = time.process_time() - started
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10, size >> 20]))


def main(arguments: Sequence[str]) -> None:
    """One side of the measurement, or all of it."""
    if arguments:
        _write(Path(arguments[1]))
        return
    with tempfile.TemporaryDirectory() as name:
        for what, limit, seconds, megabytes in rows(Path(name)):
            print(f"| {what} | {limit} | {seconds:.2f} | {megabytes} |", flush=True)
        for what, limit, seconds in opened(Path(name)):
            print(f"| {what} | {limit} | {seconds:.2f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
