-- Figures as they were published: nothing is derived from them, none is added to another. Shares in hundredths of a per cent.
select case measure when 'setahun pakai' then 'prevalensi' else 'prevalensi_pernah' end, region_code, year::text, 0, round(value::numeric * 100)::float8
  from inti.published_figure where topic = 'prevalensi' and region_code is not null
union all
select case topic when 'kawasan_rawan' then 'terbitan_' || measure else 'terbitan_' || topic end, region_code, year::text, 0, value::float8
  from inti.published_figure
 where region_code is not null and (topic in ('kasus', 'penduduk') or topic = 'kawasan_rawan' and measure in ('bahaya', 'waspada', 'siaga', 'aman'))
