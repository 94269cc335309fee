-- Only what differs is written; which periods of which indicator moved is kept for the map's packs.
create temporary table lama on commit drop as
    select n.indicator, n.period, n.level, n.sensitivity, n.number, n.region_code, n.numerator, n.denominator, n.value, n.class, n.status,
           n.reported, n.expected, n.simulated
      from analitik.nilai n join indikator i on i.indicator = n.indicator
     where n.level = 0 or n.level = 1 and n.region_code in (select left(regency, 2) from lingkup)
        or n.level >= 2 and left(n.region_code, 5) in (select regency from lingkup)
    except all
    select * from terbit;

delete from analitik.nilai n using lama o
 where n.indicator = o.indicator and n.period = o.period and n.level = o.level and n.sensitivity = o.sensitivity and n.number = o.number;

create temporary table baru on commit drop as
    select t.* from terbit t
     where not exists (select 1 from analitik.nilai n where n.indicator = t.indicator and n.period = t.period and n.level = t.level
                          and n.sensitivity = t.sensitivity and n.number = t.number);

insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, class, status,
                            reported, expected, simulated)
select * from baru;

insert into bergerak
    select indicator, level, period from lama union select indicator, level, period from baru;
drop table lama, baru;
