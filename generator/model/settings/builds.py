"""Images that are built where they are started."""

from generator.model.settings.base import Settings


class ImageBuild(Settings, frozen=True, kw_only=True):
    """A Compose service with `build` (https://docs.docker.com/reference/compose-file/build/): the name of its image need not be
    that of an image in a registry.
    """

    dockerfile: str = ""
    """The path of its Dockerfile from the folder of the Compose file, or from one above it where `context` leaves that folder;
    empty where the file does not say it: a build in place, an address, a variable."""
    target: str = ""
    """The stage that it builds, lower case; empty: the last."""
    named: bool = False
    """It has `image` as well: the name to push the result by, or to pull instead."""
