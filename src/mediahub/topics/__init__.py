"""Where does the talk go on to something else, and what is each part about?"""

from mediahub.topics.chapters import find_chapters
from mediahub.topics.settings import ChapterSettings

__all__ = ["ChapterSettings", "find_chapters"]
