"""Invented narratives of every shape, for property tests."""

from hypothesis import strategies as st

from generator.model.narrative import BlockKind, Content, Span, TextBlock
from generator.narrative.spans import code_text, joined_code, normal, table

ALPHABET = st.text(st.sampled_from("ab1 .-+*_`#>[]()<>&;|\\~=!\n\t\"'é\xa0\u200b:/{}^$"), min_size=1, max_size=12)
SPANS = st.lists(
    st.builds(
        Span,
        text=ALPHABET,
        bold=st.booleans(),
        italic=st.booleans(),
        code=st.booleans(),
        url=st.sampled_from(["", "", "", "https://example.com/x_y?a=b"]),
    ),
    min_size=1,
    max_size=4,
).map(normal)
BLOCKS = st.builds(
    TextBlock,
    kind=st.sampled_from([BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.NUMBER]),
    spans=SPANS.filter(bool),
    level=st.just(0),
)
CODE = (
    ALPHABET.map(code_text)
    .filter(str.strip)
    .map(lambda text: TextBlock(kind=BlockKind.CODE, spans=(Span(text=text, code=True),)))
)
GRIDS = st.lists(st.lists(SPANS, min_size=2, max_size=2).map(tuple), min_size=1, max_size=3).map(lambda rows: table(rows))
CONTENT = st.lists(st.one_of(BLOCKS, CODE, GRIDS), max_size=4).map(joined_code)


def words(text: str, **look: bool) -> Span:
    return Span(text=text, **look)  # type: ignore[arg-type]


def nested(levels: list[int], numbered: list[bool]) -> tuple[Content, ...]:
    """Items of lists, none deeper than one step below the one before."""
    deepest, content = -1, list[Content]()
    for level, number in zip(levels, numbered, strict=False):
        deepest = min(level, deepest + 1)
        kind = BlockKind.NUMBER if number else BlockKind.BULLET
        content.append(TextBlock(kind=kind, spans=(words(f"item {len(content)}"),), level=deepest))
    return tuple(content)
