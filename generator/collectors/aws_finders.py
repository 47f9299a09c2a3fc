"""What later calls ask about, found in the replies of earlier ones."""

from collections.abc import Iterator, Sequence
from typing import Any

from generator.collectors.aws_call import CallSubject, Finder, Parameters, Reply


def each(slot: str, key: str, entry: str = "", parameter: str = "") -> Finder:
    """Every entry of the list `key`, or its member `entry`, as the parameter of that name."""

    def found(parameters: Parameters, reply: Reply) -> Iterator[CallSubject]:
        above = {name: value for name, value in parameters.items() if name == "clusterName"}
        for entry_value in reply.get(key) or ():
            yield CallSubject(slot=slot, parameters={**above, parameter or entry: entry_value[entry] if entry else entry_value})

    return found


def batches(slot: str, key: str, parameter: str, size: int, entry: str = "", **fixed: object) -> Finder:
    """The entries of a list, so many at a time, since the call takes several."""

    def found(parameters: Parameters, reply: Reply) -> Iterator[CallSubject]:
        above = {name: value for name, value in parameters.items() if name == "cluster"}
        names: Sequence[Any] = [entry_value[entry] if entry else entry_value for entry_value in reply.get(key) or ()]
        for start in range(0, len(names), size):
            yield CallSubject(slot=slot, parameters={**above, **fixed, parameter: names[start : start + size]})

    return found


def several(*finders: Finder) -> Finder:
    """What each of them finds."""

    def found(parameters: Parameters, reply: Reply) -> Iterator[CallSubject]:
        for finder in finders:
            yield from finder(parameters, reply)

    return found


def images(parameters: Parameters, reply: Reply) -> Iterator[CallSubject]:
    """An image by its digest: a tag may move between two questions."""
    for detail in reply.get("imageDetails") or ():
        pushed = detail.get("imagePushedAt")
        yield CallSubject(
            slot="image",
            parameters={"repositoryName": parameters["repositoryName"], "imageId": {"imageDigest": detail["imageDigest"]}},
            rank=pushed.isoformat() if pushed else "",
            name=f"{detail.get('registryId', '')}/{parameters['repositoryName']}@{detail['imageDigest']}",
        )


def policies(_parameters: Parameters, reply: Reply) -> Iterator[CallSubject]:
    """TLS policies that listeners use."""
    for listener in reply.get("Listeners") or ():
        if listener.get("SslPolicy"):
            yield CallSubject(slot="tls policy", parameters={"Names": [listener["SslPolicy"]]})
