"""What people say that images do, by the workloads that run them."""

from replacing import replace

from generator.model.asset import AssetNote, AssetNotes, NoteKey
from generator.pipeline.comparison import purposes_of
from tests.checks.cluster_evidence import facts
from tests.checks.manifests import deployment


def test_a_workload_of_several_images_does_what_each_of_them_does() -> None:
    made = facts(deployment({"name": "web", "image": "a/web:1"}, {"name": "proxy", "image": "a/proxy:1"}, name="web"))
    stated = {"a/web:1": "Answers queries", "a/proxy:1": "Ends TLS"}
    images = tuple(
        replace(image, notes=AssetNotes(notes=(AssetNote(key=NoteKey.FUNCTION, value=stated[image.asset_id], by="d"),)))
        for image in made.images
    )
    assert purposes_of(replace(made, images=images)) == {"shop/Deployment/web": ("Answers queries", "Ends TLS")}
    assert purposes_of(made) == {}
