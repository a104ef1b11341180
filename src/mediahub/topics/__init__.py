"""A transcript in, chapters out."""
