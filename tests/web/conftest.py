"""Workspaces as for the pipeline."""

from tests.pipeline.conftest import Place, bare, empty

__all__ = ["Place", "bare", "empty"]
