"""What later calls ask about, found in the replies of earlier ones."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.collectors.aws_call import Finder, Parameters, Reply, Subject


def each(slot: str, key: str, entry: str = "", parameter: str = "") -> Finder:
    """Every entry of the list `key`, or its member `entry`, as the parameter of that name."""

    def found(asked: Parameters, reply: Reply) -> Iterator[Subject]:
        above = {name: value for name, value in asked.items() if name == "clusterName"}
        for one in reply.get(key) or ():
            yield Subject(slot=slot, parameters={**above, parameter or entry: one[entry] if entry else one})

    return found


def batches(slot: str, key: str, parameter: str, size: int, entry: str = "", **fixed: object) -> Finder:
    """The entries of a list, so many at a time, since the call takes several."""

    def found(asked: Parameters, reply: Reply) -> Iterator[Subject]:
        above = {name: value for name, value in asked.items() if name == "cluster"}
        names: Sequence[Any] = [one[entry] if entry else one for one in reply.get(key) or ()]
        for start in range(0, len(names), size):
            yield Subject(slot=slot, parameters={**above, **fixed, parameter: names[start : start + size]})

    return found


def several(*finders: Finder) -> Finder:
    """What each of them finds."""

    def found(asked: Parameters, reply: Reply) -> Iterator[Subject]:
        for finder in finders:
            yield from finder(asked, reply)

    return found


def images(asked: Parameters, reply: Reply) -> Iterator[Subject]:
    """An image by its digest: a tag may move between two questions."""
    for one in reply.get("imageDetails") or ():
        pushed = one.get("imagePushedAt")
        yield Subject(
            slot="image",
            parameters={"repositoryName": asked["repositoryName"], "imageId": {"imageDigest": one["imageDigest"]}},
            rank=pushed.isoformat() if pushed else "",
            name=f"{one.get('registryId', '')}/{asked['repositoryName']}@{one['imageDigest']}",
        )


def policies(_asked: Parameters, reply: Reply) -> Iterator[Subject]:
    """TLS policies that listeners use."""
    for one in reply.get("Listeners") or ():
        if one.get("SslPolicy"):
            yield Subject(slot="tls policy", parameters={"Names": [one["SslPolicy"]]})
