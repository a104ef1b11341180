"""Execute number one: our own postings in Whoosh's segments, term dictionary and columns.

Whoosh's are the files of a segment: its storage's structured files, the ordered hash file that is
the term dictionary, and the column of stored passages. Ours are the postings (arrays that numpy
reads and joins as a whole), what is made of them, and the table of contents. Whoosh would pickle
the latter, and a little beside each dictionary; a pickle runs what code it likes in whoever reads
it, so here both are JSON with a checksum, and no file of the index is ever unpickled.
"""
