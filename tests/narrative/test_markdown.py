"""Markdown of narratives: what is understood, what is named with its line, and that what is written reads back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.narrative import BlockKind, Content, Grid, Span, TextBlock
from generator.narrative.markdown_read import contents, read_markdown
from generator.narrative.markdown_write import markdown_of, write_markdown
from generator.narrative.spans import plain
from tests.narrative.drawn import CONTENT, nested, words

TEXT = """Images come from **one** registry, see *the policy* and `registry.yaml`
at [the portal](https://example.com/a_b).

- first
  continued\\
  on a new line

  second paragraph
- second

    3. numbered
    4. more

| Account | Purpose |
|---|---|
| `root` | none |

```sh
kubectl  get pods
```
"""


def test_reads_everything_that_is_understood() -> None:
    assert contents(TEXT) == (
        TextBlock(
            spans=(
                words("Images come from "),
                words("one", bold=True),
                words(" registry, see "),
                words("the policy", italic=True),
                words(" and "),
                words("registry.yaml", code=True),
                words(" at "),
                Span(text="the portal", url="https://example.com/a_b"),
                words("."),
            )
        ),
        TextBlock(kind=BlockKind.BULLET, spans=(words("first continued\non a new line\nsecond paragraph"),)),
        TextBlock(kind=BlockKind.BULLET, spans=(words("second"),)),
        TextBlock(kind=BlockKind.NUMBER, spans=(words("numbered"),), level=1),
        TextBlock(kind=BlockKind.NUMBER, spans=(words("more"),), level=1),
        Grid(rows=(((words("Account"),), (words("Purpose"),)), ((words("root", code=True),), (words("none"),)))),
        TextBlock(kind=BlockKind.CODE, spans=(words("kubectl  get pods", code=True),)),
    )
    numbered = [one.number for one in contents(TEXT) if isinstance(one, TextBlock) and one.kind is BlockKind.NUMBER]
    assert numbered == [3, 4]


def test_sections_are_told_by_their_headings_and_lines() -> None:
    page = read_markdown("intro\n\n## Part a\n\none\n\n## Part b:\ntwo\n")
    assert [(one.heading, one.line, [piece.line for piece in one.pieces]) for one in page.sections] == [
        (None, 0, [0]),
        ("Part a", 2, [4]),
        ("Part b:", 6, [7]),
    ]


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("one\n\n# Title\n", 2, "heading `Title`"),
        ("one\n\n### Sub\n", 2, "heading `Sub`"),
        ("- a\n\n  ## x\n", 2, "heading `x`"),
        ("> said\n", 0, "quotation"),
        ("a\n\n---\n", 2, "line across"),
        ("a\nb ![plan](plan.png)\n", 1, "picture `plan`"),
        ("a\n\n- b\n\n      code\n", 4, "code inside a list"),
        ("- | a |\n  |---|\n", 0, "table inside a list"),
        ("- a\n  - b\n\n  c\n", 3, "behind a nested list"),
        ("- a\n  - b\n    - c\n      - d\n        - e\n", 4, "deeper than four"),
        ("see [x](ftp://example.com)\n", 0, "link target `ftp://example.com`"),
        ("see [x](../../secret)\n", 0, "link target"),
        ("see [x](/etc/passwd)\n", 0, "link target"),
    ],
)
def test_what_is_not_understood_is_named_with_its_line(text: str, line: int, what: str) -> None:
    (fault,) = read_markdown(text).faults
    assert fault.line == line
    assert what in fault.what
    assert fault.step


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<Insert CSP Name>", "a <b> c"])
def test_html_and_programs_stay_text(text: str) -> None:
    (one,) = contents(text)
    assert isinstance(one, TextBlock)
    assert plain(one.spans) == text
    assert not any(span.url for span in one.spans)


@pytest.mark.parametrize(
    ("spans", "written"),
    [
        ((words("snake_case_name and 2*3"),), "snake_case_name and 2\\*3"),
        ((words("# not a heading"),), "\\# not a heading"),
        ((words("1. not a list"),), "1\\. not a list"),
        ((words("- no"),), "\\- no"),
        ((words("AT&T &amp; [E1] a<b"),), "AT&T \\&amp; \\[E1] a\\<b"),
        (
            (
                words("bold", bold=True),
                words("er"),
            ),
            "**bold**er",
        ),
        ((words("a", bold=True), words("b", bold=True, italic=True)), "**a*b***"),
        ((words("one\ntwo"),), "one\\\ntwo"),
    ],
)
def test_markdown_is_plain_to_read(spans: tuple[Span, ...], written: str) -> None:
    assert markdown_of(TextBlock(spans=spans)) == written


def test_long_lines_are_wrapped_but_never_before_a_mark() -> None:
    text = " ".join(["word"] * 19 + ["- dash", "and 12. more"] * 20)
    written = markdown_of(TextBlock(spans=(words(text),)))
    assert max(map(len, written.split("\n"))) < 130
    assert not any(line.startswith(("-", "12.")) for line in written.split("\n"))
    assert contents(written) == (TextBlock(spans=(words(text),)),)


def test_a_list_counts_on_from_its_first_number() -> None:
    items = [TextBlock(kind=BlockKind.NUMBER, spans=(words(text),), number=3) for text in ("a", "b")]
    assert write_markdown(items) == "3. a\n4. b"
    assert write_markdown([TextBlock(kind=BlockKind.BULLET, spans=(words("x"),)), *items]) == "- x\n\n3. a\n4. b"


def test_a_look_that_markdown_cannot_tell_is_dropped_and_the_words_stay() -> None:
    spans = (words("x"), words('"quoted"', bold=True), words("y"))
    written = markdown_of(TextBlock(spans=spans))
    (one,) = contents(written)
    assert isinstance(one, TextBlock)
    assert plain(one.spans) == 'x"quoted"y'


def texts(content: tuple[Content, ...]) -> list[str]:
    found = []
    for one in content:
        rows = one.rows if isinstance(one, Grid) else ((one.spans,),)
        found += [" ".join(plain(cell).split()) for row in rows for cell in row]
    return found


def shape(content: tuple[Content, ...]) -> list[object]:
    return [len(one.rows) if isinstance(one, Grid) else one.kind for one in content]


@given(CONTENT)
@settings(max_examples=100)
def test_no_word_is_ever_lost(content: tuple[Content, ...]) -> None:
    back = contents(write_markdown(content))
    assert texts(back) == texts(content)
    assert shape(back) == shape(content)


@given(CONTENT)
@settings(max_examples=40)
def test_what_was_written_is_written_the_same_again(content: tuple[Content, ...]) -> None:
    once = contents(write_markdown(content))
    assert contents(write_markdown(once)) == once


@given(st.lists(st.sampled_from([0, 1, 2, 3]), max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_nesting_comes_back(levels: list[int], numbered: list[bool]) -> None:
    content = nested(levels, numbered)
    assert contents(write_markdown(content)) == content
