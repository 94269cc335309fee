-- What a store told by edition until now is derived again, rounded, by the first refresh after this.
drop table inti.edition_fact;
drop table inti.edition;
delete from inti.load_step where name = 'edition';
