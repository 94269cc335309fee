-- Villages: all years pooled, a class only; the exact count is restricted. Only regencies and years that were reported count.
-- Who knows the total of a kecamatan and all classes in it bounds each village by what the others leave. Where that is fewer than
-- five numbers the classes of the whole kecamatan are hidden. A store with editions tells the class that the last one told.
create temporary table kasus_desa on commit drop as
    select b.region_code as code, sum(b.amount) as cases
      from analitik.bagian b join lingkup l on l.regency = left(b.region_code, 5)
     where b.part = 'kasus' and length(b.region_code) = 13
       and (l.regency, b.month) in (select regency, month from lapor_bulan where grp = 'kasus')
     group by 1;
create temporary table kasus_tahun on commit drop as
    select regency, count(*) as reported from liput where grp = 'kasus' and grain = 4 group by regency;
analyze kasus_desa; analyze kasus_tahun;

insert into terbit (indicator, period, level, sensitivity, number, region_code, numerator, denominator, value, class, status, reported, expected, simulated)
with pooled as (
    select t.number, t.code, coalesce(c.cases, 0) as cases, coalesce(y.reported, 0) as reported
      from tree t join lingkup l on l.regency = t.regency
      left join kasus_desa c on c.code = t.code left join kasus_tahun y on y.regency = t.regency
     where exists (select 1 from kasus_tahun)
), classed as (
    select p.*, k.class, sum(p.cases) over kecamatan as total, sum(k.least) over kecamatan as least, sum(k.most) over kecamatan as most
      from pooled p join (values (0, 0, 4), (1, 5, 9), (2, 10, 19), (3, 20, 1000000)) k (class, least, most)
        on p.cases between k.least and k.most
    window kecamatan as (partition by left(p.code, 8))
), judged as (
    select *, total >= :small_count and least(total - least, most - total) < :small_count - 1 as hidden from classed
)
select 'kasus_narkoba_desa', :pooled, 4, s.sensitivity, number, code,
       case when s.sensitivity = 2 and reported > 0 then cases end, null::float8, case when s.sensitivity = 2 and reported > 0 then cases end,
       case when reported > 0 and (s.sensitivity = 2 or not hidden) then class end,
       case when reported = 0 then 2 when hidden and s.sensitivity = 1 then 5 else 1 end,
       reported, (select count(*) from fact_year), i.simulated
  from judged cross join (values (1), (2)) s (sensitivity) join indikator i on i.indicator = 'kasus_narkoba_desa'
 where s.sensitivity = 2 or not :by_edition
union all
select 'kasus_narkoba_desa', :pooled, 4, 1, p.number, p.code, null::float8, null::float8, null::float8, case when not e.hidden then e.class end,
       case when e.hidden then 5 else coalesce(e.status, 2) end, coalesce(e.reported, 0), (select count(*) from fact_year), i.simulated
  from judged p join indikator i on i.indicator = 'kasus_narkoba_desa'
  left join inti.edition_fact e on e.indicator = 'kasus_narkoba_desa' and e.level = 4 and e.region_code = p.code
 where :by_edition;
