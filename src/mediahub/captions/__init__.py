"""What people wrote as captions, and what is shown: cues, VTT, SRT, text and HTML."""
