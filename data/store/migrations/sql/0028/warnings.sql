-- Early warnings.
select 1;
