"""The page about images: chains and hardening in words, items of the plan by image, and hostile text stays text."""

import re
from datetime import date

from replacing import replace
from test_crosscheck_html import Reader, package
from workbook_story import CART, weakness

from generator.checks.registry import CHECKS
from generator.model.chain import ChainLink, ImageChain, LinkState
from generator.model.evidence import EvidenceSource
from generator.model.hardening import (
    AssessorValidation,
    BaseKind,
    BenchmarkKind,
    BenchmarkResult,
    HardeningBenchmark,
    ImageHardening,
    StatedUser,
    ValidationSubject,
)
from generator.model.posture import Certainty, Posture
from generator.model.verdict_makers import fails, passes, unknown
from generator.renderers.chains.html import CHAINS_HTML
from generator.renderers.chains.view import view

SOURCE = EvidenceSource("a" * 64, "evidence/registry/cart.json", "/referrers/0")


def chain(
    asset_id: str = CART, *, state: LinkState = LinkState.BROKEN, text: str = "Nothing is there.", reported=()
) -> ImageChain:
    link = ChainLink(
        id="signature",
        title="Signature",
        question="Is it signed?",
        controls=("SI-7",),
        origin="ours",
        state=state,
        text=text,
        reported_by=reported,
        sources=(SOURCE,),
    )
    return ImageChain(asset_id=asset_id, digests=("sha256:" + "a" * 64,), links=(link,))


def hardening(**changes: object) -> ImageHardening:
    made = ImageHardening(
        asset_id=CART,
        os_name="redhat 9.4",
        os_by="Trivy",
        minimal=False,
        base="registry.example/base:1",
        base_kind=BaseKind.APPROVED,
        base_because="built on registry.example/base:1",
        benchmark=HardeningBenchmark(
            kind=BenchmarkKind.STIG, name="Red Hat Enterprise Linux 9 STIG", scope="redhat 9.4", because="it fits"
        ),
        results=(
            BenchmarkResult(
                tool="OpenSCAP",
                benchmark="RHEL_9_STIG",
                version="V2R4",
                fits=True,
                passed=1201,
                failed=2,
                not_reviewed=3,
                not_applicable=4,
                waived=5,
                day=date(2026, 2, 20),
                source=SOURCE,
            ),
        ),
        users=(StatedUser(user="", root=True, by="image configuration", source=SOURCE),),
        setuid=(),
        known_exploited=("CVE-2099-1",),
        sources=(SOURCE,),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def made(*chains: ImageChain, **more: object):
    return replace(package(), chains=chains, **more)


def test_it_is_owed_where_there_are_images() -> None:
    assert not CHAINS_HTML.applies(package())
    assert CHAINS_HTML.applies(made(chain()))


def test_a_broken_link_names_who_reports_it() -> None:
    page = view(made(chain(), chain("registry.example/till:1", reported=("scan-too-old",))))
    assert [image.links[0].judged_by for image in page.images] == ["", "scan-too-old"]
    assert page.lead == "2 links of 2 images are broken."
    assert view(made(chain(state=LinkState.HOLDS))).images[0].links[0].judged_by == ""


def test_places_lead_to_the_evidence_of_the_package() -> None:
    (place,) = view(made(chain())).images[0].links[0].places
    assert place.href == "../evidence/registry/cart.json"


def test_hardening_in_words() -> None:
    (by_name,) = view(made(chain(), hardening=(hardening(),))).images
    said = "redhat 9.4 (says Trivy, and is not shown to have examined the digest that runs)"
    assert [row.value for row in by_name.facts if row.label == "System"] == [said]
    (image,) = view(made(chain(), hardening=(hardening(os_shown=True),))).images
    told = {row.label: (row.value, row.style) for row in image.facts}
    assert told["System"] == ("redhat 9.4 (says Trivy)", "")
    assert told["Base"] == ("from an approved registry: built on registry.example/base:1", "good")
    assert told["Runs as"] == ("root, since no user is named (says image configuration)", "bad")
    assert told["Shells, package managers, network tools"][0] == "not known"
    assert told["Files with setuid or setgid"][0] == "none"
    assert told["Known exploited"] == ("CVE-2099-1", "bad")
    (result,) = image.results
    assert (result.passed, result.failed, result.not_reviewed, result.other, result.day) == (
        "1,201",
        "2",
        "3",
        "4 / 5",
        "2026-02-20",
    )


def test_what_an_image_holds_is_what_the_verdict_on_its_digests_says() -> None:
    asset_id = hardening().asset_id
    requirement = next(check.requirement for check in CHECKS if check.id == "image-has-shell-or-package-manager")
    bash = fails(asset_id, "holds a shell", certainty=Certainty.REPORTED, detail="shell: bash.", asset_ids=(asset_id,))
    without = passes(asset_id, certainty=Certainty.REPORTED, asset_ids=(asset_id,))
    for subject, value in ((bash, "shell: bash."), (without, "none in the lists of the digests that run")):
        posture = Posture(requirement=requirement, cluster="", summary="s", subjects=(subject,))
        (image,) = view(made(chain(asset_id), hardening=(hardening(),), postures=(posture,))).images
        assert {row.value for row in image.facts if row.label.startswith("Shells")} == {value}


def test_rows_of_hardening_have_the_verdict_of_their_requirement() -> None:
    asset_id = hardening().asset_id
    open_ = unknown(asset_id, "no scan of it was collected", asset_ids=(asset_id,))
    other = unknown("elsewhere", "it does not matter", asset_ids=(asset_id,))
    requirement = next(check.requirement for check in CHECKS if check.id == "image-known-exploited")
    posture = Posture(requirement=requirement, cluster="", summary="s", subjects=(other, open_))
    (image,) = view(made(chain(asset_id), hardening=(hardening(known_exploited=()),), postures=(posture,))).images
    (row,) = [each for each in image.facts if each.label == "Known exploited"]
    assert (row.value, row.style) == ("none among the results", "warn")
    assert row.verdict == "image-known-exploited: unknown: no scan of it was collected"
    held = passes(asset_id, *open_.citations, certainty=Certainty.REPORTED, asset_ids=(asset_id,))
    shown = made(chain(asset_id), hardening=(hardening(),), postures=(replace(posture, subjects=(held,)),))
    assert "image-known-exploited: passes (reported)" in CHAINS_HTML.render(shown, None).data.decode()


def test_a_link_shows_its_verdict_with_its_certainty() -> None:
    (link,) = chain().links
    judged = replace(link, state=LinkState.HOLDS, certainty=Certainty.DECLARED, reported_by=("image-built-by-unknown",))
    (row,) = view(made(replace(chain(), links=(judged,)))).images[0].links
    assert (row.state, row.judged_by) == ("holds (declared)", "image-built-by-unknown")


def test_what_is_not_known_is_said_so() -> None:
    bare = hardening(os_name=None, benchmark=None, users=(), setuid=None, known_exploited=())
    (image,) = view(made(chain(), hardening=(bare,))).images
    told = {row.label: row.value for row in image.facts}
    assert told["System"] == "not known"
    assert told["Benchmark"].startswith("not known")
    assert told["Runs as"] == "not known"
    assert told["Files with setuid or setgid"].startswith("not known")
    assert told["Known exploited"] == "none among the results"
    (image,) = view(made(chain(), hardening=(hardening(known_exploited=None),))).images
    assert "not known: no scan could look" in [row.value for row in image.facts]


def test_a_custom_benchmark_tells_who_accepted_it() -> None:
    ours = HardeningBenchmark(
        kind=BenchmarkKind.CUSTOM,
        name="Ours",
        version="1",
        scope="alpine",
        because="chosen",
        accepted_by="Larkspur",
        accepted=date(2026, 1, 5),
    )
    (image,) = view(made(chain(), hardening=(hardening(benchmark=ours),))).images
    assert "Ours 1 (custom benchmark; chosen; Larkspur is named as who accepted it on 2026-01-05)" in [
        row.value for row in image.facts
    ]


def test_items_of_the_plan_stand_with_their_image() -> None:
    found = replace(package(weakness("CVE-2099-1")), chains=(chain(), chain("registry.example/till:1")))
    cart, till = view(found).images
    assert len(cart.items.split(", ")) == 1
    assert cart.items.startswith("V-")
    assert till.items == ""


def test_validations() -> None:
    done = AssessorValidation(
        subject=ValidationSubject.PIPELINE, by="Larkspur", day=date(2026, 1, 5), sha256="b" * 64, place="line 1"
    )
    rows = {row.what: row for row in view(made(chain(), validations=(done,))).validations}
    assert rows["Tools of the build, test and orchestration pipeline"].style == "good"
    assert rows["Process of hardening images"].style == "bad"


def test_hostile_text_stays_text() -> None:
    hostile = "<script>alert(1)</script>\u202e"
    package = made(chain(hostile, text=hostile), hardening=(hardening(asset_id=hostile, os_name=hostile),))
    page = CHAINS_HTML.render(package, None).data.decode()
    assert page.count("<script") == 2, "colours, search"
    assert "\u202e" not in page
    reader = Reader()
    reader.feed(page)
    assert not [attrs for _, attrs in reader.tags if any(name.startswith("on") for name in attrs)]
    assert not re.search(r'(?:src|href)="(?!#|\.\./|[a-z]+\.html")', page)


def test_many_images_are_shortened_but_all_are_in_the_table() -> None:
    page = view(made(*(chain(f"registry.example/image-{number}:1") for number in range(205))))
    assert (len(page.overview), len(page.images), page.more) == (205, 200, "5 more images in the table above, without picture")
    assert page.overview[-1].anchor == ""
