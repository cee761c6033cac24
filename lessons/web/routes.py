"""Every address of the site with the page function that answers it."""

from __future__ import annotations

from lessons.web.pages import help as help_pages
from lessons.web.pages import home, lesson, review, reviews, search

# A review's or lesson's id; anything else at its place is looked up as well, and not found.
ONE = r"[^/]+?"

ROUTES = (
    (r"^/$", home.home),
    (r"^/search$", search.search_page),
    (r"^/search\.json$", search.search_json),
    (r"^/search\.csv$", search.search_csv),
    (r"^/search\.atom$", search.search_feed),
    (r"^/reviews$", reviews.list_page),
    (r"^/reviews\.json$", reviews.list_json),
    (r"^/reviews\.atom$", reviews.list_feed),
    (rf"^/reviews/(?P<review>{ONE})\.md$", review.review_markdown),
    (rf"^/reviews/(?P<review>{ONE})\.json$", review.review_json),
    (rf"^/reviews/(?P<review>{ONE})$", review.review_page),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})\.md$", lesson.lesson_markdown),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})\.json$", lesson.lesson_json),
    (rf"^/reviews/(?P<review>{ONE})/(?P<lesson>{ONE})$", lesson.lesson_page),
    (r"^/help$", help_pages.help_page),
)
