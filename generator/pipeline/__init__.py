"""From a workspace to a published package: one function a stage, and the only folder that knows their order."""
