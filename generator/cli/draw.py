"""`atopack diagrams draw`: pictures of a cluster, without a workspace."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from msgspec.structs import replace

from generator.cli.json_output import gap_row, say_rows
from generator.cli.terminal import as_of
from generator.cli.terminal_escape import say
from generator.drawing.picture import DrawnPictures, draw
from generator.drawing.subject import DrawingSubject
from generator.errors import ConfigError
from generator.graph.comparison import compare_whole
from generator.graph.flows import flow_graph
from generator.pipeline.loose_files import read_cluster, read_decisions, read_diagram
from generator.pipeline.pictures import picture_files
from generator.workspace.system_yaml import read as read_system

CLEAN = 0


def run(options: argparse.Namespace) -> int:
    """Draw a cluster, beside a diagram where one is named, and print which files were written."""
    cluster = read_cluster(options.cluster)
    drawings = (read_diagram(options.diagram),) if options.diagram else ()
    graph = flow_graph(cluster.context)
    comparison = compare_whole(
        drawings,
        cluster.context.workloads,
        graph,
        read_decisions(options.mapping),
        not_started=cluster.context.not_started,
    )
    system = read_system("", folder=options.name)
    drawn = draw(
        DrawingSubject(
            system=replace(system, name=options.name),
            as_of=as_of(options),
            workloads=cluster.context.workloads,
            comparison=comparison,
            flows=graph,
            diagrams=drawings,
        )
    )
    if options.json:
        say_rows({"kind": "picture", "path": str(path)} for path in written(drawn, options.output))
        say_rows(
            {"kind": "not-read", "path": each.path, "reason": each.why, "next_step": each.next_step}
            for each in cluster.not_read
        )
        say_rows(gap_row(gap) for gap in drawn.gaps)
        return CLEAN
    for path in written(drawn, options.output):
        say(str(path))
    for each in cluster.not_read:
        say(f"not read: {each.path}: {'; '.join(filter(None, (each.why, each.next_step)))}")
    for gap in drawn.gaps:
        say(f"{gap.path}: {gap.reason}")
    return CLEAN


def written(drawn: DrawnPictures, folder: Path) -> Iterator[Path]:
    """Write the pictures and the file to edit; what a person changed is never overwritten.

    Raises:
        ConfigError: a file of that name is there and is another one.
    """
    files = {folder / Path(path).name: data for path, (data, _) in picture_files(drawn).items()}
    for path, data in files.items():
        if path.exists() and (not path.is_file() or path.read_bytes() != data):
            step = "name another folder with --output, or move it away if it is no longer needed"
            raise ConfigError("there is another file already", where=str(path), next_step=step)
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        path.write_bytes(data)
        yield path
