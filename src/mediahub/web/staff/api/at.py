"""By whom the API is asked, and of which workspace."""

from collections.abc import Callable
from dataclasses import dataclass

from mediahub.catalog import Item
from mediahub.errors import SettingsError
from mediahub.notices import Words
from mediahub.transcript import Transcript
from mediahub.web.staff.accounts import User
from mediahub.web.staff.api.problems import ProblemError, not_for
from mediahub.web.staff.place import Place, item_address
from mediahub.web.staff.tokens import Action


@dataclass(frozen=True, slots=True)
class At:
    """The workspace, who asks, and the address that the site is asked at, such as http://h:1.

    `version` is what If-Match says, "" where it is not asked for.
    """

    place: Place
    user: User
    base: str
    version: str = ""
    last_event: str = ""
    """What Last-Event-ID says: where whoever follows something was."""
    allows: Callable[[Action], bool] = lambda _: True
    """Whether the token may do something, as it and its owner are at this moment."""
    action: Action = "items:read"
    """What it asks to do."""

    def may_still(self) -> bool:
        """Whether who began to ask may go on, to this moment."""
        return self.allows(self.action)

    def require(self, action: Action) -> None:
        """Raise ProblemError (403) unless the token is for this, too."""
        if not self.allows(action):
            raise not_for(action)

    def item(self, item_id: str) -> Item:
        """The item of just this id. Raises ProblemError (404) for none."""
        try:
            return self.place.library.item(item_id)
        except SettingsError:
            raise ProblemError(
                404,
                Words(f"There is no item {item_id!r}.", f"Det finns inget avsnitt {item_id!r}."),
            ) from None

    def transcript(self, item: Item) -> Transcript:
        """What is said in the item. Raises ProblemError (404) where there is no transcript."""
        made = self.place.root / "transcripts" / item.id / "transcript.json"
        if item.written or not made.is_file():
            raise ProblemError(
                404,
                Words(f"{item.id} has no transcript.", f"{item.id} har ingen avskrift."),
            )
        return self.place.library.transcript(item.id)

    def late(self, item_id: str) -> str:
        """What readers do not have yet of what was changed of an item, and why; "" where they do.

        In English, as all that is told by the API.
        """
        return self.place.follower.late(item_id)

    def address(self, item_id: str, at_ms: int | None = None) -> str:
        """Where an item's page is, at a moment of it."""
        return self.base + item_address(item_id, at_ms)
