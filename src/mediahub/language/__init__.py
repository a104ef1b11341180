"""Swedish: normalising, lemma and stem, compound splitting, stop words, key phrases."""
