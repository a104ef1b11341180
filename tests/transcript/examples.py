"""A small conversation that the tests of this room share."""

from mediahub.transcript import (
    Diarisation,
    ModelIdentity,
    Recognition,
    Span,
    Transcript,
    Turn,
    Word,
)
from mediahub.transcript.assemble import compose, voices_of
from mediahub.transcript.timing import spread

BASE = ModelIdentity("openai/whisper-base", "d01c30", swedish=False)
KB_SMALL = ModelIdentity("KBLab/kb-whisper-small", "9f1", swedish=True)
WESPEAKER = ModelIdentity("wespeaker/resnet34-lm", "8c3a32")

LINES = (
    (500, 2744, "A", "Hej och välkomna till Kommunpodden."),
    (3084, 8002, "A", "Jag heter Anna, och i dag ska vi prata om förebyggande socialt arbete."),
    (8557, 14850, "A", "Med mig har jag Erik Ek, som är enhetschef, och Kim från Linköping."),
    (15658, 16683, "B", "Tack så mycket."),
    (16900, 21400, "B", "Förra året var det <b>70 procent</b>, alltså R&D, t.ex. i norr."),
    (26000, 26300, "A", "Mm."),
    (26400, 30100, "C", "Vi har 14 familjer i gruppen den 3. maj, och det blir fler i höst."),
)


def said(*lines: tuple[int, int, str, str]) -> tuple[tuple[Word, ...], tuple[Turn, ...]]:
    """The words and turns of lines (start ms, end ms, speaker, text)."""
    words: list[Word] = []
    turns: list[Turn] = []
    for start, end, speaker, text in lines:
        words += spread(text.split(), Span(start, end))
        turns.append(Turn(Span(start, end), speaker))
    return tuple(words), tuple(turns)


def conversation(
    *lines: tuple[int, int, str, str],
    gaps: tuple[Span, ...] = (),
    model: ModelIdentity | None = KB_SMALL,
    duration_ms: int | None = None,
) -> tuple[Recognition, Diarisation]:
    """A recognition and diarisation of the lines."""
    words, turns = said(*lines)
    end = max((line[1] for line in lines), default=0)
    return (
        Recognition("sv", duration_ms or end + 500, words, gaps=gaps, model=model),
        Diarisation(turns, model=WESPEAKER),
    )


def assemble(recognition: Recognition, diarisation: Diarisation) -> Transcript:
    """The transcript that nobody has edited or named anybody in."""
    return compose(recognition, diarisation, voices_of(recognition, diarisation))


def example() -> Transcript:
    """Three speakers, a stretch that could not be heard, a model that was not Swedish."""
    recognition, diarisation = conversation(*LINES, gaps=(Span(22000, 25500),), model=BASE)
    return assemble(recognition, diarisation)


def line_of(text: str, *, start_ms: int = 0, word_ms: int = 300) -> tuple[Word, ...]:
    """Words that follow each other without a pause, each as long as the next."""
    return tuple(
        Word(part, Span(start_ms + at * word_ms, start_ms + (at + 1) * word_ms))
        for at, part in enumerate(text.split())
    )
