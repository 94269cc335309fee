-- Figures that ship, as they were published: nothing is derived from them, none is added to another. Those that agencies send, and surveys
-- without figures of provinces, are shown beside the map and make no layer. Shares in hundredths of a per cent.
select case measure when 'setahun pakai' then 'prevalensi' else 'prevalensi_pernah' end, region_code, year::text, 0, round(value::numeric * 100)::float8
  from inti.published_figure where topic = 'prevalensi' and kiriman_id is null and source_id is distinct from 'terbitan_prevalensi_nasional' and region_code is not null
union all
select case topic when 'kawasan_rawan' then 'terbitan_' || measure else 'terbitan_' || topic end, region_code, year::text, 0, value::float8
  from inti.published_figure
 where region_code is not null and kiriman_id is null and (topic in ('kasus', 'penduduk') or topic = 'kawasan_rawan' and measure in ('bahaya', 'waspada', 'siaga', 'aman'))
