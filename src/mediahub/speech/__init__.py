"""Audio in, Recognition and Diarisation out."""
