"""Analysis, index, query language, hits; Whoosh lives here and nowhere else."""
