"""The workbench: a page for every decision that people write into files, on this machine only (`atopack review`).

A page is a pure view of the assessed workspace; an action changes one file by `workspace.yaml_writer` or as Markdown. The
files stay the truth: nothing is kept here but who is at the keyboard and the last assessment.
"""
