"""What `atopack inspect` says about a pipeline file: every stage, found or not."""

from generator.model.pipeline import HardeningManifest, ImageRecipe, PipelineSnapshot, Stage, StageFound


def row(snapshot: PipelineSnapshot) -> dict[str, object]:
    """All stages in the order of `Stage`, None where the file shows none; for a Dockerfile or a hardening manifest what its
    image is made of.
    """
    if snapshot.recipe is not None:
        return {"system": snapshot.system, "name": snapshot.name, **_recipe(snapshot.recipe)}
    if snapshot.manifest is not None:
        return {"system": snapshot.system, "name": snapshot.name, **_manifest(snapshot.manifest)}
    found = {each.stage: each for each in snapshot.stages}
    return {
        "system": snapshot.system,
        "name": snapshot.name,
        "stages": {stage.value: _cell(found.get(stage)) for stage in Stage},
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


def _cell(found: StageFound | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "tool": found.tool,
        "gating": found.gating.value,
        "visible": found.visible,
        "where": found.where,
        "because": found.because,
    }
