"""Where things lie in a workspace, and whose turn it is."""
