"""The profile of an area: rules that make sentences of figures, and what they are put together from."""

from dashboard.analysis.profile.compose_profile import Profile, compose
from dashboard.analysis.profile.rules import PEER_FEATURES, PEERS, Beside, Sentence, Visit, feature

__all__ = ["PEERS", "PEER_FEATURES", "Beside", "Profile", "Sentence", "Visit", "compose", "feature"]
