"""A package is the same whether its documents are written or kept, and only what changed is written."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path

import msgspec
import pytest
from fewer_documents import only_documents

from generator import Workspace, build
from generator.documents import kept_entries
from generator.documents.kept_entries import KeptEntries, key_of
from generator.drawing.subject import DrawingSubject
from generator.oscal.faults import DocumentFault
from generator.pipeline import pictures
from generator.pipeline.compose import package_of
from generator.pipeline.kept_documents import kept_or_made
from generator.pipeline.stages import tracked
from generator.renderers.base import SplitRenderer
from generator.renderers.registry import RENDERERS
from generator.seal.manifest import SUMS

SAMPLE = Path(__file__).parents[2] / "samples" / "parcel-tracker"
DAY = date(2026, 11, 20)
CHANGED = "evidence/scans/2026-11/trivy-search.json"


class FirstBuild(msgspec.Struct, frozen=True, kw_only=True):
    """A package of the sample that was made with an empty cache."""

    sums: Mapping[str, str]
    kinds: Sequence[str]
    """Of what was kept."""
    cache: Path


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> FirstBuild:
    folder = tmp_path_factory.mktemp("first")
    with pytest.MonkeyPatch.context() as patch:
        kinds = _noting(patch)
        return FirstBuild(sums=sums(SAMPLE, folder / "out", folder / "cache"), kinds=kinds, cache=folder / "cache")


@pytest.fixture
def put(first: FirstBuild, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The kinds of what was made and kept since the first build, one after the other."""
    return _noting(monkeypatch)


def _noting(patch: pytest.MonkeyPatch) -> list[str]:
    kinds: list[str] = []
    really = KeptEntries.put

    def noted(entries: KeptEntries, key: str, body: bytes) -> None:
        kinds.append(entries._folder.name if entries._folder is not None else "")
        really(entries, key, body)

    patch.setattr(KeptEntries, "put", noted)
    return kinds


def sums(root: Path, output: Path, cache: Path | None) -> Mapping[str, str]:
    """SHA-256 of every file of the package, by path."""
    folder = build(Workspace.open(root), output, DAY, evidence_cache=cache).folder
    rows = (line.split("  ", 1) for line in (folder / SUMS).read_text().splitlines())
    return {path: digest for digest, path in rows}


@pytest.mark.long
def test_written_and_kept_are_the_same_and_what_changed_is_written(tmp_path: Path, first: FirstBuild, put: list[str]) -> None:
    root, cache = tmp_path / "system", tmp_path / "cache"
    shutil.copytree(SAMPLE, root)
    shutil.copytree(first.cache, cache)
    assert {"documents", "evidence", "pictures", "validated"} <= {*first.kinds}
    assert sums(root, tmp_path / "again", cache) == first.sums
    assert put == []
    (root / CHANGED).write_text((root / CHANGED).read_text().replace('"HIGH"', '"LOW"', 1))
    changed = sums(root, tmp_path / "changed", cache)
    assert "pictures" not in put  # no workload changed
    damage(cache)
    assert sums(root, tmp_path / "damaged", cache) == changed == sums(root, tmp_path / "plain", None)
    assert changed != first.sums


def damage(cache: Path) -> None:
    """Every other entry is cut, the rest have a bit that is another."""
    for number, path in enumerate(sorted(path for path in cache.rglob("*") if path.is_file())):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] if number % 2 else data[:-1] + bytes([data[-1] ^ 1]))


def test_other_sources_make_all_again(
    tmp_path: Path, first: FirstBuild, put: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = shutil.copytree(first.cache, tmp_path / "cache")
    monkeypatch.setattr(kept_entries, "sources_digest", lambda: b"other sources")
    assert sums(SAMPLE, tmp_path / "again", cache) == first.sums
    assert sorted(put) == sorted(first.kinds)


def test_an_entry_of_another_form_is_made_again(tmp_path: Path) -> None:
    entries, key = KeptEntries(tmp_path, "documents"), key_of(b"one")
    entries.put(key, msgspec.msgpack.encode({"some": "thing"}))
    faults = (DocumentFault(document="a", place="", rule="r", message="m"),)
    assert kept_or_made(entries, lambda: key, tuple[DocumentFault, ...], lambda: faults) == faults
    calls: Sequence[int] = []
    assert kept_or_made(entries, lambda: key, tuple[DocumentFault, ...], lambda: (*faults, *calls)) == faults  # type: ignore[arg-type]


def test_renderers_with_rows_apart() -> None:
    names = {renderer.name for renderer in RENDERERS if isinstance(renderer, SplitRenderer)}
    assert names == {"appendix-a-docx", "appendix-q-docx", "readiness-docx", "ssp-docx"}


def untold(value: object, seen: set[int]) -> Iterator[str]:
    """What of a value its `repr` would not tell."""
    if id(value) in seen or isinstance(value, str | bytes | int | float | date | Enum | None):
        return
    seen.add(id(value))
    if is_dataclass(value):
        yield from (f"{type(value).__name__}.{field.name}" for field in fields(value) if not field.repr)
    parts = parts_of(value)
    if parts is None:
        yield type(value).__name__
    for part in parts or ():
        yield from untold(part, seen)


def parts_of(value: object) -> Sequence[object] | None:
    """Of a record or a collection; None of what is neither."""
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if isinstance(value, msgspec.Struct):
        return [getattr(value, name) for name in value.__struct_fields__]
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    return [*value] if isinstance(value, tuple | list | frozenset | set) else None


def test_the_repr_of_what_is_written_and_drawn_tells_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    subjects: list[DrawingSubject] = []
    really = pictures.draw
    monkeypatch.setattr(pictures, "draw", lambda subject, before: subjects.append(subject) or really(subject, before))
    package = package_of(tracked(Workspace.open(SAMPLE), DAY, lambda *_: None))
    views = [renderer.view(package) for renderer in RENDERERS if isinstance(renderer, SplitRenderer)]
    assert len(subjects) == 1
    assert len(views) == 4
    assert list(untold((views, subjects), set())) == []


def test_without_a_folder_nothing_is_read_for_a_key() -> None:
    def key() -> str:
        raise AssertionError("a key was worked out")

    assert kept_or_made(KeptEntries(None, "documents"), key, tuple[int, ...], lambda: (1, 2)) == (1, 2)


def test_a_build_without_a_cache_reads_none_of_our_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def digest() -> bytes:
        raise AssertionError("the sources were read")

    monkeypatch.setattr(kept_entries, "sources_digest", digest)
    with only_documents("ssp/Appendix-Q-Cryptographic-Modules.docx", "report/index.html"):  # one with rows apart, one without
        assert sums(SAMPLE, tmp_path / "package", None)
