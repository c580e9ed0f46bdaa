"""The pages of problems, and of what worked."""

from beatbook.neighbourhoods.problems.views.library import what_works, what_works_file
from beatbook.neighbourhoods.problems.views.problem import new_problem, problem, problem_file, problems, stage

__all__ = ["new_problem", "problem", "problem_file", "problems", "stage", "what_works", "what_works_file"]
