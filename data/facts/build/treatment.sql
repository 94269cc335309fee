-- Who is in treatment and what becomes of them, beyond what one number a region can hold: agencies that share clients, the way through
-- treatment, how long people stay. Counted for each region by itself, because a person counts once in each.
create temporary table treated on commit drop as
    select coalesce(l.older, e.token) as person, e.regency_code as regency, e.agency, e.service, e.entry, e.started,
           case when e.ended <= %(last_day)s then e.ended end as ended,
           case when e.ended <= %(last_day)s then e.outcome else 'berjalan' end as outcome,
           l.newer is not null or exists (select 1 from inti.token_link k where k.older = e.token) as linked
      from inti.rehab_episode e left join inti.token_link l on l.newer = e.token
     where e.started <= %(last_day)s;
create temporary table aftercare on commit drop as select person, started from treated where service = 'pascarehab';
create index on aftercare (person, started);
create index on treated (person, started) where service <> 'pascarehab';
create temporary table agency_bit on commit drop as
    select agency, 1 << (row_number() over (order by agency) - 1)::int as bit
      from (select agency from treated union select agency from inti.rehab_recap) a;
analyze treated; analyze aftercare; analyze agency_bit;

-- people of a year with the agencies that served them, and the edition of their token: seventeen bytes are ours, the first of them the edition
create temporary table served on commit drop as
with inside as (
    select t.regency, y.year, t.person, bit_or(b.bit) as agencies, bool_or(t.linked) as linked
      from treated t join agency_bit b on b.agency = t.agency
      join fact_year y on t.started <= y.last_day and (t.ended is null or t.ended >= make_date(y.year, 1, 1))
     group by 1, 2, 3
), everywhere as (
    select regency as code, year, person, agencies, linked from inside
    union all select left(regency, 2), year, person, bit_or(agencies), bool_or(linked) from inside group by 1, 2, 3
    union all select 'ID', year, person, bit_or(agencies), bool_or(linked) from inside group by 2, 3
)
select code, year, agencies, case when not linked then case when length(person) = 17 then get_byte(person, 0) else 0 end end as edition,
       count(*) as people
  from everywhere group by 1, 2, 3, 4;

create temporary table new_breakdown on commit drop as
with contact as (
    select k.code, y.year, t.agency, count(*) as amount
      from treated t join fact_year y on t.started <= y.last_day and (t.ended is null or t.ended >= make_date(y.year, 1, 1))
      cross join lateral (values ('ID'), (left(t.regency, 2)), (t.regency)) k (code) group by 1, 2, 3
), total as (  -- of agencies that sent no episodes of that region and year
    select r.region_code, extract(year from r.month)::smallint as year, r.agency, sum(r.clients) as amount
      from inti.rehab_recap r
     where r.month <= %(last_day)s and r.service <> 'pascarehab'
       and not exists (select 1 from contact c where c.code = r.region_code and c.year = extract(year from r.month) and c.agency = r.agency)
     group by 1, 2, 3
), way as (
    select t.regency, extract(year from t.started)::smallint as year, t.entry, t.service, t.outcome,
           case when t.outcome <> 'selesai' then null when c.started <= t.ended + 90 then 'pascarehab'
                when t.ended + 90 <= %(last_day)s then 'tanpa_pascarehab' else 'belum_90_hari' end as care
      from treated t
      left join lateral (select min(a.started) as started from aftercare a where a.person = t.person and a.started >= t.ended) c
           on t.outcome = 'selesai'
     where t.service <> 'pascarehab'
), step as (
    select regency, year, 'masuk.' || entry as a, 'layanan.' || service as b, count(*) as amount from way group by 1, 2, 3, 4
    union all select regency, year, 'layanan.' || service, 'hasil.' || outcome, count(*) from way group by 1, 2, 3, 4
    union all select regency, year, 'hasil.selesai', 'lanjut.' || care, count(*) from way where care is not null group by 1, 2, 4
), named as (
    select b.bits, string_agg(a.agency, '+' order by a.agency) as agencies
      from (select distinct agencies as bits from served) b join agency_bit a on a.bit & b.bits > 0 group by 1
), amounts (subject, year, code, a, b, amount) as (
    select 'layanan_instansi', year, code, agency, '', amount from contact
    union all select 'orang_instansi', s.year, s.code, a.agency, '', sum(s.people) from served s join agency_bit a on a.bit & s.agencies > 0 group by 2, 3, 4
    union all select 'orang_irisan', s.year, s.code, n.agencies, '', sum(s.people) from served s join named n on n.bits = s.agencies group by 2, 3, 4
    union all select 'orang', year, code, '', '', sum(people) from served group by 2, 3
    union all select 'orang_mungkin_sama', year, code, '', '', sum(people) - max(people)  -- known under several editions of the key, and not linked
      from (select year, code, edition, sum(people) as people from served where edition is not null group by 1, 2, 3) e group by 2, 3
    union all select 'rekap_instansi', t.year, k.code, t.agency, '', sum(t.amount)
      from total t cross join lateral (select distinct code from (values ('ID'), (left(t.region_code, 2)), (t.region_code)) v (code)) k group by 2, 3, 4
    -- the same measure from two sources, of all agencies: new clients as rows, and in monthly totals
    union all select 'baru_rincian', extract(year from t.started)::smallint, k.code, t.agency, '', count(*)
      from treated t cross join lateral (values ('ID'), (left(t.regency, 2)), (t.regency)) k (code)
     where t.service <> 'pascarehab' group by 2, 3, 4
    union all select 'baru_rekap', extract(year from r.month)::smallint, k.code, r.agency, '', sum(r.clients)
      from inti.rehab_recap r
      cross join lateral (select distinct code from (values ('ID'), (left(r.region_code, 2)), (r.region_code)) v (code)) k
     where r.month <= %(last_day)s and r.service <> 'pascarehab' group by 2, 3, 4
    union all select 'alur', s.year, k.code, s.a, s.b, sum(s.amount)
      from step s cross join lateral (values ('ID'), (left(s.regency, 2)), (s.regency)) k (code) group by 2, 3, 4, 5
)
select subject collate "C" as subject, year::text collate "C" as period, code collate "C" as region_code, a collate "C" as a, b collate "C" as b,
       v.sensitivity::smallint as sensitivity,
       case when v.sensitivity = 2 then amount::float8 when amount >= %(small_count)s then %(small_count)s * round(amount::float8 / %(small_count)s) end as amount,
       case when v.sensitivity = 2 or amount >= %(small_count)s then 1 else 5 end::smallint as status
  from amounts cross join (values (0), (2)) v (sensitivity) where amount > 0;

-- days from the start to the end of a stay, by year of the start; from the end of a completed stay to the next start, by year of the end
create temporary table lasted on commit drop as
with completed as (  -- a stay that began before the end, at another place, is no return
    select t.*, (select min(a.started) from treated a where a.person = t.person and a.service <> 'pascarehab' and a.started >= t.ended
                    and a.ctid <> t.ctid) as again
      from treated t where t.service <> 'pascarehab' and t.outcome = 'selesai'
), spell as (
    select 'bertahan' as subject, regency, extract(year from started)::smallint as year, service, agency,
           coalesce(ended, %(last_day)s) - started as days, ended is not null as happened from treated
    union all
    select 'kembali', regency, extract(year from ended)::smallint, service, agency, coalesce(again, %(last_day)s) - ended, again is not null
      from completed
)
select s.subject, k.code, s.year, g.service, g.agency, s.days, count(*) filter (where s.happened) as happened, count(*) as amount
  from spell s cross join lateral (values ('ID'), (left(s.regency, 2)), (s.regency)) k (code)
  cross join lateral (values ('', ''), (s.service, ''), ('', s.agency)) g (service, agency)
 where s.subject = 'bertahan' or g.service = '' and g.agency = ''
 group by 1, 2, 3, 4, 5, 6;
analyze lasted;
