"""The words of a glossary where they are said."""

from mediahub.catalog import Term
from mediahub.transcript import Chapter, Segment, Span, Word
from mediahub.web.staff.explaining import Mention, mentions

TERMS = (Term("hembesök", "Ett besök."), Term("tidiga insatser", "Stöd.", aliases=("tidigt stöd",)))


def segments(*texts: str) -> list[Segment]:
    found, at = [], 0
    for text in texts:
        words = []
        for word in text.split():
            words.append(Word(word, Span(at, at + 900)))
            at += 1000
        found.append(Segment("S1", tuple(words)))
    return found


def test_forms_of_a_term_and_other_words_for_it_are_found_once():
    said = segments("Om hembesöken, om hembesök.", "Det är tidigt stöd!", "Tidiga insatser.")
    assert mentions(said, TERMS) == ((Mention(1, 2, 0),), (Mention(2, 4, 1),), ())


def test_each_chapter_explains_its_words_anew():
    said = segments("Ett hembesök.", "Flera hembesök.", "Många hembesök.")
    chapters = [Chapter(Span(0, 4000), "Ett"), Chapter(Span(4000, 6000), "Två")]
    found = mentions(said, TERMS, chapters)
    assert found == ((Mention(1, 2, 0),), (), (Mention(1, 2, 0),))


def test_without_a_glossary_nothing_is_explained():
    assert mentions(segments("Ett hembesök.", "…"), ()) == ((), ())
