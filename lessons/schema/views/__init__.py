"""Views for the questions that are asked most, and for queries that were written for the version before."""

from __future__ import annotations

from lessons.schema.model import View
from lessons.schema.views import former
from lessons.schema.views.adoptions import ADOPTIONS
from lessons.schema.views.cards import LESSON_CARDS
from lessons.schema.views.figures import OUTCOME_RESULTS
from lessons.schema.views.history import LESSON_HISTORY
from lessons.schema.views.initiatives import INITIATIVES, MISSIONS
from lessons.schema.views.open import OPEN_LESSONS
from lessons.schema.views.organisations import ORGANISATION_LEARNING
from lessons.schema.views.terms import ALL_TERMS

ASKED_MOST: tuple[View, ...] = (
    LESSON_CARDS,
    OPEN_LESSONS,
    LESSON_HISTORY,
    OUTCOME_RESULTS,
    ALL_TERMS,
    ADOPTIONS,
    ORGANISATION_LEARNING,
    INITIATIVES,
    MISSIONS,
)
VIEWS: tuple[View, ...] = (*ASKED_MOST, *former.VIEWS)
