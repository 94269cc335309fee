-- Exact counts of the nation for the indicators whose small counts are hidden: as they are being made, else as they are stored.
truncate tutup, rahasia;
insert into rahasia select * from jsonb_populate_recordset(null::rahasia, cast(:secret as jsonb));
analyze rahasia;
drop table if exists pg_temp.hitung;
create temporary table hitung on commit drop as
    select f.indicator, f.level, f.code, f.period, f.n, f.d, f.covered
      from fakta f join rahasia s on s.indicator = f.indicator where f.level in (2, 3)
    union all
    select * from (
    select distinct on (n.indicator, n.level, n.region_code, n.period) n.indicator, n.level, n.region_code, n.period,
           n.numerator, n.denominator, n.status in (1, 5)
      from analitik.nilai n join rahasia s on s.indicator = n.indicator
     where n.level in (2, 3)
       and (n.indicator not in (select indicator from indikator) or left(n.region_code, 5) not in (select regency from lingkup))
     order by n.indicator, n.level, n.region_code, n.period, n.sensitivity desc) stored;
