"""Page functions: each takes what it reads from and what was asked, and returns an answer as a plain value."""
