import pytest, collections
from openweek.programme import undoing
import tests.programme.test_undoing_stateful as t
C=collections.Counter()
o=t.Model._find_rooms
def f(self,targets):
    r=o(self,targets); C['refused']+=r; return r
def test_plain(monkeypatch):
    monkeypatch.setattr(t.Model,"_find_rooms",f)
    t.run(50); print(C)
def test_m1(monkeypatch):
    monkeypatch.setattr(undoing,"_is_same_time",lambda a,b: False)
    with pytest.raises(AssertionError): t.run(50)
def test_m2(monkeypatch):
    monkeypatch.setattr(undoing,"_are_same",lambda a,b: True)
    with pytest.raises(AssertionError): t.run(50)
