-- Only logins of GIS clients enter rows by hand, and the embedded store has none.
select 1;
