-- Linked cases of agencies, and their differences.
select 1;
