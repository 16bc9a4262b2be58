"""Track 监控: lights, levels, ranks and distances from the mean. Pure functions: values in, judgements out."""

from fupan.track.deviation import Deviation, Part, deviations
from fupan.track.judgement import Judgement, judge, lag
from fupan.track.landing import Landing, LandingPart, land
from fupan.track.lights_file import read_light_rules
from fupan.track.ranking import Ranked, rank
from fupan.track.rules import LEVEL_NAMES, LightRule, LightRules

__all__ = [
    "LEVEL_NAMES", "Deviation", "Judgement", "Landing", "LandingPart", "LightRule", "LightRules", "Part", "Ranked", "deviations", "judge", "lag", "land", "rank", "read_light_rules",
]  # fmt: skip
