"""The files of one Helm chart among the evidence: in folders, or with the folders in their names, as people flatten them.

`charts/shop/Chart.yaml` and `charts_shop_Chart.yaml` both have `templates` beside them: what stands before `Chart.yaml` stands
before the names of all files of the chart. https://helm.sh/docs/topics/charts/#the-chart-file-structure
"""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.parsers.document import Document
from generator.parsers.evidence_files import EvidenceFiles
from generator.parsers.late_patterns import late_re

_CHART = late_re(r"(?P<before>(?:.*[/_])?)Chart\.ya?ml")
_PART = late_re(
    r"(?P<before>(?:.*?[/_])?)(?:templates[/_].+|values[\w.-]*\.ya?ml|values\.schema\.json|Chart\.lock|requirements\.(?:yaml|lock)|"
    r"crds[/_].+|ci[/_][\w.-]+\.ya?ml)"
)
_TEMPLATE = late_re(r"templates[/_](?P<path>.+\.(?:ya?ml|tpl))")
_SUBCHART = late_re(r"(?P<parent>(?:.*[/_])?)charts[/_](?P<name>[\w.-]+?)[/_]")
CHARTS = "helm-charts"
"""What is asked of all evidence files once: where charts are."""
_LARGEST = 128 << 10
_LARGEST_IN_ALL = 4 << 20
_MOST = 400
LONGEST_PATH = 500


def chart_of(path: str) -> str | None:
    """What stands before the names of a chart's files, by its `Chart.yaml`; None where the file is none."""
    match = _CHART.fullmatch(path) if len(path) <= LONGEST_PATH else None
    return match["before"] if match else None


def is_part(document: Document) -> bool:
    """Is it a template or the values of a chart that lies among the evidence?"""
    return is_part_of_chart(document.files, document.name)


def is_part_of_chart(files: EvidenceFiles, path: str) -> bool:
    """The same of a path."""
    if len(path) > LONGEST_PATH or _PART.fullmatch(path) is None:
        return False
    known = files.once(CHARTS, "", lambda: _charts(files))
    return any(path.startswith(before) and _belongs(path[len(before) :]) for before in known)


def _belongs(rest: str) -> bool:
    match = _PART.fullmatch(rest)
    return match is not None and not match["before"]


def _charts(files: EvidenceFiles) -> frozenset[str]:
    return frozenset(before for path in files.paths if (before := chart_of(path)) is not None)


@dataclass(frozen=True)
class ChartFiles:
    """What lies beside a `Chart.yaml`."""

    files: EvidenceFiles
    before: str

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Of all its files, those of the charts inside too."""
        return tuple(path for path in self.files.paths if path.startswith(self.before))[:_MOST]

    def text(self, name: str) -> str | None:
        """One of its files; None where there is none."""
        path = f"{self.before}{name}"
        content = self.files.content(path, _LARGEST) if path in self.paths else None
        return content.decode(errors="replace") if content is not None else None

    def templates(self) -> Iterator[tuple[str, str]]:
        """(name, text) of the chart's own templates and helpers, in the order of their names."""
        size = 0
        for path in self.paths:
            match = _TEMPLATE.fullmatch(path[len(self.before) :])
            content = self.files.content(path, _LARGEST) if match else None
            if match and content is not None:
                size += len(content)
                if size > _LARGEST_IN_ALL:
                    return
                yield f"templates/{match['path']}", content.decode(errors="replace")

    def inside(self) -> Mapping[str, "ChartFiles"]:
        """The charts that lie in its folder `charts`, by the names of their folders."""
        found = {}
        for path in self.paths:
            before = chart_of(path)
            match = _SUBCHART.fullmatch(before) if before else None
            if match and match["parent"] == self.before:
                found[match["name"]] = ChartFiles(self.files, before or "")
        return found

    def companions(self, repository: str) -> "ChartFiles | None":
        """A chart that a dependency names as `file://../other`, where it lies among the evidence."""
        path = posixpath.normpath(f"{self.before}{repository.removeprefix('file://')}")
        before = f"{path}/"
        is_there = not path.startswith("..") and any(
            f"{before}{name}" in self.files.paths for name in ("Chart.yaml", "Chart.yml")
        )
        return ChartFiles(self.files, before) if is_there else None

    @property
    def parent(self) -> "ChartFiles | None":
        """The chart that it lies in."""
        match = _SUBCHART.fullmatch(self.before)
        if match is None or f"{match['parent']}Chart.yaml" not in self.files.paths:
            return None
        return ChartFiles(self.files, match["parent"])
