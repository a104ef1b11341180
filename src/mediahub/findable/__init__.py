"""What can be found on a page, without a server? An index as files that a browser fetches."""

from mediahub.findable.build import FOLDER, Findable, build_index, index_of
from mediahub.findable.values import FoundItem, TakesPart

__all__ = ["FOLDER", "Findable", "FoundItem", "TakesPart", "build_index", "index_of"]
