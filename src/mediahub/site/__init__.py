"""What belongs in public, and getting it there: a site as a value, its gate, and its targets."""
