"""Execute number two: PostgreSQL holds the index, and any number of machines ask it.

What is written goes in as `tsvector` text, a word of ours with its position a lexeme, and what is
fresh is asked for by `tsquery`. PostgreSQL's index of a `tsvector` gives the rows that match and no
positions; to rank, each row would be read, 20 µs a row and more. So what has settled is *packed*:
all places of a lexeme one after the other in one value, which PostgreSQL makes itself of the
`tsvector` rows, and which `engines/postings` ranks as it ranks the other engine's.
"""
