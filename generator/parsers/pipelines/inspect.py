"""What `atopack inspect` says about a pipeline file: every stage, found or not."""

from generator.model.pipeline import DetectedStage, HardeningManifest, ImageRecipe, PipelineSnapshot, PipelineStage


def row(snapshot: PipelineSnapshot) -> dict[str, object]:
    """All stages in the order of `PipelineStage`, None where the file shows none; for a Dockerfile or a hardening manifest
    what its image is made of.
    """
    if snapshot.recipe is not None:
        return {"system": snapshot.system, "name": snapshot.name, **_recipe(snapshot.recipe)}
    if snapshot.manifest is not None:
        return {"system": snapshot.system, "name": snapshot.name, **_manifest(snapshot.manifest)}
    stages = {each.stage: each for each in snapshot.stages}
    return {
        "system": snapshot.system,
        "name": snapshot.name,
        "stages": {stage.value: _cell(stages.get(stage)) for stage in PipelineStage},
        "images": list(snapshot.images),
    }


def _recipe(recipe: ImageRecipe) -> dict[str, object]:
    return {
        "final_base": recipe.final_base,
        "registry": recipe.registry,
        "pinned": recipe.pinned,
        "digest": recipe.digest,
        "user": recipe.user,
        "root": recipe.root,
        "because": recipe.because,
        "where": recipe.base_source.place,
        "base_images": list(recipe.base_images),
    }


def _manifest(manifest: HardeningManifest) -> dict[str, object]:
    return {
        "image": manifest.image,
        "tags": list(manifest.tags),
        "base": manifest.base,
        "vendor": manifest.vendor,
        "missing": list(manifest.missing),
        "resources": manifest.resources,
        "unchecked": list(manifest.unchecked),
        "where": manifest.source.place,
    }


def _cell(stage: DetectedStage | None) -> dict[str, object] | None:
    if stage is None:
        return None
    return {
        "tool": stage.tool,
        "gating": stage.gating.value,
        "visible": stage.visible,
        "where": stage.where,
        "because": stage.because,
    }
