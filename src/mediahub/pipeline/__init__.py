"""Stages, fingerprints, plan and run."""
