"""What people write of a book."""

from openweek.publishing.forms.covering import ChooseCoverForm
from openweek.publishing.forms.sources import AddSourceForm
from openweek.publishing.forms.withdrawing import WithdrawBookForm

__all__ = ["AddSourceForm", "ChooseCoverForm", "WithdrawBookForm"]
