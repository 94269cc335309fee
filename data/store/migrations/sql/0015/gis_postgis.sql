-- GIS clients read published facts. Points of cases are what a cleared login has them for, and stay.
alter policy read_by_gis on analitik.nilai using (
    sensitivity <= (select (akses.gis_scope()).clearance) and sensitivity < 2
    and (sensitivity = 0
         or (select '' = any ((akses.gis_scope()).prefixes))
         or region_code like any ((select (akses.gis_scope()).patterns)::text[])
         or (sensitivity = 1 and (region_code = 'ID' or exists (
                select 1 from unnest((select (akses.gis_scope()).prefixes)::text[]) p where starts_with(p, region_code)))))
);
