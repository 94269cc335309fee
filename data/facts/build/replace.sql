-- Only what differs is written (the index of `nilai` serves keys that sort as the database does, temporary tables sort by bytes). The
-- periods of each indicator that changed are kept for the map's packs.
create temporary table stored_fact on commit drop as
    select n.* from analitik.nilai n
     where n.indicator = any (array(select indicator collate "default" from item))
       and (%(everything)s
            or n.region_code in (select code from place where level = 0 or level = 1 and code in (select left(regency, 2) from in_scope)
                                     or level >= 2 and regency in (select regency from in_scope))
               and (length(n.period) = 9 or n.period in (select period from fact_period)));
analyze stored_fact; analyze new_fact;

create temporary table differing on commit drop as
    select indicator, period, level, sensitivity, number, s.status is null as is_new, t.status is null as is_gone
      from stored_fact s full join new_fact t using (indicator, period, level, sensitivity, number)
     where (s.region_code, s.numerator, s.denominator, s.value, s.class, s.status, s.reported, s.expected, s.simulated)
           is distinct from (t.region_code, t.numerator, t.denominator, t.value, t.class, t.status, t.reported, t.expected, t.simulated);
analyze differing;

delete from analitik.nilai n using differing o
 where not o.is_new and n.indicator = o.indicator collate "default" and n.period = o.period collate "default" and n.level = o.level and n.sensitivity = o.sensitivity and n.number = o.number;

insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, class, status,
                            reported, expected, simulated)
select t.indicator, t.period, t.level, t.sensitivity, t.number, t.region_code, t.numerator, t.denominator, t.value, t.class, t.status,
       t.reported, t.expected, t.simulated
  from new_fact t join differing o using (indicator, period, level, sensitivity, number);

insert into moved_period select distinct indicator, level, period from differing;
drop table stored_fact, differing;
