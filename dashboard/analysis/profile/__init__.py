"""The profile of an area: the rules that make sentences of figures, and the queries and rules composed into one."""

from dashboard.analysis.profile.compose_profile import Profile, compose
from dashboard.analysis.profile.rules import PEER_FEATURES, PEERS, Beside, Sentence, feature
from dashboard.analysis.profile.visits import Visit

__all__ = ["PEERS", "PEER_FEATURES", "Beside", "Profile", "Sentence", "Visit", "compose", "feature"]
