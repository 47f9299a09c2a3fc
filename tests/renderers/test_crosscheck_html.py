"""The cross-check page: what it says, that it says the same as the OSCAL documents, and that hostile text stays text."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from discrepancies import discrepancy_of
from growth import assert_linear
from packages_made import check_done, package_made, story_made
from replacing import replace
from workbook_story import CART, ISSO, PODS_FILE, SCAN_FILE, WEB, image, node, system, weakness

from generator.checks.images.scan_too_old import CHECK
from generator.facts.assets import system_assets
from generator.facts.coverage import coverage
from generator.frameworks.fedramp_rev5 import CONTROLS, FEDRAMP_REV5
from generator.ids import UuidFactory
from generator.ledger.items import items_of
from generator.model.comparison import Comparison, ComponentMatch, DrawnOnly, ExternalMatch, MatchTier
from generator.model.coverage import Sample
from generator.model.discrepancy import DiscrepancySubject
from generator.model.evidence import DatedBy, EvidenceFile, EvidenceSource, Gap, GapKind
from generator.model.facts import Accounting, ClusterView, SystemFacts
from generator.model.flow_finding import Suggestion
from generator.model.picture import Picture, PictureKind
from generator.model.posture import JudgedSubject, Outcome, Posture
from generator.model.scan import Disposition, ResultKind, Scanner, Severity
from generator.model.system import OutstandingKey
from generator.oscal.bundle import bundle_of
from generator.renderers.crosscheck.html import CROSSCHECK_HTML
from generator.renderers.crosscheck.rows import EvidencePlace, RunningRow, SubjectList
from generator.renderers.crosscheck.view import account, view
from generator.renderers.report.pages import PAGES

AS_OF = date(2026, 3, 1)
IDS = UuidFactory("toy-shop")
DRAWING = EvidenceFile(
    path="diagrams/boundary plan.mmd",
    sha256="d4" * 32,
    size=1200,
    media_type="text/plain",
    collected=datetime(2026, 2, 1, 9, 30, tzinfo=UTC),
    dated_by=DatedBy.SIDECAR,
)
PODS = EvidenceSource(PODS_FILE.sha256, PODS_FILE.path, "/items/4")
SHAPE = EvidenceSource(DRAWING.sha256, DRAWING.path, "line 7")
CHECKS = (
    check_done(name="undrawn", title="Running, but not drawn", question="Is all drawn?", controls=("CM-8",)),
    check_done(name="stale", title="Scan too old", question="Is every scan fresh?", controls=("RA-5",)),
)
ACCOUNTING = Accounting(
    results=20,
    dropped=1,
    superseded=4,
    not_running=3,
    open=9,
    by_disposition=((Disposition.PASSED, 1), (Disposition.SUPPRESSED, 1)),
    licenses=1,
)
COMPARED = Comparison(
    compared=True,
    in_both=(
        ComponentMatch(
            id="c",
            label="Cart",
            workloads=("shop/Deployment/cart",),
            tier=MatchTier.EXPLICIT,
            because="both carry the label C-1",
            diagram_label="C-1",
            source=SHAPE,
        ),
    ),
    diagram_only=(DrawnOnly(id="o", label="Old Till", kind="component", page="one", source=SHAPE),),
    cluster_only=("shop/Deployment/web",),
)


def discrepancy(number=1, severity=Severity.MODERATE, **changes):
    made = DiscrepancySubject(
        check="undrawn",
        name=f"shop/Deployment/web-{number}",
        title=f"Deployment web-{number} runs but is not drawn",
        reason="is on no diagram",
        detail="No shape stands for it.",
        controls=("CM-8", "PL-8"),
        severity=severity,
        next_step="Draw it.",
        asset_ids=(WEB,),
        sources=(PODS, SHAPE),
    )
    return discrepancy_of(replace(made, **changes))


PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"'
    b' role="img" aria-labelledby="boundary-title">'
    b'<title id="boundary-title">Toy Shop</title></svg>'
)


def boundary_picture(svg):
    return Picture(
        name="authorization-boundary",
        kind=PictureKind.BOUNDARY,
        path="diagrams/authorization-boundary.svg",
        title="Toy Shop: Authorization Boundary",
        caption="What runs.",
        alt="Cart and Web run.",
        svg=svg,
        width=100,
        height=50,
        printed=svg,
        printed_height=50,
    )


TWO_IMAGES = (image(CART), image(WEB, scanned=None))
ONE_DISCREPANCY = (discrepancy(),)


def package(
    *weaknesses,
    images=TWO_IMAGES,
    discrepancies=ONE_DISCREPANCY,
    comparison=COMPARED,
    gaps=(),
    outstanding=(),
    accounting=ACCOUNTING,
    evidence=(SCAN_FILE, PODS_FILE, DRAWING),
    svg=PICTURE,
    name="Toy Shop",
    checks=CHECKS,
    idle_images=0,
    samples=(),
):
    about = replace(system(ISSO), outstanding=outstanding, name=name)
    view_ = ClusterView(
        name="prod",
        taken=None,
        running=True,
        kinds=(),
        not_collected=(),
        namespaces=(),
        nodes=(node("node-1", "10.0.0.1"),),
        evidence=(),
    )
    facts = SystemFacts(
        as_of=AS_OF,
        evidence=evidence,
        clusters=(view_,),
        workloads=(),
        images=images,
        assets=system_assets((view_,), (), (), ()),
        weaknesses=weaknesses,
        pipelines=(),
        diagrams=(),
        scanners=(Scanner(name="Trivy", version="0.60"),),
        tallies=(),
        accounting=accounting,
    )
    story = story_made(
        system=about,
        facts=facts,
        comparison=comparison,
        checks=checks,
        discrepancies=discrepancies,
        claims=(),
        controls=CONTROLS,
        plan=CONTROLS,
        items=items_of(facts, FEDRAMP_REV5, IDS),
        pictures=(boundary_picture(svg),) if svg else (),
    )
    return package_made(
        system=about,
        as_of=AS_OF,
        bundle=bundle_of(story, IDS),
        comparison=comparison,
        discrepancies=discrepancies,
        gaps=gaps,
        accounting=accounting,
        evidence=evidence,
        kept=frozenset({"evidence/scans/broken.json"}),
        clusters=(view_,),
        workloads=(),
        pictures=story.pictures,
        diagrams=(),
        coverage=coverage(facts),
        idle_images=idle_images,
        samples=samples,
    )


class Reader(HTMLParser):
    """Tags with attributes, and the text that is shown."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.shown = []
        self.open = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "img", "br", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.shown.append(data)

    @property
    def text(self):
        return re.sub(r"\s+", " ", "".join(self.shown))


def page_of(made):
    reader = Reader()
    reader.feed(CROSSCHECK_HTML.render(made, None).data.decode())
    assert reader.open == []
    return reader


def test_where_the_page_is():
    assert (CROSSCHECK_HTML.name, CROSSCHECK_HTML.path, CROSSCHECK_HTML.template) == (
        "crosscheck-html",
        "report/crosscheck.html",
        None,
    )
    assert CROSSCHECK_HTML.applies(package())


def test_the_head_names_system_day_and_draft():
    text = page_of(package()).text
    assert "Toy Shop 2026-03-01" in text
    assert "As of 2026-03-01" in text
    assert "Draft. Written from collected evidence" in text
    assert text.count("CUI") == 2


def test_the_summary_counts_what_the_oscal_documents_hold():
    high = weakness("CVE-1", (CART, date(2026, 2, 20)), (WEB, date(2026, 2, 24)), severity=Severity.HIGH)
    setting = weakness("RULE-1", severity=Severity.LOW, kind=ResultKind.MISCONFIGURATION)
    made = package(
        high,
        weakness("CVE-2", severity=Severity.LOW),
        setting,
        gaps=(Gap(path="evidence/x.json", place="line 3", kind=GapKind.UNREADABLE, reason="cut off"),),
        outstanding=(OutstandingKey(key="system.status", why="the SSP states it"),),
    )
    assert [(one.number, one.text) for one in view(made).summary] == [
        ("3", "evidence files read, with 20 raw scan results"),
        ("4", "inventory items: 2 image classes, 1 cluster, 1 cluster node; 1 scanned"),
        ("4", "POA&M items: 2 High, 0 Moderate, 2 Low; and 1 configuration finding apart"),
        ("1", "discrepancy, from 1 of 2 checks made"),
        (
            "1",
            "gap in the evidence; 1 key of system.yaml and 49 of 54 places of the plan's front matter are not stated",
        ),
    ]


def test_a_check_that_could_not_be_made_is_not_called_one_that_found_nothing():
    unmade = replace(CHECKS[1], made=False)
    page = view(package(checks=(CHECKS[0], unmade)))
    assert [one.title for one in page.quiet] == []
    assert [one.title for one in page.unmade] == ["Scan too old"]
    assert "discrepancy, from 1 of 1 check made" in {one.text for one in page.summary}
    assert view(package(checks=(unmade,), discrepancies=())).lead.startswith("No check could be made: nothing was collected")
    assert view(package(checks=(CHECKS[0], unmade), discrepancies=())).lead.startswith(
        "1 of 2 checks could judge at least one subject, and no"
    )


def test_a_plan_without_open_items_has_no_rows():
    page = view(package())
    assert [one.count for one in page.ratings] == ["0", "0", "0", "0"]


def test_every_raw_result_is_somewhere():
    found = account(ACCOUNTING)
    assert found.balanced
    assert sum(int(part.count) for part in found.parts) == 20
    assert ("suppressed in the scanner, with its reason there", "1") in [(part.label, part.count) for part in found.parts]


def test_results_that_are_nowhere_are_said_aloud():
    found = account(replace(ACCOUNTING, open=7))
    assert not found.balanced
    assert "differ from the whole by 2" in found.verdict
    assert "differ from the whole by 2" in page_of(package(accounting=replace(ACCOUNTING, open=7))).text


def test_a_discrepancy_says_what_where_and_what_next_with_its_observation():
    made = package()
    (check,) = view(made).checks
    (row,) = check.rows
    assert (check.title, check.question, check.count, check.more) == (
        "Running, but not drawn",
        "Is all drawn?",
        "1 discrepancy",
        "",
    )
    assert row.subjects == (SubjectList(reason="is on no diagram", names=("shop/Deployment/web-1",)),)
    assert (row.next_step, row.controls, row.assets) == ("Draw it.", "CM-8, PL-8", WEB)
    assert row.places == (
        EvidencePlace(text="evidence/cluster/pods.json, /items/4", href="../evidence/cluster/pods.json"),
        EvidencePlace(text="evidence/diagrams/boundary plan.mmd, line 7", href="../evidence/diagrams/boundary%20plan.mmd"),
    )
    assert row.uuid in [seen.uuid for seen in made.bundle.assessment_results.results[0].observations]
    assert view(made).controls == "CM-8, PL-8"


def test_the_most_severe_comes_first_and_long_lists_are_counted():
    rows = tuple(discrepancy(number, Severity.HIGH if number == 59 else Severity.LOW) for number in range(60))
    (check,) = view(package(discrepancies=rows)).checks
    assert check.rows[0].subjects[0].names == ("shop/Deployment/web-59",)
    assert (len(check.rows), check.more) == (25, "and 35 more in oscal/assessment-results.json")


def test_checks_that_found_nothing_are_named():
    assert [one.title for one in view(package()).quiet] == ["Scan too old"]
    none = package(discrepancies=())
    assert [one.title for one in view(none).quiet] == ["Running, but not drawn", "Scan too old"]
    assert [one.judged for one in view(none).quiet] == ["", ""], "no verdicts are in this package"
    subjects = [
        JudgedSubject(name=name, outcome=outcome, certainty=None)
        for name, outcome in (("a", Outcome.PASSES), ("b", Outcome.UNKNOWN), ("c", Outcome.UNKNOWN))
    ]
    requirement = replace(CHECK.requirement, id="stale")
    postures = [
        Posture(requirement=requirement, cluster="prod", summary="", subjects=tuple(subjects[:2])),
        Posture(requirement=requirement, cluster="test", summary="", subjects=tuple(subjects[2:])),
    ]
    judged = replace(none, postures=tuple(postures))
    assert [one.judged for one in view(judged).quiet] == ["", "1 of 3 images of workloads judged"]
    assert "no subject that was judged fails." in page_of(none).text


def test_drawn_against_running():
    drift = view(package()).drift
    (match,) = drift.matches.rows
    assert (match.label, match.workloads, match.tier) == ("Cart (C-1)", ("shop/Deployment/cart",), "label written by a person")
    assert [(row.label, row.page) for row in drift.drawn_only.rows] == [("Old Till", "one")]
    assert drift.running_only.rows == (RunningRow(key="shop/Deployment/web", suggestion=""),)


def test_what_is_drawn_or_runs_only_shows_its_first_suggestion():
    old_till = COMPARED.diagram_only[0]
    suggested = Suggestion(
        id=old_till.id, label=old_till.label, workload="shop/Deployment/web", score=62, why="same kind", probable=True
    )
    other = replace(suggested, score=31, probable=False, workload="shop/Deployment/cart")
    drift = view(package(comparison=replace(COMPARED, suggested=(suggested, other)))).drift
    assert [row.suggestion for row in drift.drawn_only.rows] == ["probably `web`, 0.6"]
    assert [row.suggestion for row in drift.running_only.rows] == ["probably “Old Till”, 0.6"]


def test_without_a_drawing_the_page_says_so():
    text = page_of(package(comparison=Comparison(compared=False), svg=None)).text
    assert "There was nothing to compare" in text
    assert "Drawn, not running" not in text


def test_the_picture_of_the_package_stands_in_the_page():
    reader = page_of(package())
    shown = [attrs for tag, attrs in reader.tags if tag == "svg" and attrs.get("aria-labelledby", "").startswith("boundary")]
    assert [one["role"] for one in shown] == ["img"]
    assert "../diagrams/authorization-boundary.svg" in {attrs.get("href") for _, attrs in reader.tags}
    assert "Cart and Web run." in reader.text
    assert "figure" not in {tag for tag, attrs in page_of(package(svg=None)).tags if attrs.get("class") == "viewer"}


def test_coverage_counts_what_the_oscal_documents_hold():
    made = package(images=(image(CART), image(WEB, scanned=None)), idle_images=3)
    page = view(made)
    assert [(row.kind, row.total, row.latest, row.never) for row in page.coverage] == [
        ("Image class", "2", "1", "1"),
        ("Node", "1", "0", "1"),
        ("Cluster", "1", "0", "1"),
    ]
    items = made.bundle.ssp.system_implementation.inventory_items
    scanned = sum(prop.value == "yes" for item in items for prop in item.props if prop.name == "is-scanned")
    assert sum(int(row.total) for row in page.coverage) == len(items)
    assert sum(int(row.latest) for row in page.coverage) == scanned
    assert page.idle == "3 image classes were scanned and nothing runs them."
    text = " ".join(page_of(made).shown)
    assert "3 image classes were scanned and nothing runs them." in text


def test_missing_cells_are_listed_by_column_with_where_to_say_them():
    made = package(images=tuple(image(f"reg.example/shop/a{number:02}:1") for number in range(20)))
    page = view(made)
    baseline = next(row for row in page.missing if row.column == "Baseline Configuration Name")
    assert (baseline.count, len(baseline.assets), baseline.more) == ("22", 12, "and 10 more in the inventory workbook")
    assert baseline.say == "`baseline` in decisions/assets.yaml"
    assert page.missing_count == f"{sum(int(row.count) for row in page.missing)} mandatory cells"
    assert "baseline` in decisions/assets.yaml" in " ".join(page_of(made).shown)


def test_the_sampling_plan_is_shown_with_what_differs():
    plan = Sample(
        assets="node-*",
        members=("node-1", "node-2", "node-3"),
        selected=("node-2",),
        variance=("kernel: 2 × a; 1 × b",),
        place="p",
    )
    (row,) = view(package(samples=(plan,))).samples
    assert (row.members, row.selected, row.more, row.variance) == ("1 of 3", ("node-2",), "", ("kernel: 2 × a; 1 × b",))
    assert "kernel: 2 × a; 1 × b" in " ".join(page_of(package(samples=(plan,))).shown)
    assert "Sampling plan" not in " ".join(page_of(package()).shown)


def test_scans_name_scanner_day_and_report():
    made = package(images=(image(CART), image(WEB, assessed=False)))
    first, second = view(made).scans.rows
    assert (first.asset_id, first.scanner, first.outcome, first.day, first.joined_by) == (
        CART, "Trivy", "scanned", "2026-02-20", "digest"
    )  # fmt: skip
    assert first.place == EvidencePlace(text="evidence/scans/cart.json", href="../evidence/scans/cart.json")
    assert (second.asset_id, second.outcome) == (WEB, "could not be assessed")


def test_nothing_is_loaded_and_nothing_runs_but_the_scripts_that_the_page_allows():
    reader = page_of(package(weakness("CVE-1")))
    names = [tag for tag, _ in reader.tags]
    assert not set(names) & {"link", "iframe", "object", "base", "img"}
    assert names.count("script") == 3, "colours, pictures, search"
    assert not [attrs for tag, attrs in reader.tags if tag == "script" and attrs]
    links = [value for _, attrs in reader.tags for key, value in attrs.items() if key in {"href", "src"}]
    assert all(link.startswith(("../", "#")) or link.partition("#")[0] in {one.file for one in PAGES} for link in links)
    targets = {attrs["id"] for _, attrs in reader.tags if "id" in attrs}
    assert {link[1:] for link in links if link.startswith("#")} <= targets
    assert not any(key.startswith("on") for _, attrs in reader.tags for key in attrs)


HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}\u202e\x07"


def test_hostile_text_stays_text():
    bad = EvidenceSource("e5" * 32, f"evidence/{HOSTILE}.json", HOSTILE)
    file = replace(SCAN_FILE, path=bad.path, sha256=bad.sha256)
    made = package(
        weakness("CVE-1", title=HOSTILE),
        name=HOSTILE,
        discrepancies=(
            discrepancy(name=HOSTILE, reason=HOSTILE, title=HOSTILE, detail=HOSTILE, next_step=HOSTILE, sources=(bad,)),
        ),
        comparison=Comparison(
            compared=True,
            in_both=(replace(COMPARED.in_both[0], label=HOSTILE, because=HOSTILE, workloads=(HOSTILE,)),),
            diagram_only=(replace(COMPARED.diagram_only[0], label=HOSTILE, page=HOSTILE, source=bad),),
            cluster_only=(HOSTILE,),
        ),
        gaps=(Gap(path=bad.path, place=HOSTILE, kind=GapKind.UNREADABLE, reason=HOSTILE, next_step=HOSTILE),),
        outstanding=(OutstandingKey(key=HOSTILE, why=HOSTILE),),
        evidence=(SCAN_FILE, PODS_FILE, file),
    )
    reader = page_of(made)
    assert [tag for tag, _ in reader.tags].count("script") == 3
    assert not [tag for tag, _ in reader.tags if tag == "img"]
    assert not any(key.startswith("on") for _, attrs in reader.tags for key in attrs)
    assert "{{ 7 * 7 }}" in reader.text
    assert "\u202e" not in reader.text
    assert "\x07" not in reader.text


@pytest.mark.parametrize("path", ["evidence/../../secret", "../evidence/x"])
def test_no_link_leads_out_of_the_package(path):
    scan = replace(image(CART).scans[0], evidence=replace(SCAN_FILE, path=path))
    made = package(
        images=(replace(image(CART), scans=(scan,)),),
        gaps=(Gap(path=path, place="", kind=GapKind.UNREADABLE, reason="odd"),),
        discrepancies=(discrepancy(sources=(EvidenceSource(PODS.sha256, path, PODS.place),)),),
        evidence=(replace(PODS_FILE, path=path), replace(SCAN_FILE, path=path)),
    )
    hrefs = [attrs["href"] for tag, attrs in page_of(made).tags if tag == "a"]
    assert not [href for href in hrefs if ".." in href.removeprefix("../")]


def test_lists_are_folded_only_where_they_are_long():
    many = tuple(image(f"reg.example/shop/app-{number}:1.0") for number in range(40))
    folded = [("open" in attrs) for tag, attrs in page_of(package(images=many)).tags if tag == "details"]
    assert folded.count(False) == 2, "the picture in words, and scans"


def test_the_same_package_gives_the_same_bytes():
    made = package(weakness("CVE-1"))
    assert CROSSCHECK_HTML.render(made, None) == CROSSCHECK_HTML.render(made, None)


def large(part=1):
    apps = 500 // part
    images = tuple(image(f"reg.example/shop/app-{number:03}:1.0", digests=(f"sha256:{number:064x}",)) for number in range(apps))
    weaknesses = tuple(
        weakness(f"CVE-{number}", *((images[(number + step) % apps].asset_id, date(2026, 2, 20)) for step in range(5)))
        for number in range(1000 // part)
    )
    return package(
        *weaknesses,
        images=images,
        discrepancies=tuple(discrepancy(number) for number in range(400 // part)),
        evidence=(
            SCAN_FILE,
            PODS_FILE,
            DRAWING,
            *(replace(SCAN_FILE, path=f"evidence/{n}.json", sha256=f"{n:064x}") for n in range(900 // part)),
        ),
    )


def test_a_large_system_gives_a_page_that_opens():
    assert_linear(large, lambda made: CROSSCHECK_HTML.render(made, None))
    made = large()
    assert len(CROSSCHECK_HTML.render(made, None).data) < 2_000_000
    assert view(made).scans.more == "and 300 more in oscal/assessment-results.json"


def test_external_services_are_listed_once_with_all_that_is_drawn_for_them():
    def shape(id_, label, page):
        return DrawnOnly(id=id_, label=label, kind="external", page=page, source=SHAPE)

    def match(id_, label, page, *, inside):
        return ExternalMatch(
            id=id_,
            label=label,
            name="Mail",
            listed=True,
            inside=inside,
            page=page,
            tier=MatchTier.EXPLICIT,
            because="same name",
            source=SHAPE,
        )

    drawn = replace(
        COMPARED,
        external=(
            match("m", "Mail", "one", inside=False),
            match("n", "", "two", inside=False),
            match("i", "M", "one", inside=True),
        ),
        external_only=("Maps",),
        external_unknown=(shape("s", "Somebody", "one"), shape("t", "", "two")),
    )
    rows = view(package(comparison=drawn)).drift.flows.externals.rows
    assert [(row.name, row.drawn, row.placement) for row in rows] == [
        ("Mail", "Mail (page one), n (page two)", "outside"),
        ("Mail", "M (page one)", "inside the boundary"),
        ("Maps", "", "not drawn"),
        ("", "Somebody (page one)", "no listed service"),
        ("", "t (page two)", "no listed service"),
    ]
