"""Who speaks, from what is said: names given to the voices of a conversation by its own words."""

from mediahub.identify.identify import identify
from mediahub.identify.values import Candidate, Evidence, Identity

__all__ = ["Candidate", "Evidence", "Identity", "identify"]
