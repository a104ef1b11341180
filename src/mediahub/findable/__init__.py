"""What can be found on a page, without a server? An index as files that a browser fetches.

This door carries values alone; what makes the index (`build`) needs numpy and the lexicon.
"""

from mediahub.findable.values import FOLDER, FoundItem, TakesPart

__all__ = ["FOLDER", "FoundItem", "TakesPart"]
