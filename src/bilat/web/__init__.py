"""Pages and an API on one record, for the machine that it lies on."""

from bilat.web.app import application
from bilat.web.desk import Desk
from bilat.web.running import Site, bound, run

__all__ = ["Desk", "Site", "application", "bound", "run"]
