"""What happens during a week, written by everybody.

Its floors, from what is asked down to what is kept; each uses only those below it, and the build
breaks otherwise (``.importlinter``):

- ``urls``, ``views`` and ``jobs``: who asks, for what, and what came of it;
- ``board``, ``prefill``, ``printing``, ``proposed``, ``shown``: what a page or a sheet says;
- ``forms``, then ``actions``, one for each deed;
- ``undone_words``, ``undoing``, ``ledger``, ``importing``: what actions are made of;
- ``exports``, ``grid``, ``clash_words``: what was read, for programs and for people;
- ``queries``, ``participants``, ``seating``: rows, read and kept true;
- ``merging``, ``rules``, ``selection``, ``whereabouts``, ``history``: what one may do, and what a
  session was at a moment;
- ``models``; below them ``arranging``, ``clashes`` and ``double_booking``, which know no model.
"""
