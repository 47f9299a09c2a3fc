"""Every document and page of a package has the name, the place and the title by which people and files know it."""

import approved_results
import approved_texts
import pytest

from generator.renderers.registry import RENDERERS
from generator.renderers.report.pages import PAGES


def test_documents_and_pages_are_called_as_they_were(request: pytest.FixtureRequest) -> None:
    lines = [f"{each.name} | {each.path} | {each.title} | {each.template or 'no template'}" for each in RENDERERS]
    lines += [f"report page {page.file} | {page.title}" for page in PAGES]
    assert len(lines) == len(set(lines))
    approved_texts.compare(request.path, request.node.name, lines, approved_results.FOLDER)
