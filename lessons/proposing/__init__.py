"""A form that was filled in: the file that it becomes; of the site's forms also checked, and its page, for a worker process to make.

What cannot be told from one entry and the database, such as an id that an open pull request takes as well, is left to the check of
the whole folder. Nothing is kept.
"""
