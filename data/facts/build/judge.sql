-- Exact facts with their state, into `judged_fact`.
analyze fact;

create temporary table judged_fact on commit drop as
with known as (
    select f.*, i.kind, i.scale, i.sensitivity, i.small, i.exact, f.level >= i.rounded_from and i.exact is not null as rounded, i.counts, i.simulated, r.number,
           case when not f.covered then case when i.absent = 3 then 3 else 2 end
                when i.kind = 'rasio' and not i.counts and f.d is null then 2  -- nobody sent its population
                when i.people and f.n is null then 2
                when i.kind = 'median' and f.n is null then i.absent
                when i.kind = 'langsung' and f.n is null then i.absent
                when i.kind = 'kelas' and coalesce(f.d, 0) = 0 and f.begun > 0 then 6
                when i.kind in ('rasio', 'kelas') and i.counts and coalesce(f.d, 0) = 0 then i.absent
                when i.kind = 'jumlah' and i.counts and coalesce(f.d, 0) = 0 then i.absent
                else 1 end as state
      from fact f join item i on i.indicator = f.indicator
      join place r on r.code = f.code and r.level = f.level
     where f.level = any (i.levels)
       and i.grp in (select grp from reporting_group)
)
select indicator, period, level, number, code, sensitivity, small, exact, rounded, kind, scale, state, reported, expected, simulated,
       case when state = 1 then coalesce(n, 0) end as top, case when state = 1 then d end as d,
       case when state = 1 then case kind when 'median' then v * scale when 'langsung' then n * scale when 'jumlah' then coalesce(n, 0) * scale
                                          when 'rasio' then scale * coalesce(n, 0) / nullif(d, 0) end end as result
  from known;
analyze judged_fact;
