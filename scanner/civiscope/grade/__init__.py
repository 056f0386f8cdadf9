"""Grades of saved responses: the MDN HTTP Observatory's, and beside it what browsers really do."""

from civiscope.grade.files import SavedFile, read_saved
from civiscope.grade.grading import Grade, NotGraded, grade
from civiscope.grade.saved import Hop, Reading, SavedResponse
from civiscope.lists.hsts_preload import read_preload_list

__all__ = [
    "Grade",
    "Hop",
    "NotGraded",
    "Reading",
    "SavedFile",
    "SavedResponse",
    "grade",
    "read_preload_list",
    "read_saved",
]
