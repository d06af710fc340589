"""One verb for each thing that a person can do here; the doors (command line, web, REST) call these and nothing else.

Importing this loads no database, no numpy and no validator: each verb loads what it needs when it is called.
"""

from __future__ import annotations

from unweary.service.check_in import CheckIn, CheckInForm
from unweary.service.home import Unweary
from unweary.service.import_report import ImportedFile, ImportJob, ImportReport, Progress
from unweary.service.inbox import Source
from unweary.service.opening import data_folder, open_home
from unweary.store.rows import FactRow

__all__ = [
    "CheckIn",
    "CheckInForm",
    "FactRow",
    "ImportJob",
    "ImportReport",
    "ImportedFile",
    "Progress",
    "Source",
    "Unweary",
    "data_folder",
    "open_home",
]
