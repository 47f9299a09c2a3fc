"""What `atopack inspect` says about a flow log."""

from generator.model.flow_log import FlowLogSnapshot


def row(snapshot: FlowLogSnapshot) -> dict[str, object]:
    """The window, and where the entries are."""
    return {
        "tool": snapshot.tool,
        "from": snapshot.start.isoformat() if snapshot.start else None,
        "to": snapshot.taken.isoformat() if snapshot.taken else None,
        "entries": snapshot.entries,
        "flows": len(snapshot.flows),
        "left_out": dict(snapshot.left_out),
    }
