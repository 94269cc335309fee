-- Sorted rows first and plain aggregates over them: an ORDER BY inside each of nine aggregates would sort nine times.
-- A public pack holds the whole level, so columns without information and consecutive numbers are left empty in it.
delete from analitik.lapis l using moved_period b where l.indicator = b.indicator and l.level = b.level and l.period = b.period;

insert into analitik.lapis (indicator, level, period, sensitivity, region_code, number, class, status, reported, expected,
                            value, numerator, denominator)
select indicator, level, period, sensitivity, block,
       case when whole and min(number) = 0 and max(number) = count(*) - 1 then '' else string_agg(int4send(number), '') end,
       string_agg(substring(int4send(coalesce(class, 255)::int) from 4), ''),
       string_agg(substring(int4send(status::int) from 4), ''),
       case when whole and max(expected) = 0 then '' else string_agg(int4send(reported), '') end,
       case when whole and max(expected) = 0 then '' else string_agg(int4send(expected), '') end,
       case when whole and count(value) = 0 then '' else string_agg(float8send(coalesce(value, 'nan')), '') end,
       case when whole and count(numerator) = 0 then '' else string_agg(float8send(coalesce(numerator, 'nan')), '') end,
       case when whole and count(denominator) = 0 then '' else string_agg(float8send(coalesce(denominator, 'nan')), '') end
  from (select n.*, case when n.sensitivity = 0 then 'ID' else left(n.region_code, 8) end as block, n.sensitivity = 0 as whole
          from analitik.nilai n join moved_period b on b.indicator = n.indicator and b.level = n.level and b.period = n.period
         where n.indicator = any (%(indicators)s) and (n.sensitivity = 0 or n.level = 4) and length(n.period) in (4, 9)
         order by n.indicator, n.level, n.period, n.sensitivity, block, n.number) facts
 group by indicator, level, period, sensitivity, block, whole;
