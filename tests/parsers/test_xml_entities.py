"""A file that declares entities is refused, and is told so instead of being called unknown."""

import pytest

from generator.errors import ParseError
from generator.parsers.document import Document
from generator.parsers.registry import recognize

NESSUS = b"<NessusClientData_v2><Report name='x'/></NessusClientData_v2>"


@pytest.mark.parametrize(
    "declared",
    [
        b'<!DOCTYPE a [<!ENTITY b "c">]>',
        b'<!DOCTYPE a [<!ENTITY % b "c">]>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///nowhere">]>',
        b"<!--" + b"x" * 200_000 + b'--><!DOCTYPE a [<!ENTITY b "c">]>',
    ],
)
def test_entity_declarations_are_named_as_the_reason(declared: bytes) -> None:
    with pytest.raises(ParseError, match="declares entities, which are refused") as caught:
        recognize(Document("a.xml", declared + NESSUS))
    assert not caught.value.what.startswith("no known format")
    assert "DOCTYPE" in caught.value.next_step


@pytest.mark.parametrize("text", [b"<unknown/>", b'<!DOCTYPE a SYSTEM "a.dtd"><unknown/>', b"<broken"])
def test_other_xml_that_nothing_knows_is_of_no_known_format(text: bytes) -> None:
    with pytest.raises(ParseError, match=r"no known format \(xml file\)"):
        recognize(Document("a.xml", text))
