"""Moving: where decisions about speakers and segments stand when the words around them change."""

from dataclasses import replace

from mediahub.edits.anchors import CONTEXT, best_place, stretch
from mediahub.edits.entries import AttributeWords, Border, Entry, NameSpeaker, NotSpeaker
from mediahub.edits.fits import Anchor, Fit, with_fits
from mediahub.edits.pairing import Partners
from mediahub.edits.replaying import BASE, Replay
from mediahub.edits.standing import is_at_home, on_wording
from mediahub.transcript.span import Span
from mediahub.transcript.values import spoken

FIRST_WORDS = 8
"""So many words of a turn anchor the naming of its speaker."""


class Moving:
    """Two edited texts of one recording, and where the words of the earlier are in the later."""

    def __init__(
        self, before: Replay, old_wording: str, after: Replay, partners: Partners, wording: str
    ) -> None:
        self._old_wording, self._wording = old_wording, wording
        self._before, self._after = before.rewording.wording, after.rewording.wording
        stands = {tag: at for at, tag in enumerate(after.tags)}
        self._places: list[int | None] = []
        for tag, partner in zip(before.tags, partners.places, strict=True):
            at = stands.get(tag) if tag[0] >= 0 else None
            if at is None and partner is not None:
                at = stands.get((BASE, partner[0]))
            self._places.append(at)

    def moved(self, entry: Entry) -> Entry:
        """An entry about a speaker with its place in the later text, if it had one in the earlier.

        Others are left as they are.
        """
        if isinstance(entry, Border):
            return self._border(entry)
        if not isinstance(entry, NameSpeaker | AttributeWords | NotSpeaker):
            return entry
        if is_at_home(entry, self._wording):
            return entry
        anchored = on_wording(entry, self._old_wording)
        assert isinstance(anchored, NameSpeaker | AttributeWords | NotSpeaker)  # noqa: S101
        found = self._range(anchored)
        if found is None:
            return entry
        voice = None
        if isinstance(anchored, NameSpeaker | AttributeWords) and anchored.voice is not None:
            voice = self._voice(anchored.voice)
        words = self._after.words[found.start : found.stop]
        shown = tuple(word.text for word in words)
        attributed = isinstance(entry, AttributeWords)
        fit = Fit(
            (),
            "settled" if shown[: len(anchored.words)] == anchored.words else "moved",
            spoken(words),
            shown if attributed else shown[:FIRST_WORDS],
            self._texts(found.start - CONTEXT, found.start) if attributed else (),
            self._texts(found.stop, found.stop + CONTEXT) if attributed else (),
            voice,
        )
        return replace(entry, fits=with_fits(entry.fits, self._wording, (fit,)))

    def _border(self, entry: Border) -> Border:
        anchored = on_wording(entry, self._old_wording)
        if is_at_home(entry, self._wording) or anchored is None:
            return entry
        start = anchored.span.start_ms
        place = best_place(self._before, start, (), anchored.left, anchored.right)
        if place is None or not 0 < place.first < len(self._places):
            return entry
        before, after = self._places[place.first - 1], self._places[place.first]
        at = after if after is not None else None if before is None else before + 1
        if at is None or not 0 < at < len(self._after.words):
            return entry
        end = self._after.words[at - 1].span.end_ms
        begin = self._after.words[at].span.start_ms
        fit = Fit(
            (),
            "moved",
            Span(min(end, begin), begin),
            (),
            self._texts(at - CONTEXT, at),
            self._texts(at, at + CONTEXT),
        )
        return replace(entry, fits=with_fits(entry.fits, self._wording, (fit,)))

    def _range(self, entry: NameSpeaker | AttributeWords | NotSpeaker) -> range | None:
        held: range | None = None
        if isinstance(entry, AttributeWords) and entry.words:
            place = best_place(
                self._before, entry.span.start_ms, entry.words, entry.left, entry.right
            )
            held = range(place.first, place.end) if place is not None else None
        if held is None and entry.words:
            held = stretch(self._before, entry.span, entry.words)
        return self._later(held) if held is not None else None

    def _later(self, held: range) -> range | None:
        """Where in the later text the words of a range of the earlier one stand."""
        found = [at for index in held if (at := self._places[index]) is not None]
        return range(min(found), max(found) + 1) if found else None

    def _voice(self, anchor: Anchor) -> Anchor:
        span, words = anchor
        held = stretch(self._before, span, words)
        found = self._later(held) if held is not None else None
        if found is None:
            return anchor
        later = self._after.words[found.start : found.stop]
        return spoken(later), tuple(word.text for word in later[:FIRST_WORDS])

    def _texts(self, first: int, end: int) -> tuple[str, ...]:
        return tuple(word.text for word in self._after.words[max(0, first) : end])
