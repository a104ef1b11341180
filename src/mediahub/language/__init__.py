"""What is this Swedish word? Its stems, its parts, its sound, and whether it says anything."""

from mediahub.language.compounds import split_compound
from mediahub.language.derivation import verbs_of
from mediahub.language.forms import (
    in_dictionary,
    is_common_word,
    is_known,
    is_name,
    is_noun,
    is_verb_alone,
)
from mediahub.language.lexicon import identity, prepare
from mediahub.language.names import name_key, without_accents
from mediahub.language.phonetics import phonetic
from mediahub.language.stemming import compound_stems, stem, stems
from mediahub.language.stop_words import is_stop_word
from mediahub.language.text import Token, fold, normalise, words

__all__ = [
    "Token",
    "compound_stems",
    "fold",
    "identity",
    "in_dictionary",
    "is_common_word",
    "is_known",
    "is_name",
    "is_noun",
    "is_stop_word",
    "is_verb_alone",
    "name_key",
    "normalise",
    "phonetic",
    "prepare",
    "split_compound",
    "stem",
    "stems",
    "verbs_of",
    "without_accents",
    "words",
]
