"""New figures into a deck that people have edited: what they wrote stays, what was ours is drawn anew.

Three decks are compared: the one made before (base), the one people edited, and the new one. What is in the edited deck
as it was in the base is replaced by the new; what differs is a person's and stays, and is listed with the figures in it
that no longer hold. Type, colours, places and sizes that a person changed stay too. Pages and shapes are known by their
names, and where another program forgot or somebody changed these, by what they say and where they stand.
"""

from fupan.review.renderers.pptx.refresh.deck import made_of, refresh_pptx
from fupan.review.renderers.pptx.refresh.page import Change

__all__ = ["Change", "made_of", "refresh_pptx"]
