"""How good is it? WER, CER, DER, chapter F1, Pk, WindowDiff and more, against truth files."""

from mediahub.evaluate.borders import boundary_f1, pk, window_diff
from mediahub.evaluate.figures import (
    Change,
    Figures,
    compare,
    comparison_table,
    evaluate,
    figures_from_json,
    words_in_silence,
)
from mediahub.evaluate.speakers import (
    Der,
    SpeakerWords,
    best_mapping,
    der,
    words_to_wrong_speaker,
)
from mediahub.evaluate.text import (
    TermsFound,
    WordErrors,
    cer,
    normalise_for_scoring,
    term_recall,
    terms_found,
    wer,
    word_errors,
)
from mediahub.evaluate.titles import title_right, titles_right
from mediahub.evaluate.truth import Topic, Truth, TruthSegment, read_truth

__all__ = [
    "Change",
    "Der",
    "Figures",
    "SpeakerWords",
    "TermsFound",
    "Topic",
    "Truth",
    "TruthSegment",
    "WordErrors",
    "best_mapping",
    "boundary_f1",
    "cer",
    "compare",
    "comparison_table",
    "der",
    "evaluate",
    "figures_from_json",
    "normalise_for_scoring",
    "pk",
    "read_truth",
    "term_recall",
    "terms_found",
    "title_right",
    "titles_right",
    "wer",
    "window_diff",
    "word_errors",
    "words_in_silence",
    "words_to_wrong_speaker",
]
