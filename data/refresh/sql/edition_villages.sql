-- Classes of villages. A kecamatan keeps those of the last edition where the total of what came since would narrow down how many of
-- them came to the village whose class changed; all years are one period, whose name moves with the years.
create temporary table kelas on commit drop as
with classes (class, least, most) as (values (0, 0, 4), (1, 5, 9), (2, 10, 19), (3, 20, 1000000)),
now_there as (
    select n.region_code as code, left(n.region_code, 8) as district, n.period, n.numerator as cases, n.reported, n.expected, k.class, k.least, k.most
      from analitik.nilai n left join classes k on n.numerator between k.least and k.most
     where n.indicator = 'kasus_narkoba_desa' and n.level = 4 and n.sensitivity = 2
), both_sides as (
    select v.*, e.region_code is not null and e.numerator is not null as was_told, e.numerator as old_cases, e.class as old_class, e.hidden as old_hidden,
           e.reported as old_reported, e.expected as old_expected, o.least as old_least, o.most as old_most
      from now_there v left join inti.edition_fact e on e.indicator = 'kasus_narkoba_desa' and e.level = 4 and e.region_code = v.code
      left join classes o on e.numerator between o.least and o.most
), judged as (
    select *, sum(cases) over kecamatan as total, sum(least) over kecamatan as all_least, sum(most) over kecamatan as all_most,
           bool_or(was_told) over kecamatan and bool_or(was_told and class is distinct from old_class) over kecamatan as moved,
           sum(cases - coalesce(old_cases, 0)) over kecamatan as more,
           sum(case when class >= old_class then greatest(0, least - old_most) else least - old_most end) over kecamatan as more_least,
           sum(most - old_least) over kecamatan as more_most
      from both_sides window kecamatan as (partition by district)
), kept as (
    select *, moved and least(more - more_least, more_most - more) < :small_count - 1 as waits from judged
)
select code, period, case when waits then old_cases else cases end as cases, case when waits then old_class else class end::smallint as class,
       case when waits then old_reported else reported end as reported, case when waits then old_expected else expected end as expected,
       case when waits then coalesce(old_hidden, false)
            else coalesce(total >= :small_count and least(total - all_least, all_most - total) < :small_count - 1, false) end as hidden
  from kept;

delete from inti.edition_fact where level = 4;
insert into inti.edition_fact (indicator, level, period, region_code, numerator, class, status, reported, expected, hidden)
select 'kasus_narkoba_desa', 4, period, code, cases, class, case when cases is null then 2 else 1 end, coalesce(reported, 0), coalesce(expected, 0), hidden from kelas;

with turned as (
    update analitik.nilai n set class = case when not k.hidden then k.class end, status = case when k.hidden then 5 when k.cases is null then 2 else 1 end,
           reported = k.reported, expected = k.expected
      from kelas k where n.indicator = 'kasus_narkoba_desa' and n.level = 4 and n.sensitivity = 1 and n.region_code = k.code
       and (n.class, n.status, n.reported) is distinct from
           (case when not k.hidden then k.class end, case when k.hidden then 5 when k.cases is null then 2 else 1 end::smallint, k.reported)
    returning n.indicator, n.level, n.period
)
insert into bergerak select distinct indicator, level, period from turned;
drop table kelas;
