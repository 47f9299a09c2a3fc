"""What a shape may represent, in the words that stand at the shape and at the workload."""

import pytest

from generator.model.flow_finding import Suggestion


@pytest.mark.parametrize(
    ("workload", "label", "probable", "of_shape", "of_workload"),
    [
        ("shop/Deployment/proxy", "gRPC-gateway", True, "probably `proxy`, 0.6", "probably “gRPC-gateway”, 0.6"),
        ("external/Bank", "", False, "possibly `Bank`, 0.6", "possibly “n1”, 0.6"),
    ],
)
def test_both_ends_are_named_with_how_likely_it_is(
    workload: str, label: str, probable: bool, of_shape: str, of_workload: str
) -> None:
    suggestion = Suggestion(id="n1", label=label, workload=workload, score=62, why="its port", probable=probable)
    assert (suggestion.workload_words, suggestion.shape_words) == (of_shape, of_workload)
