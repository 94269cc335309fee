-- Facts into `terbit` as they stand: as published, with small counts gone and what they could be reckoned from, and the exact row of each.
insert into terbit
with judged as (
    select k.*, small <> '' and state = 1
              and (t.code is not null
                   or small in ('jumlah', 'bagian') and top between 1 and :small_count - 1
                   or small in ('penyebut', 'bagian') and d between 1 and :small_count - 1
                   or small = 'bagian' and d - top between 1 and :small_count - 1) as hidden
      from kini k left join tutup t on t.indicator = k.indicator and t.code = k.code and t.period = k.period
     where small = '' or not :by_edition
)
select indicator, period, level, sensitivity, number, code as region_code,
       case when not hidden and kind <> 'kelas' then top end as numerator, case when not (hidden and small in ('bagian', 'penyebut')) then d end as denominator,
       case when not hidden and kind <> 'kelas' then result end as value, case when kind = 'kelas' and state = 1 then top::smallint end as class,
       case when hidden then 5 else state end::smallint as status, reported, expected, simulated
  from judged
union all
select indicator, period, level, 2::smallint, number, code, top, d, result, null, 1::smallint, reported, expected, simulated from judged where hidden;
