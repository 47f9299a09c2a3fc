"""What `atopack inspect` says about a scan: see the scan rows of the README's command reference."""

from generator.model.scan import ScanSnapshot, Severity


def row(snapshot: ScanSnapshot) -> dict[str, object]:
    """One JSON object. `results == unique + duplicates + sum(dropped)`; severities and statuses count the unique ones."""
    tally = snapshot.tally
    return {
        "results": tally.results,
        "unique": tally.unique,
        "duplicates": tally.duplicates,
        "dropped": dict(tally.dropped),
        "ids": tally.identifiers,
        "severities": {severity.value: 0 for severity in Severity} | dict(tally.severities),
        "statuses": dict(tally.statuses),
        "targets": sorted({target.name for target in snapshot.targets}),
        "assessed": snapshot.assesses_something,
    }


def findings_row(snapshot: ScanSnapshot) -> dict[str, object]:
    """What a cluster's file says beside its objects: the counts of the findings in it."""
    return {key: value for key, value in row(snapshot).items() if key != "assessed"}
