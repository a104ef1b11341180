"""Engines: what keeps the passages, and executes an `ExpandedQuery` over them."""
