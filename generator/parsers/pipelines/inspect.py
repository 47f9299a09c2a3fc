"""What `atopack inspect` says about a pipeline file: every stage, found or not."""

from generator.model.pipeline import PipelineSnapshot, Stage, StageFound


def row(snapshot: PipelineSnapshot) -> dict[str, object]:
    """All stages in the order of `Stage`, None where the file shows none; images and name beside them."""
    found = {each.stage: each for each in snapshot.stages}
    return {
        "system": snapshot.system,
        "name": snapshot.name,
        "stages": {stage.value: _cell(found.get(stage)) for stage in Stage},
        "images": list(snapshot.images),
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
