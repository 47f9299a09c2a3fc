"""Every document that can be written into a template of a person's: what it is called in system.yaml and what it is filled by.

A Word template with placeholders is ours, edited: cover, header, footer, styles and any text around them are the person's. One
without is an official form. A workbook has no placeholders: its sheets and column headings are what is looked for.
"""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from generator.deliverables.month_summary import PLACEHOLDERS as SUMMARY
from generator.deliverables.month_summary import TEMPLATE as SUMMARY_KEY
from generator.deliverables.month_summary import TITLE as SUMMARY_TITLE
from generator.deliverables.month_summary import summary_into
from generator.deliverables.srtm_xlsx import FORMS, filled_form
from generator.oscal.package import AuthorizationPackage
from generator.renderers.appendix_a.own import PLACEHOLDERS as APPENDIX_A
from generator.renderers.appendix_q.docx import PLACEHOLDERS as APPENDIX_Q
from generator.renderers.base import RenderedDocument
from generator.renderers.registry import RENDERERS
from generator.renderers.ssp.own import PLACEHOLDERS as SSP


class Fillable(msgspec.Struct, frozen=True, kw_only=True):
    """One document."""

    key: str
    """Under `templates:` in system.yaml."""
    title: str
    suffix: str
    """`.docx` or `.xlsx`."""
    fill: Callable[[AuthorizationPackage, bytes], RenderedDocument]
    applies: Callable[[AuthorizationPackage], bool]
    placeholders: Mapping[str, str] = msgspec.field(default_factory=dict)
    """Name to what stands there; empty where a template has none."""
    official: bool = True
    """Whether there is an official form of it, which has no placeholders."""

    @property
    def own(self) -> str:
        """Our template, below the data folder `templates`."""
        return f"{self.suffix.removeprefix('.')}/{self.key}{self.suffix}"


_PLACEHOLDERS: Mapping[str, Mapping[str, str]] = {"ssp": SSP, "appendix-a": APPENDIX_A, "appendix-q": APPENDIX_Q}
"""Of the documents among the renderers."""


def fillable() -> Iterator[Fillable]:
    """All of them, in the order of the package; the deliveries' come last."""
    for renderer in RENDERERS:
        if renderer.template is not None:
            yield Fillable(
                key=renderer.template,
                title=renderer.title,
                suffix=renderer.path[renderer.path.rindex(".") :],
                fill=renderer.render,
                applies=renderer.applies,
                placeholders=_PLACEHOLDERS.get(renderer.template, {}),
            )
    for key, (_, title) in FORMS.items():
        yield Fillable(key=key, title=title, suffix=".xlsx", fill=filled_form(key), applies=lambda _: True)
    yield Fillable(
        key=SUMMARY_KEY,
        title=SUMMARY_TITLE,
        suffix=".docx",
        fill=summary_into,
        applies=lambda _: True,
        placeholders=SUMMARY,
        official=False,
    )
