"""What `atopack inspect` says about a pipeline file: every stage, found or not."""

from generator.model.pipeline import ImageRecipe, PipelineSnapshot, Stage, StageFound


def row(snapshot: PipelineSnapshot) -> dict[str, object]:
    """All stages in the order of `Stage`, None where the file shows none; for a Dockerfile what its image is made of."""
    if snapshot.recipe is not None:
        return {"system": snapshot.system, "name": snapshot.name, **_recipe(snapshot.recipe)}
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
