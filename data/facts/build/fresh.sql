-- A rebuild of an empty store: every fact is inserted, none compared.
insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, class, status,
                            reported, expected, simulated)
select * from new_fact order by 1, 2, 3, 4, 5;
insert into moved_period select distinct indicator, level, period from new_fact;
