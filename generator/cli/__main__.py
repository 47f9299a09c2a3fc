"""`python -m generator.cli`: the same as `atopack`."""

from generator.cli.main import command

command()
