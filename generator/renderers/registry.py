"""Every document, in the order they are written and listed."""

from generator.renderers.base import Renderer

RENDERERS: tuple[Renderer, ...] = ()
