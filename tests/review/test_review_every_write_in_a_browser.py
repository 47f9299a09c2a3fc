"""Every write of the workbench in a real browser, by keyboard alone: a month of a small system, from evidence to delivery."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browser_program import LAPTOP
from fork_server import ForkServer
from keyboard import TIMEOUT, Keyboard
from prerequisites import needs_program, program
from workbench_process import WorkbenchProcess, held

from generator.review.registry import ACTIONS

pytestmark = needs_program("chromium")

SYSTEM = """\
system:
  id: shop
  name: Shop
  impact-level: low
  baseline: li-saas
frameworks: [fedramp-rev5, cmmc-l2]
evidence:
  - glob: evidence/*
    collected: 2026-11-18
"""
DRAWING = "graph LR\n  U[Users] --> A[cart]\n  A --> C[Carts store]\n  C --> L[Legend of colors]\n"
HOST_SCAN = """\
Plugin ID,CVE,CVSS,Risk,Host,Protocol,Port,Name,Synopsis,Description,Solution,See Also,Plugin Output
900001,CVE-2099-0009,5.0,High,node-1.shop.example,tcp,443,Old protocol in use,Old.,It leaks.,Turn it off.,,Answered
"""
CART, WEB = "registry.example/shop/cart", "registry.example/shop/web"


def pods(*images: str) -> str:
    items = [
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": f"{image[22:]}-x",
                "namespace": "shop",
                "uid": f"{number:036x}",
                "ownerReferences": [
                    {"apiVersion": "apps/v1", "kind": "Deployment", "name": image.rpartition("/")[2], "controller": True}
                ],
            },
            "spec": {"containers": [{"name": "main", "image": f"{image}:1.0"}]},
            "status": {
                "phase": "Running",
                "containerStatuses": [{"name": "main", "image": f"{image}:1.0", "imageID": f"{image}@sha256:{number:064x}"}],
            },
        }
        for number, image in enumerate(images, 1)
    ]
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})


def report(image: str, *rows: tuple[str, str]) -> str:
    weaknesses = [
        {"VulnerabilityID": name, "PkgName": f"lib{at}", "InstalledVersion": "1.0", "FixedVersion": fix, "Severity": "HIGH"}
        for at, (name, fix) in enumerate(rows)
    ]
    return json.dumps(
        {
            "SchemaVersion": 2,
            "CreatedAt": "2026-11-18T05:00:00Z",
            "ArtifactName": f"{image}:1.0",
            "ArtifactType": "container_image",
            "Results": [{"Target": "debian", "Type": "debian", "Vulnerabilities": weaknesses}],
        }
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("month") / "shop"
    for name, text in {
        "system.yaml": SYSTEM,
        "evidence/cluster/prod/pods.json": pods(CART),
        "evidence/scans/cart.json": report(CART, ("CVE-2099-0001", "1.1"), ("CVE-2099-0002", ""), ("CVE-2099-0003", "")),
        "evidence/scans/host.csv": HOST_SCAN,
        "diagrams/boundary.mmd": DRAWING,
        "decisions/letter.md": "The vendor says: in December.\n",
        "narratives/PE-6.md": "## Part a\n\n<<<<<<< a\nGuards.\n=======\nCameras.\n>>>>>>> b\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def keyboard(root: Path, chromium, processes: ForkServer) -> Iterator[Keyboard]:
    server = WorkbenchProcess(root, processes)
    page = chromium.new_context(viewport=LAPTOP).new_page()
    page.set_default_timeout(TIMEOUT)
    page.goto(server.address)
    yield Keyboard(page, server.origin)
    page.context.close()
    server.end()


RUNS = "main h2"
_ENDED = re.compile(r"^.+: (?:ended with \d+|ended by you)$")
Write = Callable[[Keyboard, Path], str]


def name(keyboard: Keyboard, _root: Path) -> str:
    return keyboard.send("/you", "/you/name", {"name": "Ada Lovelace"})


def another(keyboard: Keyboard, _root: Path) -> str:
    return keyboard.send("/you", "/you/another")


def uploaded(keyboard: Keyboard, root: Path) -> str:
    file = root.parent / "web.json"
    file.write_text(report(WEB, ("CVE-2099-0004", "2.0")))
    told = keyboard.send("/evidence", "/evidence/upload", {"below": "2026-11"}, files=(str(file),))
    assert (root / "evidence/scans/2026-11/web.json").read_text() == file.read_text()
    return told


def state(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/evidence", "/evidence/state", {"target": f"{CART}:1.0"})
    assert f"target: {CART}:1.0" in (root / "system.yaml").read_text()
    return told


def accept_matches(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/diagram", "/diagram/accept", {"share": "0.6"})
    assert "shop/Deployment/cart" in (root / "decisions/diagram-mapping.yaml").read_text()
    return told


def decide_shape(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/diagram", "/diagram/decide", check=("input[type=radio][value='-']",))
    assert "not-workloads:" in (root / "decisions/diagram-mapping.yaml").read_text()
    return told


def cells(keyboard: Keyboard, _root: Path) -> str:
    return keyboard.send("/inventory?columns=all", "/inventory/save", {f"Function::{CART}:1.0": "Keeps carts"})


def fill(keyboard: Keyboard, _root: Path) -> str:
    form = {"header": "Location", "value": "Region east"}
    return keyboard.send("/inventory", "/inventory/fill", form, check=("[name=asset]",))


def paste(keyboard: Keyboard, _root: Path) -> str:
    table = f"Asset\tSerial #/Asset Tag#\n{CART}:1.0\tT-1\n"
    return keyboard.send("/inventory", "/inventory/paste", {"table": table})


def undo(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/inventory", "/undo")
    assert "T-1" not in (root / "decisions/assets.yaml").read_text()
    return told


def candidates(keyboard: Keyboard, root: Path) -> str:
    page = "/poam/candidates"
    told = keyboard.send(page, page, {"reason": "Corrected soon."}, check=("[name=candidate]",), button="Accept the chosen")
    assert "Corrected soon." in (root / "decisions/candidates.yaml").read_text()
    return told


STEP = {"day 0": "12102026", "step 0": "Deployed"}


def confirm(keyboard: Keyboard, _root: Path) -> str:
    page = "/poam/plans"
    return keyboard.send(page, f"{page}/confirm", {"owner": "Shop team", **STEP}, check=("[name=work-package]",))


def plan_items(keyboard: Keyboard, _root: Path) -> str:
    page = "/poam/plans"
    return keyboard.send(
        page, f"{page}/items", {"plan": "The vendor is asked.", "contact": "Ada", **STEP}, check=("[name=item]",)
    )


def decision(keyboard: Keyboard, root: Path) -> str:
    keyboard.page.goto(keyboard.at("/poam"))
    item = keyboard.page.locator("tbody td.id a").first.inner_text()
    form = {
        "poam-id": item,
        "type": "vendor-dependency",
        "status": "pending",
        "rationale": "No fix yet.",
        "product": "Cart library",
        "checked-in": "11012026",
    }
    told = keyboard.send("/decisions/deviations/new", "/decisions/deviations/new/save", form)
    assert item in (root / "decisions/deviations.yaml").read_text()
    return told


def follow_items(keyboard: Keyboard, root: Path) -> str:
    page = "/poam/planned"
    told = keyboard.send(page, f"{page}/items", {"comment": "Asked again."}, check=("[name=item]",))
    assert "Asked again." in (root / "decisions/item-plans.yaml").read_text()
    return told


def follow_packages(keyboard: Keyboard, _root: Path) -> str:
    page, step = "/poam/planned", {"day 0": "12202026", "step 0": "Scanned"}
    return keyboard.send(page, f"{page}/packages", step, check=("[name=work-package]",))


def vendors(keyboard: Keyboard, root: Path) -> str:
    page = "/poam/planned"
    told = keyboard.send(page, f"{page}/vendors", {"evidence": "decisions/letter.md"}, check=("[name=deviation]",))
    assert "checked-in: 2026-11-20" in (root / "decisions/deviations.yaml").read_text()
    return told


def remove(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/decisions/deviations/0", "/decisions/deviations/0/remove")
    assert "vendor-dependency" not in (root / "decisions/deviations.yaml").read_text()
    return told


def statement(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send(
        "/controls/SC-39", "/controls/SC-39/save", {"part ": "Containers are apart."}, check=("[name=status]",)
    )
    assert "Containers are apart." in (root / "narratives/SC-39.md").read_text()
    return told


def review(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/controls/SC-39", "/controls/SC-39/sign", button="Reviewed by Ada Lovelace")
    assert "reviewed-by: Ada Lovelace" in (root / "narratives/SC-39.md").read_text()
    return told


def approve_several(keyboard: Keyboard, root: Path) -> str:
    keyboard.send("/you", "/you/name", {"name": "Grace Hopper"})
    told = keyboard.send(
        "/controls?family=SC", "/controls/sign", check=("[name=statement]",), button="Chosen are approved by Grace Hopper"
    )
    assert "approver: Grace Hopper" in (root / "narratives/SC-39.md").read_text()
    return told


def plan_text(keyboard: Keyboard, _root: Path) -> str:
    return keyboard.send("/plan/purpose", "/plan/purpose/save", {"text": "The shop sells parcels."})


def sign_text(keyboard: Keyboard, _root: Path) -> str:
    return keyboard.send("/plan/purpose", "/plan/purpose/sign", button="Reviewed by Grace Hopper")


def resolve(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/conflicts/PE-6", "/conflicts/PE-6/resolve", check=("input[value=theirs]",))
    assert "<<<" not in (root / "narratives/PE-6.md").read_text()
    return told


def system(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/system/system", "/system/system/save", {"short-name": "SH"})
    assert "short-name: SH" in (root / "system.yaml").read_text()
    return told


def categories(keyboard: Keyboard, _root: Path) -> str:
    form = {"category": "CUI Assets"}
    return keyboard.send("/additions", "/additions/categories", form, check=("[name=asset]",))


def ended(keyboard: Keyboard) -> str:
    """Wait for the command on the page; the page asks again by itself."""
    title = keyboard.page.locator("main").get_by_text(_ENDED)
    title.wait_for(timeout=TIMEOUT)
    return str(title.inner_text())


def build(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/package", "/package/run", button="Build", then=RUNS)
    assert ended(keyboard) in ("build: ended with 0", "build: ended with 1")
    assert (root / "output/shop/manifest.json").is_file()
    return told


def stop(keyboard: Keyboard, root: Path) -> str:
    held(root).touch()
    keyboard.send("/package", "/package/run", button="Check", then=RUNS)
    told = keyboard.send("/package", "/package/stop", then=RUNS)
    assert ended(keyboard) == "check: ended by you"
    held(root).unlink()
    return told


def pictures(keyboard: Keyboard, root: Path) -> str:
    document = next(iter((root / "output/shop/workbooks").glob("*nventory*.xlsx")))
    file = f"/package/pictures?file=workbooks/{document.name}"
    if program("soffice") is None or program("pdftotext") is None:
        keyboard.page.goto(keyboard.at(file))
        return str(keyboard.page.inner_text("main"))
    told = keyboard.send(file, "/package/pictures", then="h1")
    keyboard.page.wait_for_selector(".sheets img", timeout=TIMEOUT)
    assert keyboard.page.locator(".sheets img").first.evaluate("each => each.complete && each.naturalWidth > 300")
    return told


def accept(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/package", "/package/accept", {"confirm": "shop"}, check=("[name=draft]",))
    assert (root / "previous/2026-11-20/manifest.json").is_file()
    return told


def classify(keyboard: Keyboard, root: Path) -> str:
    (root / "evidence/cluster/prod/pods.json").write_text(pods(CART, WEB))
    (root / "evidence/cluster/prod/later.txt").write_text("Collected again.\n")
    form = {"type": "adaptive", "explanation": "A second service."}
    told = keyboard.send("/changes", "/changes/decide", form, check=("[name=change]",))
    assert "A second service." in (root / "decisions/significant-changes.yaml").read_text()
    return told


def export(keyboard: Keyboard, root: Path) -> str:
    told = keyboard.send("/deliveries?for=conmon", "/deliveries/export", button="Export a draft", then=RUNS)
    assert ended(keyboard) in ("export for conmon: ended with 0", "export for conmon: ended with 1")
    assert (root / "output/shop-conmon-2026-11-20").is_dir()
    return told


def approve_documents(keyboard: Keyboard, root: Path) -> str:
    form = {"role": "ISSO"}
    told = keyboard.send(
        "/deliveries?for=conmon",
        "/deliveries/approve",
        form,
        check=("[name=document]",),
        button="Chosen are approved by Grace Hopper",
    )
    assert "role: ISSO" in (root / "decisions/artifacts.yaml").read_text()
    return told


def verify(keyboard: Keyboard, _root: Path) -> str:
    told = keyboard.send("/deliveries?for=conmon", "/deliveries/verify", then=RUNS)
    assert ended(keyboard) == "verify conmon: ended with 0"
    return told


WRITES: dict[str, Write] = {
    "/you/name": name,
    "/you/another": another,
    "/evidence/upload": uploaded,
    "/evidence/state": state,
    "/diagram/accept": accept_matches,
    "/diagram/decide": decide_shape,
    "/inventory/save": cells,
    "/inventory/fill": fill,
    "/inventory/paste": paste,
    "/undo": undo,
    "/poam/candidates": candidates,
    "/poam/plans/confirm": confirm,
    "/poam/plans/items": plan_items,
    "/decisions/{key}/{index}/save": decision,
    "/poam/planned/items": follow_items,
    "/poam/planned/packages": follow_packages,
    "/poam/planned/vendors": vendors,
    "/decisions/{key}/{index}/remove": remove,
    "/controls/{control}/save": statement,
    "/controls/{control}/sign": review,
    "/controls/sign": approve_several,
    "/plan/{place}/save": plan_text,
    "/plan/{place}/sign": sign_text,
    "/conflicts/{text}/resolve": resolve,
    "/system/{group}/save": system,
    "/additions/categories": categories,
    "/package/run": build,
    "/package/pictures": pictures,
    "/package/accept": accept,
    "/package/stop": stop,
    "/changes/decide": classify,
    "/deliveries/export": export,
    "/deliveries/approve": approve_documents,
    "/deliveries/verify": verify,
}
"""Every action of the workbench, in the order of a month."""


def test_every_write_is_done_by_keyboard_alone(keyboard: Keyboard, root: Path) -> None:
    assert sorted(WRITES) == sorted(action.path for action in ACTIONS)
    for path, write in WRITES.items():
        assert write(keyboard, root), path
