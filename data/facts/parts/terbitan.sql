-- Prevalence as surveys published it: nothing is derived from it.
select 'prevalensi', region_code, year::text, 0, round(value::numeric * 100)::float8
  from inti.published_figure where topic = 'prevalensi' and region_code is not null and measure = 'setahun pakai'
