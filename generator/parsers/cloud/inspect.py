"""What `atopack inspect` says about a reply of a cloud's API."""

from collections import Counter

from generator.model.cloud import CloudSnapshot


def row(snapshot: CloudSnapshot) -> dict[str, object]:
    """Account, region, question, and what is listed."""
    return {
        "provider": snapshot.provider,
        "account": snapshot.account,
        "region": snapshot.region,
        "operation": snapshot.operation,
        "resources": dict(sorted(Counter(str(resource.kind) for resource in snapshot.resources).items())),
        "not_collected": [f"{what}: {why}" for what, why in snapshot.not_collected],
    }
