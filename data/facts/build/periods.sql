-- Periods whose facts are recomputed: those that a changed part reaches.
create temporary table reached on commit drop as
with changed as (
    select distinct c.part, c.period, m.month, coalesce(%(times)s::jsonb ->> c.part, 'lapor') as time
      from part_change c left join fact_month m on m.period = c.period
)
select distinct p.period
  from changed c join calendar p on case
       when c.period = '' or c.time = 'tetap' then true
       when c.time = 'sediaan' then c.month is null or p.last >= c.month
       when c.time = 'tingkat' then p.year = c.period
       when c.month is null then p.period = c.period
       else c.month between p.first and p.last end;
delete from fact_period where period not in (select period from reached);
delete from month_period where period not in (select period from reached);
drop table reached;
analyze fact_period; analyze month_period;
