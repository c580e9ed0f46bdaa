"""What can be wrong with a model of Splink's form; each error names the comparison and the level."""

from beatbook.vocabulary.errors import BeatbookError


class SplinkModelUnreadable(BeatbookError):
    """A file is no Splink model: save it anew with `linker.misc.save_model_to_json`."""


class ConditionUnknown(SplinkModelUnreadable):
    """A level or blocking rule is written in SQL that Beatbook does not know: express it with Splink's comparison library."""


class LevelNotTrained(SplinkModelUnreadable):
    """A level has no m or u: train the model to the end in Splink, or anew with Beatbook."""


class FrequenciesMissing(SplinkModelUnreadable):
    """A level is adjusted by term frequencies that were not given: export Splink's table for that column, or count it anew."""


class ColumnMissing(BeatbookError):
    """A model names a column that the records do not have: map it to one that they have."""
