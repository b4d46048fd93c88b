"""The programme arranges itself: a grid is proposed, and each choice explained.

``problem`` says what is to be arranged, in plain values; ``solver`` arranges it (numpy and HiGHS
are loaded there, and in what it imports, alone); ``apart`` runs it in a process of its own, so that
the pages never carry them; ``reasons`` says why.
"""
