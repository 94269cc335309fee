-- Facts that were not made anew and now have to hide, or need not hide any longer, because of what others became.
create temporary table sembunyi on commit drop as
    select n.indicator, n.period, n.level, n.number from analitik.nilai n
      join tutup t on t.indicator = n.indicator and t.code = n.region_code and t.period = n.period
     where n.sensitivity = 0 and n.status = 1 and n.indicator = any (:codes);
create temporary table tampak on commit drop as
    select e.* from analitik.nilai e join rahasia s on s.indicator = e.indicator
      left join tutup t on t.indicator = e.indicator and t.code = e.region_code and t.period = e.period
     where e.sensitivity = 2 and t.code is null and e.indicator = any (:codes)
       and not (s.small in ('jumlah', 'bagian') and e.numerator between 1 and :small_count - 1
                or s.small in ('penyebut', 'bagian') and e.denominator between 1 and :small_count - 1
                or s.small = 'bagian' and e.denominator - e.numerator between 1 and :small_count - 1);
analyze sembunyi;
analyze tampak;

insert into analitik.nilai (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, class, status,
                            reported, expected, simulated)
select n.indicator, n.period, n.level, 2, n.number, n.region_code, n.numerator, n.denominator, n.value, null, 1, n.reported, n.expected, n.simulated
  from analitik.nilai n join sembunyi h using (indicator, period, level, number) where n.sensitivity = 0;
update analitik.nilai n
   set numerator = null, value = null, status = 5, denominator = case when s.small = 'jumlah' then denominator end
  from sembunyi h, rahasia s
 where n.indicator = h.indicator and n.period = h.period and n.level = h.level and n.number = h.number and n.sensitivity = 0
   and s.indicator = n.indicator;
update analitik.nilai n set numerator = t.numerator, denominator = t.denominator, value = t.value, status = 1
  from tampak t
 where n.indicator = t.indicator and n.period = t.period and n.level = t.level and n.number = t.number and n.sensitivity = 0;
delete from analitik.nilai n using tampak t
 where n.indicator = t.indicator and n.period = t.period and n.level = t.level and n.number = t.number and n.sensitivity = 2;

insert into bergerak select indicator, level, period from sembunyi union select indicator, level, period from tampak;
drop table sembunyi, tampak;
