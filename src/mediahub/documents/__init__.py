"""Text by page from articles and slides."""
