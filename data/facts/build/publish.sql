-- Facts into `new_fact`: as published, and the exact row beside each that is rounded. Every number is rounded by itself: 0 stays 0,
-- 1 to 4 is "fewer than 5", else the nearest multiple of 5. Shares are computed from published parts.
insert into new_fact
with counted as (
    select *, rounded and state = 1 as rounds,
           case when small in ('jumlah', 'bagian') then %(small_count)s * round(top / %(small_count)s) else top end as near_top,
           case when small in ('penyebut', 'bagian') then %(small_count)s * round(d / %(small_count)s) else d end as near_d
      from judged_fact
), judged as (
    select *, rounds and (kind = 'median' and top < %(least_median)s
                          or kind = 'rasio' and near_d < %(least_whole)s
                          or kind <> 'median' and small in ('jumlah', 'bagian') and top between 1 and %(small_count)s - 1
                          or small in ('penyebut', 'bagian') and d between 1 and %(small_count)s - 1) as few
      from counted
)
select indicator, period, level, sensitivity, number, code as region_code,
       case when kind <> 'kelas' and not few and not (rounds and small = 'penyebut') then case when rounds then near_top else top end end as numerator,
       case when not rounds then d when d not between 1 and %(small_count)s - 1 or small = 'jumlah' then near_d end as denominator,
       case when kind <> 'kelas' and not few
            then case when not rounds or kind = 'median' or small = 'penyebut' then result  -- a median or mean counts no people
                      when kind = 'rasio' then scale * near_top / nullif(near_d, 0) else scale * near_top end end as value,
       case when kind = 'kelas' and state = 1 then top::smallint end as class,
       case when few then 5 else state end::smallint as status, reported, expected, simulated
  from judged
union all
select indicator, period, level, exact, number, code, top, d, result, null, 1::smallint, reported, expected, simulated from judged where rounds;
