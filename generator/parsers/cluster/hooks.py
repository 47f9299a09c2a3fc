"""Helm's hooks: objects of a chart that are applied at a moment of a release's life.

Hooks of installing, upgrading, rolling back and deleting run in the cluster, so their images belong to the inventory. Those
of testing run only when a person types `helm test`: in a manifest they are counted under their kind and declare no workload.
What stands in a cluster ran, whatever its annotations say.

https://helm.sh/docs/topics/charts_hooks/
"""

from generator.parsers.cluster.objects import ObjectMetadata

_HOOK = "helm.sh/hook"
_TESTS = frozenset({"test", "test-success", "test-failure"})


def is_test(meta: ObjectMetadata) -> bool:
    """Is it declared for tests only?"""
    if meta.uid or not meta.annotations:
        return False
    events = meta.annotations.get(_HOOK)
    return isinstance(events, str) and {each.strip() for each in events.split(",")} <= _TESTS
