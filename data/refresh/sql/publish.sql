-- Facts into `terbit`: as published, with small counts gone and what they could be reckoned from, and the exact row of each.
analyze fakta;

insert into terbit
with known as (
    select f.*, i.kind, i.scale, i.sensitivity, i.small, i.counts, i.simulated, r.number,
           case when not f.covered then case when i.absent = 3 then 3 else 2 end
                when i.kind = 'rasio' and not i.counts and f.d is null then 2  -- nobody sent its people
                when i.kind = 'median' and f.n is null then i.absent
                when i.kind = 'langsung' and f.n is null then i.absent
                when i.kind in ('rasio', 'kelas') and i.counts and coalesce(f.d, 0) = 0 then i.absent
                when i.kind = 'jumlah' and i.counts and coalesce(f.d, 0) = 0 then i.absent
                else 1 end as state
      from fakta f join indikator i on i.indicator = f.indicator
      join wilayah r on r.code = f.code and r.level = f.level
     where f.level = any (i.levels)
       and i.grp in (select grp from ada)
), valued as (
    select *, case when state = 1 then coalesce(n, 0) end as top,
           case when state = 1 then case kind when 'median' then v * scale when 'langsung' then n * scale when 'jumlah' then coalesce(n, 0) * scale
                                              when 'rasio' then scale * coalesce(n, 0) / nullif(d, 0) end end as result
      from known
), judged as (
    select v.*, small <> '' and state = 1
              and (t.code is not null
                   or small in ('jumlah', 'bagian') and top between 1 and :small_count - 1
                   or small in ('penyebut', 'bagian') and d between 1 and :small_count - 1
                   or small = 'bagian' and d - top between 1 and :small_count - 1) as hidden
      from valued v left join tutup t on t.indicator = v.indicator and t.code = v.code and t.period = v.period
)
select indicator, period, level, sensitivity, number, code as region_code,
       case when not hidden and kind <> 'kelas' then top end as numerator, case when state = 1 and not (hidden and small in ('bagian', 'penyebut')) then d end as denominator,
       case when not hidden and kind <> 'kelas' then result end as value, case when kind = 'kelas' and state = 1 then top end::smallint as class,
       case when hidden then 5 else state end::smallint as status, reported, expected, simulated
  from judged
union all
select indicator, period, level, 2::smallint, number, code, top, d, result, null, 1::smallint, reported, expected, simulated from judged where hidden;
