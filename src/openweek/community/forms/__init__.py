"""What people type into the virtual place, cleaned and answered in plain words."""

from openweek.community.forms.people import ProfileForm
from openweek.community.forms.presence import ArriveForm
from openweek.community.forms.wall import ChangePostForm, HideForm, PostForm

__all__ = ["ArriveForm", "ChangePostForm", "HideForm", "PostForm", "ProfileForm"]
