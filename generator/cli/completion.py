"""`atopack completion SHELL`: what a shell needs to complete commands and options.

`atopack completion bash > ~/.local/share/bash-completion/completions/atopack`; for zsh into a folder of `$fpath` as `_atopack`.
"""

import argparse

import shtab

from generator.cli.exit_codes import CLEAN
from generator.cli.grammar import parser
from generator.cli.terminal_escape import say


def run(options: argparse.Namespace) -> int:
    """Print it."""
    say(shtab.complete(parser(), shell=options.shell))
    return CLEAN
