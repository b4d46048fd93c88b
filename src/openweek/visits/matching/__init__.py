"""Who receives whom: visitors meet hosts with whom they have something to say to one another.

``problem`` says what is to be matched, in plain values, and what each match is worth; ``levels``
and ``solver`` find the best of all matchings and prove it (numpy and HiGHS are loaded there alone);
``apart`` runs them in a process of its own, so that the pages never carry them; ``greedy`` finds a
host for one visit within a millisecond; ``topics`` reads what people wrote; ``reasons`` says why.
"""
