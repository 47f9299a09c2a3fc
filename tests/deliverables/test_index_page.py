"""The page that an assessor begins with: every link leads somewhere, hostile text stays text, both directions are there."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from export_made import AS_OF, envelopes, exported, read, small

from generator.deliverables.exporting import Exported
from generator.deliverables.index_page import write
from generator.deliverables.index_rows import DecisionRow, IndexLink, IndexPage
from generator.model.identifiers import Sha256


class Reader(HTMLParser):
    """Ids and links of a page, and its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.add(tag)
        if said.get("id"):
            self.ids.append(str(said["id"]))
        if said.get("href"):
            self.hrefs.append(str(said["href"]))


@pytest.fixture(scope="module")
def bag(sample_delivery: Callable[[str], Exported]) -> Path:
    return sample_delivery("cmmc").folder


def page(bag: Path) -> Reader:
    return Reader((bag / "data/index/index.html").read_text())


def test_every_link_leads_somewhere(bag: Path) -> None:
    found = page(bag)
    assert len(found.ids) == len(set(found.ids))
    for href in set(found.hrefs):
        if href.startswith("#"):
            assert href[1:] in found.ids, href
        else:
            assert (bag / "data/index" / unquote(href)).resolve().is_file(), href


def test_a_sentence_has_the_color_of_its_support(bag: Path) -> None:
    text = (bag / "data/index/index.html").read_text()
    shown = set(re.findall(r'<td class="(\w*)">([a-z, ]+)</td><td>(?:<details>|<span)', text))
    styles = {
        "good": {"found", "found, observed", "found, enforced"},
        "warn": {"found, not enforced", "not established", "collected, none found"},
        "soft": {"not collected", "context only"},
    }
    assert shown <= {(style, support) for style, supports in styles.items() for support in supports}
    assert {style for style, _ in shown} == {*styles}
    assert ("warn", "found, not enforced") in shown


def test_it_loads_nothing_and_runs_nothing_but_its_own_scripts(bag: Path) -> None:
    text = (bag / "data/index/index.html").read_text()
    assert not page(bag).tags & {"img", "iframe", "link", "object"}
    assert "default-src &#39;none&#39;" in text
    assert text.count("<script") == text.split("</head>")[0].count("sha256-") == 2, "colours, search"


def test_every_file_of_the_delivery_and_every_sentence_is_on_it(bag: Path) -> None:
    found = page(bag)
    statements = read(bag, "index/statements.json")["statements"]  # type: ignore[index]
    assert {f"s-{one['id']}" for one in statements if one["kind"] == "statement"} <= set(found.ids)
    shown = {f"f-{one['id']}" for one in envelopes(bag).values() if one["kind"] != "how it was collected"}
    assert shown <= set(found.ids)


def test_it_says_as_of_which_day_and_for_whom(bag: Path) -> None:
    text = (bag / "data/index/index.html").read_text()
    assert re.search(rf"As of {AS_OF.isoformat()}, for [^<]+\.", text)


def test_hostile_text_stays_text() -> None:
    hostile = '<script>alert(1)</script>"\'><a href="javascript:x">\u202e'
    made = IndexPage(
        system=hostile,
        title=hostile,
        as_of="2026-11-20",
        reader=hostile,
        marking=hostile,
        lead=hostile,
        drafts=hostile,
        documents=(),
        controls=(),
        objectives=(),
        decisions=(
            DecisionRow(
                anchor="a",
                place=IndexLink(text=hostile, href=""),
                decides=hostile,
                deciders=(hostile,),
                entries=hostile,
                redacted=hostile,
                sha256=Sha256("0" * 64),
            ),
        ),
        evidence=(),
        populations=(),
    )
    text = write(made).decode()
    assert text.count("<script") == 2, "colours, search"
    assert not any("javascript" in href for href in Reader(text).hrefs)
    assert "\u202e" not in text


def test_a_delivery_without_claims_has_no_broken_page(tmp_path: Path) -> None:
    workspace = small(tmp_path / "ws")
    text = (exported(workspace, tmp_path / "out", documents=()).folder / "data/index/index.html").read_text()
    assert "CMMC Level 2 objectives" in text
    assert re.search(r"Nothing in these documents rests on it|Used", text)
