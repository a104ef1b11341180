"""What a reader sees: the Swedish pages of episodes and series."""
