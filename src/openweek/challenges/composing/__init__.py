"""Teams out of those who came alone: nobody is left over, and each team is as mixed as can be.

``problem`` says who is there, in plain values, how large teams become and what a division is worth;
``solver`` finds the best of all divisions and proves it (HiGHS is loaded there alone); ``apart``
runs it in a process of its own, so that the pages never carry it; ``reasons`` says why.
"""
