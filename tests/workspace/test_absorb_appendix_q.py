"""Appendix Q comes back: modules that people name in Word, and the entries that say them from then on."""

import shutil
from pathlib import Path

import pytest
from lxml import etree

from generator.facts.crypto_modules import module_for, read_crypto_modules
from generator.workspace.merge_edits import Absorbed
from tests.word_editing import W, edited, elements, paragraph
from tests.workspace.returned_workbooks import back, now, shop, told

DOCUMENT = "ssp/Appendix-Q-Cryptographic-Modules.docx"
FILE = "decisions/crypto-modules.yaml"
USES = tuple(f"ingress/cluster/shop/Ingress/{name}" for name in ("a", "b", "c", "d", "e", "f", "g"))
OURS = """# Named by Lee.
- module: First Module
  vendor: 'First Corp'   # on the phone
  version: "3.0"
  used-for: [ingress/cluster/shop/Ingress/a]
# two at once
- module: Shared Module
  used-for: ["ingress/cluster/shop/Ingress/[bc]"]
"""


def _ingress(name: str) -> str:
    return f"""
- apiVersion: networking.k8s.io/v1
  kind: Ingress
  metadata: {{name: {name}, namespace: shop}}
  spec:
    tls: [{{hosts: [{name}.shop.example], secretName: t}}]
    rules:
    - host: {name}.shop.example
      http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: cart, port: {{number: 80}}}}}}}}]}}
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("modules") / "shop"
    shop(root)
    objects = root / "evidence/cluster/objects.yaml"
    objects.write_text(objects.read_text() + "".join(_ingress(use[-1]) for use in USES))
    (root / FILE).write_text(OURS)
    (root.parent / "built.docx").write_bytes(now(root, DOCUMENT) or b"")
    return root


@pytest.fixture
def root(first: Path, tmp_path: Path) -> Path:
    shutil.copytree(first.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "shop"


def controls(tree: etree._Element) -> dict[str, etree._Element]:
    """By `a, CM Vendor`: the last letter of the use, and the column."""
    return {
        alias.get(f"{W}val", ""): each
        for each in tree.iter(f"{W}sdt")
        if (alias := each.find(f"{W}sdtPr/{W}alias")) is not None
    }


def rows(tree: etree._Element) -> dict[str, str]:
    """The letter of a use to the reference of its row."""
    found = {}
    for row in tree.iter(f"{W}tr"):
        cells = ["".join(cell.itertext()).replace("\u200b", "").strip() for cell in row.iter(f"{W}tc")]
        letter = next(
            (use[-1] for use in USES if any(f"{use[-1]}.shop.example" in cell or f"shop/{use[-1]}" in cell for cell in cells)),
            "",
        )
        if letter:
            found[letter] = cells[0]
    return found


def typed(root: Path, values: dict[tuple[str, str], str], name: str = "q.docx") -> Absorbed:
    def change(tree: etree._Element) -> None:
        references = rows(tree)
        for (letter, column), text in values.items():
            texts = list(controls(tree)[f"{references[letter]}, {column}"].iter(f"{W}t"))
            texts[0].text = text
            for other in texts[1:]:
                other.text = ""

    return back(root, edited((root.parent / "built.docx").read_bytes(), change), name)


COLUMNS = ("Module Name", "CM Vendor", "CMVP #")
TYPED = {
    ("a", "Module Name"): "Renamed Module 3.0",
    ("a", "CM Vendor"): "Second Corp",
    ("a", "CMVP #"): "#4711",
    **{
        (letter, column): text
        for letter in "defg"
        for column, text in zip(COLUMNS, (f"Module {letter}", "Yes", "12"), strict=True)
    },
}


def test_what_is_named_of_modules_goes_to_their_entries(root: Path) -> None:
    merge = typed(root, TYPED)
    assert told(merge) == ""
    assert len(merge.values) == len(TYPED)
    text = (root / FILE).read_text()
    for line in ("# Named by Lee.", "# two at once", "  vendor: 'Second Corp'   # on the phone", "- module: Renamed Module"):
        assert line in text.splitlines()
    modules = read_crypto_modules(text)
    found = module_for(USES[0], modules)
    assert found is not None
    assert (found.module, found.vendor, found.certificate, found.version) == ("Renamed Module", "Second Corp", 4711, "3.0")
    for use in USES[3:]:
        found = module_for(use, modules)
        assert found is not None
        assert (found.module, found.vendor, found.certificate) == (f"Module {use[-1]}", "Yes", 12)
    (root.parent / "built.docx").write_bytes(now(root, DOCUMENT) or b"")
    again = typed(root, {}, "again.docx")
    assert (again.values, again.remarks) == ((), ())


def test_what_cannot_be_one_entry_is_told_with_its_words(root: Path) -> None:
    wrong = {
        ("a", "Module Name"): "Renamed Module 4.0",
        ("a", "CMVP #"): "pending",
        ("b", "CM Vendor"): "Only of b",
        ("d", "CM Vendor"): "Nobody's",
    }
    merge = typed(root, wrong)
    assert merge.values == ()
    assert (root / FILE).read_text() == OURS
    for text, why in (
        ("Renamed Module 4.0", "the cell holds name and version"),
        ("pending", "not the number of a certificate"),
        ("Only of b", "line 7, is for 2 uses"),
        ("Nobody's", "type the module's name as well"),
    ):
        assert any(text in line and why in line for line in told(merge).splitlines()), (text, told(merge))


def test_a_decision_that_changed_since_and_words_elsewhere(root: Path) -> None:
    (root / FILE).write_text(OURS.replace("First Corp", "Third Corp"))

    def change(tree: etree._Element) -> None:
        texts = list(controls(tree)[f"{rows(tree)['a']}, CM Vendor"].iter(f"{W}t"))
        texts[0].text = "Second Corp"
        next(tree.iter(f"{W}tbl")).addnext(elements(paragraph("Ask Lee first."))[0])

    merge = back(root, edited((root.parent / "built.docx").read_bytes(), change), "q.docx")
    (conflict,) = merge.value_conflicts
    assert (conflict.base, conflict.typed, conflict.now) == ("First Corp", "Second Corp", "Third Corp")
    assert "'Ask Lee first.'" in told(merge)


def test_a_row_that_was_deleted_and_one_typed_with_tracked_changes(root: Path) -> None:
    def change(tree: etree._Element) -> None:
        references = rows(tree)
        gone = next(
            row for row in tree.iter(f"{W}tr") if "".join(next(row.iter(f"{W}tc")).itertext()).strip() == references["e"]
        )
        gone.getparent().remove(gone)
        run = next(controls(tree)[f"{references['a']}, CM Vendor"].iter(f"{W}r"))
        markup = (
            f'<w:del xmlns:w="{W[1:-1]}" w:id="9" w:author="Kim"><w:r><w:delText>First Corp</w:delText></w:r></w:del>',
            f'<w:ins xmlns:w="{W[1:-1]}" w:id="10" w:author="Kim"><w:r><w:t>Tracked Corp</w:t></w:r></w:ins>',
        )
        for piece in reversed(markup):
            run.addnext(etree.fromstring(piece))
        run.getparent().remove(run)

    merge = back(root, edited((root.parent / "built.docx").read_bytes(), change), "q.docx")
    assert [(value.key, value.text) for value in merge.values] == [("vendor", "Tracked Corp")]
    assert "values were deleted from the file, and stay as they are said" in told(merge)
