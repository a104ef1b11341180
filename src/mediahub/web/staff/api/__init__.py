"""The staff site for programs: `/api/v1`, with tokens instead of sessions."""
