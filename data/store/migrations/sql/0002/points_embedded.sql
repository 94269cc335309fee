-- Points of facilities and cases, typed by hand where PostGIS does not do it.
alter table inti.facility add column point inti.geometry check (point is null or substr(point, 1, 9) = '\x0101000020e6100000');
alter table inti.narcotics_case add column point inti.geometry check (point is null or substr(point, 1, 9) = '\x0101000020e6100000');
alter table inti.region_shape add column point inti.geometry check (point is null or substr(point, 1, 9) = '\x0101000020e6100000');

-- The version that is there brings the points of its villages too.
alter table inti.region no force row level security;
alter table inti.region_shape no force row level security;
update inti.region_shape s set point = r.point from inti.region r where r.code = s.region_code and r.level = 4;
alter table inti.region force row level security;
alter table inti.region_shape force row level security;
