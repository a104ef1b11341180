"""WER, DER, Pk, recall, against truth files."""
