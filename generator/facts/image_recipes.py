"""Dockerfiles of the images in the inventory, by what says that an image is built from one.

A person says it (`target` of the file), or the Compose file that builds the image names it
(https://docs.docker.com/reference/compose-file/build/, `context` and `dockerfile`). The name of its folder or file alone is a
guess, which is kept apart: who rests on it has to say so.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from generator.model.facts import ImageAsset, SystemFacts
from generator.model.images import parse_reference
from generator.model.pipeline import PipelineSnapshot
from generator.model.settings.builds import ImageBuild

NAMED_BY_PERSON = "named in system.yaml or its sidecar"
NAMED_BY_COMPOSE = "named by the Compose file that builds it"
_BY_NAME = "by the name of its file or folder"
DECLARED = frozenset({NAMED_BY_PERSON, NAMED_BY_COMPOSE})
"""Ways of joining that are more than a guess."""


class ImageRecipes(msgspec.Struct, frozen=True):
    """The collected Dockerfiles, ready to be asked for those of an image."""

    pipelines: Sequence[PipelineSnapshot]
    alike: tuple[str, ...]
    """The last parts of the names of all images."""
    composed: Mapping[str, frozenset[str]]
    """By asset id, the paths of Dockerfiles that Compose files name and that one collected file answers to."""

    @classmethod
    def of(cls, facts: SystemFacts) -> "ImageRecipes":
        """Of all images in the inventory."""
        alike = tuple(image.name.rpartition("/")[2] for image in facts.inventory)
        return cls(facts.pipelines, alike, _composed(facts))

    def of_image(self, image: ImageAsset) -> tuple[tuple[PipelineSnapshot, str], ...]:
        """Its Dockerfiles, each with how it is joined: what a person or its Compose file says, else the name of folder or file
        where no other image is alike. A person who names a tag says nothing of another one.
        """
        last = image.name.rpartition("/")[2]
        alone = self.alike.count(last) == 1
        composed = self.composed.get(image.asset_id, frozenset())
        recipes = []
        for pipeline in self.pipelines:
            if pipeline.recipe is None:
                continue
            path = pipeline.evidence.path
            target = parse_reference(pipeline.evidence.target) if pipeline.evidence.target else None
            if target is not None:
                if target.name == image.name and target.tag in (None, image.version):
                    recipes.append((pipeline, NAMED_BY_PERSON))
            elif path in composed:
                recipes.append((pipeline, NAMED_BY_COMPOSE))
            elif not composed and alone and last in _names(path):
                recipes.append((pipeline, _BY_NAME))
        return tuple(recipes)


def _composed(facts: SystemFacts) -> Mapping[str, frozenset[str]]:
    """A stage that is not the last makes another image than the Dockerfile was read for, so that it joins nothing."""
    builds = {each.key: each for view in facts.configurations for each in view.of(ImageBuild) if each.says.dockerfile}
    recipes = {each.evidence.path: each.recipe for each in facts.pipelines if each.recipe is not None}
    joined: dict[str, set[str]] = defaultdict(set)
    for workload in facts.workloads:
        build = builds.get(workload.key)
        if build is None:
            continue
        same_folder = f"{build.source.path.rpartition('/')[0]}/{build.says.dockerfile}"
        ends = f"/{build.says.dockerfile}"
        named = (
            [same_folder]
            if same_folder in recipes
            else [path for path in recipes if "/" in ends[1:] and f"/{path}".endswith(ends)]
        )
        whole = len(named) == 1 and build.says.target not in recipes[named[0]].targets
        for container in workload.containers:
            reference = parse_reference(container.image)
            if whole and reference is not None:
                joined[reference.asset_id].add(named[0])
    return {asset_id: frozenset(paths) for asset_id, paths in joined.items()}


def _names(path: str) -> set[str]:
    """`…/tracking-api/Dockerfile`, `tracking-api.Dockerfile` and `Dockerfile.tracking-api` are of `tracking-api`."""
    *folders, file = path.split("/")
    stem = file.lower()
    return {
        *(folders[-1:] if stem in {"dockerfile", "containerfile"} else ()),
        *(stem.removesuffix(end) for end in (".dockerfile", ".containerfile") if stem.endswith(end)),
        *(stem.removeprefix(start) for start in ("dockerfile.", "containerfile.") if stem.startswith(start)),
    }
