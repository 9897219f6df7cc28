"""The pages of the checks."""

from django.urls import URLPattern, path

from quality.views.badges import badges
from quality.views.disputes import disputes, rule
from quality.views.distribution import check_now, distribution
from quality.views.mend import mend
from quality.views.round import round
from quality.views.rounds import begin_round, rounds

urlpatterns: list[URLPattern] = [
    path("checks/", rounds, name="rounds"),
    path("checks/begin/", begin_round, name="begin_round"),
    path("checks/mend/", mend, name="mend"),
    path("checks/badges/", badges, name="badges"),
    path("checks/disputes/", disputes, name="disputes"),
    path("checks/disputes/<uuid:dispute>/", rule, name="rule"),
    path("checks/rounds/<uuid:round>/", round, name="round"),
    path("checks/distributions/<uuid:distribution>/", distribution, name="distribution"),
    path("checks/distributions/<uuid:distribution>/now/", check_now, name="check_now"),
]
