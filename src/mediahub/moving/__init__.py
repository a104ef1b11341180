"""Moving in: a podcast that lives elsewhere brought into a workspace, with all it has promised."""
