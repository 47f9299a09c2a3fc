"""A link between the commit and the running digest of an image is broken.

Subjects are the links of every image that runs (`chain_verdicts`); left out are those that hold by construction (inventory,
plan) and the question whether the digest is known that runs, which `running-digest-unknown` asks.
"""

from generator.checks.base import Check, CheckContext, Judgment, judged, not_collected
from generator.checks.images.chain_verdicts import judged_chains
from generator.checks.images.scan_coverage import no_image
from generator.checks.mapping import mapped
from generator.checks.populations import images
from generator.model.posture import PostureRequirement

_REQUIREMENT = PostureRequirement(
    id="chain-link-broken",
    area="Build pipeline",
    title="Evidence leads from the commit to what runs",
    problem="Broken link from commit to running image",
    asks="Does the evidence lead from the commit over pipeline, registry and admission to the very digest that runs?",
    rationale="One broken link is enough for something to run that was not built, scanned or approved as the package says.",
    fix="Correct the link that the report names: sign, attest, scan or deploy the very digest that was built.",
    reference="the report names the source of each link beside it (report/chains.html)",
    controls=mapped(fedramp="CA-2 CM-2 CM-3 CM-8 SI-3 SI-7"),
    subjects=("link of an image", "links of images"),
)


def _judge(context: CheckContext) -> Judgment:
    running = {image.asset_id for image in context.facts.running_images}
    if not running:
        return no_image(context)
    subjects = [
        each.subject
        for chain in judged_chains(context)
        if chain.asset_id in running
        for each in chain.links
        if each.subject is not None and each.link.id != "running"
    ]
    return judged(subjects) if subjects else not_collected("the links from commit to running image")


CHECK = Check(requirement=_REQUIREMENT, judge=_judge, population=images)
