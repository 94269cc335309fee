-- Where a facility is and how its office is called: of the institution, never of a person.
alter table inti.facility
    add column address   text check (length(address) between 1 and 200 and address !~ '[0-9]{16}'),
    add column telephone text check (length(telephone) between 1 and 40 and telephone !~ '[0-9]{16}');
