"""Pictures in pages: shapes lead to inventory, scans and evidence; nothing foreign runs; the script does what it says."""

import base64
import hashlib
import re
from functools import cache
from html import escape, unescape

import pytest
from drawing.subjects import EVIL, SEED_API, drifting, many, workload
from prerequisites import needs_program
from replacing import replace
from test_crosscheck_html import Reader, discrepancy, package
from workbook_story import CART, image

from generator.drawing.picture import draw
from generator.renderers.anchors import anchor
from generator.renderers.crosscheck.html import CROSSCHECK_HTML
from generator.renderers.pictures import view as pictures_view
from generator.renderers.pictures.html import PICTURES_HTML
from generator.renderers.report.sections.inventory import Inventory
from generator.renderers.report.table_html import table_html
from generator.resources import data


def pictured(subject, *weaknesses, **more):
    """A package with the pictures of a subject."""
    made = package(*weaknesses, images=(replace(image(CART), workloads=("yard/Deployment/seed-api",)),), **more)
    return replace(
        made,
        running=subject.workloads,
        comparison=subject.comparison,
        pictures=draw(subject).pictures,
        diagrams=subject.diagrams,
    )


@cache
def of_sixty():
    """A system with a namespace that takes two pictures, and its pages."""
    made = pictured(many(60, 3, (1,)))
    return made, pages(made)


def pages(made):
    return {one.path: one.render(made, None).data.decode() for one in (CROSSCHECK_HTML, PICTURES_HTML)}


def read(text):
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    return reader


def ids(reader):
    return {attrs["id"] for _, attrs in reader.tags if "id" in attrs}


def shapes(reader):
    return {attrs["data-key"]: attrs.get("href") for _, attrs in reader.tags if attrs.get("class") == "shape"}


@cache
def shapes_of(text):
    """Of a page that is asked for many: to read it takes longer than to find one."""
    return shapes(read(text))


def card(text, key):
    """The card that a shape leads to, as text."""
    found = shapes_of(text)[key]
    article = re.search(rf'<article class="shape-card" id="{found[1:]}">(.*?)</article>', text, re.DOTALL)
    return article[1]


def test_the_page_is_written_where_something_was_drawn():
    assert PICTURES_HTML.path == "report/pictures.html"
    assert PICTURES_HTML.applies(pictured(drifting()))
    assert not PICTURES_HTML.applies(package(svg=None))


def test_every_link_of_the_pages_leads_somewhere():
    made = pictured(drifting())
    inventory = table_html(Inventory())
    found = {path: read(text) for path, text in pages(made).items()}
    found[inventory.path] = read(inventory.render(made, None).data.decode())
    targets = {path.removeprefix("report/"): ids(reader) for path, reader in found.items()}
    for path, reader in found.items():
        own = path.removeprefix("report/")
        assert len(ids(reader)) == len([1 for _, attrs in reader.tags if "id" in attrs]), "ids are unique"
        for href in (attrs["href"] for _, attrs in reader.tags if "href" in attrs):
            page, _, anchor = href.partition("#")
            if not href.startswith("../") and anchor:
                assert anchor in targets[page or own], href


def test_the_index_has_boundary_and_differences_and_the_page_has_all():
    index, whole = (read(text) for text in pages(pictured(drifting())).values())
    names = [[attrs["aria-label"] for _, attrs in one.tags if attrs.get("class") == "viewer"] for one in (index, whole)]
    assert names[0] == ["Bird Feeder: Authorization Boundary", "Bird Feeder: where drawn and running differ"]
    assert names[1] == names[0], "one figure says it all"
    index, whole = (read(text) for text in of_sixty()[1].values())
    names = [[attrs["aria-label"] for _, attrs in one.tags if attrs.get("class") == "viewer"] for one in (index, whole)]
    assert "Bird Feeder: namespace tree-0, part 1 of 2" in names[1]
    assert "Bird Feeder: namespace tree-0, part 1 of 2" not in names[0]
    assert "Bird Feeder: namespace tree-0, part 1 of 2" in index.text, "as a link"


def test_a_shape_leads_to_inventory_scans_discrepancies_and_evidence():
    text = pages(pictured(drifting(), discrepancies=(discrepancy(name=SEED_API.key, asset_ids=()),)))["report/crosscheck.html"]
    found = card(text, "workload prod yard/Deployment/seed-api")
    row = re.search(r'href="inventory.html#(asset-\w+)">([^<]+)</a>: ([^<(]+)', found)
    assert row[1] == anchor("asset", CART)
    assert row[2] == CART
    assert row[3].startswith("last scanned ")
    assert 'href="../evidence/scans/' in found
    assert 'href="../evidence/cluster/pods.json"' in found
    assert "Deployment web-1 runs but is not drawn" in found
    check = re.search(r'href="#(check-\w+)"', found)[1]
    assert f'<h3 id="{check}">' in text


def test_cards_say_what_the_comparison_says():
    text = pages(pictured(drifting()))["report/crosscheck.html"]
    assert "Runs, and is in no drawing." in card(text, "workload prod cellar/StatefulSet/store")
    assert "Drawn, and nothing that runs stands behind it." in card(text, "drawn 0 Old Birdbath")
    assert "Drawn as Perch, matched by its name: same name." in card(text, "workload prod yard/Deployment/perch")


def test_a_part_of_a_namespace_leads_to_its_own_picture_and_so_does_each_of_its_workloads():
    made, shown = of_sixty()
    text = shown["report/crosscheck.html"]
    part = card(text, "namespace prod tree-1 part 2 of 2")
    assert re.search(r'href="pictures.html#picture-\w+">Bird Feeder: namespace tree-1, part 2 of 2<', part)
    whole = shown["report/pictures.html"]
    for picture in made.pictures:
        for key in picture.members if picture.home else ():
            assert f">{picture.title}<" in card(whole, key)


def test_the_same_is_there_in_words():
    made = pages(pictured(many(48, 1, (1,))))
    text = made["report/crosscheck.html"]
    assert re.search(
        r'<td class="n">\d+</td><td>nest-0</td><td>nest-1</td><td>TCP 8080</td><td>declared</td>', made["report/pictures.html"]
    )
    assert "run 48 workloads in the namespace tree-0." in text


def test_more_than_a_browser_opens_at_once_is_linked(monkeypatch):
    monkeypatch.setattr(pictures_view, "_MOST_BYTES", 1)
    reader = read(pages(pictured(many(60, 3, (1,))))["report/pictures.html"])
    assert [attrs["aria-label"] for _, attrs in reader.tags if attrs.get("class") == "viewer"] == [
        "Bird Feeder: Authorization Boundary"
    ]
    assert "../diagrams/namespace-tree-0-part-1.svg" in {attrs.get("href") for _, attrs in reader.tags}


def policy_of(text):
    return unescape(re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1])


@pytest.mark.parametrize(("path", "scripts"), [("report/crosscheck.html", 3), ("report/pictures.html", 2)])
def test_the_page_allows_its_own_scripts_and_nothing_else(path, scripts):
    text = pages(pictured(drifting()))[path]
    script = (data("templates") / "html" / "picture_viewer.js").read_text("utf-8")
    policy = policy_of(text)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert re.fullmatch(
        r"default-src 'none'; style-src 'unsafe-inline'; script-src(?: 'sha256-[^']+')+; base-uri 'none'; form-action 'none'",
        policy,
    )
    assert f"'sha256-{digest}'" in policy
    assert policy.count("sha256-") == text.count("<script") == scripts, "colours, pictures, and the search of what is read"
    assert f"<script>{script}</script>" in text


@pytest.mark.parametrize("path", ["report/crosscheck.html", "report/pictures.html"])
def test_hostile_names_stay_text_in_pages(path):
    rows = (workload("a", namespace=EVIL, image=f"x/{EVIL}"), workload(EVIL))
    made = pictured(replace(drifting(), workloads=rows, system=replace(drifting().system, name=EVIL)))
    text = pages(made)[path]
    reader = read(text)
    assert [tag for tag, _ in reader.tags].count("script") == policy_of(text).count("sha256-")
    assert not any(key.startswith("on") for _, attrs in reader.tags for key in attrs)
    assert escape("<script>alert(1)</script>") in text
    for unsafe in ("\u202e", "\x07"):
        assert unsafe not in text


_ASKED = """
const said = [], viewer = document.querySelector(".viewer");
const svg = viewer.querySelector("svg"), card = viewer.querySelector(".card");
const say = (...each) => said.push(each.join(" "));
const key = (name) => viewer.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
const wide = () => Math.round(svg.getAttribute("viewBox").split(" ")[2]);
const whole = wide();
viewer.querySelector("[data-act=in]").click();
say("larger", wide() < whole, viewer.querySelector("output").textContent);
const before = svg.getAttribute("viewBox");
key("ArrowRight");
say("moved", svg.getAttribute("viewBox") !== before);
const shape = Array.from(svg.querySelectorAll("a.shape")).find((one) => one.dataset.key.includes("seed-api"));
shape.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
say("lit", Array.from(svg.querySelectorAll(".shape.lit"), (one) => one.dataset.key.split("/").pop()).sort().join(","));
shape.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
say("card", !card.hidden, card.textContent.includes("yard/Deployment/seed-api"));
key("Escape");
say("closed", card.hidden);
key("0");
say("whole", wide() === whole);
return said;
"""


@needs_program("chromium")
def test_in_a_browser_pictures_are_zoomed_moved_and_asked(tab, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(pages(pictured(drifting()))["report/crosscheck.html"])
    assert tab.show(page.as_uri()).evaluate(f"(() => {{ {_ASKED} }})()") == [
        "larger true 135 %",
        "moved true",
        "lit external Post Office,perch,seed-api,store",
        "card true true",
        "closed true",
        "whole true",
    ]
