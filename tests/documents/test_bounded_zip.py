"""Archives from strangers are bounded before anything parses them."""

import io
import zipfile

import pytest
from word_editing import packed

from generator.documents.bounded_zip import Limits, parse_xml, unpack
from generator.errors import ParseError


def test_members_keep_their_order() -> None:
    assert list(unpack(packed({"z.xml": b"<z/>", "a.bin": b"1"})).items()) == [("z.xml", b"<z/>"), ("a.bin", b"1")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a readable Office file"),
        (b"PK\x03\x04 and then nothing", "not a readable Office file"),
        (packed({"a.xml": b"<a/>"})[:-30], "not a readable Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "encrypted or old binary"),
        (packed({"a.xml": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'}), "declares a document type"),
        (packed({"_rels/.rels": b"<!DOCTYPE a><a/>"}), "declares a document type"),
        (packed({"a.xml": "<!DOCTYPE a><a/>".encode("utf-16")}), "is not UTF-8"),
    ],
    ids=["empty", "a beginning", "cut short", "old binary", "entities", "a document type", "UTF-16"],
)
def test_what_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        unpack(data, where="upload.xlsx")


def test_a_bomb_is_refused_by_its_ratio_without_inflating_it() -> None:
    with pytest.raises(ParseError, match="200-fold"):
        unpack(packed({"xl/bomb.xml": b"0" * 20_000_000}))


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.txt",
        "xl/../evil.txt",
        "xl/..",
        "./a.xml",
        "/etc/evil",
        "C:/evil",
        "xl\\evil.xml",
        "..\\evil",
        "../",
    ],
)
def test_names_that_are_paths_are_refused(name: str) -> None:
    with pytest.raises(ParseError, match="has a name that is a path"):
        unpack(packed({"a.xml": b"<a/>", name: b""}))


def test_a_name_that_readers_see_differently_is_refused() -> None:
    hidden = packed({"a.xmlZ../b": b""}).replace(b"a.xmlZ", b"a.xml\0")
    with pytest.raises(ParseError, match="has a name that is a path"):
        unpack(hidden)


def test_names_that_only_look_like_paths_are_kept() -> None:
    names = ["[Content_Types].xml", "_rels/.rels", "word/a..b.xml", "customXml/..x", "xl/Sheet 1.xml"]
    assert list(unpack(packed(dict.fromkeys(names, b"<a/>")))) == names


@pytest.mark.parametrize(
    "members",
    [
        {"xl/vbaProject.bin": b"x"},
        {"word/VBAPROJECT.BIN": b"x"},
        {"xl/vbaProjectSignatureV3.bin": b"x"},
        {"word/vbaData.xml": b"<a/>"},
        {"xl/macrosheets/sheet1.xml": b"<a/>"},
        {"[Content_Types].xml": b'<T><Default Extension="bin" ContentType="application/vnd.ms-office.vb&#97;Project"/></T>'},
        {"[Content_Types].xml": b'<a:T xmlns:a="b"><a:Override PartName="/s" ContentType="x.macrosheet+xml"/></a:T>'},
        {"[content_types].XML": b'<T><Override PartName="/w" ContentType="x.macroEnabled.main+xml"/></T>'},
    ],
)
def test_macros_are_refused_under_any_name(members: dict[str, bytes]) -> None:
    with pytest.raises(ParseError, match="the file holds macros"):
        unpack(packed(members))


def test_a_member_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(ParseError, match="inflates to more than 33,554,432 bytes"):
        unpack(packed({"xl/sheet.xml": b"0123456789abcdef" * (2 * 1024 * 1024 + 1)}), limits=Limits(ratio=10_000))


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(members=1), "2 members, more than 1"),
        (Limits(member_bytes=5), "inflates to more than 5 bytes"),
        (Limits(total_bytes=11), "inflates to more than 11 bytes"),
    ],
)
def test_each_limit_is_named(limits: Limits, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        unpack(packed({"a.bin": b"123456", "b.bin": b"123456"}), limits=limits)


def test_two_members_of_one_name_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a.xml", b"<a/>")
        with pytest.warns(UserWarning, match="Duplicate"):
            made.writestr("a.xml", b"<b/>")
    with pytest.raises(ParseError, match="same name"):
        unpack(buffer.getvalue())


def test_broken_xml_says_where() -> None:
    with pytest.raises(ParseError, match=r"xl/styles\.xml: broken XML"):
        parse_xml(b"<a><b></a>", where="xl/styles.xml")


def test_entities_are_not_expanded_when_only_the_parser_stands_in_the_way() -> None:
    root = parse_xml(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', where="a")
    assert "".join(root.itertext()).strip() in {"", "&x;"}
