"""Compliance: what the Swedish law on accessible digital services asks of recordings.

Pure rules: who published what, and when, comes in as values.
"""
