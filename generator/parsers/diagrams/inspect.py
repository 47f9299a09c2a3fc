"""What `atopack inspect` says about a diagram: see the diagram rows of the README's command reference."""

from generator.model.diagram import DiagramSnapshot


def row(snapshot: DiagramSnapshot) -> dict[str, object]:
    """One JSON object: page names, then the shapes and lines of all pages, page by page."""
    return {
        "pages": [page.name for page in snapshot.pages],
        "nodes": [
            {"id": node.id, "label": node.label, "kind": node.kind.value, "parent": node.parent}
            for page in snapshot.pages
            for node in page.nodes
        ],
        "edges": [
            {"source": edge.source_id, "target": edge.target_id, "label": edge.label, "ports": list(edge.ports)}
            for page in snapshot.pages
            for edge in page.edges
        ],
        "notes": [note for page in snapshot.pages for note in (*page.notes, *page.unread)],
    }
