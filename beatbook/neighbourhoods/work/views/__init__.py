"""Pages of a team's work: visits, tasks with partners, case reviews."""

from beatbook.neighbourhoods.work.views.reviews import review, reviews
from beatbook.neighbourhoods.work.views.tasks import task, tasks, tasks_file
from beatbook.neighbourhoods.work.views.visits import visits

__all__ = ["review", "reviews", "task", "tasks", "tasks_file", "visits"]
