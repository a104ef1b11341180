"""Executing an `ExpandedQuery` over postings: places of words as sorted arrays of numbers.

For any engine that can give its words' places so (`Postings`); one with a query language of its
own, such as a database, executes the value itself.
"""
