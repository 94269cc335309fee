-- Sorted rows first and plain aggregates over them: an ORDER BY inside each of nine aggregates would sort nine times.
-- A public pack holds the whole level, so columns that say nothing, and numbers that only count, are left empty in it.
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
  from (select *, case when sensitivity = 0 then 'ID' else left(region_code, 8) end as block, sensitivity = 0 as whole
          from analitik.nilai
         where indicator = any (:indicators) and (sensitivity = 0 or level = 4)
         order by indicator, level, period, sensitivity, block, number) facts
 group by indicator, level, period, sensitivity, block, whole;
